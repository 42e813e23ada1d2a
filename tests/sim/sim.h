/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/engine.h"
#include "reconcile/engine/journal.h"
#include "tests/sim/cloud.h"
#include "tests/sim/digest.h"

/*
 * ferry's run without ferry: reader, diff, plan, engine and journal under a clock and a network
 * that are numbers.  Everything follows from the seed of the cloud's random numbers.
 *
 * What must hold whenever a copy request leaves is checked in here; the first breach is kept in
 * `broken`, and the trace says how it came to it.
 */

enum { SIM_FLIGHTS = 64 };

struct sim_flight { /* a request under way */
    bool used;
    uint64_t ticket;
    size_t account;
    const struct port_call *call;
    int64_t arrive_ms; /* INT64_MAX: never */
    int64_t answer_ms;
    bool arrived;
    bool orphan;          /* its sender is dead: it may still arrive, and nobody hears */
    enum port_class fate; /* PORT_FINE: the cloud's own answer */
    struct arena arena;
    struct port_call copy; /* of `call`, once its sender is dead */
    struct port_result result;
};

struct sim_fate {          /* of one copy request */
    enum port_class class; /* PORT_FINE: the cloud's own answer */
    bool arrives;
};

struct sim_faults {       /* in permille of requests */
    unsigned unborn;      /* no connection: proof that nothing left */
    unsigned throttled;   /* refused before its effect */
    unsigned broken;      /* a server error before the effect, said to be one */
    unsigned lost_before; /* no answer, no effect */
    unsigned lost_after;  /* no answer, but the effect */
    unsigned slow;        /* up to half the request limit each way */
    unsigned torn;        /* a listing whose total is off */
    unsigned journal;     /* the disk refuses a record */
};

struct sim {
    struct cloud cloud;
    struct caps caps;
    struct account accounts[3];
    struct wanted images[4];
    struct target targets[4][CLOUD_REGIONS];
    struct desired desired;

    int64_t now;
    struct sim_flight flights[SIM_FLIGHTS];
    struct sim_faults faults;
    int64_t disk_ms;          /* a journal record takes so long to be synced */
    int64_t crawl_ms;         /* copy requests take so much longer to arrive */
    struct sim_fate fates[8]; /* of the next copy requests, instead of chance */
    size_t n_fates;
    struct buf file; /* the journal's bytes */
    struct engine_options options;
    int parallel;
    bool only_wait; /* an engine without a plan */

    int kill_at;      /* step at which the process dies; -1: never */
    int kill_after;   /* … or so many steps after a copy left; -1: never */
    int interrupt_at; /* step of an interrupt; -1: never */
    bool tear;        /* a record is cut when the process dies while writing it */

    /* Of the last run. */
    int steps;
    bool killed, interrupted;
    int64_t planned_ms; /* when the engine got its plan */
    struct arena arena; /* of the run: cells, plan */
    struct world world;
    struct diff_output planned;
    struct plan plan;
    const char **planned_pairs; /* "id name region": the plan itself ends with its snapshots */
    size_t n_pairs;
    struct engine *engine; /* NULL when it was killed before it was made */
    const struct engine_report *report;
    int copies_sent, copies_unborn;
    int waits, settles, warnings;
    uint64_t unclosed[64]; /* intents whose closing record the disk refused */
    size_t n_unclosed;

    /* Of all runs. */
    struct sim_digest digest;
    const char *broken; /* the first breach; NULL */
    bool tracing;
    struct buf trace;
};

/* A world with one account, all requests answered in time. */
void sim_init(struct sim *sim, const struct caps *caps, uint64_t seed);
void sim_free(struct sim *sim);

/* Wants `name` from region `from` in the regions of `to` ("123" is r1, r2, r3). */
void sim_want(struct sim *sim, size_t account, const char *name, int from, const char *to);

/* The next copy request that is without a fate gets this one. */
void sim_fate(struct sim *sim, enum port_class class, bool arrives);

/* One run: read, diff, plan, engine, report.  What it left stays until the next one. */
void sim_run(struct sim *sim);

/* The same in two parts, for tests that change the world between plan and apply. */
void sim_plan(struct sim *sim);
void sim_apply(struct sim *sim);

/* The verdict of a cell in the last report; VERDICT_COUNT when there is none. */
const struct cell *sim_cell(const struct sim *sim, const char *name, int region);

/* Open intents in the journal. */
size_t sim_open(const struct sim *sim);

/* Is everything that was declared there and usable, now? */
bool sim_converged(const struct sim *sim);
