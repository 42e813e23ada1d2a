/* SPDX-License-Identifier: MIT */
/* What an answer means, for the call as a whole and for each of its pairs. */
#include "reconcile/engine/run.h"

#include <string.h>

/* ---- small words -----------------------------------------------------------------------------
 */

size_t call_pairs(const struct copycall *call)
{
    return call->plan.n_sources * call->plan.n_regions;
}

size_t call_pair(const struct copycall *call, size_t source, size_t target)
{
    return source * call->plan.n_regions + target;
}

const char *call_pair_name(const struct copycall *call, size_t pair)
{
    return call->plan.sources[pair / call->plan.n_regions].image;
}

const char *call_pair_region(const struct copycall *call, size_t pair)
{
    return call->plan.regions[pair % call->plan.n_regions];
}

static struct port_failure keep_failure(struct engine *engine, const struct port_failure *from)
{
    struct port_failure kept = *from;

    kept.code = arena_strdup(&engine->arena, from->code);
    kept.message =
        arena_strdup(&engine->arena, from->message == NULL ? "no reason given" : from->message);
    return kept;
}

void call_tell_answer(struct engine *engine, const struct copycall *call, const char *text,
                      int64_t at_ms)
{
    run_tell(engine, &(struct event){.kind = EVENT_CALL_ANSWERED,
                                     .account = call->plan.account,
                                     .region = call->plan.source_region,
                                     .call = call->plan.id,
                                     .progress = -1,
                                     .ok = call->plan.outcome == OUTCOME_ACCEPTED ||
                                           call->plan.outcome == OUTCOME_SETTLED,
                                     .text = text,
                                     .request_id = call->plan.request_id,
                                     .at_ms = at_ms});
}

/* The answer proves that nothing was made: these requests do not count. */
static void forget_sends(struct engine *engine, const struct copycall *call, size_t pair)
{
    struct care *care = NULL;

    while ((care = run_care(engine, care, call->plan.tenant, call_pair_region(call, pair),
                            call_pair_name(call, pair))) != NULL)
        care->sends--;
}

/* ---- refusals --------------------------------------------------------------------------------
 */

/* The reason that a refusal's class alone tells, where its code has none. */
static enum reason reason_of(const struct port_failure *failure)
{
    if (failure->reason != REASON_NONE)
        return failure->reason;
    switch (failure->class) {
    case PORT_AUTH:
        return REASON_NOT_AUTHORIZED;
    case PORT_QUOTA_HIT:
        return REASON_QUOTA_FULL;
    case PORT_REGION:
        return REASON_REGION_UNSUPPORTED;
    default:
        return REASON_NONE;
    }
}

void call_refuse_pair(struct engine *engine, const struct copycall *call, size_t pair,
                      const struct port_failure *failure)
{
    struct port_failure *kept = arena_alloc(&engine->arena, sizeof *kept);

    *kept = keep_failure(engine, failure);
    run_note(engine, call->plan.tenant, call_pair_region(call, pair), call_pair_name(call, pair),
             reason_of(failure), kept, kept->message);
}

/* Could another combination of regions or images fare better? */
static bool is_divisible(const struct copycall *call, const struct port_failure *failure)
{
    if (call_pairs(call) == 1)
        return failure->class == PORT_EXISTS; /* nothing to divide, but something to look at */
    switch (failure->class) {
    case PORT_QUOTA_HIT:
    case PORT_REGION:
    case PORT_EXISTS:
        return true;
    case PORT_PERMANENT:
        return call->plan.n_sources > 1 || failure->reason == REASON_QUOTA_FULL ||
               failure->reason == REASON_REGION_UNSUPPORTED ||
               failure->reason == REASON_CROSS_BORDER;
    default:
        return false;
    }
}

static struct track *track_pair(struct engine *engine, struct copycall *call, size_t pair,
                                enum sureness sure, int64_t now_ms)
{
    struct track *track = track_add(engine, call->plan.tenant, call_pair_region(call, pair),
                                    call_pair_name(call, pair), now_ms);
    const struct journal_target *target = &call->intent->data.targets[pair];

    track_belongs(engine, track, call->intent);
    track->sure = sure;
    track->source = pair / call->plan.n_regions;
    track->target = pair % call->plan.n_regions;
    track->watch.before = target->before;
    track->watch.n_before = target->n_before;
    track->watch.id = target->id;
    track->watch.settled_ms = call->intent->settled_ms;
    return track;
}

static void record_answer(struct engine *engine, struct copycall *call, enum answer answer,
                          int64_t now_ms)
{
    static const char *const words[] = {
        [ANSWER_NONE] = "none",
        [ANSWER_ACCEPTED] = "accepted",
        [ANSWER_LOST] = "lost",
        [ANSWER_REFUSED] = "refused",
    };

    call->intent->answer = answer;
    call->intent->data.answered_ms = now_ms;
    call->intent->settled_ms = now_ms + engine->options.settle_ms;
    run_journal(engine, JOURNAL_ANSWER, call->intent, words[answer], NULL, now_ms);
}

/* Every pair is watched until it is sure what became of it. */
static void watch_all(struct engine *engine, struct copycall *call, enum answer answer,
                      enum sureness sure, int64_t now_ms)
{
    size_t i;

    record_answer(engine, call, answer, now_ms);
    for (i = 0; i < call_pairs(call); i++)
        track_pair(engine, call, i, sure, now_ms);
    run_tell(engine, &(struct event){.kind = EVENT_SETTLE,
                                     .account = call->plan.account,
                                     .region = call->plan.source_region,
                                     .call = call->plan.id,
                                     .progress = -1,
                                     .at_ms = call->intent->settled_ms});
}

static void refused_for_good(struct engine *engine, struct copycall *call,
                             const struct port_failure *failure, int64_t now_ms)
{
    size_t i;

    for (i = 0; i < call_pairs(call); i++)
        call_refuse_pair(engine, call, i, failure);
    if (failure->class == PORT_UNCLEAR)
        record_answer(engine, call, ANSWER_REFUSED, now_ms); /* it stays open */
    else
        intent_close(engine, call->intent, "rejected", now_ms);
    call_end(engine, call, OUTCOME_REJECTED, failure->message);
    call_tell_answer(engine, call, failure->message, 0);
}

/* Nothing happened, and later it may: from the guard on again. */
static void refused_for_now(struct engine *engine, struct copycall *call,
                            const struct port_failure *failure, int64_t now_ms)
{
    struct sched *sched = engine->setup.sched;
    int64_t at_ms = now_ms + sched_backoff(sched, ++call->attempts, failure->retry_after_ms);

    if (failure->class == PORT_THROTTLED)
        sched_hold(sched, call->plan.tenant, true, at_ms);
    if (failure->class == PORT_BUSY && at_ms < now_ms + engine->options.poll_ms)
        at_ms = now_ms + engine->options.poll_ms;
    intent_close(engine, call->intent, "not_now", now_ms);
    call->waits_for =
        arena_strdup(&engine->arena, failure->message == NULL ? "the cloud" : failure->message);
    call_tell_answer(engine, call, call->waits_for, at_ms);
    call_later(engine, call, at_ms);
}

static void refused(struct engine *engine, struct copycall *call,
                    const struct port_failure *failure, int64_t now_ms)
{
    size_t i;

    for (i = 0; i < call_pairs(call); i++)
        forget_sends(engine, call, i);
    if (failure->class == PORT_THROTTLED || failure->class == PORT_BUSY ||
        (failure->class == PORT_TRANSIENT && call->attempts + 1 < TRANSIENT_MAX)) {
        refused_for_now(engine, call, failure, now_ms);
    } else if (is_divisible(call, failure)) {
        call->split = true;
        call->failure = keep_failure(engine, failure);
        watch_all(engine, call, ANSWER_REFUSED, SURE_REFUSED, now_ms);
        call_end(engine, call, call_pairs(call) > 1 ? OUTCOME_SPLIT : OUTCOME_REJECTED,
                 failure->message);
        call_tell_answer(engine, call, failure->message, call->intent->settled_ms);
    } else {
        refused_for_good(engine, call, failure, now_ms);
    }
}

/* ---- accepted --------------------------------------------------------------------------------
 */

/* What the reply says of a pair; NULL when it does not speak of it. */
static const struct port_copied *entry_of(const struct copycall *call,
                                          const struct port_result *result, size_t pair)
{
    size_t i;

    for (i = 0; i < result->n_copied; i++)
        if (result->copied[i].source < call->plan.n_sources &&
            result->copied[i].target < call->plan.n_regions &&
            call_pair(call, result->copied[i].source, result->copied[i].target) == pair)
            return &result->copied[i];
    return NULL;
}

/* A reply that names nothing accepts all; one that names some leaves it open for the others. */
static enum sureness sureness_of(const struct port_result *result, const struct port_copied *entry)
{
    if (result->n_copied == 0)
        return SURE_ACCEPTED;
    if (entry == NULL || entry->failure.class == PORT_LOST)
        return SURE_UNKNOWN;
    return entry->failure.class == PORT_FINE ? SURE_ACCEPTED : SURE_REFUSED;
}

/* One pair refused in a reply that accepts others: a proof that this one was not made. */
static bool pair_comes_again(struct engine *engine, struct copycall *call, size_t pair,
                             const struct port_failure *failure)
{
    forget_sends(engine, call, pair);
    if ((failure->class == PORT_THROTTLED || failure->class == PORT_BUSY ||
         failure->class == PORT_TRANSIENT) &&
        call->attempts + 1 < TRANSIENT_MAX)
        return true;
    call_refuse_pair(engine, call, pair, failure);
    return false;
}

static void accepted(struct engine *engine, struct copycall *call, const struct port_result *result,
                     int64_t now_ms)
{
    struct journal_target *targets = arena_array(&engine->arena, call_pairs(call), sizeof *targets);
    bool *again = arena_array(&engine->said, call_pairs(call), sizeof *again);
    size_t n = 0, asked = 0, first = engine->n_calls, i;

    for (i = 0; i < call_pairs(call); i++) {
        const struct port_copied *entry = entry_of(call, result, i);
        enum sureness sure = sureness_of(result, entry);
        struct track *track;

        if (sure == SURE_REFUSED) {
            again[i] = pair_comes_again(engine, call, i, &entry->failure);
            if (entry->failure.class == PORT_UNCLEAR)
                targets[n++] = call->intent->data.targets[i];
            continue;
        }
        track = track_pair(engine, call, i, sure, now_ms);
        track->watch.settled_ms = now_ms + engine->options.settle_ms;
        targets[n] = call->intent->data.targets[i];
        if (entry != NULL)
            targets[n].id = track->watch.id = arena_strdup(&engine->arena, entry->id);
        n++;
        asked++;
    }
    intent_trim(engine, call->intent, targets, n);
    if (n == 0)
        intent_close(engine, call->intent, "rejected", now_ms);
    else
        record_answer(engine, call, asked > 0 ? ANSWER_ACCEPTED : ANSWER_REFUSED, now_ms);
    if (asked > 0)
        call_end(engine, call, OUTCOME_ACCEPTED, NULL);
    else
        call_end(engine, call, OUTCOME_REJECTED, "each of its targets was refused");
    call_tell_answer(engine, call, outcome_name(call->plan.outcome), 0);
    call_derive(engine, call, again, now_ms);
    for (i = first; i < engine->n_calls; i++) {
        engine->calls[i]->attempts = call->attempts + 1;
        engine->calls[i]->not_before_ms =
            now_ms + sched_backoff(engine->setup.sched, call->attempts + 1, 0);
    }
}

/* ---- answers ---------------------------------------------------------------------------------
 */

void call_answered(struct engine *engine, struct copycall *call, const struct port_result *result,
                   int64_t now_ms)
{
    const struct port_failure *failure = &result->failure;

    sched_done(engine->setup.sched, call->plan.tenant, true);
    call->plan.request_id = arena_strdup(&engine->arena, result->request_id);
    if (failure->class == PORT_TRANSIENT && failure->http_status == 0)
        engine->calls_made--; /* it never left */
    if (failure->class == PORT_FINE) {
        accepted(engine, call, result, now_ms);
    } else if (failure->class == PORT_LOST) {
        if (failure->code != NULL) /* an answer, but one that tells nothing: split.c */
            call->failure = keep_failure(engine, failure);
        watch_all(engine, call, ANSWER_LOST, SURE_UNKNOWN, now_ms);
        call_end(engine, call, OUTCOME_LOST, failure->message);
        call_tell_answer(engine, call, outcome_name(OUTCOME_LOST), call->intent->settled_ms);
    } else {
        refused(engine, call, failure, now_ms);
    }
}
