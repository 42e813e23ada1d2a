/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_cvm_caps, tencent_qcloud_caps;
extern const struct provider tencent_cvm, tencent_qcloud; /* its own API; `gateway: qcloud` */
extern const struct error_table tencent_cvm_errors;
