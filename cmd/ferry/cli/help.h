/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/command.h"

#include <stdio.h>

/* The pages of `ferry help`, printed from the tables that dispatch and parse. */

/* The list of commands. */
void help_print_overview(const struct command *table, FILE *out);

/* The page of one command. */
void help_print_page(const struct command *command, FILE *out);

/* Commands × formats. */
void help_print_formats(const struct command *table);
