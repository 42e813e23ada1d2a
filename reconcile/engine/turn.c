/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/turn.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

static bool shares_source(const struct call *a, const struct call *b)
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

/* Where a source is busy while it is copied, calls on it never overlap: the earlier one goes first,
 * with its copies. */
static bool source_taken(const struct turn *turn, const struct call *call)
{
    size_t i;

    for (i = 0; call->caps->source_is_busy && i < turn->calls->nr; i++) {
        const struct call *other = turn->calls->items[i];
        bool earlier = other->plan.id < call->plan.id && other->state != CALL_ENDED;

        if (other == call || !shares_source(call, other))
            continue;
        if (earlier || call_is_out(other) ||
            (other->entry != NULL && tracks_live(turn->tracks, other->entry->group)))
            return true;
    }
    return false;
}

static bool is_covered(const struct turn *turn, const struct call *call)
{
    size_t i;

    for (i = 0; i < call_pairs(call); i++)
        if (ledger_covers(turn->ledger, call_spot(call, i)))
            return true;
    return false;
}

/* How many copies a region takes at a time; 0: no limit. */
static int region_cap(const struct turn *turn, const struct call *call)
{
    int set = tenant_lowest(turn->desired, call->plan.tenant,
                            offsetof(struct account, max_copies_per_region));
    int published = call->caps->copies_per_region;

    return set > 0 && (published == 0 || set < published) ? set : published;
}

static size_t under_way(const struct turn *turn, size_t tenant, const char *region)
{
    size_t used = tracks_under_way(turn->tracks, tenant, region), i;

    for (i = 0; i < turn->calls->nr; i++) {
        const struct call *call = turn->calls->items[i];

        if (call->plan.tenant == tenant && call_is_out(call) &&
            str_among(call->plan.regions, call->plan.n_regions, region))
            used += call->plan.n_sources;
    }
    return used;
}

/* The region that has no room for the call's copies now; NULL when all have.  An empty region takes
 * any call: one that is larger than the cap would wait for ever. */
static const char *crowded_region(const struct turn *turn, const struct call *call)
{
    size_t cap = (size_t)region_cap(turn, call), i;

    for (i = 0; cap > 0 && i < call->plan.n_regions; i++) {
        size_t used = under_way(turn, call->plan.tenant, call->plan.regions[i]);

        if (used > 0 && used + call->plan.n_sources > cap)
            return call->plan.regions[i];
    }
    return NULL;
}

const char *turn_obstacle(const struct turn *turn, const struct call *call, struct arena *arena)
{
    const char *region;

    assert(call->state < CALL_INTENT);
    if (source_taken(turn, call))
        return "an earlier call on the same source image";
    if (is_covered(turn, call))
        return "an earlier request for the same copy to settle";
    region = crowded_region(turn, call);
    if (region != NULL)
        return arena_printf(arena, "other copies into %s to end", region);
    return NULL;
}
