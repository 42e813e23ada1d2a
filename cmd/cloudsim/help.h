/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_HELP_H
#define CMD_CLOUDSIM_HELP_H

#include <stdio.h>

/* Prints the page for TOPIC (NULL: the first one); -1: there is none. */
int help_print(FILE *out, const char *topic);

#endif
