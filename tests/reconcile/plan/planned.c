/* SPDX-License-Identifier: MIT */
#include "tests/reconcile/plan/planned.h"

#include <string.h>

void fixture_plan(struct fixture *f)
{
    fixture_diff(f);
    f->plan = arena_alloc(&f->arena, sizeof *f->plan);
    plan(&f->input, &f->out, &f->arena, f->plan);
}

const char *fixture_calls(struct fixture *f)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    const char *kept;
    size_t i, j;

    for (i = 0; i < f->plan->nr; i++) {
        const struct plan_call *call = &f->plan->calls[i];

        buf_printf(&text, "%s%d: %s ", i == 0 ? "" : "; ", call->wave, call->source_region);
        for (j = 0; j < call->n_sources; j++)
            buf_printf(&text, "%s%s", j == 0 ? "" : ",", call->sources[j].image);
        for (j = 0; j < call->n_regions; j++)
            buf_printf(&text, "%s%s", j == 0 ? ">" : ",", call->regions[j]);
    }
    kept = arena_strdup(&f->arena, text.ptr);
    buf_free(&text);
    return kept;
}

/* ---- a plan's promises ---- */

static bool has_source(const struct fixture *f, const struct plan_call *call,
                       const struct plan_source *source)
{
    const struct snapshot *snapshot = world_find(&f->world, call->tenant, call->source_region);
    const struct image *image = snapshot == NULL ? NULL : snapshot_with_id(snapshot, source->id);

    return image != NULL && image->state != IMAGE_FAILED;
}

static bool share_source(const struct plan_call *a, const struct plan_call *b)
{
    size_t i, j;

    if (a->tenant != b->tenant || strcmp(a->source_region, b->source_region) != 0)
        return false;
    for (i = 0; i < a->n_sources; i++)
        for (j = 0; j < b->n_sources; j++)
            if (strcmp(a->sources[i].id, b->sources[j].id) == 0)
                return true;
    return false;
}

/* How many calls ask for the copy that a cell needs. */
static size_t asked(const struct fixture *f, const struct cell *cell, size_t *call_id)
{
    size_t count = 0, i, j, k;

    for (i = 0; i < f->plan->nr; i++) {
        const struct plan_call *call = &f->plan->calls[i];

        if (call->tenant != cell->tenant)
            continue;
        for (j = 0; j < call->n_sources; j++) {
            if (strcmp(call->sources[j].image, cell->name) != 0)
                continue;
            for (k = 0; k < call->n_regions; k++) {
                if (strcmp(call->regions[k], cell->region) != 0)
                    continue;
                count++;
                *call_id = i;
            }
        }
    }
    return count;
}

static const char *check_call(const struct fixture *f, size_t id)
{
    const struct plan_call *call = &f->plan->calls[id];
    size_t i, most = f->caps.images_per_call;

    if (call->id != (int)id)
        return "a call's id is not its index";
    if (call->n_sources == 0 || call->n_regions == 0)
        return "an empty call";
    if ((most != 0 && call->n_sources > most) ||
        (f->caps.regions_per_call != 0 && call->n_regions > f->caps.regions_per_call))
        return "a call over the caps";
    for (i = 0; i < call->n_sources; i++)
        if (!has_source(f, call, &call->sources[i]))
            return "a source that is not there";
    for (i = 1; i < call->n_regions; i++)
        if (strcmp(call->regions[i - 1], call->regions[i]) >= 0)
            return "regions out of order";
    for (i = 1; i < call->n_sources; i++)
        if (strcmp(call->sources[i - 1].image, call->sources[i].image) >= 0)
            return "sources out of order";
    for (i = 0; i < id; i++)
        if (f->caps.source_is_busy && f->plan->calls[i].wave == call->wave &&
            share_source(&f->plan->calls[i], call))
            return "two calls of one source image in one wave";
    if (call->wave < 1 || call->wave > f->plan->waves)
        return "a wave out of range";
    return NULL;
}

const char *fixture_check_plan(struct fixture *f)
{
    const char *broken;
    size_t pairs = 0, needed = 0, i, id = 0;

    for (i = 0; i < f->plan->nr; i++) {
        pairs += f->plan->calls[i].n_sources * f->plan->calls[i].n_regions;
        broken = check_call(f, i);
        if (broken != NULL)
            return broken;
    }
    for (i = 0; i < f->out.cells.nr; i++) {
        const struct cell *cell = &f->out.cells.items[i];
        size_t count = asked(f, cell, &id);

        if (cell->selected && cell->needs_copy) {
            if (count != 1)
                return count == 0 ? "a needed cell is not asked for" : "a cell is asked for twice";
            if (cell->call != (int)id)
                return "a cell with another's call";
            needed++;
        } else if (cell->call != CELL_NO_CALL || (count != 0 && f->desired.n_accounts == 1)) {
            return "a cell is asked for that needs no copy";
        }
    }
    if (f->desired.n_accounts == 1 && pairs != needed)
        return "calls ask for something else than the needed cells";
    if (f->plan->lower_bound > (int)f->plan->nr)
        return "a lower bound above the plan";
    if (f->plan->proved_minimal != (f->plan->lower_bound == (int)f->plan->nr))
        return "proved_minimal is not what the numbers say";
    return NULL;
}
