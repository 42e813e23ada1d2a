/* SPDX-License-Identifier: MIT */
/* One call's life up to its answer: wait, guard, intent, send. */
#include "reconcile/run.h"

#include <string.h>

/* ---- making one ------------------------------------------------------------------------------
 */

static const char *const *copy_strings(struct arena *arena, const char *const *from, size_t n)
{
    const char **copy = arena_array(arena, n, sizeof *copy);
    size_t i;

    for (i = 0; i < n; i++)
        copy[i] = arena_strdup(arena, from[i]);
    return copy;
}

/* Plans are made in arenas that come and go; a call stays to the end of the run. */
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

struct copycall *call_add(struct engine *engine, const struct plan_call *plan, int64_t now_ms)
{
    struct copycall *call = arena_alloc(&engine->arena, sizeof *call);

    call->plan = copy_plan(&engine->arena, plan);
    call->plan.id = (int)engine->n_calls;
    call->caps = engine->desired->accounts[plan->account].caps;
    call->planned_ms = now_ms;
    call->not_before_ms = call->eligible_ms = INT64_MIN;
    ARENA_GROW(&engine->arena, engine->calls, engine->n_calls, engine->cap_calls);
    engine->calls[engine->n_calls++] = call;
    run_stir(engine);
    return call;
}

bool call_is_out(const struct copycall *call)
{
    return call->state == CALL_INTENT || call->state == CALL_SYNCED || call->state == CALL_SENT;
}

/* ---- small words -----------------------------------------------------------------------------
 */

static void enter(struct engine *engine, struct copycall *call, enum call_state state)
{
    call->state = state;
    run_stir(engine);
}

static void tell(struct engine *engine, const struct copycall *call, enum event_kind kind,
                 const char *text)
{
    run_tell(engine, &(struct event){.kind = kind,
                                     .account = call->plan.account,
                                     .region = call->plan.source_region,
                                     .call = call->plan.id,
                                     .progress = -1,
                                     .text = text,
                                     .request_id = call->plan.request_id});
}

/* Says once what the call waits for. */
static void wait_for(struct engine *engine, struct copycall *call, const char *what)
{
    if (call->waits_for != NULL && strcmp(call->waits_for, what) == 0)
        return;
    call->waits_for = arena_strdup(&engine->arena, what);
    tell(engine, call, EVENT_CALL_WAITS, call->waits_for);
}

void call_end(struct engine *engine, struct copycall *call, enum outcome outcome,
              const char *detail)
{
    call->plan.outcome = outcome;
    if (detail != NULL)
        call->plan.outcome_detail = arena_strdup(&engine->arena, detail);
    enter(engine, call, CALL_ENDED);
}

void call_later(struct engine *engine, struct copycall *call, int64_t at_ms)
{
    call->not_before_ms = at_ms;
    enter(engine, call, CALL_WAITING);
}

/* Never sent: its cells say why, unless they have a better reason. */
static void give_up(struct engine *engine, struct copycall *call, enum outcome outcome,
                    const char *detail)
{
    size_t i, k;

    call_end(engine, call, outcome, detail);
    tell(engine, call, EVENT_CALL_ANSWERED, outcome_name(outcome));
    for (i = 0; i < call->plan.n_sources; i++) {
        for (k = 0; k < call->plan.n_regions; k++) {
            const char *region = call->plan.regions[k], *name = call->plan.sources[i].image;
            struct care *care = NULL;

            while ((care = run_care(engine, care, call->plan.cloud, region, name)) != NULL)
                if (care->detail == NULL)
                    care->detail = call->plan.outcome_detail;
        }
    }
}

/* ---- guard -----------------------------------------------------------------------------------
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
    bool waits = i == call->plan.n_regions && call->since_ms < call->waited_ms;

    return waits ? call->waited_ms : call->since_ms;
}

static void read_facts(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    bool quota = needs_quota(call);
    size_t i;

    call->since_ms = now_ms - FACT_AGE_MS;
    if (call->since_ms < call->planned_ms)
        call->since_ms = call->planned_ms;
    for (i = 0; i <= call->plan.n_regions; i++)
        reader_want(engine->reader, call->plan.cloud, region_of(call, i), region_since_ms(call, i),
                    quota && i < call->plan.n_regions);
    enter(engine, call, CALL_GUARD);
}

static bool facts_read(const struct engine *engine, const struct copycall *call)
{
    size_t i;

    for (i = 0; i <= call->plan.n_regions; i++)
        if (!reader_settled(engine->reader, call->plan.cloud, region_of(call, i),
                            region_since_ms(call, i)))
            return false;
    return true;
}

/* No fact is too old.  (Of a region that could not be read there is no fact at all.) */
static bool facts_fresh(const struct engine *engine, const struct copycall *call, int64_t now_ms)
{
    int64_t oldest_ms = now_ms - FACT_AGE_MS;
    size_t i;

    if (call->rounds > GUARD_ROUNDS && call->guard_ms < oldest_ms)
        oldest_ms = call->guard_ms;
    for (i = 0; i <= call->plan.n_regions; i++) {
        const struct snapshot *snapshot =
            world_find(engine->world, call->plan.cloud, region_of(call, i));

        if (snapshot != NULL && snapshot->complete && snapshot->read_at_ms < oldest_ms)
            return false;
    }
    return true;
}

static void guard_begin(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    call->guard_ms = now_ms;
    call->rounds = 1;
    read_facts(engine, call, now_ms);
}

static void refuse(struct engine *engine, struct copycall *call, const struct guard_result *guard)
{
    call->plan.moved = guard->moved;
    call->plan.moved_now = arena_strdup(&engine->arena, guard->now);
    give_up(engine, call, OUTCOME_REFUSED,
            arena_printf(&engine->said, "what it relied on has changed: %s", guard->now));
}

/* The pairs of a target that is left out: what is arriving is watched, what is not there at all
 * goes into a call of its own, what cannot be read is said. */
static void leave_out(struct engine *engine, const struct copycall *call,
                      const struct guard_result *guard, size_t region, bool *rest, int64_t now_ms)
{
    size_t i;

    for (i = 0; i < call->plan.n_sources; i++) {
        size_t at = i * call->plan.n_regions + region;
        const char *id = call->plan.regions[region], *name = call->plan.sources[i].image;

        if (guard->pairs[at] == GUARD_ARRIVING)
            track_add(engine, call->plan.cloud, id, name, now_ms);
        if (guard->pairs[at] == GUARD_UNREAD)
            run_note(engine, call->plan.cloud, id, name, REASON_NONE, NULL,
                     "the region could not be read before the copy");
        rest[at] = guard->pairs[at] == GUARD_GO;
    }
}

/* Keeps the targets that are whole; false when none is left. */
static bool shrink(struct engine *engine, struct copycall *call, const struct guard_result *guard,
                   int64_t now_ms)
{
    const char **kept = arena_array(&engine->arena, call->plan.n_regions, sizeof *kept);
    bool *rest = arena_array(&engine->said, call_pairs(call), sizeof *rest);
    bool unread = false;
    size_t n = 0, i, k;

    for (k = 0; k < call->plan.n_regions; k++) {
        bool whole = true;

        for (i = 0; i < call->plan.n_sources; i++) {
            enum guard_pair pair = guard->pairs[i * call->plan.n_regions + k];

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
    if (n == 0) {
        give_up(engine, call, OUTCOME_NOT_SENT,
                unread ? "its target regions could not be read"
                       : "what it would copy is there or on its way");
        return false;
    }
    call->plan.regions = kept;
    call->plan.n_regions = n;
    return true;
}

static void guard(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    struct guard_result result;

    if (!facts_read(engine, call))
        return;
    if (!facts_fresh(engine, call, now_ms)) {
        call->rounds++;
        read_facts(engine, call, now_ms);
        return;
    }
    guard_check(&call->plan, call->caps, engine->world, &engine->said, &result);
    if (result.verdict == GUARD_REFUSE) {
        refuse(engine, call, &result);
    } else if (result.verdict == GUARD_WAIT) {
        wait_for(engine, call, result.now);
        call->waited_ms = now_ms + 1; /* what was read up to now says busy */
        call_later(engine, call, now_ms + engine->options.poll_ms);
    } else if (shrink(engine, call, &result, now_ms)) {
        enter(engine, call, CALL_GUARDED);
    }
}

/* ---- intent ----------------------------------------------------------------------------------
 */

/* The ids that bear a name in a region already: a copy made now has another one. */
static const char *const *ids_before(struct engine *engine, const struct copycall *call,
                                     const char *region, const char *name, size_t *n)
{
    const struct snapshot *snapshot = world_find(engine->world, call->plan.cloud, region);
    const struct image *images = snapshot_named(snapshot, name, n);
    const char **ids = arena_array(&engine->arena, *n, sizeof *ids);
    size_t i;

    for (i = 0; i < *n; i++)
        ids[i] = arena_strdup(&engine->arena, images[i].id);
    return ids;
}

static struct intent *intent_new(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    struct intent *intent = arena_alloc(&engine->arena, sizeof *intent);
    struct journal_target *targets = arena_array(&engine->arena, call_pairs(call), sizeof *targets);
    const char **source_ids = arena_array(&engine->arena, call->plan.n_sources, sizeof *source_ids);
    size_t n = 0, i, k;

    for (i = 0; i < call->plan.n_sources; i++) {
        source_ids[i] = call->plan.sources[i].id;
        for (k = 0; k < call->plan.n_regions; k++, n++) {
            targets[n].name = call->plan.sources[i].image;
            targets[n].region = call->plan.regions[k];
            targets[n].before =
                ids_before(engine, call, targets[n].region, targets[n].name, &targets[n].n_before);
        }
    }
    *intent = (struct intent){.account = call->plan.account,
                              .cloud = call->plan.cloud,
                              .open = true,
                              .mine = true,
                              .call = call};
    intent->data = (struct journal_intent){
        .id = engine->options.run_id + ++engine->last_intent,
        .at_ms = now_ms,
        .identity = run_identity(&engine->desired->accounts[call->plan.account]),
        .source_region = call->plan.source_region,
        .source_ids = source_ids,
        .n_source_ids = call->plan.n_sources,
        .targets = targets,
        .n_targets = n,
    };
    ARENA_GROW(&engine->arena, engine->intents, engine->n_intents, engine->cap_intents);
    engine->intents[engine->n_intents++] = intent;
    return intent;
}

static void port_call(struct engine *engine, struct copycall *call)
{
    struct port_source *sources =
        arena_array(&engine->arena, call->plan.n_sources, sizeof *sources);
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

/* The slot is taken before the intent is written, so that the request leaves right after it: how
 * late a request can have left is what a later run goes by. */
static void guarded(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    int64_t at_ms;

    if (call_obstacle(engine, call) != NULL) {
        call_later(engine, call, now_ms);
        return;
    }
    if (!facts_fresh(engine, call, now_ms)) {
        guard_begin(engine, call, now_ms);
        return;
    }
    at_ms = sched_ready_at(engine->setup.sched, call->plan.cloud, true, now_ms);
    if (at_ms > now_ms) {
        run_wake(engine, at_ms);
        return;
    }
    sched_take(engine->setup.sched, call->plan.cloud, true, now_ms);
    call->intent = intent_new(engine, call, now_ms);
    run_journal(engine, JOURNAL_INTENT, call->intent, NULL, call, now_ms);
    enter(engine, call, CALL_INTENT);
}

/* Has nothing changed while the intent was written? */
static bool may_leave(struct engine *engine, const struct copycall *call, int64_t now_ms)
{
    struct guard_result result;
    size_t i;

    if (now_ms > call->intent->data.at_ms + LEAVE_WITHIN_MS || !facts_fresh(engine, call, now_ms))
        return false;
    guard_check(&call->plan, call->caps, engine->world, &engine->said, &result);
    for (i = 0; result.verdict == GUARD_PASS && i < call_pairs(call); i++)
        if (result.pairs[i] != GUARD_GO)
            return false;
    return result.verdict == GUARD_PASS;
}

static void send(struct engine *engine, struct copycall *call, struct out *out)
{
    size_t i;

    port_call(engine, call);
    call->ticket = run_ticket(engine);
    engine->calls_made++;
    for (i = 0; i < call->intent->data.n_targets; i++) {
        const struct journal_target *target = &call->intent->data.targets[i];
        struct care *care = NULL;

        while ((care = run_care(engine, care, call->plan.cloud, target->region, target->name)) !=
               NULL)
            care->sends++;
    }
    *out = (struct out){.kind = OUT_SEND,
                        .ticket = call->ticket,
                        .account = call->plan.account,
                        .call = &call->port};
    tell(engine, call, EVENT_CALL_SENT, NULL);
    enter(engine, call, CALL_SENT);
}

bool call_leaves(struct engine *engine, struct copycall *call, int64_t now_ms, struct out *out)
{
    if (!engine->draining && may_leave(engine, call, now_ms)) {
        send(engine, call, out);
        return true;
    }
    sched_done(engine->setup.sched, call->plan.cloud, true);
    intent_close(engine, call->intent, "not_sent", now_ms);
    call_later(engine, call, now_ms);
    return false;
}

void call_synced(struct engine *engine, struct copycall *call, bool ok)
{
    if (ok) {
        enter(engine, call, CALL_SYNCED);
        return;
    }
    sched_done(engine->setup.sched, call->plan.cloud, true);
    call->intent->open = false; /* what is not on the disk needs no closing line */
    run_warn(engine, call->plan.account, "the journal could not be written: nothing is sent");
    give_up(engine, call, OUTCOME_NOT_SENT, "the journal could not be written");
}

/* ---- the step --------------------------------------------------------------------------------
 */

static void wait(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    const char *what = call_obstacle(engine, call);

    if (what != NULL) {
        wait_for(engine, call, what);
        return;
    }
    if (call->eligible_ms == INT64_MIN)
        call->eligible_ms = now_ms;
    if (now_ms >= call->eligible_ms + engine->options.copy_timeout_ms) {
        give_up(engine, call, OUTCOME_NOT_SENT,
                arena_printf(&engine->said, "waited in vain for: %s",
                             call->waits_for == NULL ? "its turn" : call->waits_for));
        return;
    }
    if (now_ms < call->not_before_ms)
        run_wake(engine, call->not_before_ms);
    else
        guard_begin(engine, call, now_ms);
}

void call_step(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    if (engine->draining && call->state < CALL_INTENT) {
        give_up(engine, call, OUTCOME_NOT_SENT,
                engine->report.timed_out ? "out of time" : "interrupted");
        return;
    }
    switch (call->state) {
    case CALL_WAITING:
        wait(engine, call, now_ms);
        return;
    case CALL_GUARD:
        guard(engine, call, now_ms);
        return;
    case CALL_GUARDED:
        guarded(engine, call, now_ms);
        return;
    case CALL_INTENT:
    case CALL_SYNCED:
    case CALL_SENT:
    case CALL_ENDED:
        return;
    }
}
