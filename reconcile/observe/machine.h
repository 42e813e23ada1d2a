/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/port.h"

/*
 * What a machine (reader.h, engine.h) asks of its driver, and what it is told.
 *
 * A machine decides and touches nothing.  The driver calls `next` until it gets OUT_SLEEP or
 * OUT_END; after OUT_SLEEP it waits until that time, or until something completes, reports what
 * completed, and calls `next` again.  cmd/ferry/driver.c joins machines to curl, files and signals;
 * tests/sim to a simulated clock and network.  Times are milliseconds of one clock that never runs
 * backwards and whose zero is 1970 (wall time at start, monotonic from there).
 */

struct journal_record; /* engine/journal.h */

enum out_kind {
    OUT_SEND,    /* sign and send `call` for account `account`; report with `completed` */
    OUT_JOURNAL, /* append `record` and sync; report with `journaled`.  What depends on it waits. */
    OUT_EVENT,   /* something to show; nothing to report */
    OUT_SLEEP,   /* nothing to do before `until_ms`; INT64_MAX: not before something completes */
    OUT_END,     /* finished: do not call again */
};

enum event_kind {
    EVENT_REGION_READ,   /* a region was read: `region`, `ok` */
    EVENT_CALL_WAITS,    /* a planned call cannot start yet: `call`, `text` says for what */
    EVENT_CALL_SENT,     /* `call` */
    EVENT_CALL_ANSWERED, /* `call`, its outcome in `text`, `request_id` */
    EVENT_CELL,    /* a copy changed state: `cell`'s `address`, `text` the vendor's word, percent */
    EVENT_RETRY,   /* a request will be repeated at `at_ms`: `region`, `text` why */
    EVENT_SETTLE,  /* an answer is missing: its targets are listed until `at_ms`: `call` */
    EVENT_WARNING, /* `text` */
    EVENT_INTERRUPTED, /* no new calls from here on */
};

struct event {
    enum event_kind kind;
    size_t account;      /* index */
    const char *region;  /* NULL when it concerns none */
    const char *address; /* of a cell; NULL when it concerns none */
    int call;            /* plan call id; -1 when it concerns none */
    int progress;        /* percent; -1 unknown */
    bool ok;
    bool ended;       /* EVENT_CELL: this is the last that is told of the copy */
    bool not_offered; /* EVENT_REGION_READ: the cloud does not offer this region to the account */
    const char *text; /* one line for a person; NULL */
    const char *request_id;
    int64_t at_ms;
};

struct out {
    enum out_kind kind;
    uint64_t ticket;                     /* OUT_SEND, OUT_JOURNAL: give it back with the report */
    size_t account;                      /* OUT_SEND, OUT_JOURNAL: index into desired->accounts */
    const struct port_call *call;        /* OUT_SEND: valid until it is reported */
    const struct journal_record *record; /* OUT_JOURNAL: valid until it is reported */
    const struct event *event;           /* OUT_EVENT: valid until the next `next` */
    int64_t until_ms;                    /* OUT_SLEEP */
};

/* A machine as the driver sees it; reader_machine() and engine_machine() make one. */
struct machine {
    void *self;
    void (*next)(void *self, int64_t now_ms, struct out *out);
    void (*completed)(void *self, uint64_t ticket, int64_t now_ms,
                      const struct port_result *result); /* copies what it keeps */
    void (*journaled)(void *self, uint64_t ticket, int64_t now_ms,
                      bool ok); /* NULL: it never asks for it */
    void (*interrupt)(void *self,
                      int64_t now_ms); /* the first: drain; the driver sees to the second */
};
