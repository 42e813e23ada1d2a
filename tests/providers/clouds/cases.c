/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/cases.h"

extern const struct cloud_cases baidu_bcc_cases, tencent_cvm_cases, tencent_legacy_cases,
    tencent_lighthouse_cases, tencent_qcloud_cases, ucloud_cases;

const struct cloud_cases *const cloud_cases[] = {
    &baidu_bcc_cases,
    &tencent_cvm_cases,
    &tencent_qcloud_cases,
    &tencent_legacy_cases,
    &tencent_lighthouse_cases,
    &ucloud_cases,
    NULL,
};
