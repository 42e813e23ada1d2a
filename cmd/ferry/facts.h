/* SPDX-License-Identifier: MIT */
#ifndef FERRY_FACTS_H
#define FERRY_FACTS_H

#include "reconcile/buf.h"
#include "reconcile/port.h"

/* What sets the clouds apart, as rows of a matrix: `ferry providers` and the README print these. */

size_t facts_count(void);
const char *facts_name(size_t row);
void facts_value(size_t row, const struct caps *caps, struct buf *out); /* "-" where it has none */

#endif
