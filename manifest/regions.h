/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/build.h"

/* Regions as manifests name them, and the sets of them.  After build_accounts(). */

/* Reads the sets of all files. */
void build_sets(struct build *b);

/* The modern id of a region of an account, by id, short code or `extra_regions`; NULL: unknown. */
const char *region_of(const struct account *account, const char *name);

/* True if some account knows the region, or might: its provider is unknown. */
bool region_is_known(const struct build *b, const char *region);

/* Tells that an account knows no such region.  `sets`: a set's name would have fitted as well. */
void region_tell_unknown(struct build *b, const struct account *account, const struct node *at,
                         bool sets);
