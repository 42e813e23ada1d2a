/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/facts.h"
#include "reconcile/engine/ledger.h"

/*
 * The calls of a run: what each asks for, and how far it has come.  A call stays to the end of the
 * run; smaller calls that take its place are calls of their own.
 *
 * A pair is one of a call's images in one of its regions: 0 to call_pairs() - 1, row by row of
 * images.
 */

/* How far a call has come; in this order, but for what brings it back to waiting. */
enum call_state {
    CALL_WAITING, /* for its wave, for an open intent, for room in a region, for its time */
    CALL_GUARD,   /* its regions are being read */
    CALL_GUARDED, /* its facts hold: as soon as a request may leave */
    CALL_INTENT,  /* its intent is being synced */
    CALL_SYNCED,  /* it leaves with the next `next`, unless something came between */
    CALL_SENT,    /* its answer is awaited */
    CALL_ENDED,   /* answered, or never sent; its copies are tracks now */
};

struct call {
    struct plan_call plan; /* what it asks for, with what became of it; in the run's arena */
    const struct caps *caps;
    enum call_state state;
    struct facts facts;
    int64_t not_before_ms; /* a repeat's start */
    int64_t eligible_ms;   /* when it first could have started; INT64_MIN: not yet */
    const char *waits_for; /* told last; NULL */
    uint64_t blocked_at;   /* the run's changes when it was found blocked; UINT64_MAX: never */
    uint64_t source_mark;  /* equal for calls that share their only source; 0: of several images */
    int attempts;          /* that were answered with "not now" */
    uint64_t ticket;       /* of its journal record, then of its request */
    struct port_call port; /* the request, while it is under way */
    struct entry *entry;   /* its intent; NULL before the first */
    bool divides;          /* when its intent is settled, smaller calls take its place */
    struct port_failure failure; /* what the cloud said, of a call that is settled; or none */
};

struct calls {
    struct arena *arena; /* the run's */
    struct call **items;
    size_t nr, cap;
    uint64_t changes; /* moves with each call that is added or enters a state */
};

/* Adds a call, waiting, with facts to begin with.  `plan` is copied: plans are made in arenas that
 * come and go. */
struct call *calls_add(struct calls *calls, const struct plan_call *plan, const struct caps *caps,
                       struct facts facts);

void calls_enter(struct calls *calls, struct call *call, enum call_state state);

/* The call that waits in `state` for that ticket; NULL when none does. */
struct call *calls_awaiting(const struct calls *calls, enum call_state state, uint64_t ticket);

/* Leaves out its regions for which `out` says so. */
void calls_narrow(struct calls *calls, struct call *call, const bool *out);

bool call_is_out(const struct call *call); /* it has an intent and no answer */

/* The record of what it is about to ask for, with the ids that bear the names already: a copy made
 * now has another one. */
struct journal_intent call_intent(const struct call *call, const struct world *world, uint64_t id,
                                  const char *identity, int64_t now_ms, struct arena *arena);

/* The request itself, valid as long as the call. */
void call_request(struct call *call, struct arena *arena);

size_t call_pairs(const struct call *call);
struct spot call_spot(const struct call *call, size_t pair);
