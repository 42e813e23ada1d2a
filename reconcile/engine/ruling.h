/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/ledger.h"
#include "reconcile/plan/call.h"

/*
 * What an answer means, for the call as a whole and pair by pair.  Pure: a call and a result go in,
 * a ruling comes out; apply.c carries it out.
 *
 * Only a lost answer and one that no table knows leave it open whether anything was made; each
 * other rejection proves that nothing was.  (Not so of a whole call that is rejected for one of its
 * regions: others may have been started before the cloud came to it.)
 */

enum pair_word {
    PAIR_ACCEPTED, /* it is being made: watched until it shows */
    PAIR_UNKNOWN, /* it may have been made: watched, and asked for again once it would have shown */
    PAIR_DOUBTED, /* rejected as part of a whole: watched, then asked for again in a smaller call */
    PAIR_AGAIN,   /* it was not made, and later it may be */
    PAIR_REJECTED, /* it was not made: its cells say why */
    PAIR_UNPROVED, /* rejected, but that proves nothing: its cells say why, its intent stays open */
};

struct pair_ruling {
    enum pair_word word;
    const char *id;                     /* of the copy, where the answer names it; NULL */
    const struct port_failure *failure; /* of PAIR_REJECTED and PAIR_UNPROVED */
};

struct ruling {
    enum outcome outcome;  /* OUTCOME_NONE: the call itself comes again, whole */
    enum answer answer;    /* what the journal keeps of it, if the intent stays open */
    const char *closed_as; /* … and if it does not */
    const char *detail;    /* why, for a person; NULL */
    const char *told;      /* the answer in a line; NULL: the outcome's own word says it */
    bool settles;          /* all of it is watched before anything else is decided */
    bool divides;          /* … and then what was not made is asked for in smaller calls */
    const struct pair_ruling *pairs; /* [source * n_regions + region] */
};

/* `attempts`: how often the call was answered with "not now" before. */
void ruling_make(const struct plan_call *call, int attempts, const struct port_result *result,
                 struct arena *arena, struct ruling *out);

bool pair_may_be_made(enum pair_word word); /* it is watched */

/* The blocked reason of a rejection: its code's own, else what its class alone tells. */
enum reason ruling_reason(const struct port_failure *failure);
