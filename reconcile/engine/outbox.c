/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/outbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void outbox_free(struct outbox *outbox)
{
    arena_free(&outbox->said);
    free(outbox->queue);
}

static struct outbox_item *queue(struct outbox *outbox, enum out_kind kind)
{
    if (outbox->nr == outbox->cap) {
        outbox->cap = outbox->cap < 16 ? 16 : outbox->cap * 2;
        outbox->queue = arena_must(reallocarray(outbox->queue, outbox->cap, sizeof *outbox->queue));
    }
    outbox->queue[outbox->nr] = (struct outbox_item){.out.kind = kind};
    return &outbox->queue[outbox->nr++];
}

void outbox_event(struct outbox *outbox, const struct event *event)
{
    struct event *queued = &queue(outbox, OUT_EVENT)->event;

    *queued = *event;
    queued->region = arena_strdup(&outbox->said, event->region);
    queued->address = arena_strdup(&outbox->said, event->address);
    queued->text = arena_strdup(&outbox->said, event->text);
    queued->request_id = arena_strdup(&outbox->said, event->request_id);
}

uint64_t outbox_write(struct outbox *outbox, size_t account, enum journal_kind kind,
                      const struct journal_intent *intent, const char *outcome, int64_t now_ms)
{
    struct outbox_record *writing = arena_alloc(outbox->arena, sizeof *writing);
    struct out *out = &queue(outbox, OUT_JOURNAL)->out;

    assert(kind == JOURNAL_INTENT || outcome != NULL);
    writing->intent = *intent;
    writing->record = (struct journal_record){.kind = kind,
                                              .intent = &writing->intent,
                                              .id = intent->id,
                                              .at_ms = now_ms,
                                              .outcome = outcome};
    ARENA_GROW(outbox->arena, outbox->records, outbox->n_records, outbox->cap_records);
    outbox->records[outbox->n_records++] = writing;
    out->ticket = outbox->n_records; /* its index, from 1 */
    out->account = account;
    out->record = &writing->record;
    return out->ticket;
}

bool outbox_reported(struct outbox *outbox, uint64_t ticket)
{
    if (ticket == 0 || ticket > outbox->n_records || outbox->records[ticket - 1]->reported)
        return false;
    outbox->records[ticket - 1]->reported = true;
    outbox->n_reported++;
    return true;
}

bool outbox_is_written(const struct outbox *outbox)
{
    assert(outbox->n_reported <= outbox->n_records);
    return outbox->n_reported == outbox->n_records;
}

bool outbox_take(struct outbox *outbox, struct out *out)
{
    if (outbox->nr == 0)
        return false;
    outbox->current = outbox->queue[0];
    memmove(outbox->queue, outbox->queue + 1, --outbox->nr * sizeof *outbox->queue);
    *out = outbox->current.out;
    if (out->kind == OUT_EVENT)
        out->event = &outbox->current.event;
    return true;
}
