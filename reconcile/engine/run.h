/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/call.h"
#include "reconcile/engine/options.h"
#include "reconcile/engine/outbox.h"
#include "reconcile/engine/track.h"

/*
 * What a run is made of.  Each part owns its data, says what follows from it, and knows nothing of
 * the run; engine.c, launch.c and apply.c alone put the parts together.  All memory is the run's
 * arena: what it holds grows with calls made, not with time.
 */

struct run {
    const struct desired *desired;
    struct world *world;
    struct sched *sched;
    struct reader *reader;
    struct engine_options options;
    bool may_plan; /* calls that the plan does not hold may be made */
    struct arena arena;

    struct cares cares;
    struct ledger ledger;
    struct calls calls;
    struct tracks tracks;
    struct outbox outbox;

    const char *draining; /* why no new call leaves: "interrupted"; NULL */
    bool stirred;         /* something happened that the parts' changes do not count */
    int64_t wake_ms;      /* when time alone makes a difference */
    uint64_t intents;     /* that this run made */
    int calls_made;       /* copy requests that left, or may have */
};

/* Moves whenever a call, an intent or a track does: what keeps a call from starting is among them.
 */
static inline uint64_t run_changes(const struct run *run)
{
    return run->calls.changes + run->ledger.changes + run->tracks.changes;
}

static inline void run_wake(struct run *run, int64_t at_ms)
{
    if (at_ms < run->wake_ms)
        run->wake_ms = at_ms;
}

static inline struct facts_look run_look(struct run *run, int64_t now_ms)
{
    return (struct facts_look){.world = run->world,
                               .reader = run->reader,
                               .poll_ms = run->options.poll_ms,
                               .now_ms = now_ms,
                               .arena = &run->outbox.said};
}
