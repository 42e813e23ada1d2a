/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_CLI_FOLD_H
#define CMD_FERRY_CLI_FOLD_H

#include <stdio.h>

/* Prints text from column `column` on, folded at spaces to the width of help pages. */
void fold_print(FILE *out, const char *text, int column);

#endif
