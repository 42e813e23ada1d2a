/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct progress_options {
    FILE *out;     /* standard error; for ndjson standard output.  Not closed. */
    bool terminal; /* `out` is one that can be drawn on */
    bool color;
    bool quiet;   /* nothing but warnings */
    bool verbose; /* every region read, every repeat */
    bool ndjson;
    bool every_region; /* all that the table has are read: those not offered are no news */
    int width;         /* columns for tests; 0: asked of the terminal, at each redraw */
};
