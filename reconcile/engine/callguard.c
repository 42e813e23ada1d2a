/* SPDX-License-Identifier: MIT */
/* A call's facts: read again, held against the world, and what follows for its targets. */
#include "reconcile/engine/run.h"

#include <string.h>

/* ---- facts -----------------------------------------------------------------------------------
 */

static bool needs_quota(const struct copycall *call)
{
    size_t i;

    for (i = 0; i < call->plan.n_facts; i++)
        if (call->plan.facts[i].kind == FACT_QUOTA_FREE)
            return true;
    return false;
}

/* Region `i` of the call: the targets, then the source region. */
static const char *region_of(const struct copycall *call, size_t i)
{
    return i < call->plan.n_regions ? call->plan.regions[i] : call->plan.source_region;
}

/* How old what is known of region `i` may be. */
static int64_t region_since_ms(const struct copycall *call, size_t i)
{
    int64_t since_ms = call->since_ms;

    if (i == call->plan.n_regions && since_ms < call->waited_ms)
        since_ms = call->waited_ms;
    return since_ms < call->unread_ms ? call->unread_ms : since_ms;
}

static void read_facts(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    bool quota = needs_quota(call);
    size_t i;

    call->since_ms = now_ms - FACT_AGE_MS;
    if (call->since_ms < call->planned_ms)
        call->since_ms = call->planned_ms;
    for (i = 0; i <= call->plan.n_regions; i++)
        reader_want(engine->reader, call->plan.tenant, region_of(call, i), region_since_ms(call, i),
                    quota && i < call->plan.n_regions);
    call_enter(engine, call, CALL_GUARD);
}

static bool facts_read(const struct engine *engine, const struct copycall *call)
{
    size_t i;

    for (i = 0; i <= call->plan.n_regions; i++)
        if (!reader_settled(engine->reader, call->plan.tenant, region_of(call, i),
                            region_since_ms(call, i)))
            return false;
    return true;
}

bool call_facts_fresh(const struct engine *engine, const struct copycall *call, int64_t now_ms)
{
    int64_t oldest_ms = now_ms - FACT_AGE_MS;
    size_t i;

    if (call->rounds > GUARD_ROUNDS && call->guard_ms < oldest_ms)
        oldest_ms = call->guard_ms;
    for (i = 0; i <= call->plan.n_regions; i++) {
        const struct snapshot *snapshot =
            world_find(engine->world, call->plan.tenant, region_of(call, i));

        if (snapshot != NULL && snapshot->complete && snapshot->read_at_ms < oldest_ms)
            return false;
    }
    return true;
}

void call_guard_begin(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    call->guard_ms = now_ms;
    call->rounds = 1;
    read_facts(engine, call, now_ms);
}

/* ---- guard -----------------------------------------------------------------------------------
 */

static void refuse(struct engine *engine, struct copycall *call, const struct guard_result *guard)
{
    call->plan.moved = guard->moved;
    call->plan.moved_now = arena_strdup(&engine->arena, guard->now);
    call_give_up(engine, call, OUTCOME_REFUSED,
                 arena_printf(&engine->said, "what it relied on has changed: %s", guard->now));
}

/* Could the region be read a little later?  A listing never holds still while copies are made. */
static bool reads_later(const struct engine *engine, const struct copycall *call,
                        const char *region)
{
    const struct snapshot *snapshot = world_find(engine->world, call->plan.tenant, region);

    return call->unread < UNREAD_MAX && snapshot != NULL && !snapshot->complete &&
           snapshot->failure.class != PORT_AUTH && snapshot->failure.class != PORT_PERMANENT;
}

static int64_t next_reading(const struct engine *engine, const struct copycall *call,
                            int64_t now_ms)
{
    return now_ms + engine->options.poll_ms * (INT64_C(1) << call->unread);
}

static void read_later(struct engine *engine, struct copycall *call, const char *region,
                       int64_t now_ms)
{
    call_waits(engine, call, arena_printf(&engine->said, "a complete listing of %s", region));
    call_later(engine, call, next_reading(engine, call, now_ms));
    call->unread++;
    call->unread_ms = now_ms + 1;
}

static void keep_regions(struct engine *engine, struct copycall *call, const char *const *regions,
                         size_t n)
{
    const char **kept = arena_array(&engine->arena, n, sizeof *kept);

    memcpy(kept, regions, n * sizeof *kept);
    call->plan.regions = kept;
    call->plan.n_regions = n;
}

/* The pairs of a target that is left out: what is arriving is watched, what is not there at all
 * goes into a call of its own, what cannot be read is said. */
static void leave_out(struct engine *engine, const struct copycall *call,
                      const struct guard_result *guard, size_t region, bool *rest, int64_t now_ms)
{
    size_t i;

    for (i = 0; i < call->plan.n_sources; i++) {
        size_t at = call_pair(call, i, region);
        const char *id = call->plan.regions[region], *name = call->plan.sources[i].image;

        if (guard->pairs[at] == GUARD_ARRIVING)
            track_add(engine, call->plan.tenant, id, name, now_ms);
        if (guard->pairs[at] == GUARD_UNREAD)
            run_note(engine, call->plan.tenant, id, name, REASON_NONE, NULL,
                     "the region could not be read before the copy");
        rest[at] = guard->pairs[at] == GUARD_GO;
    }
}

/* Puts the targets that cannot be read just now into a call of their own, for later: the others
 * need not wait for them.  False when there are no others. */
static bool set_aside(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    size_t regions = call->plan.n_regions, first = engine->n_calls, n = 0, i, k;
    const char **kept = arena_array(&engine->said, regions, sizeof *kept);
    bool *later = arena_array(&engine->said, call_pairs(call), sizeof *later);

    for (k = 0; k < regions; k++) {
        bool aside = reads_later(engine, call, call->plan.regions[k]);

        if (!aside)
            kept[n++] = call->plan.regions[k];
        for (i = 0; i < call->plan.n_sources; i++)
            later[call_pair(call, i, k)] = aside;
    }
    if (n == regions)
        return true;
    if (n == 0) {
        read_later(engine, call, call->plan.regions[0], now_ms);
        return false;
    }
    call_derive(engine, call, later, now_ms);
    for (i = first; i < engine->n_calls; i++) {
        engine->calls[i]->not_before_ms = next_reading(engine, call, now_ms);
        engine->calls[i]->unread = call->unread + 1;
        engine->calls[i]->unread_ms = now_ms + 1;
    }
    keep_regions(engine, call, kept, n);
    return true;
}

/* Keeps the targets that are whole; false when none is left. */
static bool shrink(struct engine *engine, struct copycall *call, const struct guard_result *guard,
                   int64_t now_ms)
{
    const char **kept = arena_array(&engine->said, call->plan.n_regions, sizeof *kept);
    bool *rest = arena_array(&engine->said, call_pairs(call), sizeof *rest);
    bool unread = false;
    size_t n = 0, i, k;

    for (k = 0; k < call->plan.n_regions; k++) {
        bool whole = true;

        for (i = 0; i < call->plan.n_sources; i++) {
            enum guard_pair pair = guard->pairs[call_pair(call, i, k)];

            whole = whole && pair == GUARD_GO;
            unread = unread || pair == GUARD_UNREAD;
        }
        if (whole)
            kept[n++] = call->plan.regions[k];
        else
            leave_out(engine, call, guard, k, rest, now_ms);
    }
    if (n == call->plan.n_regions)
        return true;
    call_derive(engine, call, rest, now_ms);
    if (n > 0) {
        keep_regions(engine, call, kept, n);
        return true;
    }
    call_give_up(engine, call, OUTCOME_NOT_SENT,
                 unread ? "its target regions could not be read"
                        : "what it would copy is there or on its way");
    return false;
}

void call_guard(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    struct guard_result result;

    if (!facts_read(engine, call))
        return;
    if (reads_later(engine, call, call->plan.source_region)) {
        read_later(engine, call, call->plan.source_region, now_ms);
        return;
    }
    if (!set_aside(engine, call, now_ms))
        return;
    if (!call_facts_fresh(engine, call, now_ms)) {
        call->rounds++;
        read_facts(engine, call, now_ms);
        return;
    }
    guard_check(&call->plan, call->caps, engine->world, &engine->said, &result);
    if (result.verdict == GUARD_REFUSE) {
        refuse(engine, call, &result);
    } else if (result.verdict == GUARD_WAIT) {
        call_waits(engine, call, result.now);
        call->waited_ms = now_ms + 1; /* what was read up to now says busy */
        call_later(engine, call, now_ms + engine->options.poll_ms);
    } else if (shrink(engine, call, &result, now_ms)) {
        call_enter(engine, call, CALL_GUARDED);
    }
}
