/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/apply.h"

#include "reconcile/engine/split.h"
#include "reconcile/engine/tell.h"

#include <assert.h>
#include <string.h>

/* ---- small words ---- */

static struct port_failure *keep_failure(struct run *run, const struct port_failure *from)
{
    struct port_failure *kept = arena_alloc(&run->arena, sizeof *kept);

    *kept = *from;
    kept->code = arena_strdup(&run->arena, from->code);
    kept->message =
        arena_strdup(&run->arena, from->message == NULL ? "no reason given" : from->message);
    return kept;
}

static void end(struct run *run, struct call *call, enum outcome outcome, const char *detail)
{
    call->plan.outcome = outcome;
    if (detail != NULL)
        call->plan.outcome_detail = arena_strdup(&run->arena, detail);
    calls_enter(&run->calls, call, CALL_ENDED);
}

static void reject_spot(struct run *run, struct spot spot, const struct port_failure *failure)
{
    const struct port_failure *kept = keep_failure(run, failure);

    cares_note(&run->cares, spot, ruling_reason(kept), kept, kept->message);
}

void apply_wait(struct run *run, struct call *call, const char *what)
{
    if (call->waits_for != NULL && strcmp(call->waits_for, what) == 0)
        return;
    call->waits_for = arena_strdup(&run->arena, what);
    tell_call(&run->outbox, call, EVENT_CALL_WAITS, call->waits_for, 0);
}

void apply_later(struct run *run, struct call *call, int64_t at_ms)
{
    call->not_before_ms = at_ms;
    calls_enter(&run->calls, call, CALL_WAITING);
}

void apply_give_up(struct run *run, struct call *call, enum outcome outcome, const char *detail)
{
    const char *word = outcome == OUTCOME_NOT_SENT ? "not sent" : outcome_name(outcome);
    size_t i;

    assert(call->state < CALL_SENT);
    end(run, call, outcome, detail);
    tell_call(&run->outbox, call, EVENT_CALL_ANSWERED,
              arena_printf(&run->outbox.said, "%s: %s", word, detail), 0);
    for (i = 0; i < call_pairs(call); i++)
        cares_explain(&run->cares, call_spot(call, i), call->plan.outcome_detail);
}

static struct call *add_call(struct run *run, const struct plan_call *plan, struct facts facts)
{
    return calls_add(&run->calls, plan, run->desired->accounts[plan->account].caps, facts);
}

void apply_add(struct run *run, const struct plan_call *plan, int64_t now_ms)
{
    add_call(run, plan, (struct facts){.planned_ms = now_ms});
}

static void add_all(struct run *run, struct split split, int64_t now_ms)
{
    size_t i;

    for (i = 0; i < split.nr; i++)
        apply_add(run, &split.calls[i], now_ms);
}

void apply_close(struct run *run, struct entry *entry, const char *word, int64_t now_ms)
{
    ledger_close(&run->ledger, entry);
    outbox_write(&run->outbox, entry->account, JOURNAL_CLOSED, &entry->data, word, now_ms);
}

/* ---- answers ---- */

/* What the cells of a pair learn from the answer. */
static void learn(struct run *run, struct spot spot, const struct pair_ruling *pair)
{
    if (pair->word != PAIR_ACCEPTED && pair->word != PAIR_UNKNOWN)
        cares_count_sends(&run->cares, spot, -1); /* it did not work: the request does not count */
    if (pair->word == PAIR_REJECTED || pair->word == PAIR_UNPROVED)
        reject_spot(run, spot, pair->failure);
}

/* The intent goes on with the targets that may have been made, or it is closed. */
static void keep_intent(struct run *run, struct call *call, const struct ruling *ruling,
                        int64_t now_ms)
{
    struct entry *entry = call->entry;
    struct journal_target *targets = arena_array(&run->arena, call_pairs(call), sizeof *targets);
    size_t n = 0, i;

    for (i = 0; i < call_pairs(call); i++) {
        if (!pair_may_be_made(ruling->pairs[i].word) && ruling->pairs[i].word != PAIR_UNPROVED)
            continue;
        targets[n] = entry->data.targets[i];
        if (ruling->pairs[i].id != NULL)
            targets[n].id = arena_strdup(&run->arena, ruling->pairs[i].id);
        n++;
    }
    if (n == 0) {
        apply_close(run, entry, ruling->closed_as, now_ms);
        return;
    }
    ledger_keep(&run->ledger, entry, targets, n);
    entry->answer = ruling->answer;
    entry->data.answered_ms = now_ms;
    entry->settled_ms = now_ms + run->options.settle_ms;
    outbox_write(&run->outbox, entry->account, JOURNAL_ANSWER, &entry->data,
                 answer_name(ruling->answer), now_ms);
}

/* Watches what may have been made.  Its targets are the intent's now, in the order of the pairs. */
static void follow(struct run *run, struct call *call, const struct ruling *ruling, int64_t now_ms)
{
    size_t target = 0, i;

    for (i = 0; i < call_pairs(call) && call->entry->open; i++) {
        enum pair_word word = ruling->pairs[i].word;
        struct track *track;

        if (pair_may_be_made(word)) {
            track = tracks_follow(&run->tracks, call->entry, &call->entry->data.targets[target],
                                  cares_at(&run->cares, NULL, call_spot(call, i)),
                                  now_ms + run->options.copy_timeout_ms);
            track->word = word;
            track->pair = i;
        }
        target += pair_may_be_made(word) || word == PAIR_UNPROVED;
    }
}

/* Nothing happened, and later it may: from the guard on again. */
static void come_again(struct run *run, struct call *call, const struct port_failure *failure,
                       int64_t now_ms)
{
    int64_t at_ms = now_ms + sched_backoff(run->sched, ++call->attempts, failure->retry_after_ms);

    if (failure->class == PORT_THROTTLED)
        sched_hold(run->sched, call->plan.tenant, true, at_ms);
    if (failure->class == PORT_BUSY && at_ms < now_ms + run->options.poll_ms)
        at_ms = now_ms + run->options.poll_ms;
    call->waits_for =
        arena_strdup(&run->arena, failure->message == NULL ? "the cloud" : failure->message);
    tell_call(&run->outbox, call, EVENT_CALL_ANSWERED, call->waits_for, at_ms);
    apply_later(run, call, at_ms);
}

/* Pairs that were rejected for now, in a reply that accepts others: calls of their own, later. */
static void add_rejected_for_now(struct run *run, const struct call *call,
                                 const struct ruling *ruling, int64_t now_ms)
{
    struct arena *scratch = &run->outbox.said;
    bool *again = arena_array(scratch, call_pairs(call), sizeof *again);
    struct split split;
    size_t i;

    for (i = 0; i < call_pairs(call); i++)
        again[i] = ruling->pairs[i].word == PAIR_AGAIN;
    split = split_wanted(&call->plan, again, scratch);
    for (i = 0; i < split.nr; i++) {
        struct call *added = add_call(run, &split.calls[i], (struct facts){.planned_ms = now_ms});

        added->attempts = call->attempts + 1;
        added->not_before_ms = now_ms + sched_backoff(run->sched, added->attempts, 0);
    }
}

void apply_answer(struct run *run, struct call *call, const struct port_result *result,
                  int64_t now_ms)
{
    const struct port_failure *failure = &result->failure;
    struct ruling ruling;
    size_t i;

    assert(call->state == CALL_SENT && call->entry->open);
    sched_done(run->sched);
    call->plan.request_id = arena_strdup(&run->arena, result->request_id);
    if (failure->class == PORT_TRANSIENT && failure->http_status == 0)
        run->calls_made--; /* it never left */
    ruling_make(&call->plan, call->attempts, result, &run->outbox.said, &ruling);
    for (i = 0; i < call_pairs(call); i++)
        learn(run, call_spot(call, i), &ruling.pairs[i]);
    keep_intent(run, call, &ruling, now_ms);
    if (ruling.outcome == OUTCOME_NONE) {
        come_again(run, call, failure, now_ms);
        return;
    }
    follow(run, call, &ruling, now_ms);
    call->divides = ruling.divides;
    if (ruling.settles) {
        if (failure->code != NULL || ruling.divides)
            call->failure = *keep_failure(run, failure);
        tell_call(&run->outbox, call, EVENT_SETTLE, NULL, call->entry->settled_ms);
    }
    end(run, call, ruling.outcome, ruling.detail);
    tell_call(&run->outbox, call, EVENT_CALL_ANSWERED,
              ruling.told != NULL ? ruling.told : outcome_name(ruling.outcome),
              ruling.settles ? call->entry->settled_ms : 0);
    add_rejected_for_now(run, call, &ruling, now_ms);
}

/* ---- facts ---- */

/* The pairs of a target that is left out: what is arriving is watched, what is not there at all
 * goes into a call of its own, what cannot be read is said. */
static void leave_out(struct run *run, const struct call *call, const struct guard_result *guard,
                      size_t region, bool *rest, int64_t now_ms)
{
    size_t i;

    for (i = region; i < call_pairs(call); i += call->plan.n_regions) {
        struct spot spot = call_spot(call, i);

        if (guard->pairs[i] == GUARD_ARRIVING)
            tracks_add(&run->tracks, spot, cares_at(&run->cares, NULL, spot), now_ms,
                       now_ms + run->options.copy_timeout_ms);
        if (guard->pairs[i] == GUARD_UNREAD)
            cares_note(&run->cares, spot, REASON_NONE, NULL,
                       "the region could not be read before the copy");
        rest[i] = guard->pairs[i] == GUARD_GO;
    }
}

/* Leaves out the targets that are not whole, for which smaller calls are added. */
static void shrink(struct run *run, struct call *call, const struct guard_result *guard,
                   int64_t now_ms)
{
    struct arena *scratch = &run->outbox.said;
    bool *out = arena_array(scratch, call->plan.n_regions, sizeof *out);
    bool *rest = arena_array(scratch, call_pairs(call), sizeof *rest);
    bool unread = false, all_out = true;
    size_t i, k;

    for (k = 0; k < call->plan.n_regions; k++) {
        for (i = k; i < call_pairs(call); i += call->plan.n_regions) {
            out[k] = out[k] || guard->pairs[i] != GUARD_GO;
            unread = unread || guard->pairs[i] == GUARD_UNREAD;
        }
        if (out[k])
            leave_out(run, call, guard, k, rest, now_ms);
        all_out = all_out && out[k];
    }
    add_all(run, split_wanted(&call->plan, rest, scratch), now_ms);
    if (all_out) {
        apply_give_up(run, call, OUTCOME_NOT_SENT,
                      unread ? "its target regions could not be read"
                             : "what it would copy is there or on its way");
        return;
    }
    calls_narrow(&run->calls, call, out);
    calls_enter(&run->calls, call, CALL_GUARDED);
}

/* Puts the targets that cannot be read just now into a call of their own, for later: the others
 * need not wait for them. */
static void set_aside(struct run *run, struct call *call, const struct facts_ruling *ruling)
{
    struct split split = split_wanted(&call->plan, ruling->aside, &run->outbox.said);
    size_t i;

    for (i = 0; i < split.nr; i++)
        add_call(run, &split.calls[i], ruling->later)->not_before_ms = ruling->at_ms;
    calls_narrow(&run->calls, call, ruling->aside);
}

static void refuse(struct run *run, struct call *call, const struct guard_result *guard)
{
    call->plan.moved = guard->moved;
    call->plan.moved_now = arena_strdup(&run->arena, guard->now);
    apply_give_up(run, call, OUTCOME_REFUSED,
                  arena_printf(&run->outbox.said, "what it relied on has changed: %s", guard->now));
}

void apply_facts(struct run *run, struct call *call, int64_t now_ms)
{
    struct facts_look look = run_look(run, now_ms);
    struct facts_ruling ruling;

    assert(call->state == CALL_GUARD);
    facts_judge(&call->facts, &call->plan, call->caps, &look, &ruling);
    if (ruling.word == FACTS_ASIDE) {
        set_aside(run, call, &ruling);
        facts_judge(&call->facts, &call->plan, call->caps, &look, &ruling);
    }
    switch (ruling.word) {
    case FACTS_READING:
    case FACTS_ASIDE: /* not twice: what could be put aside was */
        return;
    case FACTS_UNREAD:
        apply_wait(run, call,
                   arena_printf(&run->outbox.said, "a complete listing of %s", ruling.region));
        apply_later(run, call, ruling.at_ms);
        return;
    case FACTS_MOVED:
        refuse(run, call, &ruling.guard);
        return;
    case FACTS_BUSY:
        apply_wait(run, call, ruling.guard.now);
        apply_later(run, call, ruling.at_ms);
        return;
    case FACTS_HOLD:
        shrink(run, call, &ruling.guard, now_ms);
        return;
    }
}

/* ---- tracks ---- */

void apply_track(struct run *run, const struct track *track)
{
    struct spot spot = {track->watch.tenant, track->watch.region, track->watch.name};
    const char *ending = track_ending(track, &run->arena);

    if (ending != NULL) /* the last listing alone would not tell */
        cares_note(&run->cares, spot, REASON_NONE, NULL, ending);
    if (track->watch.end == WATCH_STUCK)
        cares_stuck(&run->cares, spot);
    if (track->cared)
        tell_cell(&run->outbox, track, ending);
}

/* ---- settled intents ---- */

static bool is_settled(struct run *run, const struct entry *entry, int64_t now_ms)
{
    if (entry->call != ENTRY_NO_CALL && entry->answer == ANSWER_NONE)
        return false; /* its answer is awaited */
    switch (tracks_word(&run->tracks, entry)) {
    case GROUP_AWAITED:
        return false;
    case GROUP_KNOWN:
        return true;
    case GROUP_BY_CLOCK:
        break;
    }
    if (now_ms < entry->settled_ms)
        run_wake(run, entry->settled_ms);
    return now_ms >= entry->settled_ms;
}

/*
 * A code that leaves open what happened (the 2017 gateway's 5100) may hide that one region is
 * rejected.  Asked for whole twice, answered so twice: from then on in halves, so that the good
 * regions proceed.
 */
static bool is_worth_halving(const struct run *run, const struct call *call)
{
    size_t i;

    if (call->failure.code == NULL || call_pairs(call) == 1)
        return false;
    for (i = 0; i < call_pairs(call); i++) {
        const struct care *care = cares_at(&run->cares, NULL, call_spot(call, i));

        if (care != NULL && care->sends < 2)
            return false;
    }
    return true;
}

/* Smaller calls for what the rejection of a whole left unmade. */
static void divide(struct run *run, const struct call *call, bool *wanted, int64_t now_ms)
{
    struct arena *scratch = &run->outbox.said;
    bool *full = arena_array(scratch, call_pairs(call), sizeof *full);
    bool quota = call->failure.class == PORT_QUOTA_HIT || call->failure.reason == REASON_QUOTA_FULL;
    bool explained = quota && split_full(&call->plan, run->world, wanted, full);
    bool whole = !explained && call_pairs(call) == 1;
    size_t i;

    for (i = 0; i < call_pairs(call); i++)
        if (full[i] || (whole && wanted[i]))
            reject_spot(run, call_spot(call, i), &call->failure);
    if (explained)
        add_all(run, split_wanted(&call->plan, wanted, scratch), now_ms);
    else if (!whole)
        add_all(run, split_halves(&call->plan, wanted, scratch), now_ms);
}

/* The pair is to be asked for again: by the next plan, or where that may not be, by this call. */
static bool ask_again(struct run *run, const struct call *call, size_t pair)
{
    const char *detail = "asked for as often as allowed, and no answer came";

    if (call->failure.message != NULL)
        detail = arena_printf(&run->arena, "asked for as often as allowed, answered at last: %s",
                              call->failure.message);
    return cares_ask_again(&run->cares, call_spot(call, pair), run->options.sends_per_cell, detail,
                           run->may_plan) &&
           !run->may_plan;
}

static void settled_call(struct run *run, struct call *call, int64_t now_ms)
{
    struct arena *scratch = &run->outbox.said;
    bool *wanted = arena_array(scratch, call_pairs(call), sizeof *wanted);
    bool divides = call->divides || is_worth_halving(run, call);
    size_t seen = 0, n, i;
    struct track *const *tracks = tracks_of(&run->tracks, call->entry->group, &n);

    for (i = 0; i < n; i++) {
        seen += tracks[i]->watch.seen;
        if (tracks[i]->watch.end == WATCH_ABSENT && tracks[i]->word != PAIR_ACCEPTED)
            wanted[tracks[i]->pair] = divides || ask_again(run, call, tracks[i]->pair);
    }
    if (call->plan.outcome == OUTCOME_LOST && seen == n) {
        call->plan.outcome = OUTCOME_SETTLED;
        tell_call(&run->outbox, call, EVENT_CALL_ANSWERED, outcome_name(OUTCOME_SETTLED), 0);
    }
    if (run->draining != NULL)
        return;
    if (divides)
        divide(run, call, wanted, now_ms);
    else
        add_all(run, split_wanted(&call->plan, wanted, scratch), now_ms);
    run->stirred = true;
}

/* What an earlier run did not make is planned again - unless the plan is not ours to change. */
static void settled_earlier(struct run *run, const struct entry *entry)
{
    size_t n, i;
    struct track *const *tracks = tracks_of(&run->tracks, entry->group, &n);

    for (i = 0; i < n && run->may_plan; i++) {
        const struct watch *watch = &tracks[i]->watch;

        if (watch->end == WATCH_ABSENT)
            cares_replan(&run->cares, (struct spot){watch->tenant, watch->region, watch->name});
    }
}

void apply_settled(struct run *run, struct entry *entry, int64_t now_ms)
{
    if (!entry->open || !is_settled(run, entry, now_ms))
        return;
    apply_close(run, entry,
                entry->answer == ANSWER_ACCEPTED || entry->answer == ANSWER_REJECTED
                    ? answer_name(entry->answer)
                    : "settled",
                now_ms);
    if (entry->call != ENTRY_NO_CALL)
        settled_call(run, run->calls.items[entry->call], now_ms);
    else
        settled_earlier(run, entry);
}
