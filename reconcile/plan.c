/* SPDX-License-Identifier: MIT */
#include "reconcile/plan.h"

#include "reconcile/rules.h"
#include "reconcile/source.h"

#include <stdlib.h>
#include <string.h>

static const char *const outcome_names[] = {
    [OUTCOME_NONE] = NULL,           [OUTCOME_ACCEPTED] = "accepted", [OUTCOME_REFUSED] = "refused",
    [OUTCOME_REJECTED] = "rejected", [OUTCOME_SPLIT] = "split",       [OUTCOME_SETTLED] = "settled",
    [OUTCOME_LOST] = "lost",         [OUTCOME_NOT_SENT] = "not_sent",
};

const char *outcome_name(enum outcome outcome)
{
    return outcome_names[outcome];
}

/*
 * From cells to calls in four steps: jobs (a copy that is needed once, however many names of the
 * account declare it), the quota choice, rows (jobs of one image from the same sources), and calls.
 */

struct job {
    size_t cloud;
    const char *name, *region;
    struct cell **cells; /* in manifest order: all that declare it */
    size_t n_cells;
};

struct row {
    size_t cloud;
    const char *name;
    const char *class; /* reach class of all its regions and sources */
    struct job **jobs; /* by region */
    size_t n_jobs, cap_jobs;
    struct diff_source *sources; /* the declared one first; one a region */
    size_t n_sources, cap_sources;
};

struct draft { /* a call in the making */
    struct plan_call call;
    struct row **rows; /* by name */
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
    int lower_bound;
};

/* ---- jobs and the quota choice ----------------------------------------------------------------
 */

static int compare_needed(const void *a, const void *b)
{
    const struct cell *x = *(struct cell *const *)a, *y = *(struct cell *const *)b;
    int order;

    if (x->cloud != y->cloud)
        return x->cloud < y->cloud ? -1 : 1;
    order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->region, y->region);
    if (order == 0 && x->image != y->image)
        order = x->image < y->image ? -1 : 1;
    return order;
}

static void collect_jobs(struct work *work)
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
        for (end = i + 1; end < n; end++)
            if (needed[end]->cloud != needed[i]->cloud ||
                strcmp(needed[end]->name, needed[i]->name) != 0 ||
                strcmp(needed[end]->region, needed[i]->region) != 0)
                break;
        work->jobs[work->n_jobs++] =
            (struct job){needed[i]->cloud, needed[i]->name, needed[i]->region, needed + i, end - i};
    }
}

/* Region by region, in each in manifest order: quotas are a region's. */
static int compare_by_region(const void *a, const void *b)
{
    const struct job *x = a, *y = b;
    size_t image_x = x->cells[0]->image, image_y = y->cells[0]->image;
    int order;

    if (x->cloud != y->cloud)
        return x->cloud < y->cloud ? -1 : 1;
    order = strcmp(x->region, y->region);
    if (order == 0 && image_x != image_y)
        order = image_x < image_y ? -1 : 1;
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
static void choose_by_quota(struct work *work)
{
    size_t kept = 0, i, end;

    qsort(work->jobs, work->n_jobs, sizeof *work->jobs, compare_by_region);
    for (i = 0; i < work->n_jobs; i = end) {
        const struct job *first = &work->jobs[i];
        size_t cloud = first->cloud;
        const char *region = first->region;
        const struct snapshot *snapshot = world_find(work->input->world, cloud, region);
        int64_t room = snapshot == NULL ? -1 : snapshot->quota_free;
        int64_t taken = (int64_t)source_open_writes(work->input, cloud, NULL, region);

        if (room >= 0)
            room = taken < room ? room - taken : 0;
        for (end = i; end < work->n_jobs && work->jobs[end].cloud == cloud &&
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

/* ---- rows -------------------------------------------------------------------------------------
 */

/* What two declared images must share to be one row: the same copies, made from the same original.
 */
static int compare_rows(const struct desired *desired, const struct job *x, const struct job *y)
{
    const struct wanted *wx = &desired->images[x->cells[0]->image];
    const struct wanted *wy = &desired->images[y->cells[0]->image];
    int order;

    if (x->cloud != y->cloud)
        return x->cloud < y->cloud ? -1 : 1;
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
    size_t n, i, j;
    const struct diff_source *sources =
        diff_sources(work->input, &work->diffed->cells, image, work->arena, &n);

    for (i = 0; i < n; i++) {
        if (strcmp(rules_reach_class(work->desired, row->cloud, sources[i].region), row->class) !=
            0)
            continue;
        for (j = 0; j < row->n_sources; j++)
            if (strcmp(row->sources[j].region, sources[i].region) == 0)
                break;
        if (j < row->n_sources) /* a region's first is enough; the declared one comes first */
            continue;
        ARENA_GROW(work->arena, row->sources, row->n_sources, row->cap_sources);
        row->sources[row->n_sources++] = sources[i];
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

static void build_rows(struct work *work)
{
    struct keyed_job *keyed = arena_array(work->arena, work->n_jobs, sizeof *keyed);
    size_t i, end;

    for (i = 0; i < work->n_jobs; i++) {
        struct job *job = &work->jobs[i];

        keyed[i] =
            (struct keyed_job){work->desired,
                               rules_reach_class(work->desired, job->cloud, job->region), job};
    }
    qsort(keyed, work->n_jobs, sizeof *keyed, compare_jobs);
    for (i = 0; i < work->n_jobs; i = end) {
        struct row row = {.cloud = keyed[i].job->cloud,
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

/* ---- calls ------------------------------------------------------------------------------------
 */

static void add_draft(struct work *work, struct row **rows, const struct diff_source **sources,
                      size_t n_rows, struct job **jobs, size_t n_jobs)
{
    struct draft draft = {
        .rows = rows, .sources = sources, .n_rows = n_rows, .jobs = jobs, .n_jobs = n_jobs};
    struct plan_source *named = arena_array(work->arena, n_rows, sizeof *named);
    size_t i;

    for (i = 0; i < n_rows; i++)
        named[i] = (struct plan_source){rows[i]->name, sources[i]->id};
    draft.call.cloud = rows[0]->cloud;
    draft.call.source_region = sources[0]->region;
    draft.call.sources = named;
    draft.call.n_sources = n_rows;
    ARENA_GROW(work->arena, work->drafts, work->n_drafts, work->cap_drafts);
    work->drafts[work->n_drafts++] = draft;
}

/* One image a call: ⌈n/c⌉ calls for the n regions of a row, since all of them are in one reach
 * class. */
static void call_single(struct work *work, struct row *row)
{
    size_t most = work->desired->accounts[row->cloud].caps->regions_per_call, at, n;

    for (at = 0; at < row->n_jobs; at += n) {
        struct row **rows = arena_array(work->arena, 1, sizeof *rows);
        const struct diff_source **sources = arena_array(work->arena, 1, sizeof *sources);

        n = row->n_jobs - at;
        if (most != 0 && n > most)
            n = most;
        rows[0] = row;
        sources[0] = &row->sources[0];
        add_draft(work, rows, sources, 1, row->jobs + at, n);
        work->lower_bound++;
    }
}

/* The account that a call speaks for: of those that want its copies the first by name. */
static size_t account_of(const struct work *work, const struct draft *draft)
{
    size_t found = SIZE_MAX, i, j;

    for (i = 0; i < draft->n_jobs; i++) {
        for (j = 0; j < draft->jobs[i]->n_cells; j++) {
            size_t account = draft->jobs[i]->cells[j]->account;

            if (found == SIZE_MAX || strcmp(work->desired->accounts[account].name,
                                            work->desired->accounts[found].name) < 0)
                found = account;
        }
    }
    return found;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void finish_draft(struct work *work, struct draft *draft)
{
    const char **regions = arena_array(work->arena, draft->n_jobs, sizeof *regions);
    size_t n = 0, i;

    draft->call.account = account_of(work, draft);
    draft->call.action = work->desired->accounts[draft->call.account].caps->action;
    for (i = 0; i < draft->n_jobs; i++)
        regions[i] = draft->jobs[i]->region;
    qsort(regions, draft->n_jobs, sizeof *regions, compare_names);
    for (i = 0; i < draft->n_jobs; i++)
        if (n == 0 || strcmp(regions[n - 1], regions[i]) != 0)
            regions[n++] = regions[i];
    draft->call.regions = regions;
    draft->call.n_regions = n;
}

/* ---- facts ------------------------------------------------------------------------------------
 */

/* The vendor's word for "ready": the source's own, or that of any image of the cloud which is. */
static const char *ready_word(const struct work *work, const struct diff_source *source,
                              size_t cloud)
{
    const char *word = NULL;
    size_t i, j;

    if (source->ready)
        return source->image->state_text;
    for (i = 0; i < work->input->world->nr; i++) {
        const struct snapshot *snapshot = work->input->world->snapshots[i];

        for (j = 0; snapshot->cloud == cloud && j < snapshot->n_images; j++) {
            const struct image *image = &snapshot->images[j];

            if (image->state == IMAGE_READY &&
                (word == NULL || strcmp(image->state_text, word) < 0))
                word = image->state_text;
        }
    }
    return word == NULL ? "ready" : word;
}

static int64_t read_at(const struct work *work, size_t cloud, const char *region)
{
    const struct snapshot *snapshot = world_find(work->input->world, cloud, region);

    return snapshot == NULL ? 0 : snapshot->read_at_ms;
}

static const char *failed_id(const struct work *work, size_t cloud, const char *region,
                             const char *name)
{
    const struct snapshot *snapshot = world_find(work->input->world, cloud, region);
    size_t n = 0;
    const struct image *images = snapshot == NULL ? NULL : snapshot_named(snapshot, name, &n);

    return n == 0 ? NULL : images[0].id;
}

/* Sources first, then region by region: absence of each name, room. */
static void add_facts(struct work *work, struct draft *draft)
{
    struct plan_call *call = &draft->call;
    struct fact *facts =
        arena_array(work->arena, call->n_sources + call->n_regions * (call->n_sources + 1),
                    sizeof *facts);
    size_t n = 0, i, j;

    for (i = 0; i < call->n_sources; i++)
        facts[n++] = (struct fact){
            .kind = FACT_SOURCE_STATE,
            .region = call->source_region,
            .id = call->sources[i].id,
            .equals = ready_word(work, draft->sources[i], call->cloud),
            .read_at_ms = read_at(work, call->cloud, call->source_region),
        };
    for (i = 0; i < call->n_regions; i++) {
        const char *region = call->regions[i];
        const struct snapshot *snapshot = world_find(work->input->world, call->cloud, region);

        for (j = 0; j < call->n_sources; j++)
            facts[n++] = (struct fact){
                .kind = FACT_ABSENT,
                .region = region,
                .name = call->sources[j].image,
                .id = failed_id(work, call->cloud, region, call->sources[j].image),
                .read_at_ms = read_at(work, call->cloud, region),
            };
        if (snapshot != NULL && snapshot->quota_free >= 0)
            facts[n++] = (struct fact){
                .kind = FACT_QUOTA_FREE,
                .region = region,
                .at_least = (int64_t)call->n_sources,
                .read_at_ms = snapshot->quota_at_ms,
            };
    }
    call->facts = facts;
    call->n_facts = n;
}

/* ---- waves and order --------------------------------------------------------------------------
 */

struct keyed_draft {
    const struct desired *desired;
    struct draft *draft;
};

/* By source image, then by what is copied from it. */
static int compare_by_source(const void *a, const void *b)
{
    const struct plan_call *x = &((const struct keyed_draft *)a)->draft->call;
    const struct plan_call *y = &((const struct keyed_draft *)b)->draft->call;
    int order;

    if (x->cloud != y->cloud)
        return x->cloud < y->cloud ? -1 : 1;
    order = strcmp(x->source_region, y->source_region);
    if (order == 0)
        order = strcmp(x->sources[0].id, y->sources[0].id);
    if (order == 0)
        order = strcmp(x->sources[0].image, y->sources[0].image);
    return order != 0 ? order : strcmp(x->regions[0], y->regions[0]);
}

static int compare_in_plan(const void *a, const void *b)
{
    const struct keyed_draft *kx = a, *ky = b;
    const struct plan_call *x = &kx->draft->call, *y = &ky->draft->call;
    int order;

    if (x->wave != y->wave)
        return x->wave < y->wave ? -1 : 1;
    order = strcmp(kx->desired->accounts[x->account].name, kx->desired->accounts[y->account].name);
    if (order == 0)
        order = strcmp(x->source_region, y->source_region);
    if (order == 0)
        order = strcmp(x->sources[0].image, y->sources[0].image);
    if (order == 0)
        order = strcmp(x->regions[0], y->regions[0]);
    return order != 0 ? order : strcmp(x->sources[0].id, y->sources[0].id);
}

static void set_waves(struct keyed_draft *drafts, size_t n)
{
    size_t i;

    qsort(drafts, n, sizeof *drafts, compare_by_source);
    for (i = 0; i < n; i++) {
        struct plan_call *call = &drafts[i].draft->call;
        const struct plan_call *before = i == 0 ? NULL : &drafts[i - 1].draft->call;
        bool same = before != NULL && before->cloud == call->cloud &&
                    strcmp(before->source_region, call->source_region) == 0 &&
                    strcmp(before->sources[0].id, call->sources[0].id) == 0;

        call->wave = same ? before->wave + 1 : 1;
    }
}

static void tell_cells(const struct draft *draft, int id)
{
    size_t i, j, k;

    for (i = 0; i < draft->n_jobs; i++) {
        for (j = 0; j < draft->jobs[i]->n_cells; j++) {
            struct cell *cell = draft->jobs[i]->cells[j];

            cell->call = id;
            for (k = 0; k < draft->n_rows; k++)
                if (strcmp(draft->rows[k]->name, cell->name) == 0 && !draft->sources[k]->ready)
                    cell->waiting_for = draft->sources[k]->address;
        }
    }
}

static void publish(struct work *work, struct plan *out)
{
    struct keyed_draft *keyed = arena_array(work->arena, work->n_drafts, sizeof *keyed);
    size_t i;

    for (i = 0; i < work->n_drafts; i++) {
        keyed[i] = (struct keyed_draft){work->desired, &work->drafts[i]};
        finish_draft(work, &work->drafts[i]);
        add_facts(work, &work->drafts[i]);
    }
    set_waves(keyed, work->n_drafts);
    qsort(keyed, work->n_drafts, sizeof *keyed, compare_in_plan);
    out->calls = arena_array(work->arena, work->n_drafts, sizeof *out->calls);
    for (i = 0; i < work->n_drafts; i++) {
        struct plan_call *call = &keyed[i].draft->call;

        call->id = (int)i;
        tell_cells(keyed[i].draft, call->id);
        if (call->wave > out->waves)
            out->waves = call->wave;
        out->calls[out->nr++] = *call;
    }
    out->cap = out->nr;
    out->lower_bound = work->lower_bound;
    out->proved_minimal = (size_t)out->lower_bound == out->nr;
}

void plan(const struct diff_input *input, const struct plan_options *options,
          struct diff_output *diffed, struct arena *arena, struct plan *out)
{
    struct work work = {.input = input,
                        .desired = input->desired,
                        .arena = arena,
                        .diffed = diffed};
    size_t i;

    (void)options;
    *out = (struct plan){.calls = NULL};
    collect_jobs(&work);
    choose_by_quota(&work);
    build_rows(&work);
    for (i = 0; i < work.n_rows; i++)
        call_single(&work, &work.rows[i]);
    publish(&work, out);
}
