/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/cmd/ferry/findings/made.h"

/* Reports worth looking at in every format: tests/data/output/NAME.FORMAT holds how they look. */

struct output_case {
    const char *name;
    void (*make)(struct made *made);
};

extern const struct output_case output_cases[];
extern const size_t n_output_cases;
