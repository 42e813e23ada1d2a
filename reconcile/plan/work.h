/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/diff.h"
#include "reconcile/plan/call.h"

/*
 * Inside plan.h: what is in the making.  Not for others to include.
 *
 * From cells to calls in four steps: jobs (a copy that is needed once, however many names of the
 * account declare it), the quota choice, rows (jobs of one image from the same sources), and calls.
 */

struct job {
    size_t tenant;
    const char *name, *region;
    const char *class;   /* reach class of the region */
    struct cell **cells; /* all that declare it, by account name: the first one's source counts */
    size_t n_cells;
    size_t rank; /* its place in the manifest: the least index of an image that wants it */
    const struct wanted *wanted; /* the image that the first of `cells` is of */
};

struct row {
    size_t tenant;
    const char *name;
    const char *class; /* reach class of all its regions and sources */
    struct job **jobs; /* by region */
    size_t n_jobs;
    struct diff_source *sources; /* the declared one first; one a region */
    size_t n_sources, cap_sources;
};

struct draft { /* a call in the making */
    struct plan_call call;
    const char *account; /* its account's name */
    struct row **rows;   /* by name */
    const struct diff_source **sources;
    size_t n_rows;
    struct job **jobs; /* what it covers */
    size_t n_jobs;
};

struct work {
    const struct diff_input *input;
    const struct desired *desired;
    struct arena *arena;
    struct diff_output *diffed;
    struct job *jobs;
    size_t n_jobs;
    struct row *rows;
    size_t n_rows, cap_rows;
    struct draft *drafts;
    size_t n_drafts, cap_drafts;
    size_t lower_bound;
    const char *bound_reason;
    uint64_t nodes;
};

/* rows.c: cells to jobs, those for which there is room, and rows of them. */
void work_collect_jobs(struct work *work);
void work_choose_by_quota(struct work *work);
void work_build_rows(struct work *work);

/* draft.c: a call in the making, what the lower bound rests on, lists of names. */
void work_add_draft(struct work *work, struct row **rows, const struct diff_source **sources,
                    size_t n_rows, struct job **jobs, size_t n_jobs, int wave);
void work_add_single(struct work *work, struct row *row, const struct diff_source *source,
                     struct job **jobs, size_t n_jobs, int wave); /* the same, for one image */
void work_add_bound(struct work *work, size_t bound, const char *reason);

/* Sorts names by bytes and drops what repeats; returns how many are left. */
size_t work_sort_names(const char **names, size_t n);

/* singly.c, jointly.c: the rows of a tenant to drafts with sources and waves. */
void work_call_singly(struct work *work, size_t tenant);
void work_call_jointly(struct work *work, size_t tenant);
