/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/call.h"

#include <assert.h>
#include <string.h>

static const char *const *copy_strings(struct arena *arena, const char *const *from, size_t n)
{
    const char **copy = arena_array(arena, n, sizeof *copy);
    size_t i;

    for (i = 0; i < n; i++)
        copy[i] = arena_strdup(arena, from[i]);
    return copy;
}

static struct plan_call copy_plan(struct arena *arena, const struct plan_call *from)
{
    struct plan_call copy = *from;
    struct plan_source *sources = arena_array(arena, from->n_sources, sizeof *sources);
    struct fact *facts = arena_array(arena, from->n_facts, sizeof *facts);
    size_t i;

    for (i = 0; i < from->n_sources; i++)
        sources[i] = (struct plan_source){arena_strdup(arena, from->sources[i].image),
                                          arena_strdup(arena, from->sources[i].id)};
    for (i = 0; i < from->n_facts; i++) {
        facts[i] = from->facts[i];
        facts[i].region = arena_strdup(arena, facts[i].region);
        facts[i].id = arena_strdup(arena, facts[i].id);
        facts[i].name = arena_strdup(arena, facts[i].name);
        facts[i].equals = arena_strdup(arena, facts[i].equals);
    }
    copy.source_region = arena_strdup(arena, from->source_region);
    copy.sources = sources;
    copy.facts = facts;
    copy.regions = copy_strings(arena, from->regions, from->n_regions);
    copy.outcome = OUTCOME_NONE;
    copy.request_id = copy.outcome_detail = copy.moved_now = NULL;
    copy.moved = NULL;
    return copy;
}

struct call *calls_add(struct calls *calls, const struct plan_call *plan, const struct caps *caps,
                       struct facts facts)
{
    struct call *call = arena_alloc(calls->arena, sizeof *call);

    assert(plan->n_sources > 0 && plan->n_regions > 0);
    *call = (struct call){.plan = copy_plan(calls->arena, plan),
                          .caps = caps,
                          .facts = facts,
                          .not_before_ms = INT64_MIN,
                          .eligible_ms = INT64_MIN,
                          .blocked_at = UINT64_MAX};
    call->plan.id = (int)calls->nr;
    if (plan->n_sources == 1)
        call->source_mark =
            spot_hash((struct spot){plan->tenant, plan->source_region, plan->sources[0].id});
    ARENA_GROW(calls->arena, calls->items, calls->nr, calls->cap);
    calls->items[calls->nr++] = call;
    calls->changes++;
    return call;
}

void calls_enter(struct calls *calls, struct call *call, enum call_state state)
{
    assert(call->state != CALL_ENDED);
    call->state = state;
    calls->changes++;
}

struct call *calls_awaiting(const struct calls *calls, enum call_state state, uint64_t ticket)
{
    size_t i;

    for (i = 0; i < calls->nr; i++)
        if (calls->items[i]->state == state && calls->items[i]->ticket == ticket)
            return calls->items[i];
    return NULL;
}

void calls_narrow(struct calls *calls, struct call *call, const bool *out)
{
    const char **kept = arena_array(calls->arena, call->plan.n_regions, sizeof *kept);
    size_t n = 0, i;

    for (i = 0; i < call->plan.n_regions; i++)
        if (!out[i])
            kept[n++] = call->plan.regions[i];
    assert(n > 0 && call->state < CALL_INTENT);
    call->plan.regions = kept;
    call->plan.n_regions = n;
}

bool call_is_out(const struct call *call)
{
    return call->state == CALL_INTENT || call->state == CALL_SYNCED || call->state == CALL_SENT;
}

static const char *const *ids_before(const struct world *world, struct spot spot,
                                     struct arena *arena, size_t *n)
{
    const struct image *images =
        snapshot_named(world_find(world, spot.tenant, spot.region), spot.name, n);
    const char **ids = arena_array(arena, *n, sizeof *ids);
    size_t i;

    for (i = 0; i < *n; i++)
        ids[i] = arena_strdup(arena, images[i].id);
    return ids;
}

struct journal_intent call_intent(const struct call *call, const struct world *world, uint64_t id,
                                  const char *identity, int64_t now_ms, struct arena *arena)
{
    struct journal_target *targets = arena_array(arena, call_pairs(call), sizeof *targets);
    const char **source_ids = arena_array(arena, call->plan.n_sources, sizeof *source_ids);
    size_t i;

    for (i = 0; i < call->plan.n_sources; i++)
        source_ids[i] = call->plan.sources[i].id;
    for (i = 0; i < call_pairs(call); i++) {
        struct spot spot = call_spot(call, i);

        targets[i] = (struct journal_target){.name = spot.name, .region = spot.region};
        targets[i].before = ids_before(world, spot, arena, &targets[i].n_before);
    }
    return (struct journal_intent){.id = id,
                                   .at_ms = now_ms,
                                   .identity = identity,
                                   .source_region = call->plan.source_region,
                                   .source_ids = source_ids,
                                   .n_source_ids = call->plan.n_sources,
                                   .targets = targets,
                                   .n_targets = call_pairs(call)};
}

void call_request(struct call *call, struct arena *arena)
{
    struct port_source *sources = arena_array(arena, call->plan.n_sources, sizeof *sources);
    size_t i;

    for (i = 0; i < call->plan.n_sources; i++)
        sources[i] = (struct port_source){call->plan.sources[i].id, call->plan.sources[i].image};
    call->port = (struct port_call){.verb = PORT_COPY,
                                    .region = call->plan.source_region,
                                    .sources = sources,
                                    .n_sources = call->plan.n_sources,
                                    .targets = call->plan.regions,
                                    .n_targets = call->plan.n_regions};
}

size_t call_pairs(const struct call *call)
{
    return call->plan.n_sources * call->plan.n_regions;
}

struct spot call_spot(const struct call *call, size_t pair)
{
    assert(pair < call_pairs(call));
    return (struct spot){call->plan.tenant, call->plan.regions[pair % call->plan.n_regions],
                         call->plan.sources[pair / call->plan.n_regions].image};
}
