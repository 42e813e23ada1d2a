/* SPDX-License-Identifier: MIT */
#include "reconcile/base/glob.h"

#include "reconcile/base/utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes of the first character; one where they are not UTF-8. */
static size_t step(const char *text)
{
    uint32_t c;
    size_t used = utf8_decode(text, strnlen(text, 4), &c);

    return used == 0 ? 1 : used;
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
