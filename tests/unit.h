/* SPDX-License-Identifier: MIT */
#pragma once

/* What cmocka wants before its own header, in its order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* True in `make soak`: tests that sample in `make check` then take all, or much more. */
static inline bool unit_soak(void)
{
    const char *tier = getenv("FERRY_TEST_TIER");

    return tier != NULL && strcmp(tier, "soak") == 0;
}
