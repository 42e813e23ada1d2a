/* SPDX-License-Identifier: MIT */
#ifndef TESTS_MANIFEST_VOCABULARY_H
#define TESTS_MANIFEST_VOCABULARY_H

#include "reconcile/model/port.h"

/* Five clouds like the real ones, with few regions: what cmd/ would hand to manifest_load().
 * NULL-terminated. */
extern const struct caps *const vocabulary[];

#endif
