/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_lighthouse_caps;
extern const struct provider tencent_lighthouse;
extern const struct error_table tencent_lighthouse_errors;
