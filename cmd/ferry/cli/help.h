/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/command.h"

#include <stdio.h>

/* The pages of `ferry help`, and what a shell completes: all printed from the tables that dispatch
 * and parse. */

/* The list of commands. */
void help_print_overview(const struct command *table, FILE *out);

/* "usage: ferry NAME [OPTION…] FILE", without a line's end. */
void help_print_usage(const struct command *command, FILE *out);

/* The page of one command. */
void help_print_page(const struct command *command, FILE *out);

/* Commands × formats. */
void help_print_formats(const struct command *table);

/* `ferry help manifest`: every key on one page.  A test holds it to manifest/schema.json, and its
 * example to the parser. */
void help_manifest(FILE *out);

/* A part of it: the settings of an account. */
void help_settings(FILE *out);

/* Prints the script for "bash", "zsh" or "fish"; -1 for any other shell. */
int completion_print(const struct command *table, const char *shell);
