/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_TENCENT_LIGHTHOUSE_TENCENT_LIGHTHOUSE_H
#define PROVIDERS_CLOUDS_TENCENT_LIGHTHOUSE_TENCENT_LIGHTHOUSE_H

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_lighthouse_caps;
extern const struct provider tencent_lighthouse;
extern const struct error_table tencent_lighthouse_errors;

#endif
