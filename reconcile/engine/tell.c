/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/tell.h"

void tell_call(struct outbox *outbox, const struct call *call, enum event_kind kind,
               const char *text, int64_t at_ms)
{
    outbox_event(outbox,
                 &(struct event){.kind = kind,
                                 .account = call->plan.account,
                                 .region = call->plan.source_region,
                                 .call = call->plan.id,
                                 .progress = -1,
                                 .ok = call->plan.outcome == OUTCOME_ACCEPTED ||
                                       call->plan.outcome == OUTCOME_SETTLED,
                                 .text = text,
                                 .request_id = kind == EVENT_SETTLE ? NULL : call->plan.request_id,
                                 .at_ms = at_ms});
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

void tell_run(struct outbox *outbox, enum event_kind kind, size_t account, const char *text)
{
    outbox_event(outbox,
                 &(struct event){
                     .kind = kind, .account = account, .call = -1, .progress = -1, .text = text});
}
