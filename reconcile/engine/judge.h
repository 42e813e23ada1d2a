/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/ledger.h"
#include "reconcile/plan/plan.h"

/* What the world, read anew, means for a run: all in `arena`. */

/* The last judgement: what the listings say, with what the run learned and no listing shows. */
void judge_final(const struct desired *desired, const struct world *world,
                 const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                 struct diff_output *out);

/* A plan for what did not happen.  Only cells that nothing was made for take part; all others are
 * evidence. */
void judge_again(const struct desired *desired, const struct world *world,
                 const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                 struct diff_output *judged, struct plan *out);
