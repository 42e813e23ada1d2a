/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_TENCENT_CVM_LEGACY_TENCENT_CVM_LEGACY_H
#define PROVIDERS_CLOUDS_TENCENT_CVM_LEGACY_TENCENT_CVM_LEGACY_H

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_legacy_caps;
extern const struct provider tencent_legacy;
extern const struct error_table tencent_legacy_errors;

#endif
