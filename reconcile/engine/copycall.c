/* SPDX-License-Identifier: MIT */
/* One call's life up to its answer: wait, guard (callguard.c), intent, send. */
#include "reconcile/engine/run.h"

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
    call->blocked_at = UINT64_MAX;
    if (plan->n_sources == 1)
        call->source_mark = run_hash(plan->tenant, plan->source_region, plan->sources[0].id);
    ARENA_GROW(&engine->arena, engine->calls, engine->n_calls, engine->cap_calls);
    engine->calls[engine->n_calls++] = call;
    run_moved(engine);
    return call;
}

bool call_is_out(const struct copycall *call)
{
    return call->state == CALL_INTENT || call->state == CALL_SYNCED || call->state == CALL_SENT;
}

/* ---- small words -----------------------------------------------------------------------------
 */

void call_enter(struct engine *engine, struct copycall *call, enum call_state state)
{
    call->state = state;
    run_moved(engine);
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

void call_waits(struct engine *engine, struct copycall *call, const char *what)
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
    call_enter(engine, call, CALL_ENDED);
}

void call_later(struct engine *engine, struct copycall *call, int64_t at_ms)
{
    call->not_before_ms = at_ms;
    call_enter(engine, call, CALL_WAITING);
}

void call_give_up(struct engine *engine, struct copycall *call, enum outcome outcome,
                  const char *detail)
{
    size_t i, k;

    call_end(engine, call, outcome, detail);
    tell(engine, call, EVENT_CALL_ANSWERED,
         arena_printf(&engine->said, "%s: %s",
                      outcome == OUTCOME_NOT_SENT ? "not sent" : outcome_name(outcome), detail));
    for (i = 0; i < call->plan.n_sources; i++) {
        for (k = 0; k < call->plan.n_regions; k++) {
            const char *region = call->plan.regions[k], *name = call->plan.sources[i].image;
            struct care *care = NULL;

            while ((care = run_care(engine, care, call->plan.tenant, region, name)) != NULL)
                if (care->detail == NULL)
                    care->detail = call->plan.outcome_detail;
        }
    }
}

/* ---- intent ----------------------------------------------------------------------------------
 */

/* The ids that bear a name in a region already: a copy made now has another one. */
static const char *const *ids_before(struct engine *engine, const struct copycall *call,
                                     const char *region, const char *name, size_t *n)
{
    const struct snapshot *snapshot = world_find(engine->world, call->plan.tenant, region);
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
                              .tenant = call->plan.tenant,
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
    intent_add(engine, intent);
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
    if (!call_facts_fresh(engine, call, now_ms)) {
        call_guard_begin(engine, call, now_ms);
        return;
    }
    at_ms = sched_ready_at(engine->setup.sched, call->plan.tenant, true, now_ms);
    if (at_ms > now_ms) {
        run_wake(engine, at_ms);
        return;
    }
    sched_take(engine->setup.sched, call->plan.tenant, true, now_ms);
    call->intent = intent_new(engine, call, now_ms);
    run_journal(engine, JOURNAL_INTENT, call->intent, NULL, call, now_ms);
    call_enter(engine, call, CALL_INTENT);
}

/* Has nothing changed while the intent was written? */
static bool may_leave(struct engine *engine, const struct copycall *call, int64_t now_ms)
{
    struct guard_result result;
    size_t i;

    if (now_ms > call->intent->data.at_ms + LEAVE_WITHIN_MS ||
        !call_facts_fresh(engine, call, now_ms))
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

        while ((care = run_care(engine, care, call->plan.tenant, target->region, target->name)) !=
               NULL)
            care->sends++;
    }
    *out = (struct out){.kind = OUT_SEND,
                        .ticket = call->ticket,
                        .account = call->plan.account,
                        .call = &call->port};
    tell(engine, call, EVENT_CALL_SENT, NULL);
    call_enter(engine, call, CALL_SENT);
}

bool call_leaves(struct engine *engine, struct copycall *call, int64_t now_ms, struct out *out)
{
    if (!engine->draining && may_leave(engine, call, now_ms)) {
        send(engine, call, out);
        return true;
    }
    sched_done(engine->setup.sched, call->plan.tenant, true);
    intent_close(engine, call->intent, "not_sent", now_ms);
    call_later(engine, call, now_ms);
    return false;
}

void call_synced(struct engine *engine, struct copycall *call, bool ok)
{
    if (ok) {
        call_enter(engine, call, CALL_SYNCED);
        return;
    }
    sched_done(engine->setup.sched, call->plan.tenant, true);
    intent_drop(engine, call->intent); /* what is not on the disk needs no closing line */
    run_warn(engine, call->plan.account,
             "the journal is another run's or cannot be written: nothing is sent");
    call_give_up(engine, call, OUTCOME_NOT_SENT,
                 "the journal is another run's or cannot be written");
}

/* ---- the step --------------------------------------------------------------------------------
 */

static void wait(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    const char *what;

    if (call->blocked_at == engine->moves)
        return;
    what = call_obstacle(engine, call);
    if (what != NULL) {
        call->blocked_at = engine->moves;
        call_waits(engine, call, what);
        return;
    }
    if (call->eligible_ms == INT64_MIN)
        call->eligible_ms = now_ms;
    if (now_ms >= call->eligible_ms + engine->options.copy_timeout_ms) {
        call_give_up(engine, call, OUTCOME_NOT_SENT,
                     arena_printf(&engine->said, "waited in vain for: %s",
                                  call->waits_for == NULL ? "its turn" : call->waits_for));
        return;
    }
    if (now_ms < call->not_before_ms)
        run_wake(engine, call->not_before_ms);
    else
        call_guard_begin(engine, call, now_ms);
}

void call_step(struct engine *engine, struct copycall *call, int64_t now_ms)
{
    if (engine->draining && call->state < CALL_INTENT) {
        call_give_up(engine, call, OUTCOME_NOT_SENT,
                     engine->report.timed_out ? "out of time" : "interrupted");
        return;
    }
    switch (call->state) {
    case CALL_WAITING:
        wait(engine, call, now_ms);
        return;
    case CALL_GUARD:
        call_guard(engine, call, now_ms);
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
