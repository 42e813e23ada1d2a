/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/cell.h"

/*
 * Compared attributes: one table, one rule.
 *
 * The rule: what is expected (by `expect`, or since the source has it) must be there.  An attribute
 * that is expected but that the cloud left unset differs too, provided the cloud's listing tells it
 * at all (caps->attributes); where it never does, nothing can be judged.  What nobody expects is
 * not compared.
 */

struct difference_list {
    struct difference *items;
    size_t nr, cap;
};

void attribute_check_expect(const struct caps *caps, const struct expect *expect,
                            const struct image *image, struct arena *arena,
                            struct difference_list *out);

/* How a copy is unlike its source: size, OS, architecture. */
void attribute_check_source(const struct caps *caps, const struct image *source,
                            const struct image *image, struct arena *arena,
                            struct difference_list *out);

/* The copy was created before its source: the source was rebuilt under the same name. */
bool attribute_check_age(const struct image *source, const struct image *image, struct arena *arena,
                         struct difference_list *out);

/* True if the attributes of two images are equal as far as both tell. */
bool attribute_equal(const struct image *a, const struct image *b);
