/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/providers/clouds/cases.h"

/* An error of API 3.0. */
#define TC(code) "{\"Response\":{\"Error\":{\"Code\":\"" code "\",\"Message\":\"m\"}}}"

/* Keys and regions, which Tencent's products share. */
extern const char *const tencent_test_variables[], *const tencent_test_targets[];
#define TENCENT_CASES                                                                              \
    .from = "ap-guangzhou", .to = tencent_test_targets, .variables = tencent_test_variables,       \
    .file = ".tccli/default.credential",                                                           \
    .text = "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\"}",                                 \
    .missing = "set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY"
