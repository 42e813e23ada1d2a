/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/model/desired.h"

/*
 * The rules that forbid a copy, as far as they show before the first call: from capabilities alone
 * (validate uses these offline) and from what was read.  A rule answers with a reason and one line
 * for a person; which reason a cell gets when several hold is diff.c's.
 */

struct denial {
    enum reason reason; /* REASON_NONE: nothing forbids it */
    const char *detail; /* one line, how it is meant or what to do; NULL with REASON_NONE */
};

/* What is wrong with a name, as a phrase: "has more than 60 characters"; NULL when it is fine. */
const char *rules_name_problem(const struct port_name_rule *rule, const char *name,
                               struct arena *arena);

/*
 * Reach.  Regions of one tenant that copy to each other freely share a reach class: their
 * border zone, or one common class where the vendor approved copies across the mainland border for
 * any of the identity's accounts.  The approval is about that border alone: a finance zone stays a
 * class of its own.  So reach is an equivalence, and a call never mixes classes; two regions reach
 * each other exactly when the classes are equal texts.
 */
const char *rules_reach_class(const struct desired *desired, size_t tenant, const char *region);

/* The zone of a region as the accounts of an identity know it together; NULL without a border. */
const char *rules_zone(const struct desired *desired, size_t tenant, const char *region);

/* May copies come from there, or go there, at all? */
struct denial rules_region(const struct desired *desired, size_t tenant, const char *region,
                           struct arena *arena);

/* Why `from` cannot be copied to `to`: cross_border or nothing. */
struct denial rules_border(const struct desired *desired, size_t tenant, const char *from,
                           const char *to, struct arena *arena);

/* Why an image, usable as it is, cannot be copied under a name: traits, size, renaming. */
struct denial rules_source(const struct caps *caps, const struct image *image, const char *name,
                           struct arena *arena);
