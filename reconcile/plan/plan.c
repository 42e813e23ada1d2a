/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/plan.h"

#include "reconcile/plan/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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

static int64_t read_at(const struct work *work, size_t tenant, const char *region)
{
    const struct snapshot *snapshot = world_find(work->input->world, tenant, region);

    return snapshot == NULL ? 0 : snapshot->read_at_ms;
}

static const char *failed_id(const struct work *work, size_t tenant, const char *region,
                             const char *name)
{
    const struct snapshot *snapshot = world_find(work->input->world, tenant, region);
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
            .equals = ready_word(work, draft->sources[i], call->tenant),
            .read_at_ms = read_at(work, call->tenant, call->source_region),
        };
    for (i = 0; i < call->n_regions; i++) {
        const char *region = call->regions[i];
        const struct snapshot *snapshot = world_find(work->input->world, call->tenant, region);

        for (j = 0; j < call->n_sources; j++)
            facts[n++] = (struct fact){
                .kind = FACT_ABSENT,
                .region = region,
                .name = call->sources[j].image,
                .id = failed_id(work, call->tenant, region, call->sources[j].image),
                .read_at_ms = read_at(work, call->tenant, region),
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

/* ---- order  ---- */

struct keyed_draft {
    const struct desired *desired;
    struct draft *draft;
};

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
    out->lower_bound = (int)work->lower_bound;
    out->bound_reason = work->bound_reason;
    out->nodes = work->nodes;
    out->proved_minimal = (size_t)out->lower_bound == out->nr;
}

void plan(const struct diff_input *input, const struct plan_options *options,
          struct diff_output *diffed, struct arena *arena, struct plan *out)
{
    struct work work = {.input = input,
                        .desired = input->desired,
                        .arena = arena,
                        .diffed = diffed,
                        .node_budget = options == NULL ? 0 : options->node_budget};

    assert(input->desired != NULL && diffed != NULL);
    *out = (struct plan){.calls = NULL};
    work_collect_jobs(&work);
    work_choose_by_quota(&work);
    work_build_rows(&work);
    work_make_calls(&work);
    publish(&work, out);
}
