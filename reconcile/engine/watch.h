/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/world.h"

/*
 * One image expected in one region: a copy that was asked for, or may have been, or that somebody
 * else started.  Pure: a new snapshot goes in, and the watch knows more.
 */

enum watch_end {
    WATCH_LIVE,   /* not seen yet, or arriving */
    WATCH_READY,  /* it is there and usable */
    WATCH_FAILED, /* it is there, and ended badly: left as it is */
    WATCH_GONE,   /* it was seen, and is no longer there */
    WATCH_ABSENT, /* it did not show, and from now on it would have: nothing was made */
    WATCH_STUCK,  /* it neither arrived nor failed within the copy timeout */
    WATCH_UNREAD, /* its region cannot be read: nothing is known */
};

struct watch {
    size_t tenant;
    const char *region, *name;
    const char *const *before; /* ids that bore the name before: not the one we wait for */
    size_t n_before;
    const char *id; /* of the expected image, from the cloud's answer; NULL: found by name */

    int64_t settled_ms; /* a reading that began then or later and does not show it means: never */
    int64_t until_ms;   /* stuck after this */

    bool seen;
    int missed;             /* readings in a row that did not show it although it was seen */
    enum image_state state; /* in the snapshot looked at last */
    char word[48];          /* the vendor's word for the state */
    int progress;           /* percent; -1 unknown */
    int64_t looked_ms;      /* when the reading looked at last began; INT64_MIN: none */
    enum watch_end end;
};

/*
 * Looks at a snapshot whose reading began at `began_ms` (an incomplete one has no such time of its
 * own).  True when something changed that people want to see.
 */
bool watch_look(struct watch *watch, const struct snapshot *snapshot, int64_t began_ms,
                int64_t now_ms);

/* Is it open whether a copy was made?  Only a watch that neither saw one nor outlived its settle
 * time says so. */
bool watch_unsettled(const struct watch *watch);
