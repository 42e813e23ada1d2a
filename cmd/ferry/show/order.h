/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "reconcile/base/arena.h"

/*
 * In which order people are told of cells, whatever the format: what nobody knows first, then what
 * a person must see to, and what is in sync last.  Lists live in the arena that is given, and point
 * to the cells of the findings.
 */

enum rank { RANK_UNKNOWN, RANK_WRONG, RANK_COPY, RANK_UNDER_WAY, RANK_EXTRA, RANK_FINE };

enum rank order_rank(const struct cell *cell);

/* The selected cells of the ranks from `first` to `last`, by rank and then as the judgement has
 * them. */
const struct cell **order_cells(const struct cells *cells, enum rank first, enum rank last,
                                struct arena *arena, size_t *n);

/* The regions of the selected cells of an account (ORDER_ALL: of all of them), sorted. */
#define ORDER_ALL SIZE_MAX
const char **order_regions(const struct cells *cells, size_t account, struct arena *arena,
                           size_t *n);

/* Of one account and name, declared or not. */
bool order_same_image(const struct cell *a, const struct cell *b);

struct order_group { /* the selected cells of one image, most urgent first */
    const struct cell **cells;
    size_t nr, fine; /* at least one; how many are in sync */
};

/* Groups that nobody can judge, or that need a person, come first; else they keep their order. */
struct order_group *order_groups(const struct cells *cells, struct arena *arena, size_t *n);
