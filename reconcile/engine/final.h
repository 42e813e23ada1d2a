/* SPDX-License-Identifier: MIT */
#ifndef RECONCILE_ENGINE_FINAL_H
#define RECONCILE_ENGINE_FINAL_H

#include "reconcile/engine/ledger.h"
#include "reconcile/model/diff.h"

/* The last judgement: what the listings say now, with what the run learned and no listing shows. */
void final_make(const struct desired *desired, const struct world *world,
                const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                struct diff_output *out);

#endif
