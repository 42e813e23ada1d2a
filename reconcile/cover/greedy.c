/* SPDX-License-Identifier: MIT */
#include "reconcile/cover/part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void add_call(struct partition *calls, struct arena *arena, struct cover_call call)
{
    ARENA_GROW(arena, calls->items, calls->nr, calls->cap);
    calls->items[calls->nr++] = call;
}

/* ---- equal rows, equal columns ---- */

/* The source that serves the most of the open rows, counted with their weight. */
static int best_source(const struct part *part, const size_t *rows, size_t n, const bool *open)
{
    size_t served[COVER_SOURCES] = {0}, i;
    int best = 0, s;

    for (i = 0; i < n; i++) {
        uint64_t bits = open[i] ? part->sources[rows[i]] : 0;

        for (; bits != 0; bits &= bits - 1)
            served[bit_first(bits)] += part->weight[rows[i]];
    }
    for (s = 1; s < COVER_SOURCES; s++)
        if (served[s] > served[best])
            best = s;
    return best;
}

/* The rows all get these columns: in few calls, each from one source. */
static void call_rows(const struct part *part, const size_t *rows, size_t n, uint64_t columns,
                      struct arena *arena, struct partition *out)
{
    bool *open = arena_array(arena, n, sizeof *open);
    size_t left = n, i;

    memset(open, true, n);
    while (left > 0) {
        int source = best_source(part, rows, n, open);
        size_t *taken = arena_array(arena, left, sizeof *taken);
        struct cover_call call = {.rows = taken, .columns = columns, .sources = UINT64_MAX};

        for (i = 0; i < n; i++) {
            if (!open[i] || !(part->sources[rows[i]] >> source & 1))
                continue;
            open[i] = false;
            left--;
            taken[call.n_rows++] = rows[i];
            call.sources &= part->sources[rows[i]];
        }
        add_call(out, arena, call);
    }
}

static void greedy_by_rows(const struct part *part, struct arena *arena, struct partition *out)
{
    bool *done = arena_array(arena, part->n_rows, sizeof *done);
    size_t *equal = arena_array(arena, part->n_rows, sizeof *equal);
    size_t i, j;

    for (i = 0; i < part->n_rows; i++) {
        size_t n = 0;

        for (j = i; j < part->n_rows && !done[i]; j++) {
            if (part->cells[j] != part->cells[i])
                continue;
            equal[n++] = j;
            done[j] = j != i;
        }
        if (n > 0)
            call_rows(part, equal, n, part->cells[i], arena, out);
    }
}

/* Columns with the same rows; in a merged part each stands alone unless the cap on columns binds.
 */
static void greedy_by_columns(const struct part *part, struct arena *arena, struct partition *out)
{
    size_t *rows = arena_array(arena, part->n_rows, sizeof *rows);
    uint64_t done = 0;
    int x, y;

    for (x = 0; x < part->n_columns; x++) {
        uint64_t columns = 0;
        size_t n = 0, i;

        if (done >> x & 1)
            continue;
        for (y = x; y < part->n_columns; y++)
            if (part_same_column(part, x, y))
                columns |= UINT64_C(1) << y;
        done |= columns;
        for (i = 0; i < part->n_rows; i++)
            if (part->cells[i] >> x & 1)
                rows[n++] = i;
        call_rows(part, rows, n, columns, arena, out);
    }
}

/* ---- the largest rectangle first ---- */

enum { SAMPLE_SMALL = 40, SAMPLE_LARGE = 12, ROWS_LARGE = 128 };

struct rectangle {
    uint64_t columns;
    int source;
    size_t area;
};

/* The best source for these columns, if it gives a larger rectangle than the best so far. */
static void try_columns(const struct part *part, const uint64_t *left, uint64_t columns,
                        struct rectangle *best)
{
    size_t height[COVER_SOURCES] = {0}, width, i;
    uint64_t seen = 0;

    if (columns == 0)
        return;
    width = part_width(part, columns);
    for (i = 0; i < part->n_rows; i++) {
        uint64_t bits = (columns & ~left[i]) == 0 ? part->sources[i] : 0;

        seen |= bits;
        for (; bits != 0; bits &= bits - 1)
            height[bit_first(bits)] += part->weight[i];
    }
    for (; seen != 0; seen &= seen - 1) {
        int source = bit_first(seen);

        if (height[source] * width > best->area)
            *best = (struct rectangle){columns, source, height[source] * width};
    }
}

static struct rectangle largest_rectangle(const struct part *part, const uint64_t *left)
{
    size_t sample = part->n_rows > ROWS_LARGE ? SAMPLE_LARGE : SAMPLE_SMALL, i, j;
    size_t open[SAMPLE_SMALL], n = 0;
    struct rectangle best = {0, 0, 0};

    for (i = 0; i < part->n_rows && n < sample; i++)
        if (left[i] != 0)
            open[n++] = i;
    for (i = 0; i < n; i++)
        for (j = i; j < n; j++)
            try_columns(part, left, left[open[i]] & left[open[j]], &best);
    return best;
}

static void greedy_by_area(const struct part *part, struct arena *arena, size_t enough,
                           struct partition *out)
{
    uint64_t *left = arena_array(arena, part->n_rows, sizeof *left);

    memcpy(left, part->cells, part->n_rows * sizeof *left);
    while (out->nr <= enough) {
        struct rectangle next = largest_rectangle(part, left);
        size_t *rows = arena_array(arena, part->n_rows, sizeof *rows), i;
        struct cover_call call = {.rows = rows, .columns = next.columns, .sources = UINT64_MAX};

        if (next.area == 0)
            return;
        for (i = 0; i < part->n_rows; i++) {
            if ((next.columns & ~left[i]) != 0 || !(part->sources[i] >> next.source & 1))
                continue;
            left[i] &= ~next.columns;
            rows[call.n_rows++] = i;
            call.sources &= part->sources[i];
        }
        add_call(out, arena, call);
    }
    out->nr = 0; /* worse than what is there: not finished */
}

void part_greedy(const struct part *part, struct arena *arena, struct partition out[GREEDY_WAYS])
{
    assert(part->n_rows > 0 && part->n_columns > 0);
    memset(out, 0, GREEDY_WAYS * sizeof *out);
    greedy_by_rows(part, arena, &out[0]);
    greedy_by_columns(part, arena, &out[1]);
    greedy_by_area(part, arena, out[0].nr < out[1].nr ? out[0].nr : out[1].nr, &out[2]);
}

/* ---- back to the whole grid ---- */

static int compare_indexes(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

static struct cover_call expand_call(const struct part *part, const struct cover_call *call,
                                     struct arena *arena)
{
    struct cover_call whole = {.sources = call->sources};
    size_t total = 0, i, n = 0;
    uint64_t bits;
    size_t *rows;

    for (bits = call->columns; bits != 0; bits &= bits - 1)
        whole.columns |= part->columns[bit_first(bits)];
    for (i = 0; i < call->n_rows; i++)
        total += part->weight[call->rows[i]];
    rows = arena_array(arena, total, sizeof *rows);
    for (i = 0; i < call->n_rows; i++) {
        memcpy(rows + n, part->members[call->rows[i]], part->weight[call->rows[i]] * sizeof *rows);
        n += part->weight[call->rows[i]];
    }
    qsort(rows, total, sizeof *rows, compare_indexes);
    whole.rows = rows;
    whole.n_rows = total;
    return whole;
}

/* The first n columns of *columns, taken out of it. */
static uint64_t take_columns(uint64_t *columns, size_t n)
{
    uint64_t taken = 0;

    for (; n > 0 && *columns != 0; n--) {
        taken |= *columns & (~*columns + 1);
        *columns &= *columns - 1;
    }
    return taken;
}

static void cut_call(const struct part *part, const struct cover_call *call, struct arena *arena,
                     struct partition *out)
{
    size_t at, n;

    for (at = 0; at < call->n_rows; at += n) {
        uint64_t left = call->columns;

        n = call->n_rows - at < part->most_rows ? call->n_rows - at : part->most_rows;
        while (left != 0)
            add_call(out, arena,
                     (struct cover_call){
                         .rows = call->rows + at,
                         .n_rows = n,
                         .columns = take_columns(&left, part->most_columns),
                         .sources = call->sources,
                     });
    }
}

static bool join_rows(const struct part *part, struct cover_call *a, const struct cover_call *b,
                      struct arena *arena)
{
    size_t *rows;

    if (a->columns != b->columns || !(a->sources & b->sources) ||
        b->n_rows > part->most_rows - (a->n_rows < part->most_rows ? a->n_rows : part->most_rows))
        return false;
    rows = arena_array(arena, a->n_rows + b->n_rows, sizeof *rows);
    memcpy(rows, a->rows, a->n_rows * sizeof *rows);
    memcpy(rows + a->n_rows, b->rows, b->n_rows * sizeof *rows);
    qsort(rows, a->n_rows + b->n_rows, sizeof *rows, compare_indexes);
    a->rows = rows;
    a->n_rows += b->n_rows;
    a->sources &= b->sources;
    return true;
}

static bool join_columns(const struct part *part, struct cover_call *a, const struct cover_call *b)
{
    if (a->n_rows != b->n_rows || !(a->sources & b->sources) ||
        (size_t)bit_count(a->columns | b->columns) > part->most_columns ||
        memcmp(a->rows, b->rows, a->n_rows * sizeof *a->rows) != 0)
        return false;
    a->columns |= b->columns;
    a->sources &= b->sources;
    return true;
}

void part_expand(const struct part *part, const struct partition *calls, struct arena *arena,
                 struct partition *out)
{
    size_t i, j, kept;

    assert(calls->nr > 0);
    *out = (struct partition){NULL, 0, 0};
    for (i = 0; i < calls->nr; i++) {
        struct cover_call whole = expand_call(part, &calls->items[i], arena);

        cut_call(part, &whole, arena, out);
    }
    for (i = 0; i < out->nr; i++) {
        for (j = kept = i + 1; j < out->nr; j++)
            if (!join_rows(part, &out->items[i], &out->items[j], arena) &&
                !join_columns(part, &out->items[i], &out->items[j]))
                out->items[kept++] = out->items[j];
        out->nr = kept;
    }
}
