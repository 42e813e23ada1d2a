/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"
#include "reconcile/model/diff.h"
#include "reconcile/plan/call.h"

/*
 * Cells that need a copy → the fewest valid calls.  Pure.
 *
 * The problem.  For one tenant: images I, regions R, needed cells N ⊆ I×R, usable sources
 * H(i) ⊆ R, reach(s) ⊆ R∖{s} (border zones).  A call (s, X, Y) is valid iff s ∈ H(i) for each i in
 * X, Y ⊆ reach(s), X×Y ⊆ N, |X| ≤ images_per_call, |Y| ≤ regions_per_call.  The plan partitions N
 * into valid calls, least lexicographically by (calls, waves, calls not from the declared source,
 * bytes).  Sources are those that exist when planning; a chain over a copy not yet made is never
 * planned.
 *
 * A needed region never holds a usable copy, and borders divide regions into classes that copy
 * freely inside and not at all between (rules.h): so reach is an equivalence, and the problem falls
 * apart by class.  With one image a call the fewest calls are Σ ⌈n/c⌉ over images and classes, and
 * turns at source images are a matching (singly.c).  With several it is a minimum biclique
 * partition (cover.h), exact within a budget of nodes and beyond it with an honest bound: then
 * lower_bound is below the number of calls.  Waves are the fewest found among the plans that were
 * looked at, and calls off the declared source the fewest for the division into calls that was
 * chosen; nothing is claimed of these two.
 */

struct plan {
    struct plan_call *calls; /* by wave, account, source region, first source, first region */
    size_t nr, cap;
    int lower_bound;
    const char *bound_reason; /* one line for a person: why fewer calls cannot do; NULL: no calls */
    bool proved_minimal;      /* exactly when lower_bound equals nr */
    int waves;                /* the largest of any tenant */
    uint64_t nodes;           /* search nodes used, a measure that no clock disturbs */
};

/*
 * Plans the selected cells of `diffed` that need a copy.  Sets `call` and `waiting_for` of those
 * cells, and turns into blocked (quota_full) the ones for which a region has no room, served in
 * manifest order, then region order.  All in `arena`.
 */
void plan(const struct diff_input *input, struct diff_output *diffed, struct arena *arena,
          struct plan *out);

/*
 * The bytes whose SHA-256 is the plan's checksum: calls, their facts (read_at aside) and the
 * settings of the accounts they use; no evidence, times, progress, positions or version.
 */
void plan_canonical(const struct plan *plan, const struct desired *desired, struct buf *out);
