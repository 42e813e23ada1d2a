/* SPDX-License-Identifier: MIT */
/* The machine: what goes out and in, the phases of a run, the last look. */
#include "reconcile/engine/run.h"

#include <stdlib.h>
#include <string.h>

/* ---- life ------------------------------------------------------------------------------------
 */

struct engine *engine_new(const struct engine_setup *setup)
{
    struct engine *engine = calloc(1, sizeof *engine);

    if (engine == NULL)
        arena_exhausted();
    engine->setup = *setup;
    engine->desired = setup->desired;
    engine->world = setup->world;
    engine->options = setup->options;
    if (engine->options.request_ms <= 0)
        engine->options.request_ms = REQUEST_MS;
    engine->reader = reader_new(setup->desired, setup->world, setup->sched);
    engine->reading = reader_machine(engine->reader);
    run_add_cares(engine, setup->cells);
    return engine;
}

void engine_free(struct engine *engine)
{
    if (engine == NULL)
        return;
    reader_free(engine->reader);
    arena_free(&engine->arena);
    arena_free(&engine->said);
    arena_free(&engine->final_arena);
    free(engine->queue);
    free(engine);
}

/* A copy that somebody else started: it is waited for like one of ours. */
static void watch_arriving(struct engine *engine, const struct cell *cell, int64_t now_ms)
{
    const char **before;
    struct track *track;
    size_t i;

    if (settle_covers(engine, cell->tenant, cell->region, cell->name))
        return; /* an intent's track does it */
    before = arena_array(&engine->arena, cell->n_images, sizeof *before);
    track = track_add(engine, cell->tenant, cell->region, cell->name, now_ms);
    for (i = 0; i < cell->n_images; i++) {
        if (cell->images[i]->state == IMAGE_FAILED)
            before[track->watch.n_before++] = arena_strdup(&engine->arena, cell->images[i]->id);
        else
            track->watch.id = arena_strdup(&engine->arena, cell->images[i]->id);
    }
    track->watch.before = before;
}

static void start(struct engine *engine, int64_t now_ms)
{
    const struct plan *plan = engine->setup.plan;
    size_t i;

    engine->started = true;
    settle_open(engine, now_ms);
    for (i = 0; i < engine->setup.cells->nr; i++) {
        const struct cell *cell = &engine->setup.cells->items[i];

        if (cell->selected && cell->image != SIZE_MAX && cell->verdict == VERDICT_IN_PROGRESS)
            watch_arriving(engine, cell, now_ms);
    }
    for (i = 0; plan != NULL && i < plan->nr; i++)
        call_add(engine, &plan->calls[i], now_ms);
}

/* ---- the last look ---------------------------------------------------------------------------
 */

static const struct care *care_of(const struct engine *engine, const struct cell *cell)
{
    struct care *care = NULL;

    while ((care = run_care(engine, care, cell->tenant, cell->region, cell->name)) != NULL)
        if (care->image == cell->image)
            return care;
    return NULL;
}

/* What the run learned and a listing does not show. */
static void fold(struct engine *engine, struct cell *cell, const struct care *care)
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
        cell->detail = arena_strdup(&engine->final_arena, care->detail);
}

static void finish(struct engine *engine)
{
    struct diff_input input = {.desired = engine->desired, .world = engine->world};
    struct engine_report *report = &engine->report;
    struct plan_call *calls;
    size_t i;

    input.open = run_open(engine, &engine->final_arena, &input.n_open);
    diff(&input, &engine->final_arena, &engine->final);
    for (i = 0; i < engine->final.cells.nr; i++) {
        const struct care *care = care_of(engine, &engine->final.cells.items[i]);

        if (care != NULL)
            fold(engine, &engine->final.cells.items[i], care);
    }
    calls = arena_array(&engine->final_arena, engine->n_calls, sizeof *calls);
    for (i = 0; i < engine->n_calls; i++)
        calls[i] = engine->calls[i]->plan;
    report->final = &engine->final;
    report->calls = calls;
    report->n_calls = engine->n_calls;
    report->calls_made = engine->calls_made;
    engine->phase = PHASE_END;
}

/* ---- phases ----------------------------------------------------------------------------------
 */

static void drain(struct engine *engine)
{
    engine->draining = true;
    run_stir(engine);
    run_tell(engine, &(struct event){.kind = EVENT_INTERRUPTED, .call = -1, .progress = -1});
}

static bool all_written(const struct engine *engine)
{
    size_t i;

    for (i = 0; i < engine->n_writings; i++)
        if (!engine->writings[i]->reported)
            return false;
    return true;
}

/* Does the run still wait for what this track says? */
static bool is_awaited(const struct engine *engine, const struct track *track)
{
    if (!track->cared || track->watch.end != WATCH_LIVE || engine->draining)
        return false;
    if (!engine->options.no_wait)
        return true;
    return track->intent != NULL && track->sure != SURE_ACCEPTED && !track->watch.seen;
}

static bool is_at_rest(const struct engine *engine)
{
    size_t i;

    for (i = 0; i < engine->n_calls; i++)
        if (engine->calls[i]->state != CALL_ENDED)
            return false;
    for (i = 0; i < engine->n_tracks; i++)
        if (is_awaited(engine, engine->tracks[i]))
            return false;
    return !replan_wanted(engine) && all_written(engine);
}

static void look(struct engine *engine, int64_t now_ms)
{
    if (engine->phase == PHASE_WORK) {
        if (!is_at_rest(engine))
            return;
        engine->phase = PHASE_LOOK;
        engine->look_ms = now_ms;
        if (!engine->draining)
            run_want_all(engine, now_ms, false);
    }
    /* Whoever interrupts does not want to wait for another reading: the newest ones serve. */
    if (engine->draining || run_reads_all(engine, engine->look_ms))
        finish(engine);
}

/* In the plan's order, and no more of them at a time than can be kept fresh. */
static void step_calls(struct engine *engine, int64_t now_ms)
{
    size_t active = 0, i;

    for (i = 0; i < engine->n_calls && (active < ACTIVE_MAX || engine->draining); i++) {
        call_step(engine, engine->calls[i], now_ms);
        active += engine->calls[i]->state != CALL_ENDED && engine->calls[i]->state != CALL_WAITING;
    }
}

static void step(struct engine *engine, int64_t now_ms)
{
    if (!engine->started)
        start(engine, now_ms);
    if (now_ms >= engine->options.deadline_ms && !engine->draining) {
        engine->report.timed_out = true;
        drain(engine);
    }
    do {
        engine->stirred = false;
        engine->wake_ms = engine->draining ? INT64_MAX : engine->options.deadline_ms;
        if (engine->phase == PHASE_WORK) {
            settle_step(engine, now_ms);
            step_calls(engine, now_ms);
            replan_step(engine, now_ms);
        }
        if (!engine->stirred && engine->phase != PHASE_END)
            look(engine, now_ms);
    } while (engine->stirred && engine->phase != PHASE_END);
}

/* ---- the machine -----------------------------------------------------------------------------
 */

static bool dequeue(struct engine *engine, struct queued *current, struct out *out)
{
    if (engine->n_queue == 0)
        return false;
    *current = engine->queue[0];
    memmove(engine->queue, engine->queue + 1, --engine->n_queue * sizeof *engine->queue);
    *out = current->out;
    if (out->kind == OUT_EVENT)
        out->event = &current->event;
    return true;
}

/* Copy requests do not queue: nothing may come between the last look at the facts, or at an
 * interrupt, and the leaving. */
static bool leave(struct engine *engine, int64_t now_ms, struct out *out)
{
    size_t i;

    for (i = 0; i < engine->n_calls; i++)
        if (engine->calls[i]->state == CALL_SYNCED &&
            call_leaves(engine, engine->calls[i], now_ms, out))
            return true;
    return false;
}

static void engine_next(void *self, int64_t now_ms, struct out *out)
{
    struct engine *engine = self;
    struct out reading;

    if (leave(engine, now_ms, out))
        return;
    if (dequeue(engine, &engine->current, out))
        return;
    arena_reset(&engine->said);
    if (engine->phase != PHASE_END &&
        (engine->stirred || !engine->started || now_ms >= engine->wake_ms))
        step(engine, now_ms);
    if (dequeue(engine, &engine->current, out))
        return;
    if (engine->phase == PHASE_END) {
        *out = (struct out){.kind = OUT_END};
        return;
    }
    engine->reading.next(engine->reading.self, now_ms, &reading);
    *out = reading;
    if (reading.kind == OUT_SEND || reading.kind == OUT_EVENT)
        return;
    out->kind = OUT_SLEEP;
    out->until_ms = engine->wake_ms;
    if (reading.kind == OUT_SLEEP && reading.until_ms < out->until_ms)
        out->until_ms = reading.until_ms;
}

static void engine_completed(void *self, uint64_t ticket, int64_t now_ms,
                             const struct port_result *result)
{
    struct engine *engine = self;
    size_t i;

    run_stir(engine);
    if (ticket % 2 == 0) {
        engine->reading.completed(engine->reading.self, ticket, now_ms, result);
        return;
    }
    for (i = 0; i < engine->n_calls; i++) {
        if (engine->calls[i]->state == CALL_SENT && engine->calls[i]->ticket == ticket) {
            call_answered(engine, engine->calls[i], result, now_ms);
            return;
        }
    }
}

static void engine_journaled(void *self, uint64_t ticket, int64_t now_ms, bool ok)
{
    struct engine *engine = self;
    size_t i;

    (void)now_ms;
    run_stir(engine);
    for (i = engine->n_writings; i > 0; i--)
        if (engine->writings[i - 1]->ticket == ticket)
            break;
    if (i == 0 || engine->writings[i - 1]->reported)
        return;
    engine->writings[i - 1]->reported = true;
    if (engine->writings[i - 1]->call != NULL)
        call_synced(engine, engine->writings[i - 1]->call, ok);
    else if (!ok) /* an intent that stays open is settled by the next run: nothing is lost */
        run_warn(engine, 0, "the journal could not be written");
}

static void engine_interrupt(void *self, int64_t now_ms)
{
    struct engine *engine = self;

    (void)now_ms;
    if (engine->draining)
        return;
    engine->report.interrupted = true;
    drain(engine);
}

struct machine engine_machine(struct engine *engine)
{
    return (struct machine){
        .self = engine,
        .next = engine_next,
        .completed = engine_completed,
        .journaled = engine_journaled,
        .interrupt = engine_interrupt,
    };
}

const struct engine_report *engine_report(const struct engine *engine)
{
    return &engine->report;
}
