/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

/* `ferry help manifest`: every key on one page.  A test holds it to manifest/schema.json, and its
 * example to the parser. */
void help_manifest(FILE *out);

/* A part of it: the settings of an account. */
void help_settings(FILE *out);
