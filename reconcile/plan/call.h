/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* One copy request as a plan has it: what it asks for, the facts that it relies on, and what became
 * of it. */

enum fact_kind {
    FACT_SOURCE_STATE, /* the image `id` is in `region`, in the state `equals` */
    FACT_ABSENT, /* nothing usable or arriving bears `name` in `region`; of the failed ones there
                    are none but `id` (NULL: none at all) */
    FACT_QUOTA_FREE, /* `region` takes at least `at_least` more images */
};

struct fact {
    enum fact_kind kind;
    const char *region;
    const char *id;
    const char *name;
    const char *equals; /* the vendor's word for "ready" */
    int64_t at_least;
    int64_t read_at_ms;
};

enum outcome {
    OUTCOME_NONE, /* planned, nothing happened yet */
    OUTCOME_ACCEPTED,
    OUTCOME_REFUSED,  /* by us: a fact had moved */
    OUTCOME_REJECTED, /* by the cloud */
    OUTCOME_SPLIT,    /* refused as a whole for one region: smaller calls took its place */
    OUTCOME_SETTLED,  /* the answer was lost; the copies were found */
    OUTCOME_LOST,     /* the answer was lost; nothing showed within the settle time */
    OUTCOME_NOT_SENT, /* interrupted, out of time, or its source never became ready */
};

const char *outcome_name(enum outcome outcome); /* NULL for OUTCOME_NONE */

struct plan_source {
    const char *image; /* the name that the copies bear */
    const char *id;
};

struct plan_call {
    int id; /* its index in the plan */
    size_t account, tenant;
    const char *action;
    const char *source_region;
    const struct plan_source *sources; /* by name */
    size_t n_sources;
    const char *const *regions; /* by bytes */
    size_t n_regions;
    int wave; /* from 1: calls of one source image are in different waves */
    const struct fact *facts;
    size_t n_facts;

    /* What became of it: filled by engine.h, OUTCOME_NONE in a plan. */
    enum outcome outcome;
    const char *request_id;
    const char *outcome_detail; /* NULL, or one line */
    const struct fact *moved;   /* with OUTCOME_REFUSED: the fact that no longer held */
    const char *moved_now;      /* … and what is there instead, as text */
};
