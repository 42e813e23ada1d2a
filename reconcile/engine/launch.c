/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/launch.h"

#include "reconcile/engine/apply.h"
#include "reconcile/engine/tell.h"
#include "reconcile/engine/turn.h"

/* ---- up to the intent ---- */

const char *launch_identity(const struct account *account)
{
    return account->identity == NULL ? account->name : account->identity;
}

static const char *obstacle(struct run *run, const struct call *call)
{
    struct turn turn = {run->desired, &run->calls, &run->tracks, &run->ledger};

    return turn_obstacle(&turn, call, &run->outbox.said);
}

static void step_waiting(struct run *run, struct call *call, int64_t now_ms)
{
    struct facts_look look = run_look(run, now_ms);
    const char *what;

    if (call->blocked_at == run_changes(run))
        return;
    what = obstacle(run, call);
    if (what != NULL) {
        call->blocked_at = run_changes(run);
        apply_wait(run, call, what);
        return;
    }
    if (call->eligible_ms == INT64_MIN)
        call->eligible_ms = now_ms;
    if (now_ms >= call->eligible_ms + run->options.copy_timeout_ms) {
        apply_give_up(run, call, OUTCOME_NOT_SENT,
                      arena_printf(&run->outbox.said, "waited in vain for: %s",
                                   call->waits_for == NULL ? "its turn" : call->waits_for));
    } else if (now_ms < call->not_before_ms) {
        run_wake(run, call->not_before_ms);
    } else {
        facts_begin(&call->facts, &call->plan, &look);
        calls_enter(&run->calls, call, CALL_GUARD);
    }
}

static void step_guarded(struct run *run, struct call *call, int64_t now_ms)
{
    const struct account *account = &run->desired->accounts[call->plan.account];
    struct facts_look look = run_look(run, now_ms);
    struct entry entry = {.account = call->plan.account,
                          .tenant = call->plan.tenant,
                          .call = call->plan.id};
    int64_t at_ms;

    if (obstacle(run, call) != NULL) {
        apply_later(run, call, now_ms);
        return;
    }
    if (!facts_fresh(&call->facts, &call->plan, &look)) {
        facts_begin(&call->facts, &call->plan, &look);
        calls_enter(&run->calls, call, CALL_GUARD);
        return;
    }
    at_ms = sched_ready_at(run->sched, call->plan.tenant, true, now_ms);
    if (at_ms > now_ms) {
        run_wake(run, at_ms);
        return;
    }
    sched_take(run->sched, call->plan.tenant, true, now_ms);
    entry.data = call_intent(call, run->world, run->options.run_id + ++run->intents,
                             launch_identity(account), now_ms, &run->arena);
    entry.group = tracks_group(&run->tracks);
    call->entry = ledger_add(&run->ledger, &entry);
    call->ticket =
        outbox_write(&run->outbox, entry.account, JOURNAL_INTENT, &call->entry->data, NULL, now_ms);
    calls_enter(&run->calls, call, CALL_INTENT);
}

void launch_step(struct run *run, struct call *call, int64_t now_ms)
{
    if (run->draining != NULL && call->state < CALL_INTENT) {
        apply_give_up(run, call, OUTCOME_NOT_SENT, run->draining);
        return;
    }
    switch (call->state) {
    case CALL_WAITING:
        step_waiting(run, call, now_ms);
        return;
    case CALL_GUARD:
        apply_facts(run, call, now_ms);
        return;
    case CALL_GUARDED:
        step_guarded(run, call, now_ms);
        return;
    case CALL_INTENT:
    case CALL_SYNCED:
    case CALL_SENT:
    case CALL_ENDED:
        return;
    }
}

/* ---- the leaving ---- */

void launch_synced(struct run *run, struct call *call, bool ok)
{
    if (ok) {
        calls_enter(&run->calls, call, CALL_SYNCED);
        return;
    }
    sched_done(run->sched);
    ledger_close(&run->ledger, call->entry); /* what is not on the disk needs no closing line */
    tell_run(&run->outbox, EVENT_WARNING, call->plan.account,
             "the journal is another run's or cannot be written: nothing is sent");
    apply_give_up(run, call, OUTCOME_NOT_SENT, "the journal is another run's or cannot be written");
}

static void send(struct run *run, struct call *call, struct out *out)
{
    size_t i;

    call_request(call, &run->arena);
    call->ticket = sched_ticket(run->sched);
    run->calls_made++;
    for (i = 0; i < call_pairs(call); i++)
        cares_count_sends(&run->cares, call_spot(call, i), 1);
    *out = (struct out){.kind = OUT_SEND,
                        .ticket = call->ticket,
                        .account = call->plan.account,
                        .call = &call->port};
    tell_call(&run->outbox, call, EVENT_CALL_SENT, NULL, 0);
    calls_enter(&run->calls, call, CALL_SENT);
}

bool launch_leaves(struct run *run, struct call *call, int64_t now_ms, struct out *out)
{
    struct facts_look look = run_look(run, now_ms);

    if (run->draining == NULL && now_ms <= call->entry->data.at_ms + LEAVE_WITHIN_MS &&
        facts_hold(&call->facts, &call->plan, call->caps, &look)) {
        send(run, call, out);
        return true;
    }
    sched_done(run->sched);
    apply_close(run, call->entry, "not_sent", now_ms);
    apply_later(run, call, now_ms);
    return false;
}
