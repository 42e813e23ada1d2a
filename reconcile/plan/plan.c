/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/plan.h"

#include "reconcile/plan/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- calls ---- */

/* A call for several images bears no name for the copies, so a cloud that can name them is asked
 * image by image. */
static bool takes_several(const struct caps *caps)
{
    return caps->images_per_call > 1 && !caps->can_rename;
}

static bool share_image(const struct plan_call *a, const struct plan_call *b)
{
    size_t i, j;

    if (a->tenant != b->tenant || a->wave != b->wave ||
        strcmp(a->source_region, b->source_region) != 0)
        return false;
    for (i = 0; i < a->n_sources; i++)
        for (j = 0; j < b->n_sources; j++)
            if (strcmp(a->sources[i].id, b->sources[j].id) == 0)
                return true;
    return false;
}

/*
 * Two names of one account may declare one image with different originals.  Those are two rows, and
 * copies of either may serve both, which the cover does not know: here calls of one source image
 * are told apart once more.
 */
static void separate_twins(struct work *work)
{
    size_t i, j;
    bool twins = false;

    for (i = 1; i < work->n_rows && !twins; i++)
        twins = work->rows[i - 1].tenant == work->rows[i].tenant &&
                strcmp(work->rows[i - 1].name, work->rows[i].name) == 0;
    for (i = 0; twins && i < work->n_drafts; i++) {
        for (j = 0; j < i; j++) {
            const struct plan_call *call = &work->drafts[i].call;

            if (!work->desired->accounts[call->tenant].caps->source_is_busy ||
                !share_image(call, &work->drafts[j].call))
                continue;
            work->drafts[i].call.wave++;
            j = SIZE_MAX; /* from the start, with the next wave */
        }
    }
}

static void make_calls(struct work *work)
{
    size_t tenant;

    for (tenant = 0; tenant < work->desired->n_accounts; tenant++) {
        if (work->desired->accounts[tenant].tenant != tenant)
            continue;
        if (takes_several(work->desired->accounts[tenant].caps))
            work_call_jointly(work, tenant);
        else
            work_call_singly(work, tenant);
    }
    separate_twins(work);
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

static void finish_draft(struct work *work, struct draft *draft)
{
    const char **regions = arena_array(work->arena, draft->n_jobs, sizeof *regions);
    size_t i;

    draft->call.account = account_of(work, draft);
    draft->account = work->desired->accounts[draft->call.account].name;
    draft->call.action = work->desired->accounts[draft->call.account].caps->action;
    for (i = 0; i < draft->n_jobs; i++)
        regions[i] = draft->jobs[i]->region;
    draft->call.regions = regions;
    draft->call.n_regions = work_sort_names(regions, draft->n_jobs);
}

/* ---- facts ---- */

/* The vendor's word for "ready": the source's own, or that of any image of the cloud which is. */
static const char *ready_word(const struct work *work, const struct diff_source *source,
                              size_t tenant)
{
    const char *word = NULL;
    size_t i, j;

    if (source->ready)
        return source->image->state_text;
    for (i = 0; i < work->input->world->nr; i++) {
        const struct snapshot *snapshot = work->input->world->snapshots[i];

        for (j = 0; snapshot->tenant == tenant && j < snapshot->n_images; j++) {
            const struct image *image = &snapshot->images[j];

            if (image->state == IMAGE_READY &&
                (word == NULL || strcmp(image->state_text, word) < 0))
                word = image->state_text;
        }
    }
    return word == NULL ? "ready" : word;
}

static const char *failed_id(const struct snapshot *snapshot, const char *name)
{
    size_t n;
    const struct image *images = snapshot_named(snapshot, name, &n);

    return n == 0 ? NULL : images[0].id;
}

/* The facts of one target region: absence of each name, room. */
static size_t add_target_facts(const struct work *work, const struct plan_call *call,
                               const char *region, struct fact *facts)
{
    const struct snapshot *snapshot = world_find(work->input->world, call->tenant, region);
    size_t n = 0, i;

    assert(snapshot != NULL); /* its cells were judged by it */
    for (i = 0; i < call->n_sources; i++)
        facts[n++] = (struct fact){
            .kind = FACT_ABSENT,
            .region = region,
            .name = call->sources[i].image,
            .id = failed_id(snapshot, call->sources[i].image),
            .read_at_ms = snapshot->read_at_ms,
        };
    if (snapshot->quota_free >= 0)
        facts[n++] = (struct fact){
            .kind = FACT_QUOTA_FREE,
            .region = region,
            .at_least = (int64_t)call->n_sources,
            .read_at_ms = snapshot->quota_at_ms,
        };
    return n;
}

/* Sources first, then region by region. */
static void add_facts(struct work *work, struct draft *draft)
{
    struct plan_call *call = &draft->call;
    const struct snapshot *from = world_find(work->input->world, call->tenant, call->source_region);
    struct fact *facts =
        arena_array(work->arena, call->n_sources + call->n_regions * (call->n_sources + 1),
                    sizeof *facts);
    size_t n = 0, i;

    assert(from != NULL); /* its image is a source */
    for (i = 0; i < call->n_sources; i++)
        facts[n++] = (struct fact){
            .kind = FACT_SOURCE_STATE,
            .region = call->source_region,
            .id = call->sources[i].id,
            .equals = ready_word(work, draft->sources[i], call->tenant),
            .read_at_ms = from->read_at_ms,
        };
    for (i = 0; i < call->n_regions; i++)
        n += add_target_facts(work, call, call->regions[i], facts + n);
    call->facts = facts;
    call->n_facts = n;
}

/* ---- order  ---- */

static int compare_in_plan(const void *a, const void *b)
{
    const struct draft *dx = a, *dy = b;
    const struct plan_call *x = &dx->call, *y = &dy->call;
    int order;

    if (x->wave != y->wave)
        return x->wave < y->wave ? -1 : 1;
    order = strcmp(dx->account, dy->account);
    if (order == 0)
        order = strcmp(x->source_region, y->source_region);
    if (order == 0)
        order = strcmp(x->sources[0].image, y->sources[0].image);
    if (order == 0)
        order = strcmp(x->regions[0], y->regions[0]);
    return order != 0 ? order : strcmp(x->sources[0].id, y->sources[0].id);
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
    size_t i;

    for (i = 0; i < work->n_drafts; i++) {
        finish_draft(work, &work->drafts[i]);
        add_facts(work, &work->drafts[i]);
    }
    if (work->n_drafts > 0)
        qsort(work->drafts, work->n_drafts, sizeof *work->drafts, compare_in_plan);
    out->calls = arena_array(work->arena, work->n_drafts, sizeof *out->calls);
    for (i = 0; i < work->n_drafts; i++) {
        struct plan_call *call = &work->drafts[i].call;

        call->id = (int)i;
        tell_cells(&work->drafts[i], call->id);
        if (call->wave > out->waves)
            out->waves = call->wave;
        out->calls[out->nr++] = *call;
    }
    out->cap = out->nr;
    out->lower_bound = (int)work->lower_bound;
    out->bound_reason = work->bound_reason;
    out->nodes = work->nodes;
    out->proved_minimal = (size_t)out->lower_bound == out->nr;
}

void plan(const struct diff_input *input, struct diff_output *diffed, struct arena *arena,
          struct plan *out)
{
    struct work work = {.input = input,
                        .desired = input->desired,
                        .arena = arena,
                        .diffed = diffed};

    assert(input->desired != NULL && diffed != NULL);
    *out = (struct plan){.calls = NULL};
    work_collect_jobs(&work);
    work_choose_by_quota(&work);
    work_build_rows(&work);
    make_calls(&work);
    publish(&work, out);
}
