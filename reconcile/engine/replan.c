/* SPDX-License-Identifier: MIT */
/* Planning again what did not happen, from a world that is read anew. */
#include "reconcile/engine/run.h"

bool replan_wanted(const struct engine *engine)
{
    size_t i;

    for (i = 0; i < engine->n_cares && !engine->draining; i++)
        if (engine->cares[i].replan)
            return true;
    return false;
}

/* Only cells that nothing was made for take part; all others are evidence. */
static void restrict_to_cares(const struct engine *engine, struct cells *cells)
{
    size_t i;

    for (i = 0; i < cells->nr; i++) {
        struct cell *cell = &cells->items[i];
        struct care *care = NULL;
        bool wanted = false;

        while (cell->selected &&
               (care = run_care(engine, care, cell->tenant, cell->region, cell->name)) != NULL)
            wanted = wanted || (care->replan && care->image == cell->image);
        cell->selected = wanted;
    }
}

static void note_full(struct engine *engine, const struct cells *cells)
{
    size_t i;

    for (i = 0; i < cells->nr; i++) {
        const struct cell *cell = &cells->items[i];

        if (cell->selected && cell->verdict == VERDICT_BLOCKED && cell->reason == REASON_QUOTA_FULL)
            run_note(engine, cell->tenant, cell->region, cell->name, REASON_QUOTA_FULL, NULL,
                     arena_strdup(&engine->arena, cell->detail));
    }
}

static void replan(struct engine *engine, int64_t now_ms)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    struct diff_input input = {.desired = engine->desired, .world = engine->world};
    struct diff_output diffed = {0};
    struct plan_options options = {0};
    struct plan made;
    size_t i;

    input.open = run_open(engine, &arena, &input.n_open);
    diff(&input, &arena, &diffed);
    restrict_to_cares(engine, &diffed.cells);
    plan(&input, &options, &diffed, &arena, &made);
    for (i = 0; i < made.nr; i++)
        call_add(engine, &made.calls[i], now_ms);
    note_full(engine, &diffed.cells);
    for (i = 0; i < engine->n_cares; i++)
        engine->cares[i].replan = false;
    engine->replan_ms = 0;
}

/* Waits until nothing is unsure any more, so that one plan covers all that is still missing. */
void replan_step(struct engine *engine, int64_t now_ms)
{
    size_t i;

    if (!replan_wanted(engine) || settle_unsure(engine))
        return;
    for (i = 0; i < engine->n_calls; i++)
        if (call_is_out(engine->calls[i]))
            return;
    if (engine->replan_ms == 0) {
        engine->replan_ms = now_ms;
        run_want_all(engine, now_ms, true);
        return;
    }
    if (run_reads_all(engine, engine->replan_ms))
        replan(engine, now_ms);
}
