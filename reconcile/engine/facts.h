/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/guard.h"
#include "reconcile/observe/reader.h"

/*
 * What must be read before a call may leave, and whether what was read lets it.
 *
 * Absence is confirmed by a reading that began after the call was planned, and facts older than
 * FACT_AGE_MS are read again, shared between calls.  A region that cannot be read just now (a
 * listing never holds still while copies are made) is tried again, a few times: the call waits for
 * its source region, and the targets concerned are put aside, so that the others need not wait.
 */

enum { FACT_AGE_MS = 10 * 1000 }; /* older facts are read again */

struct facts {               /* of one call */
    int64_t planned_ms;      /* absence is confirmed by a reading that began no earlier */
    int64_t after_ms;        /* a region could not be read: no reading before this counts */
    int64_t source_after_ms; /* the same for a source that was busy */
    int unread;              /* so often a region could not be read */
    int64_t guard_ms;        /* when the guard began */
    int64_t since_ms;        /* how old what is known may be */
    int rounds;              /* of reading, in this guard */
};

struct facts_look { /* what is looked at, and when */
    const struct world *world;
    struct reader *reader;
    int64_t poll_ms, now_ms;
    struct arena *arena; /* of the ruling's texts and pairs */
};

enum facts_word {
    FACTS_READING, /* not all is read yet, or it has aged: it is being read */
    FACTS_UNREAD,  /* `region` cannot be read just now: again at `at_ms` */
    FACTS_ASIDE,   /* so it is with the pairs in `aside`: another call's, from `at_ms` on */
    FACTS_MOVED,   /* guard.now: what there is instead of guard.moved */
    FACTS_BUSY,    /* guard.now: what the source is waited for */
    FACTS_HOLD,    /* guard.pairs */
};

struct facts_ruling {
    enum facts_word word;
    const char *region;
    const bool *aside;  /* by pair */
    struct facts later; /* FACTS_ASIDE: what that other call begins with */
    int64_t at_ms;
    struct guard_result guard;
};

/* The guard begins: asks the reader for all that the call relies on. */
void facts_begin(struct facts *facts, const struct plan_call *call, const struct facts_look *look);

/* After facts_begin, as often as something was read; after FACTS_ASIDE again, without those pairs.
 */
void facts_judge(struct facts *facts, const struct plan_call *call, const struct caps *caps,
                 const struct facts_look *look, struct facts_ruling *out);

/* No fact is too old.  (Of a region that could not be read there is no fact at all.) */
bool facts_fresh(const struct facts *facts, const struct plan_call *call,
                 const struct facts_look *look);

/* The last look: do all facts still hold, for each of its pairs? */
bool facts_hold(const struct facts *facts, const struct plan_call *call, const struct caps *caps,
                const struct facts_look *look);
