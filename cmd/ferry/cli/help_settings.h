/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_CLI_HELP_SETTINGS_H
#define CMD_FERRY_CLI_HELP_SETTINGS_H

#include <stdio.h>

/* The settings of an account, a line or a few each: a part of `ferry help manifest`. */
void help_settings(FILE *out);

#endif
