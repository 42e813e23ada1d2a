/* SPDX-License-Identifier: MIT */
#include "reconcile/cover/cover.h"

#include "reconcile/cover/part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_NODES = 600000,
    WHOLE_FACTOR = 2,      /* all components together may use so many times one's nodes */
    ASSIGN_NODES = 200000, /* for the last choice of sources and waves */
};

static const char *const reason_texts[] = {
    [COVER_NOTHING] = "there is nothing to copy",
    [COVER_CAPS] = "a call takes no more images and regions, and has one source image",
    [COVER_RANK] = "the grid of what is needed has this rank, and a call adds one to it at most",
    [COVER_FOOLING] = "there are so many copies of which no two fit into one call",
    [COVER_SOURCES_APART] = "images that share no source share no call",
    [COVER_SEARCH] = "every smaller number of calls was tried",
    [COVER_SUM] = "groups of images that share nothing were counted one by one",
};

const char *cover_reason_text(enum cover_reason reason)
{
    return reason_texts[reason];
}

/* ---- components ---- */

static size_t find_root(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* Rows are linked when they share a column and a source: only then can a call hold both.  Answers
 * with the least row of each row's component. */
static size_t *find_components(const struct cover_row *rows, size_t n, struct arena *arena)
{
    size_t *parent = arena_array(arena, n, sizeof *parent);
    size_t(*seen)[COVER_SOURCES] = arena_array(arena, COVER_COLUMNS, sizeof *seen);
    size_t i;

    memset(seen, 0xFF, COVER_COLUMNS * sizeof *seen); /* SIZE_MAX: nobody yet */
    for (i = 0; i < n; i++) {
        uint64_t cells, sources;

        parent[i] = i;
        for (cells = rows[i].cells; cells != 0; cells &= cells - 1) {
            for (sources = rows[i].sources; sources != 0; sources &= sources - 1) {
                size_t *first = &seen[bit_first(cells)][bit_first(sources)];
                size_t a, b;

                if (*first == SIZE_MAX)
                    *first = i;
                a = find_root(parent, i);
                b = find_root(parent, *first);
                parent[a > b ? a : b] = a < b ? a : b;
            }
        }
    }
    for (i = 0; i < n; i++)
        parent[i] = find_root(parent, i);
    return parent;
}

/* ---- parts ---- */

struct component {
    const struct cover_row *rows; /* of the whole grid */
    const size_t *members;
    size_t n;
    size_t most_rows, most_columns; /* SIZE_MAX where a cap cannot bind */
};

/* A cap that the fullest column or row does not reach cannot bind. */
static void find_caps(struct component *c, const struct cover_limits *limits)
{
    size_t in_column[COVER_COLUMNS] = {0}, fullest = 0, widest = 0, i;

    for (i = 0; i < c->n; i++) {
        uint64_t cells = c->rows[c->members[i]].cells;

        if ((size_t)bit_count(cells) > widest)
            widest = (size_t)bit_count(cells);
        for (; cells != 0; cells &= cells - 1)
            if (++in_column[bit_first(cells)] > fullest)
                fullest = in_column[bit_first(cells)];
    }
    c->most_rows = limits->rows == 0 || fullest <= limits->rows ? SIZE_MAX : limits->rows;
    c->most_columns =
        limits->columns == 0 || widest <= limits->columns ? SIZE_MAX : limits->columns;
}

struct sorted_row {
    uint64_t cells, sources;
    size_t index;
};

static int compare_rows(const void *a, const void *b)
{
    const struct sorted_row *x = a, *y = b;

    if (x->cells != y->cells)
        return bit_count(x->cells) != bit_count(y->cells)
                   ? bit_count(y->cells) - bit_count(x->cells)
                   : (x->cells > y->cells) - (x->cells < y->cells);
    if (x->sources != y->sources)
        return x->sources < y->sources ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static void fill_rows(struct part *part, const struct component *c, bool merged,
                      struct arena *arena)
{
    struct sorted_row *sorted = arena_array(arena, c->n, sizeof *sorted);
    size_t *members = arena_array(arena, c->n, sizeof *members), i, end;

    for (i = 0; i < c->n; i++)
        sorted[i] = (struct sorted_row){c->rows[c->members[i]].cells,
                                        c->rows[c->members[i]].sources, c->members[i]};
    qsort(sorted, c->n, sizeof *sorted, compare_rows);
    part->cells = arena_array(arena, c->n, sizeof *part->cells);
    part->sources = arena_array(arena, c->n, sizeof *part->sources);
    part->weight = arena_array(arena, c->n, sizeof *part->weight);
    part->members = arena_array(arena, c->n, sizeof *part->members);
    for (i = 0; i < c->n; i = end) {
        for (end = i; end < c->n && (end == i || merged) && sorted[end].cells == sorted[i].cells &&
                      sorted[end].sources == sorted[i].sources;
             end++)
            members[end] = sorted[end].index;
        part->cells[part->n_rows] = sorted[i].cells;
        part->sources[part->n_rows] = sorted[i].sources;
        part->weight[part->n_rows] = end - i;
        part->members[part->n_rows++] = members + i;
    }
}

/* Renumbers the columns in use.  Equal ones become one, or lie side by side where their cap binds.
 */
static void fill_columns(struct part *part, bool merged)
{
    uint64_t used = 0, bits, others;
    size_t i;
    int x;

    for (i = 0; i < part->n_rows; i++)
        used |= part->cells[i];
    while (used != 0) {
        uint64_t equal = 0;

        for (others = used; others != 0; others &= others - 1)
            if (part_same_column(part, bit_first(used), bit_first(others)))
                equal |= others & (~others + 1);
        used &= ~equal;
        for (bits = equal; bits != 0; bits &= bits - 1) {
            if (bits != equal && !merged)
                part->twins |= UINT64_C(1) << part->n_columns;
            if (bits == equal || !merged)
                part->n_columns++;
            part->columns[part->n_columns - 1] |= bits & (~bits + 1);
            part->width[part->n_columns - 1]++;
        }
    }
    for (i = 0; i < part->n_rows; i++) {
        uint64_t cells = 0;

        for (x = 0; x < part->n_columns; x++)
            if (part->cells[i] & part->columns[x])
                cells |= UINT64_C(1) << x;
        part->cells[i] = cells;
    }
}

/* `merged`: equal rows are one row; equal columns are one in any case, unless their cap binds. */
static struct part *part_make(const struct component *c, bool merged, struct arena *arena)
{
    struct part *part = arena_alloc(arena, sizeof *part);

    part->most_rows = c->most_rows;
    part->most_columns = c->most_columns;
    fill_rows(part, c, merged, arena);
    fill_columns(part, c->most_columns == SIZE_MAX);
    return part;
}

/* ---- one component ---- */

struct solution {
    struct partition calls;
    size_t lower_bound;
    enum cover_reason reason;
    int waves;
};

/* A share of what is left, so that one search does not starve the next. */
static enum found search(const struct part *part, size_t k, int waves, struct ration *ration,
                         struct arena *arena, struct partition *out)
{
    struct ration share = {0, (ration->most - ration->used) / 2};
    struct partition found;
    enum found result = part_search(part, k, waves, &share, arena, &found);

    ration->used += share.used;
    if (result == FOUND_YES)
        part_expand(part, &found, arena, out);
    return result;
}

/* Tries each number of calls from the bound to the best known. */
static void deepen(const struct part *part, bool exact, struct ration *ration, struct arena *arena,
                   struct solution *s)
{
    struct partition better;
    size_t k;

    for (k = s->lower_bound; k < s->calls.nr; k++) {
        switch (search(part, k, 0, ration, arena, &better)) {
        case FOUND_YES:
            if (better.nr < s->calls.nr)
                s->calls = better;
            return;
        case FOUND_NO:
            if (exact && s->lower_bound == k) {
                s->lower_bound = k + 1;
                s->reason = COVER_SEARCH;
            }
            break;
        case FOUND_STOP:
            break;
        }
    }
}

/* No partition has fewer waves: a row's calls share its sources. */
static int waves_bound(const struct part *part)
{
    size_t most = 1, i;

    for (i = 0; i < part->n_rows; i++) {
        size_t calls = div_up(part_width(part, part->cells[i]), part->most_columns);
        size_t waves = div_up(calls, (size_t)bit_count(part->sources[i]));

        most = waves > most ? waves : most;
    }
    return (int)most;
}

static void fewer_waves(const struct part *part, struct ration *ration, struct arena *arena,
                        struct solution *s)
{
    struct partition better;
    int waves;

    for (waves = waves_bound(part); waves < s->waves; waves++) {
        if (search(part, s->calls.nr, waves, ration, arena, &better) != FOUND_YES)
            continue;
        s->calls = better;
        s->waves = calls_assign_fewest(&s->calls, NULL, ration, arena);
        return;
    }
}

static void solve_component(const struct component *c, struct ration *ration, struct arena *arena,
                            struct solution *s)
{
    struct part *merged = part_make(c, true, arena);
    /* Has merging lost nothing? */
    bool whole = c->most_rows == SIZE_MAX || merged->n_rows == c->n;
    struct part *exact = whole ? merged : part_make(c, false, arena);
    struct partition ways[GREEDY_WAYS], expanded;
    int i;

    *s = (struct solution){.calls = {NULL, 0, 0}};
    part_greedy(merged, arena, ways);
    for (i = 0; i < GREEDY_WAYS; i++) {
        if (ways[i].nr == 0)
            continue;
        part_expand(merged, &ways[i], arena, &expanded);
        if (s->calls.nr == 0 || expanded.nr < s->calls.nr)
            s->calls = expanded;
    }
    s->lower_bound = part_bound(merged, s->calls.nr, ration, &s->reason);
    deepen(merged, whole, ration, arena, s);
    if (!whole)
        deepen(exact, true, ration, arena, s);
    s->waves = calls_assign_fewest(&s->calls, NULL, ration, arena);
    fewer_waves(merged, ration, arena, s);
    if (!whole)
        fewer_waves(exact, ration, arena, s);
}

/* ---- all of it ---- */

static void keep_solution(const struct solution *s, struct arena *arena, struct cover *out)
{
    size_t i;

    for (i = 0; i < s->calls.nr; i++) {
        struct cover_call call = s->calls.items[i];
        size_t *rows = arena_array(arena, call.n_rows, sizeof *rows);

        memcpy(rows, call.rows, call.n_rows * sizeof *rows);
        call.rows = rows;
        ARENA_GROW(arena, out->calls, out->nr, out->cap);
        out->calls[out->nr++] = call;
    }
    out->first[++out->n_components] = out->nr;
    out->lower_bound += s->lower_bound;
    if (out->reason == COVER_NOTHING)
        out->reason = s->reason;
    else if (out->reason != s->reason)
        out->reason = COVER_SUM;
    if (s->waves > out->waves)
        out->waves = s->waves;
}

void cover_solve(const struct cover_row *rows, size_t n_rows, const struct cover_limits *limits,
                 struct arena *arena, struct cover *out)
{
    uint64_t nodes = limits->nodes == 0 ? DEFAULT_NODES : limits->nodes;
    struct ration whole = {0, nodes * WHOLE_FACTOR};
    struct arena outer cleanup_arena = ARENA_INIT;
    struct arena scratch cleanup_arena = ARENA_INIT;
    size_t *component = find_components(rows, n_rows, &outer);
    size_t *members = arena_array(&outer, n_rows, sizeof *members);
    size_t i, j;

    *out = (struct cover){.first = arena_array(arena, n_rows + 1, sizeof *out->first)};
    for (i = 0; i < n_rows; i++) {
        uint64_t left = whole.most - whole.used;
        struct ration ration = {0, left < nodes ? left : nodes};
        struct component c = {.rows = rows, .members = members};
        struct solution solution;

        if (component[i] != i)
            continue;
        for (j = i; j < n_rows; j++)
            if (component[j] == i)
                members[c.n++] = j;
        find_caps(&c, limits);
        solve_component(&c, &ration, &scratch, &solution);
        keep_solution(&solution, arena, out);
        whole.used += ration.used;
        arena_reset(&scratch);
    }
    out->nodes = whole.used;
}

void cover_assign(const struct cover_row *rows, int waves, struct cover *cover)
{
    size_t i;

    assert(waves >= cover->waves);
    for (i = 0; i < cover->n_components; i++) {
        struct arena scratch cleanup_arena = ARENA_INIT;
        struct ration ration = {0, ASSIGN_NODES};
        size_t n = cover->first[i + 1] - cover->first[i];
        struct partition calls = {cover->calls + cover->first[i], n, n};

        if (!calls_assign(&calls, rows, waves, &ration, &scratch))
            calls_assign_fewest(&calls, rows, &ration, &scratch);
        cover->nodes += ration.used;
    }
}
