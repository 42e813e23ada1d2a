/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/tell.h"

static struct event of_call(const struct call *call, enum event_kind kind, const char *text)
{
    return (struct event){.kind = kind,
                          .account = call->plan.account,
                          .region = call->plan.source_region,
                          .call = call->plan.id,
                          .progress = -1,
                          .text = text,
                          .request_id = call->plan.request_id};
}

void tell_waits(struct outbox *outbox, const struct call *call, const char *what)
{
    struct event event = of_call(call, EVENT_CALL_WAITS, what);

    outbox_event(outbox, &event);
}

void tell_sent(struct outbox *outbox, const struct call *call)
{
    struct event event = of_call(call, EVENT_CALL_SENT, NULL);

    outbox_event(outbox, &event);
}

void tell_answer(struct outbox *outbox, const struct call *call, const char *text, int64_t at_ms)
{
    struct event event = of_call(call, EVENT_CALL_ANSWERED, text);

    event.ok = call->plan.outcome == OUTCOME_ACCEPTED || call->plan.outcome == OUTCOME_SETTLED;
    event.at_ms = at_ms;
    outbox_event(outbox, &event);
}

void tell_given_up(struct outbox *outbox, const struct call *call, const char *detail)
{
    const char *word =
        call->plan.outcome == OUTCOME_NOT_SENT ? "not sent" : outcome_name(call->plan.outcome);
    struct event event =
        of_call(call, EVENT_CALL_ANSWERED, arena_printf(&outbox->said, "%s: %s", word, detail));

    outbox_event(outbox, &event);
}

void tell_settling(struct outbox *outbox, const struct call *call)
{
    struct event event = of_call(call, EVENT_SETTLE, NULL);

    event.request_id = NULL;
    event.at_ms = call->entry->settled_ms;
    outbox_event(outbox, &event);
}

void tell_cell(struct outbox *outbox, const struct track *track, const char *ending)
{
    const struct watch *watch = &track->watch;
    bool well = watch->end == WATCH_LIVE || watch->end == WATCH_READY;
    const char *text = well ? watch->word : ending;

    outbox_event(outbox,
                 &(struct event){.kind = EVENT_CELL,
                                 .account = watch->tenant,
                                 .region = watch->region,
                                 .address = track->address,
                                 .call = track->entry == NULL ? ENTRY_NO_CALL : track->entry->call,
                                 .progress = watch->progress,
                                 .ok = watch->end == WATCH_READY,
                                 .ended = watch->end != WATCH_LIVE,
                                 .text = text == NULL ? "nothing was made" : text});
}

void tell_warning(struct outbox *outbox, size_t account, const char *text)
{
    outbox_event(outbox, &(struct event){.kind = EVENT_WARNING,
                                         .account = account,
                                         .call = -1,
                                         .progress = -1,
                                         .text = text});
}

void tell_interrupted(struct outbox *outbox)
{
    outbox_event(outbox, &(struct event){.kind = EVENT_INTERRUPTED, .call = -1, .progress = -1});
}
