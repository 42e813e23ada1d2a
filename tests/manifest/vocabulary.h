/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/port.h"

/* Five clouds like the real ones, with few regions: what cmd/ would hand to manifest_load().
 * NULL-terminated. */
extern const struct caps *const vocabulary[];
