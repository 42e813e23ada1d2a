/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum rank order_rank(const struct cell *cell)
{
    assert(cell != NULL);
    switch (cell->verdict) {
    case VERDICT_UNKNOWN:
        return RANK_UNKNOWN;
    case VERDICT_AMBIGUOUS:
    case VERDICT_DIFFERS:
    case VERDICT_BLOCKED:
        return RANK_WRONG;
    case VERDICT_UNUSABLE:
        return cell->call == CELL_NO_CALL ? RANK_WRONG : RANK_COPY;
    case VERDICT_MISSING:
        return RANK_COPY;
    case VERDICT_IN_PROGRESS:
        return cell->stuck ? RANK_WRONG : RANK_UNDER_WAY;
    case VERDICT_EXTRA:
        return RANK_EXTRA;
    case VERDICT_IN_SYNC:
    case VERDICT_COUNT:
        break;
    }
    return RANK_FINE;
}

const struct cell **order_cells(const struct cells *cells, enum rank first, enum rank last,
                                struct arena *arena, size_t *n)
{
    const struct cell **list = arena_array(arena, cells->nr, sizeof *list);
    size_t i;
    int rank;

    assert(first <= last && last <= RANK_FINE);
    *n = 0;
    for (rank = (int)first; rank <= (int)last; rank++)
        for (i = 0; i < cells->nr; i++)
            if (cells->items[i].selected && (int)order_rank(&cells->items[i]) == rank)
                list[(*n)++] = &cells->items[i];
    return list;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **order_regions(const struct cells *cells, size_t account, struct arena *arena,
                           size_t *n)
{
    const char **regions = arena_array(arena, cells->nr + 1, sizeof *regions);
    size_t i, kept = 0;

    *n = 0;
    for (i = 0; i < cells->nr; i++)
        if (cells->items[i].selected &&
            (account == ORDER_ALL || cells->items[i].account == account))
            regions[(*n)++] = cells->items[i].region;
    qsort(regions, *n, sizeof *regions, by_text);
    for (i = 0; i < *n; i++)
        if (kept == 0 || strcmp(regions[kept - 1], regions[i]) != 0)
            regions[kept++] = regions[i];
    *n = kept;
    return regions;
}

/* ---- groups: the cells of one image ---- */

static int by_rank(const void *a, const void *b)
{
    const struct cell *x = *(const struct cell *const *)a, *y = *(const struct cell *const *)b;
    enum rank left = order_rank(x), right = order_rank(y);

    return left != right ? (left < right ? -1 : 1) : strcmp(x->region, y->region);
}

static enum rank group_rank(const struct order_group *group)
{
    enum rank rank = order_rank(group->cells[0]);

    return rank < RANK_COPY ? rank : RANK_COPY;
}

bool order_same_image(const struct cell *a, const struct cell *b)
{
    return a->account == b->account && strcmp(a->name, b->name) == 0;
}

static bool same_group(const struct cell *a, const struct cell *b)
{
    return order_same_image(a, b) && (a->image == SIZE_MAX) == (b->image == SIZE_MAX);
}

/* The cells come sorted by image; an insertion sort keeps the order of groups of one rank. */
struct order_group *order_groups(const struct cells *cells, struct arena *arena, size_t *n)
{
    const struct cell **list = arena_array(arena, cells->nr, sizeof *list);
    struct order_group *groups = arena_array(arena, cells->nr, sizeof *groups);
    struct order_group *last = NULL;
    size_t i, j, nr = 0;

    *n = 0;
    for (i = 0; i < cells->nr; i++) {
        const struct cell *cell = &cells->items[i];

        if (!cell->selected)
            continue;
        if (last == NULL || !same_group(last->cells[0], cell)) {
            last = &groups[(*n)++];
            last->cells = &list[nr];
        }
        list[nr++] = cell;
        last->nr++;
        last->fine += cell->verdict == VERDICT_IN_SYNC;
    }
    for (i = 0; i < *n; i++)
        qsort(groups[i].cells, groups[i].nr, sizeof(struct cell *), by_rank);
    for (i = 1; i < *n; i++) {
        struct order_group moved = groups[i];

        for (j = i; j > 0 && group_rank(&groups[j - 1]) > group_rank(&moved); j--)
            groups[j] = groups[j - 1];
        groups[j] = moved;
    }
    return groups;
}
