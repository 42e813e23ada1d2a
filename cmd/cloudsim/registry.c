/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/registry.h"

#include <stddef.h>

/* A line a cloud: its folder, and the struct cloud that is defined there. */
#define CLOUDS(ROW)                                                                                \
    ROW(tencent_cvm)                                                                               \
    ROW(tencent_cvm_legacy)                                                                        \
    ROW(tencent_lighthouse)                                                                        \
    ROW(ucloud)                                                                                    \
    ROW(baidu_bcc)

#define DECLARE(name) extern const struct cloud name;
#define LIST(name)    &name,

CLOUDS(DECLARE)

const struct cloud *const registry[] = {CLOUDS(LIST) NULL};
