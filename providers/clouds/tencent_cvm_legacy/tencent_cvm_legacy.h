/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_legacy_caps;
extern const struct provider tencent_legacy;
extern const struct error_table tencent_legacy_errors;
