/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/show/progress_options.h"
#include "cmd/ferry/show/style.h"
#include "reconcile/base/buf.h"
#include "reconcile/observe/machine.h"
#include "reconcile/plan/plan.h"

/*
 * What progress.c knows, and the views draw from.  Only progress*.c includes this.
 *
 * Nothing grows while a copy is polled: a row is replaced in place, texts are freed.
 */

struct progress_row { /* one copy */
    char *address;
    char *word;        /* the vendor's, or how it ended */
    int percent;       /* -1 unknown */
    int64_t since_ms;  /* when it was first heard of */
    bool ready, ended; /* ended but not ready: it failed, is gone or stuck */
    int told;          /* percent of the last plain line */

    /* The slope: the first percentage heard, and the newest. */
    int first_percent;
    int64_t first_ms, newest_ms;
};

struct progress_call { /* indexed by id */
    char *said;        /* its last word, so that the same is not said twice */
    bool answered_well;
};

struct progress {
    struct progress_options options;
    struct style style;
    const struct desired *desired;
    const struct plan *plan; /* NULL before there is one */
    int64_t start_ms;
    size_t regions_read, regions_total; /* of the reading under way; total 0: none is */
    int64_t reading_ms;                 /* when it began */
    struct progress_row *rows;
    size_t n_rows, cap_rows, last_row;
    struct progress_call *calls;
    size_t n_calls;
    bool copying; /* a call or a copy was told of: regions are read for polling from here on */
    bool interrupted, ended;

    /* Terminal. */
    size_t drawn; /* live lines on the screen */
    int64_t drawn_ms;
    struct buf lines; /* whole lines that stay, not yet written */
};

/* "03m10s" */
void progress_elapsed(int64_t ms, struct buf *out);

/* Milliseconds that a copy still needs by its own slope; -1 while that cannot be said honestly. */
int64_t progress_left(const struct progress_row *row, int64_t now_ms);

/* "game"; "" for one that is not there. */
const char *progress_account(const struct progress *progress, size_t account);

/* "call 0: SyncImages game/web ap-guangzhou -> ap-shanghai": plain text. */
void progress_name_call(const struct progress *progress, int id, struct buf *out);

/* Draws the live lines anew below what `lines` holds; with `clear` takes them away instead. */
void progress_draw(struct progress *progress, bool clear, int64_t now_ms);

/* One event as a line of JSON. */
void progress_json(const struct progress *progress, const struct event *event, int64_t now_ms,
                   struct buf *out);
void progress_json_version(int64_t now_ms, struct buf *out);
