/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_CLOUDS_H
#define PROVIDERS_CLOUDS_CLOUDS_H

#include "providers/wire/provider.h"

/* What each cloud's file gives to the registry: its capabilities, and its three functions. */

extern const struct caps baidu_bcc_caps, tencent_cvm_caps, tencent_legacy_caps,
    tencent_lighthouse_caps, ucloud_caps;
extern const struct caps tencent_qcloud_caps; /* of tencent-cvm behind `gateway: qcloud` */

extern const struct provider baidu_bcc, tencent_cvm, tencent_legacy, tencent_lighthouse,
    tencent_qcloud, ucloud;

#endif
