/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* What cover.h takes and gives: rows are images, columns are regions. */

enum { COVER_COLUMNS = 64, COVER_SOURCES = 64 }; /* more than any cloud has regions in a zone */

struct cover_row {
    uint64_t cells;   /* needed columns, a bit each; not 0 */
    uint64_t sources; /* where the image can be copied from, a bit each; not 0 */
    int declared;     /* which source is the declared one; -1 if none of them is */
};

/* What the lower bound rests on. */
enum cover_reason {
    COVER_NOTHING, /* there is nothing to copy */
    COVER_CAPS,    /* the cloud takes so many cells a call */
    COVER_RANK,
    COVER_FOOLING,
    COVER_SOURCES_APART, /* images that share no source share no call */
    COVER_SEARCH,        /* every smaller number was tried */
    COVER_SUM,           /* components rest on different ones */
};

struct cover_call {
    const size_t *rows; /* ascending */
    size_t n_rows;
    uint64_t columns;
    uint64_t sources; /* that serve all of its rows */
    int source;       /* the chosen one: set by cover_assign */
    int wave;         /* from 1: set by cover_assign */
};

struct cover_limits {
    size_t rows, columns; /* a call may take; 0: no limit */
    uint64_t
        nodes; /* search nodes a component may use, all together up to twice that; 0: default */
};

struct cover {
    struct cover_call *calls;
    size_t nr, cap;
    size_t *first; /* component k holds the calls from first[k] to first[k + 1] - 1 */
    size_t n_components;
    size_t lower_bound;
    enum cover_reason reason;
    int waves;      /* the fewest found */
    uint64_t nodes; /* search nodes used */
};
