/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_COMMANDS_TABLE_H
#define CMD_FERRY_COMMANDS_TABLE_H

#include "cmd/ferry/cli/command.h"

/* All commands, in the order of the help; ended by a row without a name. */
const struct command *table_commands(void);

#endif
