/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/world.h"
#include "reconcile/plan/call.h"

/*
 * Smaller calls in place of one.  Pure: which pairs are wanted goes in (a flag each, row by row of
 * images), calls come out; they share the texts of the call that they come from.
 */

struct split {
    const struct plan_call *calls;
    size_t nr;
};

/* Calls for the wanted pairs, from the same sources: one for each set of images whose wanted
 * regions are the same. */
struct split split_wanted(const struct plan_call *call, const bool *wanted, struct arena *arena);

/* The same in two halves: of the regions - or of the images, where one region is left. */
struct split split_halves(const struct plan_call *call, const bool *wanted, struct arena *arena);

/* A rejection for quota is explained by each region that has no room for the copies wanted there:
 * takes their pairs out of `wanted`, marks them in `full`, and is true if there were any. */
bool split_full(const struct plan_call *call, const struct world *world, bool *wanted, bool *full);
