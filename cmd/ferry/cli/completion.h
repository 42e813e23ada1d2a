/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/command.h"

/* Prints the script for "bash", "zsh" or "fish", from the tables that dispatch and parse; -1 for
 * any other shell. */
int completion_print(const struct command *table, const char *shell);
