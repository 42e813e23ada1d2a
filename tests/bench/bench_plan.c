/* SPDX-License-Identifier: MIT */
/* What exactness costs and gains: the cover with its usual ration of search nodes beside the same
 * with none, on planted worlds. */
#include "reconcile/cover/cover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t seed = 1;

static uint64_t draw(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed >> 20;
}

/* Six rectangles, each from a source that all of its rows have; a row that is in the way stays out.
 */
static size_t plant(struct cover_row *rows, size_t n, size_t columns)
{
    size_t kept = 0, i, k;

    memset(rows, 0, n * sizeof *rows);
    for (k = 0; k < 6; k++) {
        uint64_t wide = draw() & draw() & ((UINT64_C(1) << columns) - 1);
        int source = (int)(draw() % 3);

        for (i = 0; i < n; i++) {
            if (draw() % 3 != 0 || (rows[i].cells & wide))
                continue;
            rows[i].cells |= wide;
            rows[i].sources |= UINT64_C(1) << source;
            rows[i].declared = source;
        }
    }
    for (i = 0; i < n; i++)
        if (rows[i].cells != 0)
            rows[kept++] = rows[i];
    return kept;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double run(const struct cover_row *rows, size_t n, size_t most, uint64_t nodes,
                  size_t *calls, size_t *proved)
{
    struct cover_limits limits = {most, 0, nodes};
    struct arena arena = ARENA_INIT;
    struct cover cover;
    double start = now(), spent;

    cover_solve(rows, n, &limits, &arena, &cover);
    spent = now() - start;
    *calls += cover.nr;
    *proved += cover.lower_bound == cover.nr;
    arena_free(&arena);
    return spent;
}

int main(void)
{
    static const struct {
        size_t rows, columns, most;
    } sizes[] = {{10, 15, 0}, {10, 15, 3}, {50, 20, 0}, {50, 20, 10}, {1000, 20, 0}};
    enum { WORLDS = 30 };
    struct cover_row *rows = calloc(1000, sizeof *rows);
    size_t i, j;

    if (rows == NULL)
        return 1;
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t calls[2] = {0, 0}, proved[2] = {0, 0};
        double spent[2] = {0, 0};

        for (j = 0; j < WORLDS; j++) {
            size_t n = plant(rows, sizes[i].rows, sizes[i].columns);

            spent[0] += run(rows, n, sizes[i].most, 1, &calls[0], &proved[0]);
            spent[1] += run(rows, n, sizes[i].most, 0, &calls[1], &proved[1]);
        }
        printf(
            "%4zu x %zu, %zu images a call (0: any): search makes %.3f of the calls in %.1f times "
            "the time, proves %zu of %d instead of %zu\n",
            sizes[i].rows, sizes[i].columns, sizes[i].most, (double)calls[1] / (double)calls[0],
            spent[1] / spent[0], proved[1], (int)WORLDS, proved[0]);
    }
    free(rows);
    return 0;
}
