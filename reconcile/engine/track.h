/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/ruling.h"
#include "reconcile/engine/watch.h"
#include "reconcile/observe/reader.h"

/*
 * What is watched for, and on whose behalf: the copies of an intent, which form a group, and copies
 * that somebody else began.  Tracks only move when a reading has finished; while one is live its
 * region is read every poll interval.
 */

struct track {
    struct watch watch;
    const struct entry *entry; /* NULL: somebody else's copy */
    enum pair_word word;       /* what the answer said of the copy */
    size_t pair;               /* of the intent's call */
    bool cared;                /* selected cells depend on it */
    const char *address;       /* of such a cell; NULL */
};

struct track_group { /* the tracks of one intent lie side by side */
    size_t first, n;
};

struct tracks {
    struct arena *arena; /* the run's */
    struct track **items;
    size_t nr, cap;
    struct track_group *groups;
    size_t n_groups, cap_groups;
    size_t looked;            /* so many tracks … */
    uint64_t looked_readings; /* … saw so many readings */
    int64_t poll_ms;          /* when one of them wants its region read */
    uint64_t changes;         /* moves with each track that is added or sees something new */
};

size_t tracks_group(struct tracks *tracks); /* a new one, without tracks */

/* The tracks of a group, *n of them from the returned one on. */
struct track *const *tracks_of(const struct tracks *tracks, size_t group, size_t *n);

/* Watches a spot: settled at `settled_ms`, stuck at `until_ms`.  `care` is of a cell there; NULL.
 */
struct track *tracks_add(struct tracks *tracks, struct spot spot, const struct care *care,
                         int64_t settled_ms, int64_t until_ms);

/* The same for a target of an intent, into its group: the last one begun that has tracks, or none.
 */
struct track *tracks_follow(struct tracks *tracks, const struct entry *entry,
                            const struct journal_target *target, const struct care *care,
                            int64_t until_ms);

/* Has any track something new to look at, or a region to be read?  Then all are looked at. */
bool tracks_due(struct tracks *tracks, const struct reader *reader, int64_t now_ms);

/* Looks at the newest snapshot; true when something changed that people want to see. */
bool track_look(struct tracks *tracks, struct track *track, const struct world *world,
                const struct reader *reader, int64_t now_ms);

/* Has the region of a live track read, now or when the interval is over. */
void track_poll(struct tracks *tracks, const struct track *track, struct reader *reader,
                int64_t interval_ms, int64_t now_ms);

/* How a copy ended badly, for a person; NULL for one that did not. */
const char *track_ending(const struct track *track, struct arena *arena);

/* Nothing tells yet whether the copy of an open intent was made, and a cell depends on it. */
bool tracks_unsure(const struct tracks *tracks);

/* Copies on their way into a region. */
size_t tracks_under_way(const struct tracks *tracks, size_t tenant, const char *region);

bool tracks_live(const struct tracks *tracks, size_t group); /* any of them */

enum group_word {
    GROUP_AWAITED,  /* one of its copies may still show */
    GROUP_KNOWN,    /* it is known what became of each of its intent's targets */
    GROUP_BY_CLOCK, /* of some that will only be sure when the settle time is over */
};

enum group_word tracks_word(const struct tracks *tracks, const struct entry *entry);
