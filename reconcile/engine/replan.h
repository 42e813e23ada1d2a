/* SPDX-License-Identifier: MIT */
#ifndef RECONCILE_ENGINE_REPLAN_H
#define RECONCILE_ENGINE_REPLAN_H

#include "reconcile/engine/ledger.h"
#include "reconcile/plan/plan.h"

/* Planning again what did not happen, from a world that was read anew: all in `arena`.  Only cells
 * that nothing was made for take part; all others are evidence. */
void replan_make(const struct desired *desired, const struct world *world,
                 const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                 struct diff_output *judged, struct plan *out);

#endif
