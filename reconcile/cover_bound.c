/* SPDX-License-Identifier: MIT */
#include "reconcile/cover_part.h"

#include <string.h>

/* ---- caps -------------------------------------------------------------------------------------
 */

static size_t caps_product(const struct part *part)
{
    if (part->most_rows > SIZE_MAX / part->most_columns)
        return SIZE_MAX;
    return part->most_rows * part->most_columns;
}

/* How many calls a full block of rows × columns takes at least. */
static size_t block_bound(const struct part *part, size_t rows, size_t columns)
{
    size_t bound = div_up(rows * columns, caps_product(part)), other;

    other = div_up(rows * div_up(columns, part->most_columns), part->most_rows);
    bound = other > bound ? other : bound;
    other = div_up(columns * div_up(rows, part->most_rows), part->most_columns);
    return other > bound ? other : bound;
}

static size_t caps_bound(const struct part *part)
{
    size_t total = 0, bound = 1, in_column[COVER_COLUMNS] = {0}, in_row, i;
    int x;

    for (i = 0; i < part->n_rows; i++) {
        for (in_row = 0, x = 0; x < part->n_columns; x++) {
            if (!(part->cells[i] >> x & 1))
                continue;
            in_row += part->width[x];
            in_column[x] += part->weight[i];
        }
        total += in_row * part->weight[i];
        if (div_up(in_row, part->most_columns) > bound)
            bound = div_up(in_row, part->most_columns);
    }
    for (x = 0; x < part->n_columns; x++)
        if (div_up(in_column[x], part->most_rows) > bound)
            bound = div_up(in_column[x], part->most_rows);
    return div_up(total, caps_product(part)) > bound ? div_up(total, caps_product(part)) : bound;
}

/* ---- rank -------------------------------------------------------------------------------------
 */

static size_t rank_bound(const struct part *part, struct arena *arena)
{
    struct span *span = arena_alloc(arena, sizeof *span);
    size_t i;

    span_init(span, part->n_columns);
    for (i = 0; i < part->n_rows && span->n < part->n_columns; i++)
        span_add(span, part->cells[i]);
    return (size_t)span->n;
}

/* ---- fooling sets: the heaviest clique of cells that exclude each other ------------------------
 */

enum {
    FOOLING_CELLS = 1024, /* more are not looked at: the bound is then of a part of the grid */
    FOOLING_WORDS = FOOLING_CELLS / 64,
    FOOLING_STARTS = 48,
};

struct fooling {
    const struct part *part;
    size_t n;
    size_t row[FOOLING_CELLS];
    int column[FOOLING_CELLS];
    size_t weight[FOOLING_CELLS];
    uint64_t excludes[FOOLING_CELLS][FOOLING_WORDS];
    size_t best, enough;
    struct ration *ration;
};

/* No call holds both cells. */
static bool exclude(const struct part *part, size_t row_a, int column_a, size_t row_b, int column_b)
{
    bool one_row = row_a == row_b, one_column = column_a == column_b;

    if (one_row && one_column)
        return false;
    if (!one_row && (part->most_rows == 1 || !(part->sources[row_a] & part->sources[row_b])))
        return true;
    if (!one_column && part->most_columns == 1)
        return true;
    return !(part->cells[row_a] >> column_b & 1) || !(part->cells[row_b] >> column_a & 1);
}

static void fooling_fill(struct fooling *f)
{
    const struct part *part = f->part;
    size_t i, j;
    int x;

    for (i = 0; i < part->n_rows; i++) {
        for (x = 0; x < part->n_columns && f->n < FOOLING_CELLS; x++) {
            if (!(part->cells[i] >> x & 1))
                continue;
            f->row[f->n] = i;
            f->column[f->n] = x;
            f->weight[f->n++] = block_bound(part, part->weight[i], part->width[x]);
        }
    }
    for (i = 0; i < f->n; i++)
        for (j = 0; j < f->n; j++)
            if (exclude(part, f->row[i], f->column[i], f->row[j], f->column[j]))
                f->excludes[i][j / 64] |= UINT64_C(1) << j % 64;
}

static int degree(const struct fooling *f, size_t cell, const uint64_t *among)
{
    int count = 0;
    size_t w;

    for (w = 0; w <= (f->n - 1) / 64; w++)
        count += bit_count(f->excludes[cell][w] & among[w]);
    return count;
}

/* Grows a clique from one cell, always by the cell that leaves the most to choose from. */
static void fooling_greedy(struct fooling *f, size_t start)
{
    uint64_t left[FOOLING_WORDS];
    size_t total = f->weight[start], words = (f->n + 63) / 64, w;

    memcpy(left, f->excludes[start], sizeof left);
    for (;;) {
        size_t pick = SIZE_MAX, best = 0;

        for (w = 0; w < words; w++) {
            uint64_t bits;

            for (bits = left[w]; bits != 0; bits &= bits - 1) {
                size_t cell = w * 64 + (size_t)bit_first(bits);
                size_t worth = f->weight[cell] * (size_t)(1 + degree(f, cell, left));

                if (pick == SIZE_MAX || worth > best) {
                    pick = cell;
                    best = worth;
                }
            }
        }
        if (pick == SIZE_MAX)
            break;
        total += f->weight[pick];
        for (w = 0; w < words; w++)
            left[w] &= f->excludes[pick][w];
    }
    if (total > f->best)
        f->best = total;
}

/* At most this much can be added: cells that do not exclude each other count once together. */
static size_t colour_bound(const struct fooling *f, const uint64_t *left, size_t stop)
{
    uint64_t open[FOOLING_WORDS], class[FOOLING_WORDS];
    size_t words = (f->n + 63) / 64, bound = 0, w, v;
    bool more = true;

    memcpy(open, left, words * sizeof *open);
    while (more && bound <= stop) {
        size_t heaviest = 0;

        more = false;
        memcpy(class, open, words * sizeof *class);
        for (w = 0; w < words; w++) {
            while (class[w] != 0) {
                size_t cell = w * 64 + (size_t)bit_first(class[w]);

                class[w] &= class[w] - 1;
                open[w] &= ~(UINT64_C(1) << cell % 64);
                for (v = w; v < words; v++)
                    class[v] &= ~f->excludes[cell][v];
                if (f->weight[cell] > heaviest)
                    heaviest = f->weight[cell];
                more = true;
            }
        }
        bound += heaviest;
    }
    return bound;
}

static void fooling_search(struct fooling *f, const uint64_t *left, size_t total)
{
    uint64_t open[FOOLING_WORDS], next[FOOLING_WORDS];
    size_t words = (f->n + 63) / 64, w, v;

    if (total > f->best)
        f->best = total;
    memcpy(open, left, words * sizeof *open);
    for (w = 0; w < words; w++) {
        while (open[w] != 0) {
            size_t cell = w * 64 + (size_t)bit_first(open[w]);

            if (f->best >= f->enough || !ration_take(f->ration))
                return;
            if (total + colour_bound(f, open, f->best - total) <= f->best)
                return;
            open[w] &= open[w] - 1;
            for (v = 0; v < words; v++)
                next[v] = open[v] & f->excludes[cell][v];
            fooling_search(f, next, total + f->weight[cell]);
        }
    }
}

static size_t fooling_bound(const struct part *part, size_t enough, struct ration *ration,
                            struct arena *arena)
{
    struct fooling *f = arena_alloc(arena, sizeof *f);
    uint64_t all[FOOLING_WORDS] = {0};
    size_t step, i;

    f->part = part;
    f->enough = enough;
    f->ration = ration;
    fooling_fill(f);
    step = f->n < FOOLING_STARTS ? 1 : f->n / FOOLING_STARTS;
    for (i = 0; i < f->n && f->best < enough; i += step)
        fooling_greedy(f, i);
    if (f->best >= enough)
        return f->best;
    for (i = 0; i < f->n; i++)
        all[i / 64] |= UINT64_C(1) << i % 64;
    fooling_search(f, all, 0);
    return f->best;
}

/* ---- all of it --------------------------------------------------------------------------------
 */

/* The exact clique is a help, not the search itself: it gets a small part of the ration. */
enum { FOOLING_SHARE = 20 };

size_t part_bound(const struct part *part, size_t enough, struct ration *ration,
                  enum cover_reason *reason)
{
    struct ration share = {0, (ration->most - ration->used) / FOOLING_SHARE};
    struct arena scratch = ARENA_INIT;
    size_t bound = caps_bound(part), other;

    *reason = COVER_CAPS;
    other = rank_bound(part, &scratch);
    if (other > bound) {
        bound = other;
        *reason = COVER_RANK;
    }
    if (bound < enough) {
        other = fooling_bound(part, enough, &share, &scratch);
        ration->used += share.used;
        if (other > bound) {
            bound = other;
            *reason = COVER_FOOLING;
        }
    }
    arena_free(&scratch);
    return bound;
}
