/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/cloud.h"
#include "reconcile/base/arena.h"

#include <stddef.h>
#include <stdio.h>

/*
 * Facts that no vendor's document settles.  Each has a default (the likelier reading) and a quirk
 * that turns to the other one, so that a client can be run in both positions.  A quirk is defined
 * where it is acted on and listed by each cloud that knows it.
 */

struct quirk {
    const char *name;
    const char *value; /* what stands after "=", NULL: nothing */
    const char
        *open_in; /* the clouds whose documents leave it open; [U]nknown, or [C]lients show it */
    const char *text;
};

struct quirk_set {
    const struct quirk *quirk;
    const char *value; /* "" without one */
};

struct quirks {
    const struct cloud *const *clouds; /* the registry */
    struct arena arena;
    struct quirk_set *items; /* those that are on */
    size_t n, cap;
};

/* Of several clouds, or of every copy. */
extern const struct quirk quirk_late_visibility, quirk_failed_copy_vanishes,
    quirk_source_stays_normal, quirk_partial_on_bad_region, quirk_size_limit,
    quirk_max_destinations, quirk_null_lists;

/* "name" or "name=value"; -1: there is no such quirk, or it needs a value. */
int quirk_turn_on(struct quirks *quirks, const char *text);
void quirks_free(struct quirks *quirks); /* turns all off */

bool quirk_on(const struct quirks *quirks, const struct quirk *quirk);
/* The value of a quirk that is on, else `otherwise`. */
const char *quirk_value(const struct quirks *quirks, const struct quirk *quirk,
                        const char *otherwise);
long quirk_number(const struct quirks *quirks, const struct quirk *quirk, long otherwise);

void quirks_print(const struct cloud *const *clouds, FILE *out);
