/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/work.h"

#include "reconcile/model/rules.h"
#include "reconcile/model/source.h"

#include <stdlib.h>
#include <string.h>

/* ---- jobs and the quota choice ---- */

static int compare_needed(const void *a, const void *b)
{
    const struct cell *x = *(struct cell *const *)a, *y = *(struct cell *const *)b;
    int order;

    if (x->tenant != y->tenant)
        return x->tenant < y->tenant ? -1 : 1;
    order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->region, y->region);
    return order != 0 ? order : strcmp(x->address, y->address);
}

void work_collect_jobs(struct work *work)
{
    struct cells *cells = &work->diffed->cells;
    struct cell **needed = arena_array(work->arena, cells->nr, sizeof *needed);
    size_t n = 0, i, end;

    for (i = 0; i < cells->nr; i++)
        if (cells->items[i].selected && cells->items[i].needs_copy)
            needed[n++] = &cells->items[i];
    qsort(needed, n, sizeof *needed, compare_needed);
    work->jobs = arena_array(work->arena, n, sizeof *work->jobs);
    for (i = 0; i < n; i = end) {
        size_t rank = needed[i]->image;

        for (end = i + 1; end < n; end++) {
            if (needed[end]->tenant != needed[i]->tenant ||
                strcmp(needed[end]->name, needed[i]->name) != 0 ||
                strcmp(needed[end]->region, needed[i]->region) != 0)
                break;
            rank = needed[end]->image < rank ? needed[end]->image : rank;
        }
        work->jobs[work->n_jobs++] =
            (struct job){needed[i]->tenant, needed[i]->name, needed[i]->region,
                         needed + i,        end - i,         rank};
    }
}

/* Region by region, in each in manifest order: quotas are a region's. */
static int compare_by_region(const void *a, const void *b)
{
    const struct job *x = a, *y = b;
    int order;

    if (x->tenant != y->tenant)
        return x->tenant < y->tenant ? -1 : 1;
    order = strcmp(x->region, y->region);
    if (order == 0 && x->rank != y->rank)
        order = x->rank < y->rank ? -1 : 1;
    return order;
}

static void deny(const struct job *job, int64_t room, struct arena *arena)
{
    size_t i;

    for (i = 0; i < job->n_cells; i++) {
        struct cell *cell = job->cells[i];

        cell->needs_copy = false;
        cell->detail = arena_printf(arena, "%s takes %lld more images, and others come first",
                                    job->region, (long long)room);
        if (room == 0)
            cell->detail = arena_printf(arena, "%s takes no more images", job->region);
        if (cell->verdict == VERDICT_UNUSABLE)
            continue; /* no blocked reason replaces it */
        cell->verdict = VERDICT_BLOCKED;
        cell->reason = REASON_QUOTA_FULL;
    }
}

/* Leaves in work->jobs those for which there is room. */
void work_choose_by_quota(struct work *work)
{
    size_t kept = 0, i, end;

    qsort(work->jobs, work->n_jobs, sizeof *work->jobs, compare_by_region);
    for (i = 0; i < work->n_jobs; i = end) {
        const struct job *first = &work->jobs[i];
        size_t tenant = first->tenant;
        const char *region = first->region;
        const struct snapshot *snapshot = world_find(work->input->world, tenant, region);
        int64_t room = snapshot == NULL ? -1 : snapshot->quota_free;
        int64_t taken = (int64_t)source_open_writes(work->input, tenant, NULL, region);

        if (room >= 0)
            room = taken < room ? room - taken : 0;
        for (end = i; end < work->n_jobs && work->jobs[end].tenant == tenant &&
                      strcmp(work->jobs[end].region, region) == 0;
             end++) {
            if (room >= 0 && end - i >= (size_t)room)
                deny(&work->jobs[end], room, work->arena);
            else
                work->jobs[kept++] = work->jobs[end];
        }
    }
    work->n_jobs = kept;
}

/* ---- rows ---- */

/* What two declared images must share to be one row: the same copies, made from the same original.
 */
static int compare_rows(const struct desired *desired, const struct job *x, const struct job *y)
{
    const struct wanted *wx = &desired->images[x->cells[0]->image];
    const struct wanted *wy = &desired->images[y->cells[0]->image];
    int order;

    if (x->tenant != y->tenant)
        return x->tenant < y->tenant ? -1 : 1;
    order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(wx->from_region, wy->from_region);
    if (order == 0)
        order =
            strcmp(wx->from_id == NULL ? "" : wx->from_id, wy->from_id == NULL ? "" : wy->from_id);
    return order;
}

struct keyed_job {
    const struct desired *desired;
    const char *class;
    struct job *job;
};

static int compare_jobs(const void *a, const void *b)
{
    const struct keyed_job *x = a, *y = b;
    int order = compare_rows(x->desired, x->job, y->job);

    if (order == 0)
        order = strcmp(x->class, y->class);
    if (order == 0)
        order = strcmp(x->job->region, y->job->region);
    return order;
}

static int compare_sources(const void *a, const void *b)
{
    const struct diff_source *x = a, *y = b;
    int order;

    if (x->declared != y->declared)
        return x->declared ? -1 : 1;
    order = strcmp(x->region, y->region);
    return order != 0 ? order : strcmp(x->id, y->id);
}

/* Adds the sources of one declared image that reach the row's class. */
static void add_sources(struct work *work, struct row *row, size_t image)
{
    struct source_list sources;
    size_t i, j;

    source_list_make(work->input, &work->diffed->cells, image, work->arena, &sources);
    for (i = 0; i < sources.nr; i++) {
        const char *region = sources.items[i].region;

        if (strcmp(rules_reach_class(work->desired, row->tenant, region), row->class) != 0)
            continue;
        for (j = 0; j < row->n_sources; j++)
            if (strcmp(row->sources[j].region, region) == 0)
                break;
        if (j < row->n_sources) /* a region's first is enough; the declared one comes first */
            continue;
        ARENA_GROW(work->arena, row->sources, row->n_sources, row->cap_sources);
        row->sources[row->n_sources++] = sources.items[i];
    }
}

static void fill_row(struct work *work, struct row *row)
{
    size_t last = SIZE_MAX, i;

    for (i = 0; i < row->n_jobs; i++) {
        size_t image = row->jobs[i]->cells[0]->image;

        if (image != last)
            add_sources(work, row, image);
        last = image;
    }
    qsort(row->sources, row->n_sources, sizeof *row->sources, compare_sources);
}

void work_build_rows(struct work *work)
{
    struct keyed_job *keyed = arena_array(work->arena, work->n_jobs, sizeof *keyed);
    size_t i, end;

    for (i = 0; i < work->n_jobs; i++) {
        struct job *job = &work->jobs[i];

        keyed[i] =
            (struct keyed_job){work->desired,
                               rules_reach_class(work->desired, job->tenant, job->region), job};
    }
    qsort(keyed, work->n_jobs, sizeof *keyed, compare_jobs);
    for (i = 0; i < work->n_jobs; i = end) {
        struct row row = {.tenant = keyed[i].job->tenant,
                          .name = keyed[i].job->name,
                          .class = keyed[i].class};

        for (end = i; end < work->n_jobs; end++) {
            if (compare_rows(work->desired, keyed[i].job, keyed[end].job) != 0 ||
                strcmp(keyed[i].class, keyed[end].class) != 0)
                break;
            ARENA_GROW(work->arena, row.jobs, row.n_jobs, row.cap_jobs);
            row.jobs[row.n_jobs++] = keyed[end].job;
        }
        fill_row(work, &row);
        ARENA_GROW(work->arena, work->rows, work->n_rows, work->cap_rows);
        work->rows[work->n_rows++] = row;
    }
}
