/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/work.h"

#include <assert.h>
#include <string.h>

void work_add_draft(struct work *work, struct row **rows, const struct diff_source **sources,
                    size_t n_rows, struct job **jobs, size_t n_jobs, int wave)
{
    struct draft draft = {
        .rows = rows, .sources = sources, .n_rows = n_rows, .jobs = jobs, .n_jobs = n_jobs};
    struct plan_source *named = arena_array(work->arena, n_rows, sizeof *named);
    size_t i;

    assert(n_rows > 0 && n_jobs > 0 && wave > 0);
    for (i = 0; i < n_rows; i++)
        named[i] = (struct plan_source){rows[i]->name, sources[i]->id};
    draft.call.tenant = rows[0]->tenant;
    draft.call.source_region = sources[0]->region;
    draft.call.sources = named;
    draft.call.n_sources = n_rows;
    draft.call.wave = wave;
    ARENA_GROW(work->arena, work->drafts, work->n_drafts, work->cap_drafts);
    work->drafts[work->n_drafts++] = draft;
}

void work_add_bound(struct work *work, size_t bound, const char *reason)
{
    work->lower_bound += bound;
    if (work->bound_reason == NULL)
        work->bound_reason = reason;
    else if (strcmp(work->bound_reason, reason) != 0)
        work->bound_reason = "accounts and zones share no call and were counted one by one";
}
