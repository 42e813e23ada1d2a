/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/model/world.h"
#include "reconcile/plan/call.h"

/*
 * Do the facts that a call relies on still hold?  Pure: a call and the world as it was just read go
 * in, a verdict and what to do with each pair come out.
 *
 * A fact that moved refuses the call, with two exceptions that only shrink it: where the image is
 * there by now, or arriving, nothing is to be done; for a target region that could not be read
 * nothing may be done.
 */

enum guard_verdict {
    GUARD_PASS,   /* the pairs that say GUARD_GO may be asked for; there may be none */
    GUARD_WAIT,   /* a source is busy: later */
    GUARD_REFUSE, /* `moved` no longer holds */
};

enum guard_pair {
    GUARD_GO,
    GUARD_THERE,    /* a usable image bears the name by now */
    GUARD_ARRIVING, /* … or a copy on its way */
    GUARD_UNREAD,   /* the target region has no complete reading */
};

struct guard_result {
    enum guard_verdict verdict;
    const struct fact *moved;
    const char *now;              /* GUARD_REFUSE: what is there instead; GUARD_WAIT: what for */
    const enum guard_pair *pairs; /* [source * call->n_regions + region]; with GUARD_PASS */
};

void guard_check(const struct plan_call *call, const struct caps *caps, const struct world *world,
                 struct arena *arena, struct guard_result *out);
