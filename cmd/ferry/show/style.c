/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/style.h"

#include "cmd/ferry/show/escape.h"

#include <assert.h>

static const char *const codes[] = {
    [SHADE_PLAIN] = NULL,      [SHADE_BOLD] = "\x1B[1m",   [SHADE_DIM] = "\x1B[2m",
    [SHADE_RED] = "\x1B[31m",  [SHADE_GREEN] = "\x1B[32m", [SHADE_YELLOW] = "\x1B[33m",
    [SHADE_BLUE] = "\x1B[34m", [SHADE_CYAN] = "\x1B[36m",
};

void style_begin(const struct style *style, enum shade shade, struct buf *out)
{
    assert(style != NULL && shade <= SHADE_CYAN);
    if (style->color && codes[shade] != NULL)
        buf_str(out, codes[shade]);
}

void style_end(const struct style *style, enum shade shade, struct buf *out)
{
    if (style->color && codes[shade] != NULL)
        buf_str(out, "\x1B[0m");
}

void style_put(const struct style *style, enum shade shade, const char *text, struct buf *out)
{
    style_begin(style, shade, out);
    buf_str(out, text);
    style_end(style, shade, out);
}

void style_printf(const struct style *style, enum shade shade, struct buf *out, const char *format,
                  ...)
{
    va_list args;

    va_start(args, format);
    style_begin(style, shade, out);
    escape_vprintf(escape_terminal, out, format, args);
    style_end(style, shade, out);
    va_end(args);
}
