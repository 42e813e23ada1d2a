/* SPDX-License-Identifier: MIT */
/* What keeps a call from starting: its source, an open intent, a crowded region. */
#include "reconcile/engine/run.h"

#include <string.h>

static bool shares_source(const struct copycall *a, const struct copycall *b)
{
    size_t i, k;

    if (a->source_mark != 0 && b->source_mark != 0 && a->source_mark != b->source_mark)
        return false;
    if (a->plan.tenant != b->plan.tenant ||
        strcmp(a->plan.source_region, b->plan.source_region) != 0)
        return false;
    for (i = 0; i < a->plan.n_sources; i++)
        for (k = 0; k < b->plan.n_sources; k++)
            if (strcmp(a->plan.sources[i].id, b->plan.sources[k].id) == 0)
                return true;
    return false;
}

static bool has_live_tracks(const struct engine *engine, const struct copycall *call)
{
    size_t i;

    for (i = 0; call->intent != NULL && i < call->intent->n_tracks; i++)
        if (engine->tracks[call->intent->first_track + i]->watch.end == WATCH_LIVE)
            return true;
    return false;
}

/* Calls on one source image never overlap: the earlier call goes first, with its copies. */
static bool source_taken(const struct engine *engine, const struct copycall *call)
{
    size_t i;

    for (i = 0; i < engine->n_calls; i++) {
        const struct copycall *other = engine->calls[i];
        bool earlier = other->plan.id < call->plan.id && other->state != CALL_ENDED;

        if (other == call || !shares_source(call, other))
            continue;
        if (earlier || call_is_out(other) || has_live_tracks(engine, other))
            return true;
    }
    return false;
}

static bool is_covered(const struct engine *engine, const struct copycall *call)
{
    size_t i, k;

    for (i = 0; i < call->plan.n_sources; i++)
        for (k = 0; k < call->plan.n_regions; k++)
            if (settle_covers(engine, call->plan.tenant, call->plan.regions[k],
                              call->plan.sources[i].image))
                return true;
    return false;
}

/* How many copies a region takes at a time; the lowest of the cloud's names. */
static int region_cap(const struct engine *engine, const struct copycall *call)
{
    int lowest = call->caps->copies_per_region;
    size_t i;

    for (i = 0; i < engine->desired->n_accounts; i++) {
        const struct account *account = &engine->desired->accounts[i];

        if (account->tenant == call->plan.tenant && account->max_copies_per_region > 0 &&
            (lowest == 0 || account->max_copies_per_region < lowest))
            lowest = account->max_copies_per_region;
    }
    return lowest;
}

static size_t under_way(const struct engine *engine, size_t tenant, const char *region)
{
    size_t used = 0, i, k;

    for (i = 0; i < engine->n_tracks; i++) {
        const struct watch *watch = &engine->tracks[i]->watch;

        used += watch->end == WATCH_LIVE && watch->tenant == tenant &&
                strcmp(watch->region, region) == 0;
    }
    for (i = 0; i < engine->n_calls; i++) {
        const struct copycall *call = engine->calls[i];

        if (call->plan.tenant != tenant || !call_is_out(call))
            continue;
        for (k = 0; k < call->plan.n_regions; k++)
            if (strcmp(call->plan.regions[k], region) == 0)
                used += call->plan.n_sources;
    }
    return used;
}

/* The region that has no room for the call's copies now; NULL when all have.  An empty region takes
 * any call: one that is larger than the cap would wait for ever. */
static const char *crowded_region(const struct engine *engine, const struct copycall *call)
{
    size_t cap = (size_t)region_cap(engine, call), i;

    for (i = 0; cap > 0 && i < call->plan.n_regions; i++) {
        size_t used = under_way(engine, call->plan.tenant, call->plan.regions[i]);

        if (used > 0 && used + call->plan.n_sources > cap)
            return call->plan.regions[i];
    }
    return NULL;
}

const char *call_obstacle(struct engine *engine, const struct copycall *call)
{
    const char *region;

    if (source_taken(engine, call))
        return "an earlier call on the same source image";
    if (is_covered(engine, call))
        return "an earlier request for the same copy to settle";
    region = crowded_region(engine, call);
    if (region != NULL)
        return arena_printf(&engine->said, "other copies into %s to end", region);
    return NULL;
}
