/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/fold.h"

#include <assert.h>
#include <string.h>

enum { WIDTH = 96 };

void fold_print(FILE *out, const char *text, int column)
{
    int at = column;

    assert(text != NULL && column >= 0 && column < WIDTH);
    while (*text != '\0') {
        int n = (int)strcspn(text, " ");

        if (at > column && at + 1 + n > WIDTH) {
            fprintf(out, "\n%*s", column, "");
            at = column;
        } else if (at > column) {
            fputc(' ', out);
            at++;
        }
        fprintf(out, "%.*s", n, text);
        at += n;
        text += n;
        text += *text == ' ';
    }
    fputc('\n', out);
}
