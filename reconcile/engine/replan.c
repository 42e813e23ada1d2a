/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/replan.h"

void replan_make(const struct desired *desired, const struct world *world,
                 const struct ledger *ledger, const struct cares *cares, struct arena *arena,
                 struct diff_output *judged, struct plan *out)
{
    struct diff_input input = {.desired = desired, .world = world};
    struct plan_options options = {0};
    size_t i;

    input.open = ledger_open(ledger, arena, &input.n_open);
    diff(&input, arena, judged);
    for (i = 0; i < judged->cells.nr; i++) {
        struct cell *cell = &judged->cells.items[i];
        const struct care *care = cares_of(cares, cell);

        cell->selected = cell->selected && care != NULL && care->replan;
    }
    plan(&input, &options, judged, arena, out);
}
