/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_CLI_HELP_MANIFEST_H
#define CMD_FERRY_CLI_HELP_MANIFEST_H

#include <stdio.h>

/* `ferry help manifest`: every key on one page.  A test holds it to manifest/schema.json, and its
 * example to the parser. */
void help_manifest(FILE *out);

/* A part of it: the settings of an account. */
void help_settings(FILE *out);

#endif
