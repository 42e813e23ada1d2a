/* SPDX-License-Identifier: MIT */
#include "reconcile/base/glob.h"

#include "reconcile/base/utf8.h"

#include <string.h>

static size_t step(const char *text)
{
    return utf8_step(text, strnlen(text, 4));
}

bool glob_match(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;

    while (*text != '\0') {
        if (*pattern == '*') { /* tried as empty first; a mismatch later lets it take one more */
            star = pattern++;
            retry = text;
        } else if (*pattern == '?') {
            pattern++;
            text += step(text);
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = retry += step(retry);
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
