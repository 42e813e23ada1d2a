/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t work_sort_names(const char **names, size_t n)
{
    size_t kept = 0, i;

    qsort(names, n, sizeof *names, compare_names);
    for (i = 0; i < n; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

void work_add_draft(struct work *work, struct row **rows, const struct diff_source **sources,
                    size_t n_rows, struct job **jobs, size_t n_jobs, int wave)
{
    struct plan_source *named = arena_array(work->arena, n_rows, sizeof *named);
    size_t i;

    assert(n_rows > 0 && n_jobs > 0 && wave > 0);
    for (i = 0; i < n_rows; i++)
        named[i] = (struct plan_source){rows[i]->name, sources[i]->id};
    ARENA_GROW(work->arena, work->drafts, work->n_drafts, work->cap_drafts);
    work->drafts[work->n_drafts++] = (struct draft){
        .rows = rows,
        .sources = sources,
        .n_rows = n_rows,
        .jobs = jobs,
        .n_jobs = n_jobs,
        .call.tenant = rows[0]->tenant,
        .call.source_region = sources[0]->region,
        .call.sources = named,
        .call.n_sources = n_rows,
        .call.wave = wave,
    };
}

void work_add_single(struct work *work, struct row *row, const struct diff_source *source,
                     struct job **jobs, size_t n_jobs, int wave)
{
    struct row **rows = arena_alloc(work->arena, sizeof *rows);
    const struct diff_source **sources = arena_alloc(work->arena, sizeof *sources);

    *rows = row;
    *sources = source;
    work_add_draft(work, rows, sources, 1, jobs, n_jobs, wave);
}

void work_add_bound(struct work *work, size_t bound, const char *reason)
{
    work->lower_bound += bound;
    if (work->bound_reason == NULL)
        work->bound_reason = reason;
    else if (strcmp(work->bound_reason, reason) != 0)
        work->bound_reason = "accounts and zones share no call and were counted one by one";
}
