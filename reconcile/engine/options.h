/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct engine_options {
    int64_t settle_ms;       /* 120 s */
    int64_t poll_ms;         /* 5 s */
    int64_t copy_timeout_ms; /* 45 min, for each copy */
    int64_t request_ms;      /* 70 s, also for 0: the transport's limits; later than this after it
                                left, a request of a run that was killed has no effect any more */
    int64_t deadline_ms;     /* absolute; INT64_MAX: none */
    bool no_wait;            /* end when every call is answered */
    bool exact_calls; /* a saved or approved plan: nothing outside its calls' cells is ever sent */
    uint64_t run_id;  /* random: makes intent ids unique */
    int sends_per_cell; /* 3: how often a cell may be asked for in a run */
};
