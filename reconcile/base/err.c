/* SPDX-License-Identifier: MIT */
#include "reconcile/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* vsnprintf may have cut a character in half; a half one would spoil the terminal and JSON. */
static void drop_half_character(char *text, size_t size)
{
    size_t n = strlen(text), start = n;

    if (n + 1 < size)
        return;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0xC0)
        text[start - 1] = '\0';
}

int err_set(struct err *err, enum err_code code, const char *format, ...)
{
    va_list ap;

    if (err->code != ERR_NONE)
        return -1;
    err->code = code;
    va_start(ap, format);
    vsnprintf(err->text, sizeof err->text, format, ap);
    va_end(ap);
    drop_half_character(err->text, sizeof err->text);
    return -1;
}

int err_wrap(struct err *err, const char *format, ...)
{
    char text[2 * sizeof err->text];
    size_t used;
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof err->text, format, ap);
    va_end(ap);
    used = strlen(text);
    snprintf(text + used, sizeof text - used, ": %s", err->text);
    text[sizeof err->text - 1] = '\0';
    drop_half_character(text, sizeof err->text);
    memcpy(err->text, text, sizeof err->text);
    return -1;
}
