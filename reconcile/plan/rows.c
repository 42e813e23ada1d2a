/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/work.h"

#include <stdlib.h>
#include <string.h>

/* ---- jobs and the quota choice ---- */

static int compare_spots(const struct cell *x, const struct cell *y)
{
    int order;

    if (x->tenant != y->tenant)
        return x->tenant < y->tenant ? -1 : 1;
    order = strcmp(x->name, y->name);
    return order != 0 ? order : strcmp(x->region, y->region);
}

static int compare_needed(const void *a, const void *b)
{
    const struct cell *x = *(struct cell *const *)a, *y = *(struct cell *const *)b;
    int order = compare_spots(x, y);

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
        const struct cell *first = needed[i];
        struct job *job = &work->jobs[work->n_jobs++];

        *job = (struct job){
            .tenant = first->tenant,
            .name = first->name,
            .region = first->region,
            .class = rules_reach_class(work->desired, first->tenant, first->region),
            .cells = needed + i,
            .rank = first->image,
            .wanted = &work->desired->images[first->image],
        };
        for (end = i; end < n && compare_spots(first, needed[end]) == 0; end++)
            job->rank = needed[end]->image < job->rank ? needed[end]->image : job->rank;
        job->n_cells = end - i;
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

/* What two jobs must share to be of one row: copies of one name, made from the same original,
 * within one reach class. */
static int compare_rows(const struct job *x, const struct job *y)
{
    const char *id_x = x->wanted->from_id, *id_y = y->wanted->from_id;
    int order;

    if (x->tenant != y->tenant)
        return x->tenant < y->tenant ? -1 : 1;
    order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->wanted->from_region, y->wanted->from_region);
    if (order == 0)
        order = strcmp(id_x == NULL ? "" : id_x, id_y == NULL ? "" : id_y);
    return order != 0 ? order : strcmp(x->class, y->class);
}

static int compare_jobs(const void *a, const void *b)
{
    const struct job *x = *(struct job *const *)a, *y = *(struct job *const *)b;
    int order = compare_rows(x, y);

    return order != 0 ? order : strcmp(x->region, y->region);
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
    struct job **jobs = arena_array(work->arena, work->n_jobs, sizeof *jobs);
    size_t i, end;

    for (i = 0; i < work->n_jobs; i++)
        jobs[i] = &work->jobs[i];
    qsort(jobs, work->n_jobs, sizeof *jobs, compare_jobs);
    for (i = 0; i < work->n_jobs; i = end) {
        struct row row = {.tenant = jobs[i]->tenant,
                          .name = jobs[i]->name,
                          .class = jobs[i]->class,
                          .jobs = jobs + i};

        for (end = i; end < work->n_jobs && compare_rows(jobs[i], jobs[end]) == 0; end++)
            row.n_jobs++;
        fill_row(work, &row);
        ARENA_GROW(work->arena, work->rows, work->n_rows, work->cap_rows);
        work->rows[work->n_rows++] = row;
    }
}
