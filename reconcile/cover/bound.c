/* SPDX-License-Identifier: MIT */
#include "reconcile/cover/part.h"

#include <assert.h>
#include <string.h>

/* ---- caps ---- */

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

/* ---- rank, and rows that share no source ---- */

/* What the rows whose sources are all among these take at least: by rank, and since each row is in
 * so many calls, each of which takes so many rows. */
static size_t group_bound(const struct part *part, uint64_t sources, struct span *span,
                          enum cover_reason *reason)
{
    size_t incidences = 0, i;

    span_init(span, part->n_columns);
    for (i = 0; i < part->n_rows; i++) {
        size_t width = part_width(part, part->cells[i]);

        if (part->sources[i] & ~sources)
            continue;
        if (span->n < part->n_columns)
            span_add(span, part->cells[i]);
        incidences += part->weight[i] * div_up(width, part->most_columns);
    }
    incidences = div_up(incidences, part->most_rows);
    *reason = incidences >= (size_t)span->n ? COVER_CAPS : COVER_RANK;
    return incidences > (size_t)span->n ? incidences : (size_t)span->n;
}

enum { SPLIT_SOURCES = 6 }; /* with more of them only single sources are told apart */

/*
 * Rows that share no source share no call: the bounds of such groups add up.  Takes the best way to
 * divide the sources, over all subsets by dynamic programming where they are few.
 */
static size_t split_bound(const struct part *part, struct arena *arena, enum cover_reason *reason)
{
    enum cover_reason ignored;
    struct span *span = arena_alloc(arena, sizeof *span);
    int source[COVER_SOURCES], n = 0, s;
    uint64_t all = 0, bits;
    size_t best[1 << SPLIT_SOURCES] = {0}, whole, singles = 0;
    unsigned set, sub;
    size_t i;

    for (i = 0; i < part->n_rows; i++)
        all |= part->sources[i];
    for (bits = all; bits != 0; bits &= bits - 1)
        source[n++] = bit_first(bits);
    whole = group_bound(part, all, span, reason);
    if (n > SPLIT_SOURCES) {
        for (s = 0; s < n; s++)
            singles += group_bound(part, UINT64_C(1) << source[s], span, &ignored);
        if (singles <= whole)
            return whole;
        *reason = COVER_SOURCES_APART;
        return singles;
    }
    for (set = 1; set < 1U << n; set++) {
        uint64_t sources = 0;

        for (s = 0; s < n; s++)
            sources |= set >> s & 1 ? UINT64_C(1) << source[s] : 0;
        best[set] = group_bound(part, sources, span, &ignored);
        for (sub = (set - 1) & set; sub > 0; sub = (sub - 1) & set)
            if (best[sub] + best[set & ~sub] > best[set])
                best[set] = best[sub] + best[set & ~sub];
    }
    if (best[(1U << n) - 1] > whole)
        *reason = COVER_SOURCES_APART;
    return best[(1U << n) - 1];
}

/* ---- fooling sets: the heaviest clique of cells that exclude each other ---- */

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
    uint64_t clique[FOOLING_WORDS]; /* the best one's cells */
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
    uint64_t left[FOOLING_WORDS], clique[FOOLING_WORDS] = {0};
    size_t total = f->weight[start], words = (f->n + 63) / 64, w;

    clique[start / 64] |= UINT64_C(1) << start % 64;
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
        clique[pick / 64] |= UINT64_C(1) << pick % 64;
        for (w = 0; w < words; w++)
            left[w] &= f->excludes[pick][w];
    }
    if (total <= f->best)
        return;
    f->best = total;
    memcpy(f->clique, clique, sizeof clique);
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

static void fooling_search(struct fooling *f, const uint64_t *left, uint64_t *clique, size_t total)
{
    uint64_t open[FOOLING_WORDS], next[FOOLING_WORDS];
    size_t words = (f->n + 63) / 64, w, v;

    if (total > f->best) {
        f->best = total;
        memcpy(f->clique, clique, sizeof f->clique);
    }
    memcpy(open, left, words * sizeof *open);
    for (w = 0; w < words; w++) {
        while (open[w] != 0) {
            size_t cell = w * 64 + (size_t)bit_first(open[w]);

            if (f->best >= f->enough || !ration_take(f->ration, 1))
                return;
            if (total + colour_bound(f, open, f->best - total) <= f->best)
                return;
            open[w] &= open[w] - 1;
            for (v = 0; v < words; v++)
                next[v] = open[v] & f->excludes[cell][v];
            clique[w] |= UINT64_C(1) << cell % 64;
            fooling_search(f, next, clique, total + f->weight[cell]);
            clique[w] &= ~(UINT64_C(1) << cell % 64);
        }
    }
}

/* ---- piles ------------------------------------------------------------------------------------
 *
 * Where the cap on rows binds: choose one cell in each of many rows.  A call holds chosen cells
 * that do not exclude each other, so all of them lie in one pile, if piles are what remains
 * connected; and it holds no more of them than rows.  So each pile takes as many calls as its
 * weight demands. A fooling set is the extreme, where each pile is one block of equal rows.
 */

enum { MOST_PILES = 64, PILE_ROWS = 256 };

struct piles {
    const struct part *part;
    size_t n;
    size_t weight[MOST_PILES];
    int pile[PILE_ROWS], column[PILE_ROWS]; /* of each row; -1: not chosen */
};

/* The piles with a cell that could be in one call with this one. */
static uint64_t touched_piles(const struct piles *p, size_t row, int column)
{
    uint64_t touched = 0;
    size_t i;

    for (i = 0; i < p->part->n_rows; i++)
        if (p->pile[i] >= 0 && !exclude(p->part, row, column, i, p->column[i]))
            touched |= UINT64_C(1) << p->pile[i];
    return touched;
}

/* Puts a row where it joins the fewest piles, if that is no loss. */
static void pile_row(struct piles *p, size_t row)
{
    size_t most = p->part->most_rows, apart = 0, together = p->part->weight[row], i;
    uint64_t best = 0, bits;
    int column = -1, into;

    for (bits = p->part->cells[row]; bits != 0; bits &= bits - 1) {
        uint64_t touched = touched_piles(p, row, bit_first(bits));

        if (column < 0 || bit_count(touched) < bit_count(best)) {
            column = bit_first(bits);
            best = touched;
        }
    }
    if (best == 0 && p->n == MOST_PILES)
        return;
    into = best == 0 ? (int)p->n : bit_first(best);
    for (bits = best; bits != 0; bits &= bits - 1) {
        apart += div_up(p->weight[bit_first(bits)], most);
        together += p->weight[bit_first(bits)];
    }
    if (div_up(together, most) < apart)
        return;
    p->n += best == 0;
    for (i = 0; i < p->part->n_rows; i++)
        if (p->pile[i] >= 0 && (best >> p->pile[i] & 1))
            p->pile[i] = into;
    for (bits = best; bits != 0; bits &= bits - 1)
        p->weight[bit_first(bits)] = 0;
    p->weight[into] = together;
    p->pile[row] = into;
    p->column[row] = column;
}

static size_t piles_bound(const struct fooling *f, struct arena *arena)
{
    struct piles *p = arena_alloc(arena, sizeof *p);
    size_t bound = 0, i;

    p->part = f->part;
    if (f->part->n_rows > PILE_ROWS)
        return 0;
    memset(p->pile, -1, sizeof p->pile);
    for (i = 0; i < f->n; i++) { /* the fooling set first: each of its cells a pile */
        if (!(f->clique[i / 64] >> i % 64 & 1) || p->n == MOST_PILES || p->pile[f->row[i]] >= 0)
            continue;
        p->pile[f->row[i]] = (int)p->n;
        p->column[f->row[i]] = f->column[i];
        p->weight[p->n++] = f->part->weight[f->row[i]];
    }
    for (i = 0; i < f->part->n_rows; i++)
        if (p->pile[i] < 0)
            pile_row(p, i);
    for (i = 0; i < p->n; i++)
        bound += div_up(p->weight[i], f->part->most_rows);
    return bound;
}

static size_t fooling_bound(const struct part *part, size_t enough, struct ration *ration,
                            struct arena *arena)
{
    struct fooling *f = arena_alloc(arena, sizeof *f);
    uint64_t all[FOOLING_WORDS] = {0}, clique[FOOLING_WORDS] = {0};
    size_t step, i, piled;

    f->part = part;
    f->enough = enough;
    f->ration = ration;
    fooling_fill(f);
    step = f->n < FOOLING_STARTS ? 1 : f->n / FOOLING_STARTS;
    for (i = 0; i < f->n && f->best < enough; i += step)
        fooling_greedy(f, i);
    for (i = 0; i < f->n; i++)
        all[i / 64] |= UINT64_C(1) << i % 64;
    if (f->best < enough)
        fooling_search(f, all, clique, 0);
    if (part->most_rows == SIZE_MAX || f->best >= enough)
        return f->best;
    piled = piles_bound(f, arena);
    return piled > f->best ? piled : f->best;
}

/* ---- all of it ---- */

/* The exact clique is a help, not the search itself: it gets a small part of the ration. */
enum { FOOLING_SHARE = 20 };

size_t part_bound(const struct part *part, size_t enough, struct ration *ration,
                  enum cover_reason *reason)
{
    struct ration share = {0, (ration->most - ration->used) / FOOLING_SHARE};
    struct arena scratch cleanup_arena = ARENA_INIT;
    size_t bound = caps_bound(part), other;
    enum cover_reason other_reason;

    assert(part->n_rows > 0 && part->n_columns > 0);
    *reason = COVER_CAPS;
    other = split_bound(part, &scratch, &other_reason);
    if (other > bound) {
        bound = other;
        *reason = other_reason;
    }
    if (bound < enough) {
        other = fooling_bound(part, enough, &share, &scratch);
        ration->used += share.used;
        if (other > bound) {
            bound = other;
            *reason = COVER_FOOLING;
        }
    }
    return bound;
}
