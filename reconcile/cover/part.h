/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/cover/grid.h"

/*
 * Inside cover.h: one connected component, and what is done with it.  Not for others to include.
 */

/*
 * A component, merged or not.  A row stands for `weight` equal rows of the whole grid, a column for
 * `width` equal columns; in a component that is not merged all of these are 1.
 */
struct part {
    size_t n_rows;
    int n_columns;
    uint64_t *cells, *sources; /* of each row */
    size_t *weight;
    size_t width[COVER_COLUMNS];
    uint64_t twins;                  /* columns that are equal to the one before them */
    const size_t **members;          /* rows of the whole grid that a row stands for, ascending */
    uint64_t columns[COVER_COLUMNS]; /* columns of the whole grid that a column stands for */
    size_t most_rows, most_columns;  /* caps; SIZE_MAX where they cannot bind */
};

struct partition { /* a partition, or a piece of one */
    struct cover_call *items;
    size_t nr, cap;
};

struct ration { /* search nodes */
    uint64_t used, most;
};

/* Invariant: used never exceeds most.  False when nothing is left. */
static inline bool ration_take(struct ration *ration, uint64_t nodes)
{
    uint64_t left = ration->most - ration->used;

    ration->used += nodes < left ? nodes : left;
    return left > 0;
}

static inline int bit_count(uint64_t bits)
{
    return __builtin_popcountll(bits);
}

static inline int bit_first(uint64_t bits) /* of bits that are not 0 */
{
    return __builtin_ctzll(bits);
}

static inline size_t div_up(size_t a, size_t b)
{
    return a / b + (a % b != 0);
}

/* How many columns of the whole grid these columns stand for. */
static inline size_t part_width(const struct part *part, uint64_t columns)
{
    size_t width = 0;

    for (; columns != 0; columns &= columns - 1)
        width += part->width[bit_first(columns)];
    return width;
}

static inline bool part_same_column(const struct part *part, int x, int y)
{
    size_t i;

    for (i = 0; i < part->n_rows; i++)
        if ((part->cells[i] >> x & 1) != (part->cells[i] >> y & 1))
            return false;
    return true;
}

/* ---- rank.c: how many of some column sets are linearly independent modulo a prime ---- */

enum { RANK_PRIME = 2147483647 };

struct span {
    int n, n_columns;
    int pivot[COVER_COLUMNS];
    uint32_t vectors[COVER_COLUMNS][COVER_COLUMNS];
};

void span_init(struct span *span, int n_columns);
bool span_add(struct span *span, uint64_t columns); /* false: it lies in the span already */
void span_drop(struct span *span, int n);           /* back to the first n vectors */

/* ---- bound.c ---- */

/* A number of calls that no partition can do with less; stops looking at `enough`. */
size_t part_bound(const struct part *part, size_t enough, struct ration *ration,
                  enum cover_reason *reason);

/* ---- greedy.c ---- */

/* Partitions of the part that pay no heed to caps, each found in another way. */
enum { GREEDY_WAYS = 3 };
void part_greedy(const struct part *part, struct arena *arena, struct partition out[GREEDY_WAYS]);

/* The calls of a merged part in terms of the whole grid, cut to the caps, joined where two fit into
 * one. */
void part_expand(const struct part *part, const struct partition *calls, struct arena *arena,
                 struct partition *out);

/* ---- search.c ---- */

enum found {
    FOUND_YES,
    FOUND_NO,   /* proved: there is none */
    FOUND_STOP, /* out of nodes */
};

/*
 * Looks for a partition into at most k calls, k up to 64, whose waves number at most `waves` (0:
 * any number).  In a merged part equal rows stay together in one call, also where the cap on rows
 * binds; then FOUND_NO proves nothing for the grid that it was merged from.
 */
enum found part_search(const struct part *part, size_t k, int waves, struct ration *ration,
                       struct arena *arena, struct partition *out);

/* ---- wave.c ---- */

/*
 * Chooses a source and a wave for each call, with at most `waves` waves, and among such choices one
 * with the fewest calls off their declared source, which `rows` of the whole grid tell (NULL:
 * nobody cares).  False if there is no such choice, or none was found within the ration.
 */
bool calls_assign(struct partition *calls, const struct cover_row *rows, int waves,
                  struct ration *ration, struct arena *arena);

/* The same with as few waves as can be found: returns their number. */
int calls_assign_fewest(struct partition *calls, const struct cover_row *rows,
                        struct ration *ration, struct arena *arena);
