/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/cloud.h"

/* All clouds, in the order in which people see them; ends with NULL. */
extern const struct cloud *const registry[];
