/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/world.h"

/*
 * A cell is one declared image in one region: what is wanted there, what is there, and the verdict.
 * Every output is a view of a list of cells; diff.h makes them.
 */

/* The first that matches wins, in this order. */
enum verdict {
    VERDICT_UNKNOWN,
    VERDICT_AMBIGUOUS,
    VERDICT_DIFFERS,
    VERDICT_IN_SYNC,
    VERDICT_IN_PROGRESS,
    VERDICT_UNUSABLE,
    VERDICT_MISSING,
    VERDICT_BLOCKED,
    VERDICT_EXTRA,
    VERDICT_COUNT
};

const char *verdict_name(enum verdict verdict); /* "in_sync" */

enum { CELL_NO_CALL = -1 };

/* One compared attribute that is not as it should be. */
struct difference {
    const char *attribute; /* "size_gib", "os", "arch", "created" */
    const char *expected;  /* as text, ">= 20" among them */
    const char *observed;  /* as text; "unset" where the cloud says nothing */
    bool from_expect;      /* asked for by `expect`; else unlike its source */
};

struct cell {
    const char *address; /* "account/image@region" */
    size_t account, tenant;
    size_t image;     /* index into desired->images; SIZE_MAX for `extra` */
    const char *name; /* the image's name */
    const char *region;
    struct origin origin; /* of the region in `to`; path NULL for `extra` */
    bool selected;        /* reports and plans speak of selected cells only */
    bool is_source;       /* the region is the declared `from` */

    enum verdict verdict;
    enum reason reason;     /* with VERDICT_BLOCKED */
    const char *detail;     /* one more line for a person; NULL */
    bool stuck;             /* in_progress for longer than the copy timeout */
    const char *stale_from; /* differs because `older_than_source` */

    const struct image *const
        *images; /* the namesakes that led to the verdict, by id; in the arena */
    size_t n_images;
    const struct difference *differences;
    size_t n_differences;
    int64_t read_at_ms;          /* of the snapshot the verdict rests on; 0: never read */
    const char *const *evidence; /* request ids of that snapshot */
    size_t n_evidence;
    const struct port_failure *failure; /* why it is unknown, or why the cloud refused; NULL */

    bool needs_copy; /* missing, or unusable where a copy may be made beside it */
    int call;        /* index into plan->calls, or CELL_NO_CALL: set by plan.h */
    const char
        *waiting_for; /* address of the source cell that is not ready yet; NULL: set by plan.h */
};

struct cells {
    struct cell
        *items; /* by account, image name, region in bytes; `extra` after the declared ones */
    size_t nr, cap;
};
