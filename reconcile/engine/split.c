/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/split.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

static bool same_row(const bool *wanted, size_t a, size_t b, size_t n)
{
    return memcmp(wanted + a * n, wanted + b * n, n * sizeof *wanted) == 0;
}

/* ---- rows ---- */

/* Does the fact concern a pair of the call? */
static bool is_about(const struct fact *fact, const struct plan_call *call)
{
    bool source = fact->kind == FACT_QUOTA_FREE;
    size_t i;

    for (i = 0; i < call->n_sources && !source; i++)
        source = fact->kind == FACT_SOURCE_STATE ? strcmp(fact->id, call->sources[i].id) == 0
                                                 : strcmp(fact->name, call->sources[i].image) == 0;
    return source && (fact->kind == FACT_SOURCE_STATE ||
                      str_among(call->regions, call->n_regions, fact->region));
}

/* One call for all sources whose wanted regions are those of source `row`. */
static struct plan_call row_call(const struct plan_call *call, const bool *wanted, size_t row,
                                 struct arena *arena)
{
    size_t n = call->n_regions, i;
    struct plan_call part = *call;
    struct plan_source *sources = arena_array(arena, call->n_sources, sizeof *sources);
    const char **regions = arena_array(arena, n, sizeof *regions);
    struct fact *facts = arena_array(arena, call->n_facts, sizeof *facts);

    part.n_sources = part.n_regions = part.n_facts = 0;
    for (i = row; i < call->n_sources; i++)
        if (same_row(wanted, row, i, n))
            sources[part.n_sources++] = call->sources[i];
    for (i = 0; i < n; i++)
        if (wanted[row * n + i])
            regions[part.n_regions++] = call->regions[i];
    part.sources = sources;
    part.regions = regions;
    for (i = 0; i < call->n_facts; i++)
        if (is_about(&call->facts[i], &part))
            facts[part.n_facts++] = call->facts[i];
    part.facts = facts;
    return part;
}

static void add_rows(const struct plan_call *call, const bool *wanted, struct arena *arena,
                     struct plan_call *out, size_t *nr)
{
    size_t n = call->n_regions, i, k;

    for (i = 0; i < call->n_sources; i++) {
        for (k = 0; k < i; k++)
            if (same_row(wanted, k, i, n))
                break;
        if (k == i && memchr(wanted + i * n, 1, n) != NULL)
            out[(*nr)++] = row_call(call, wanted, i, arena);
    }
}

struct split split_wanted(const struct plan_call *call, const bool *wanted, struct arena *arena)
{
    struct plan_call *calls = arena_array(arena, call->n_sources, sizeof *calls);
    struct split split = {calls, 0};

    assert(call->n_sources > 0 && call->n_regions > 0);
    add_rows(call, wanted, arena, calls, &split.nr);
    return split;
}

struct split split_halves(const struct plan_call *call, const bool *wanted, struct arena *arena)
{
    size_t n = call->n_sources * call->n_regions, regions = call->n_regions, i, half;
    struct plan_call *calls = arena_array(arena, 2 * call->n_sources, sizeof *calls);
    bool *part = arena_array(arena, n, sizeof *part);
    struct split split = {calls, 0};

    assert(n > 1);
    for (half = 0; half < 2; half++) {
        for (i = 0; i < n; i++) {
            bool second = regions > 1 ? i % regions >= (regions + 1) / 2
                                      : i / regions >= (call->n_sources + 1) / 2;

            part[i] = wanted[i] && second == (half == 1);
        }
        add_rows(call, part, arena, calls, &split.nr);
    }
    return split;
}

/* ---- quotas ---- */

/* The region has no room for the copies that are wanted there. */
static bool is_full(const struct plan_call *call, const struct world *world, const bool *wanted,
                    size_t region)
{
    const struct snapshot *snapshot = world_find(world, call->tenant, call->regions[region]);
    int64_t needed = 0;
    size_t i;

    for (i = 0; i < call->n_sources; i++)
        needed += wanted[i * call->n_regions + region];
    return snapshot != NULL && snapshot->complete && snapshot->quota_free >= 0 &&
           snapshot->quota_free < needed;
}

bool split_full(const struct plan_call *call, const struct world *world, bool *wanted, bool *full)
{
    bool any = false;
    size_t i, k;

    for (k = 0; k < call->n_regions; k++) {
        if (!is_full(call, world, wanted, k))
            continue;
        for (i = k; i < call->n_sources * call->n_regions; i += call->n_regions) {
            full[i] = wanted[i];
            any = any || wanted[i];
            wanted[i] = false;
        }
    }
    return any;
}
