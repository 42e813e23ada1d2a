/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/engine/journal.h"
#include "reconcile/observe/machine.h"

/*
 * What goes out beside requests: events and journal records, in the order in which they came.
 * Requests do not queue: nothing may come between the last look at the facts and the leaving.
 */

struct outbox_item {
    struct out out;
    struct event event;
};

struct outbox_record { /* on its way to the disk */
    struct journal_record record;
    struct journal_intent intent; /* as it was then */
    bool reported;
};

struct outbox {
    struct arena *arena; /* the run's */
    struct arena said;   /* texts of queued events, and whatever else lives until all is out */
    struct outbox_item *queue; /* a ring would save the memmove that nobody will ever see */
    size_t nr, cap;
    struct outbox_item current; /* what went out last: its event is valid until the next take */
    struct outbox_record **records;
    size_t n_records, cap_records;
    size_t n_reported;
};

void outbox_free(struct outbox *outbox);

void outbox_event(struct outbox *outbox, const struct event *event); /* texts are copied */

/* Queues a record about an intent; the ticket with which its report will come. */
uint64_t outbox_write(struct outbox *outbox, size_t account, enum journal_kind kind,
                      const struct journal_intent *intent, const char *outcome, int64_t now_ms);

/* The record of that ticket was reported; false if there is none, or it was before. */
bool outbox_reported(struct outbox *outbox, uint64_t ticket);
bool outbox_is_written(const struct outbox *outbox); /* no report is awaited */

/* The next thing to go out; false when there is none, and `said` may be reset. */
bool outbox_take(struct outbox *outbox, struct out *out);
