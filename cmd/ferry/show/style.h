/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"

#include <stdbool.h>

/*
 * How an output shall look where that is the reader's choice.  Only text uses all of it; formats
 * for machines look at none.
 */

struct style {
    bool color;   /* decided by the caller: --color, NO_COLOR, a terminal */
    int width;    /* columns of the terminal; 0: lines are never folded */
    bool verbose; /* -v: in-sync cells are listed, facts and evidence are shown */
    bool quiet;   /* -q: the closing lines only */
};

enum shade {
    SHADE_PLAIN,
    SHADE_BOLD,
    SHADE_DIM,
    SHADE_RED,
    SHADE_GREEN,
    SHADE_YELLOW,
    SHADE_BLUE,
    SHADE_CYAN,
};

/* Between style_begin and style_end everything has the shade; both write nothing without colour. */
void style_begin(const struct style *style, enum shade shade, struct buf *out);
void style_end(const struct style *style, enum shade shade, struct buf *out);

/* ferry's own text in a shade. */
void style_put(const struct style *style, enum shade shade, const char *text, struct buf *out);

/* As escape_printf for a terminal (escape.h): what it is given may be foreign. */
__attribute__((format(printf, 4, 5))) void style_printf(const struct style *style, enum shade shade,
                                                        struct buf *out, const char *format, ...);
