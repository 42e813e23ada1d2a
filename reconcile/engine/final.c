/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/final.h"

static void fold(struct cell *cell, const struct care *care, struct arena *arena)
{
    /* Its intent stays open for the next run, but nothing says that a copy is on its way. */
    if (cell->verdict == VERDICT_IN_PROGRESS && cell->n_images == 0 && care->failure != NULL &&
        care->failure->class == PORT_UNCLEAR)
        cell->verdict = VERDICT_MISSING;
    if (cell->verdict == VERDICT_IN_PROGRESS)
        cell->stuck = cell->stuck || care->stuck;
    if (cell->verdict != VERDICT_MISSING && cell->verdict != VERDICT_UNUSABLE &&
        cell->verdict != VERDICT_IN_PROGRESS)
        return;
    if (cell->verdict == VERDICT_MISSING && care->reason != REASON_NONE) {
        cell->verdict = VERDICT_BLOCKED;
        cell->reason = care->reason;
        cell->needs_copy = false;
    }
    if (care->failure != NULL)
        cell->failure = care->failure;
    if (care->detail != NULL)
        cell->detail = arena_strdup(arena, care->detail);
}

void final_make(const struct desired *desired, const struct world *world,
                const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                struct diff_output *out)
{
    struct diff_input input = {.desired = desired, .world = world};
    size_t i;

    input.open = ledger_open(ledger, arena, &input.n_open);
    diff(&input, arena, out);
    for (i = 0; i < out->cells.nr; i++) {
        const struct care *care = cares_of(cares, &out->cells.items[i]);

        if (care != NULL)
            fold(&out->cells.items[i], care, arena);
    }
}
