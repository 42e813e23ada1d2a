/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_TENCENT_CVM_TENCENT_CVM_H
#define PROVIDERS_CLOUDS_TENCENT_CVM_TENCENT_CVM_H

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_cvm_caps, tencent_qcloud_caps;
extern const struct provider tencent_cvm, tencent_qcloud; /* its own API; `gateway: qcloud` */
extern const struct error_table tencent_cvm_errors;

#endif
