/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * An intent: a copy that was about to be asked for, and may have been.  The journal keeps it
 * (engine/journal.h), and until it is settled its cells are not missing (diff.h).
 */

struct journal_target { /* one image in one region that a call asked for */
    const char *name;
    const char *region;
    const char *const *before; /* ids that bore the name there before: not the new copy */
    size_t n_before;
    const char *id; /* the copy's id from the answer; NULL while unknown */
};

struct journal_intent {
    uint64_t id; /* unique in its journal: run's random number and a counter, made by the caller */
    int64_t at_ms;        /* when it was written */
    int64_t answered_ms;  /* when an answer came; 0 none yet */
    const char *identity; /* of the cloud account */
    const char *source_region;
    const char *const *source_ids;
    size_t n_source_ids;
    const struct journal_target *targets;
    size_t n_targets;
};
