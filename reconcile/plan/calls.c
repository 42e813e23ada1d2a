/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/work.h"

#include <string.h>

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

void work_make_calls(struct work *work)
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
