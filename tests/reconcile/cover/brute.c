/* SPDX-License-Identifier: MIT */
#include "tests/reconcile/cover/brute.h"

#include <string.h>

enum {
    CELLS = BRUTE_ROWS * BRUTE_COLUMNS,
    SETS = 1 << CELLS,
    MOST_SHAPES = 1 << (BRUTE_ROWS + BRUTE_COLUMNS),
    SOURCES = 8
};

struct shape { /* a call, as far as its cells go */
    unsigned cells, rows, sources;
};

struct call {
    unsigned rows;
    int source, wave;
};

struct brute {
    struct shape shapes[CELLS][MOST_SHAPES]; /* by their lowest cell */
    int n_shapes[CELLS];
    signed char fewest[SETS]; /* calls for a set of cells; -1: not known yet */
    int waves;                /* allowed */
    struct call calls[CELLS];
    int n;
};

static void add_shape(struct brute *b, const struct brute_world *world, unsigned rows,
                      unsigned columns)
{
    struct shape shape = {0, rows, ~0U};
    int lowest, r, c;

    for (r = 0; r < BRUTE_ROWS; r++) {
        if (!(rows >> r & 1))
            continue;
        shape.sources &= world->sources[r];
        for (c = 0; c < BRUTE_COLUMNS; c++)
            if (columns >> c & 1)
                shape.cells |= 1U << (r * BRUTE_COLUMNS + c);
    }
    if (shape.sources == 0 ||
        (world->most_rows != 0 && __builtin_popcount(rows) > world->most_rows) ||
        (world->most_columns != 0 && __builtin_popcount(columns) > world->most_columns))
        return;
    lowest = __builtin_ctz(shape.cells);
    b->shapes[lowest][b->n_shapes[lowest]++] = shape;
}

static int fewest(struct brute *b, unsigned left)
{
    int best = CELLS, lowest, i;

    if (left == 0)
        return 0;
    if (b->fewest[left] >= 0)
        return b->fewest[left];
    lowest = __builtin_ctz(left);
    for (i = 0; i < b->n_shapes[lowest]; i++) {
        unsigned cells = b->shapes[lowest][i].cells;

        if ((cells & ~left) == 0 && 1 + fewest(b, left & ~cells) < best)
            best = 1 + fewest(b, left & ~cells);
    }
    b->fewest[left] = (signed char)best;
    return best;
}

static bool clashes(const struct brute *b, const struct call *call)
{
    int i;

    for (i = 0; i < b->n; i++)
        if (b->calls[i].source == call->source && b->calls[i].wave == call->wave &&
            (b->calls[i].rows & call->rows))
            return true;
    return false;
}

/* Is there a plan for these cells with the fewest calls, on top of the calls chosen so far? */
static bool fits(struct brute *b, unsigned left)
{
    int lowest, i;

    if (left == 0)
        return true;
    lowest = __builtin_ctz(left);
    for (i = 0; i < b->n_shapes[lowest]; i++) {
        const struct shape *shape = &b->shapes[lowest][i];
        struct call call = {.rows = shape->rows};

        if ((shape->cells & ~left) || fewest(b, left & ~shape->cells) != fewest(b, left) - 1)
            continue;
        for (call.source = 0; call.source < SOURCES; call.source++) {
            for (call.wave = 1; call.wave <= b->waves; call.wave++) {
                bool found;

                if (!(shape->sources >> call.source & 1) || clashes(b, &call))
                    continue;
                b->calls[b->n++] = call;
                found = fits(b, left & ~shape->cells);
                b->n--;
                if (found)
                    return true;
            }
        }
    }
    return false;
}

void brute_solve(const struct brute_world *world, int *calls, int *waves)
{
    static struct brute b; /* large; what is known of sets of cells serves the next world too, */
    static struct brute_world last; /* … if sources and caps are the same */
    unsigned all = 0, rows, columns;
    int r, c;

    if (memcmp(last.sources, world->sources, sizeof last.sources) != 0 ||
        last.most_rows != world->most_rows || last.most_columns != world->most_columns) {
        memset(b.fewest, -1, sizeof b.fewest);
        memset(b.n_shapes, 0, sizeof b.n_shapes);
        for (rows = 1; rows < 1U << BRUTE_ROWS; rows++)
            for (columns = 1; columns < 1U << BRUTE_COLUMNS; columns++)
                add_shape(&b, world, rows, columns);
        last = *world;
    }
    for (r = 0; r < world->rows; r++)
        for (c = 0; c < world->columns; c++)
            if (world->needed[r][c])
                all |= 1U << (r * BRUTE_COLUMNS + c);
    *calls = fewest(&b, all);
    for (b.waves = 1; !fits(&b, all); b.waves++)
        ;
    *waves = b.waves;
}
