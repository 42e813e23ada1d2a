/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"
#include "reconcile/model/port.h"

/* What sets the clouds apart, as rows of a matrix: `ferry providers` and the README print these. */

size_t matrix_count(void);
const char *matrix_name(size_t row);
void matrix_value(size_t row, const struct caps *caps, struct buf *out); /* "-" where it has none */
