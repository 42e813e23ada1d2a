/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/command.h"

#include <assert.h>
#include <string.h>

const struct command *command_find(const struct command *table, const char *name)
{
    const struct command *command;

    assert(table != NULL && name != NULL);
    for (command = table; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}
