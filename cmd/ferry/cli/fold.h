/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>

/* Prints text from column `column` on, folded at spaces to the width of help pages. */
void fold_print(FILE *out, const char *text, int column);
