/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/tencent/envelope.h"

const char *const tencent_test_variables[] = {"TENCENTCLOUD_SECRET_ID=fakeid",
                                              "TENCENTCLOUD_SECRET_KEY=fakekey",
                                              "TENCENTCLOUD_TOKEN=faketoken", NULL};
const char *const tencent_test_targets[] = {"ap-beijing", "ap-tokyo", NULL};
