/* SPDX-License-Identifier: MIT */
#include "reconcile/cover/part.h"

/*
 * Row by row, the row with the least choice first.  A row is a disjoint union of column sets: of
 * calls that exist, and of new ones.  Several things cut the tree:
 *
 *   - rank: all rows lie in the span of the column sets, so the rows may not need more dimensions
 *     beyond the sets chosen so far than calls are left;
 *   - cells that no chosen call can take need new ones, and those of them that exclude each other
 *     need one each;
 *   - where the cap on rows binds, what is left of each column must fit into what is left of calls;
 *   - a row that is a union of chosen sets, at no cost to their sources, takes it: no choice;
 *   - a row never has more calls than its sources and the waves allow;
 *   - equal columns that no chosen set tells apart, and equal rows, may change places: of such
 *     choices only one is tried.
 */

enum { MOST_CALLS = 64, ROWS_A_NODE = 8, SKIPS_A_NODE = 32 };

struct search {
    const struct part *part;
    size_t k;
    int waves;
    struct ration *ration;
    struct arena *arena;

    size_t n; /* calls so far */
    uint64_t columns[MOST_CALLS], sources[MOST_CALLS];
    size_t load[MOST_CALLS]; /* rows, by weight */
    uint64_t *taken;         /* of each row: its calls */
    size_t *before;          /* of each row: how many calls there were when its turn came */
    bool *done;
    size_t n_done;

    struct span all, chosen; /* spans of rows and chosen sets; of chosen sets */
    struct partition *out;
};

static enum found next_row(struct search *s);

static bool caps_bind(const struct search *s)
{
    return s->part->most_rows != SIZE_MAX;
}

/* ---- a leaf ---- */

static void read_off(const struct search *s, struct arena *arena, struct partition *out)
{
    size_t i, j;

    out->items = arena_array(arena, s->n, sizeof *out->items);
    out->cap = s->n;
    out->nr = 0;
    for (j = 0; j < s->n; j++) {
        size_t *rows = arena_array(arena, s->part->n_rows, sizeof *rows);
        struct cover_call call = {.rows = rows, .columns = s->columns[j], .sources = s->sources[j]};

        for (i = 0; i < s->part->n_rows; i++)
            if (s->taken[i] >> j & 1)
                rows[call.n_rows++] = i;
        out->items[out->nr++] = call;
    }
}

static enum found leaf(struct search *s)
{
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct partition calls;

    if (s->waves != 0) {
        read_off(s, &scratch, &calls);
        if (!calls_assign(&calls, NULL, s->waves, s->ration, &scratch))
            return s->ration->used >= s->ration->most ? FOUND_STOP : FOUND_NO;
    }
    read_off(s, s->arena, s->out);
    return FOUND_YES;
}

static bool follows_equal(const struct part *part, size_t row)
{
    return row > 0 && part->cells[row - 1] == part->cells[row] &&
           part->sources[row - 1] == part->sources[row];
}

/* ---- one row ---- */

/* The row's calls are complete: may it have so many? */
static bool waves_suffice(const struct search *s, size_t row, uint64_t taken)
{
    uint64_t sources = 0, bits;

    if (s->waves == 0)
        return true;
    for (bits = taken; bits != 0; bits &= bits - 1)
        sources |= s->sources[bit_first(bits)] & s->part->sources[row];
    return bit_count(taken) <= s->waves * bit_count(sources);
}

/* An equal row came just before: the two may change places, so the one with new calls comes second,
 * and of two without the one with the larger set. */
static bool in_order(const struct search *s, size_t row, uint64_t taken)
{
    uint64_t first;
    size_t old;

    if (!follows_equal(s->part, row) || !s->done[row - 1])
        return true;
    first = s->taken[row - 1];
    old = s->before[row - 1];
    if (first >> old != 0)
        return taken >> old != 0;
    return taken >> old != 0 || first <= taken;
}

static bool may_take(const struct search *s, size_t row, size_t call, uint64_t left)
{
    return (s->columns[call] & ~left) == 0 && (s->sources[call] & s->part->sources[row]) != 0 &&
           s->part->weight[row] <= s->part->most_rows - s->load[call];
}

static enum found cover_row(struct search *s, size_t row, uint64_t left, uint64_t taken);

static enum found join_call(struct search *s, size_t row, size_t call, uint64_t left,
                            uint64_t taken)
{
    uint64_t sources = s->sources[call];
    enum found found;

    s->sources[call] &= s->part->sources[row];
    s->load[call] += s->part->weight[row];
    found = cover_row(s, row, left & ~s->columns[call], taken | UINT64_C(1) << call);
    s->load[call] -= s->part->weight[row];
    s->sources[call] = sources;
    return found;
}

static enum found new_call(struct search *s, size_t row, uint64_t columns, uint64_t left,
                           uint64_t taken)
{
    int all = s->all.n, chosen = s->chosen.n;
    enum found found = FOUND_NO;
    size_t call = s->n;

    span_add(&s->all, columns);
    span_add(&s->chosen, columns);
    s->n++;
    if ((size_t)(s->all.n - s->chosen.n) <= s->k - s->n) {
        s->columns[call] = columns;
        s->sources[call] = s->part->sources[row];
        s->load[call] = s->part->weight[row];
        found = cover_row(s, row, left & ~columns, taken | UINT64_C(1) << call);
    }
    s->n--;
    span_drop(&s->all, all);
    span_drop(&s->chosen, chosen);
    return found;
}

/* A call with these columns exists that the row could join at no cost: a second one is a waste. */
static bool is_repeated(const struct search *s, size_t row, uint64_t columns)
{
    size_t j;

    if (s->waves != 0 || caps_bind(s))
        return false;
    for (j = 0; j < s->n; j++)
        if (s->columns[j] == columns && (s->sources[j] & ~s->part->sources[row]) == 0)
            return true;
    return false;
}

/* Columns that are equal to the one before them and that no chosen set tells apart from it. */
static uint64_t alike(const struct search *s)
{
    uint64_t alike = s->part->twins;
    size_t j;

    for (j = 0; j < s->n; j++)
        alike &= ~(s->columns[j] ^ s->columns[j] << 1);
    return alike;
}

/* Tries all new calls with the row's least open column, those with more columns first. */
static enum found open_call(struct search *s, size_t row, uint64_t lowest, uint64_t left,
                            uint64_t taken)
{
    uint64_t rest = left & ~lowest, second = alike(s), sub = rest, skipped = 0;

    for (;; sub = (sub - 1) & rest) {
        uint64_t columns = lowest | sub;
        enum found found;

        if ((columns & second & ~(columns << 1)) != 0 ||
            (size_t)bit_count(columns) > s->part->most_columns || is_repeated(s, row, columns)) {
            if (++skipped % SKIPS_A_NODE == 0 && !ration_take(s->ration, 1))
                return FOUND_STOP;
        } else {
            if (!ration_take(s->ration, 1))
                return FOUND_STOP;
            found = new_call(s, row, columns, left, taken);
            if (found != FOUND_NO)
                return found;
        }
        if (sub == 0)
            return FOUND_NO;
    }
}

/* Gives the row's least open column to a call, in every way. */
static enum found cover_row(struct search *s, size_t row, uint64_t left, uint64_t taken)
{
    uint64_t lowest;
    enum found found;
    size_t j;

    if (!ration_take(s->ration, 1))
        return FOUND_STOP;
    if (left == 0) {
        if (!waves_suffice(s, row, taken) || !in_order(s, row, taken))
            return FOUND_NO;
        s->taken[row] = taken;
        return next_row(s);
    }
    lowest = left & (~left + 1);
    for (j = 0; j < s->n; j++) {
        if (!(s->columns[j] & lowest) || (taken >> j & 1) || !may_take(s, row, j, left))
            continue;
        found = join_call(s, row, j, left, taken);
        if (found != FOUND_NO)
            return found;
    }
    return s->n < s->k ? open_call(s, row, lowest, left, taken) : FOUND_NO;
}

/* Finds a union of chosen sets that costs their sources nothing. */
static bool free_union(const struct search *s, size_t row, uint64_t left, uint64_t *taken)
{
    size_t j;

    if (left == 0)
        return true;
    for (j = 0; j < s->n; j++) {
        if (!(s->columns[j] & left & (~left + 1)) || !may_take(s, row, j, left) ||
            (s->sources[j] & ~s->part->sources[row]) != 0)
            continue;
        if (free_union(s, row, left & ~s->columns[j], taken)) {
            *taken |= UINT64_C(1) << j;
            return true;
        }
    }
    return false;
}

/* ---- which row ---- */

/* Columns of the row that no chosen call can take. */
static uint64_t uncovered(const struct search *s, size_t row)
{
    uint64_t left = s->part->cells[row];
    size_t j;

    for (j = 0; j < s->n && left != 0; j++)
        if (may_take(s, row, j, s->part->cells[row]))
            left &= ~s->columns[j];
    return left;
}

struct cell {
    size_t row;
    int column;
};

static bool exclude(const struct part *part, struct cell a, struct cell b)
{
    if (a.row == b.row)
        return part->most_columns == 1;
    if (!(part->sources[a.row] & part->sources[b.row]) || part->most_rows == 1)
        return true;
    return !(part->cells[a.row] >> b.column & 1) || !(part->cells[b.row] >> a.column & 1);
}

/* Does a column still need more rows than all calls together can take? */
static bool overfull(const struct search *s)
{
    size_t need[COVER_COLUMNS] = {0}, i;
    uint64_t bits;
    int x;

    for (i = 0; i < s->part->n_rows; i++)
        for (bits = s->done[i] ? 0 : s->part->cells[i]; bits != 0; bits &= bits - 1)
            need[bit_first(bits)] += s->part->weight[i];
    for (x = 0; x < s->part->n_columns; x++) {
        size_t room = (s->k - s->n) * s->part->most_rows;

        for (i = 0; i < s->n; i++)
            if (s->columns[i] >> x & 1)
                room += s->part->most_rows - s->load[i];
        if (need[x] > room)
            return true;
    }
    return false;
}

/* Are there more mutually exclusive uncovered cells than calls left?  Picks the next row too: the
 * one with the fewest uncovered cells, then the fewest cells. */
static bool hopeless(const struct search *s, size_t *next)
{
    struct cell apart[MOST_CALLS + 1];
    size_t n = 0, i, j;
    int best = -1;

    for (i = 0; i < s->part->n_rows; i++) {
        uint64_t open, bits;
        int key;

        if (s->done[i])
            continue;
        open = uncovered(s, i);
        key = bit_count(open) * COVER_COLUMNS + bit_count(s->part->cells[i]);
        if (follows_equal(s->part, i) && s->done[i - 1])
            key = 0; /* equal rows have their turns one after the other */
        if (best < 0 || key < best) {
            best = key;
            *next = i;
        }
        for (bits = open; bits != 0; bits &= bits - 1) {
            struct cell cell = {i, bit_first(bits)};

            for (j = 0; j < n && exclude(s->part, apart[j], cell); j++)
                ;
            if (j < n)
                continue;
            if (n >= s->k - s->n)
                return true;
            apart[n++] = cell;
        }
    }
    return false;
}

static enum found next_row(struct search *s)
{
    uint64_t taken = 0;
    enum found found;
    size_t row;

    if (s->n_done == s->part->n_rows)
        return leaf(s);
    if (!ration_take(s->ration, 1 + s->part->n_rows / ROWS_A_NODE)) /* looking at all rows costs */
        return FOUND_STOP;
    if (hopeless(s, &row) || (caps_bind(s) && overfull(s)))
        return FOUND_NO;
    s->done[row] = true;
    s->before[row] = s->n;
    s->n_done++;
    if (s->waves == 0 && !caps_bind(s) && free_union(s, row, s->part->cells[row], &taken)) {
        s->taken[row] = taken;
        found = next_row(s);
    } else {
        found = cover_row(s, row, s->part->cells[row], 0);
    }
    s->done[row] = false;
    s->n_done--;
    return found;
}

enum found part_search(const struct part *part, size_t k, int waves, struct ration *ration,
                       struct arena *arena, struct partition *out)
{
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct search *s;
    size_t i;

    if (k > MOST_CALLS)
        return FOUND_STOP;
    s = arena_alloc(&scratch, sizeof *s);
    s->part = part;
    s->k = k;
    s->waves = waves;
    s->ration = ration;
    s->arena = arena;
    s->out = out;
    s->taken = arena_array(&scratch, part->n_rows, sizeof *s->taken);
    s->before = arena_array(&scratch, part->n_rows, sizeof *s->before);
    s->done = arena_array(&scratch, part->n_rows, sizeof *s->done);
    span_init(&s->all, part->n_columns);
    span_init(&s->chosen, part->n_columns);
    for (i = 0; i < part->n_rows; i++) {
        span_add(&s->all, part->cells[i]);
        if (part->weight[i] > part->most_rows)
            return FOUND_NO; /* these equal rows cannot stay together */
    }
    return (size_t)s->all.n > k ? FOUND_NO : next_row(s);
}
