/* SPDX-License-Identifier: MIT */
/* Smaller calls in place of one: what was not made is asked for again, halved, or given up. */
#include "reconcile/engine/run.h"

#include <string.h>

/* ---- smaller calls ---------------------------------------------------------------------------
 */

static bool same_row(const bool *wanted, size_t a, size_t b, size_t n)
{
    return memcmp(wanted + a * n, wanted + b * n, n * sizeof *wanted) == 0;
}

static bool has_any(const bool *wanted, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (wanted[i])
            return true;
    return false;
}

/* Does the fact concern a pair of the call? */
static bool is_about(const struct fact *fact, const struct plan_call *call)
{
    bool source = false, region = false;
    size_t i;

    for (i = 0; i < call->n_sources; i++)
        source = source ||
                 (fact->kind == FACT_SOURCE_STATE && strcmp(fact->id, call->sources[i].id) == 0) ||
                 (fact->kind == FACT_ABSENT && strcmp(fact->name, call->sources[i].image) == 0) ||
                 fact->kind == FACT_QUOTA_FREE;
    for (i = 0; i < call->n_regions; i++)
        region = region || strcmp(fact->region, call->regions[i]) == 0;
    return source && (region || fact->kind == FACT_SOURCE_STATE);
}

/* One call for all sources whose wanted regions are those of source `row`. */
static void derive_row(struct engine *engine, const struct copycall *parent, const bool *wanted,
                       size_t row, int64_t now_ms)
{
    size_t n = parent->plan.n_regions, i;
    struct plan_call plan = parent->plan;
    struct plan_source *sources =
        arena_array(&engine->said, parent->plan.n_sources, sizeof *sources);
    const char **regions = arena_array(&engine->said, n, sizeof *regions);
    struct fact *facts = arena_array(&engine->said, parent->plan.n_facts, sizeof *facts);

    plan.n_sources = plan.n_regions = plan.n_facts = 0;
    for (i = row; i < parent->plan.n_sources; i++)
        if (same_row(wanted, row, i, n))
            sources[plan.n_sources++] = parent->plan.sources[i];
    for (i = 0; i < n; i++)
        if (wanted[row * n + i])
            regions[plan.n_regions++] = parent->plan.regions[i];
    plan.sources = sources;
    plan.regions = regions;
    for (i = 0; i < parent->plan.n_facts; i++)
        if (is_about(&parent->plan.facts[i], &plan))
            facts[plan.n_facts++] = parent->plan.facts[i];
    plan.facts = facts;
    call_add(engine, &plan, now_ms);
}

void call_derive(struct engine *engine, const struct copycall *parent, const bool *wanted,
                 int64_t now_ms)
{
    size_t n = parent->plan.n_regions, i, k;

    for (i = 0; i < parent->plan.n_sources; i++) {
        for (k = 0; k < i; k++)
            if (same_row(wanted, k, i, n))
                break;
        if (k == i && has_any(wanted + i * n, n))
            derive_row(engine, parent, wanted, i, now_ms);
    }
}

/* ---- settled ---------------------------------------------------------------------------------
 */

/* The pair is to be asked for again, unless that was done too often. */
static bool ask_again(struct engine *engine, const struct copycall *call, size_t pair)
{
    struct care *care = NULL;
    bool again = false;

    while ((care = run_care(engine, care, call->plan.tenant, call_pair_region(call, pair),
                            call_pair_name(call, pair))) != NULL) {
        if (care->sends >= engine->options.sends_per_cell) {
            care->detail = call->failure.message == NULL
                               ? "asked for as often as allowed, and no answer came"
                               : arena_printf(&engine->arena,
                                              "asked for as often as allowed, answered at last: %s",
                                              call->failure.message);
            continue;
        }
        again = true;
        care->replan = run_may_plan(engine);
    }
    return again && !run_may_plan(engine);
}

/* The region has no room for the copies that are wanted there: that explains a refusal. */
static bool is_full(const struct engine *engine, const struct copycall *call, const bool *wanted,
                    size_t region)
{
    const struct snapshot *snapshot =
        world_find(engine->world, call->plan.tenant, call->plan.regions[region]);
    int64_t needed = 0;
    size_t i;

    for (i = 0; i < call->plan.n_sources; i++)
        needed += wanted[call_pair(call, i, region)];
    return snapshot != NULL && snapshot->complete && snapshot->quota_free >= 0 &&
           snapshot->quota_free < needed;
}

/* Ends the pairs that the refusal is explained by; true if there were any. */
static bool explain(struct engine *engine, const struct copycall *call, bool *wanted)
{
    struct port_failure failure = call->failure;
    bool explained = false;
    size_t i, k;

    if (failure.class != PORT_QUOTA_HIT && failure.reason != REASON_QUOTA_FULL)
        return false;
    for (k = 0; k < call->plan.n_regions; k++) {
        if (!is_full(engine, call, wanted, k))
            continue;
        for (i = 0; i < call->plan.n_sources; i++) {
            if (!wanted[call_pair(call, i, k)])
                continue;
            call_refuse_pair(engine, call, call_pair(call, i, k), &failure);
            wanted[call_pair(call, i, k)] = false;
            explained = true;
        }
    }
    return explained;
}

/* Two calls, each with half of the regions - or of the images, where one region is left. */
static void halve(struct engine *engine, const struct copycall *call, const bool *wanted,
                  int64_t now_ms)
{
    size_t n = call_pairs(call), regions = call->plan.n_regions, i, half;
    bool by_region = regions > 1;

    for (half = 0; half < 2; half++) {
        bool *part = arena_array(&engine->said, n, sizeof *part);

        for (i = 0; i < n; i++) {
            bool second = by_region ? i % regions >= (regions + 1) / 2
                                    : i / regions >= (call->plan.n_sources + 1) / 2;

            part[i] = wanted[i] && second == (half == 1);
        }
        call_derive(engine, call, part, now_ms);
    }
}

static void split(struct engine *engine, const struct copycall *call, bool *wanted, int64_t now_ms)
{
    bool explained = explain(engine, call, wanted);
    size_t i;

    if (!has_any(wanted, call_pairs(call)))
        return;
    if (explained) {
        call_derive(engine, call, wanted, now_ms);
    } else if (call_pairs(call) == 1) {
        for (i = 0; i < call_pairs(call); i++)
            call_refuse_pair(engine, call, i, &call->failure);
    } else {
        halve(engine, call, wanted, now_ms);
    }
}

/*
 * A code that leaves open what happened (the 2017 gateway's 5100) may hide that one region is
 * refused. Asked for whole twice, answered so twice: from then on in halves, so that the good
 * regions proceed.
 */
static bool is_worth_halving(struct engine *engine, const struct copycall *call)
{
    size_t i;

    if (call->failure.code == NULL || call_pairs(call) == 1)
        return false;
    for (i = 0; i < call_pairs(call); i++) {
        const struct care *care = run_care(engine, NULL, call->plan.tenant,
                                           call_pair_region(call, i), call_pair_name(call, i));

        if (care != NULL && care->sends < 2)
            return false;
    }
    return true;
}

void call_settled(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    bool *wanted = arena_array(&engine->said, call_pairs(call), sizeof *wanted);
    bool divide = call->split || is_worth_halving(engine, call);
    size_t pairs = 0, seen = 0, i;

    for (i = 0; i < call->intent->n_tracks; i++) {
        const struct track *track = engine->tracks[call->intent->first_track + i];
        size_t pair;

        pair = call_pair(call, track->source, track->target);
        pairs++;
        seen += track->watch.seen;
        if (track->watch.end != WATCH_ABSENT || track->sure == SURE_ACCEPTED)
            continue;
        wanted[pair] = divide ? true : ask_again(engine, call, pair);
    }
    if (call->plan.outcome == OUTCOME_LOST && seen == pairs) {
        call->plan.outcome = OUTCOME_SETTLED;
        call_tell_answer(engine, call, outcome_name(OUTCOME_SETTLED), 0);
    }
    if (engine->draining)
        return;
    if (divide)
        split(engine, call, wanted, now_ms);
    else
        call_derive(engine, call, wanted, now_ms);
    run_stir(engine);
}
