/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/judge.h"

static struct diff_input input_of(const struct desired *desired, const struct world *world,
                                  const struct ledger *ledger, struct arena *arena)
{
    struct diff_input input = {.desired = desired, .world = world};

    input.open = ledger_open(ledger, arena, &input.n_open);
    return input;
}

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

void judge_final(const struct desired *desired, const struct world *world,
                 const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                 struct diff_output *out)
{
    struct diff_input input = input_of(desired, world, ledger, arena);
    size_t i;

    diff(&input, arena, out);
    for (i = 0; i < out->cells.nr; i++) {
        const struct care *care = cares_of(cares, &out->cells.items[i]);

        if (care != NULL)
            fold(&out->cells.items[i], care, arena);
    }
}

void judge_again(const struct desired *desired, const struct world *world,
                 const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                 struct diff_output *judged, struct plan *out)
{
    struct diff_input input = input_of(desired, world, ledger, arena);
    size_t i;

    diff(&input, arena, judged);
    for (i = 0; i < judged->cells.nr; i++) {
        struct cell *cell = &judged->cells.items[i];
        const struct care *care = cares_of(cares, cell);

        cell->selected = cell->selected && care != NULL && care->replan;
    }
    plan(&input, judged, arena, out);
}
