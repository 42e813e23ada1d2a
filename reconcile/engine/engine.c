/* SPDX-License-Identifier: MIT */
/*
 * The machine: what goes out and in, and the phases of a run.
 *
 * A step lets each part look at the world and the time - tracks, intents, calls, what is planned
 * again - until nothing moves any more; what follows from what they say is apply.c's.
 */
#include "reconcile/engine/engine.h"

#include "reconcile/engine/apply.h"
#include "reconcile/engine/judge.h"
#include "reconcile/engine/launch.h"
#include "reconcile/engine/tell.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    REQUEST_MS = 70 * 1000, /* connecting and answering, as the transport limits them by default */
    ACTIVE_MAX = 64, /* calls between waiting and answered: more would only let their facts age */
};

enum phase { PHASE_WORK, PHASE_LOOK, PHASE_END };

struct engine {
    struct engine_setup setup;
    struct run run;
    struct machine reading;
    enum phase phase;
    bool started;
    uint64_t stepped;   /* the run's changes after the last step */
    int64_t look_ms;    /* when the last look began */
    int64_t replan_ms;  /* when reading for the next plan began; 0: it did not */
    struct arena final; /* of the report */
    struct diff_output judged;
    struct engine_report report;
};

/* ---- life ---- */

struct engine *engine_new(const struct engine_setup *setup)
{
    struct engine *engine = arena_must(calloc(1, sizeof *engine));
    struct run *run;

    assert(setup->desired != NULL && setup->world != NULL && setup->cells != NULL);
    engine->setup = *setup;
    run = &engine->run;
    run->desired = setup->desired;
    run->world = setup->world;
    run->sched = setup->sched;
    run->options = setup->options;
    if (run->options.request_ms <= 0)
        run->options.request_ms = REQUEST_MS;
    run->may_plan = setup->plan != NULL && !setup->options.exact_calls;
    run->reader = reader_new(setup->desired, setup->world, setup->sched);
    run->ledger.arena = run->calls.arena = run->tracks.arena = run->outbox.arena = &run->arena;
    run->ledger.cares = &run->cares;
    cares_init(&run->cares, setup->cells, &run->arena);
    engine->reading = reader_machine(run->reader);
    return engine;
}

void engine_free(struct engine *engine)
{
    if (engine == NULL)
        return;
    reader_free(engine->run.reader);
    outbox_free(&engine->run.outbox);
    arena_free(&engine->run.arena);
    arena_free(&engine->final);
    free(engine);
}

size_t engine_memory(const struct engine *engine)
{
    return engine->run.arena.total + engine->run.outbox.said.total;
}

const struct engine_report *engine_report(const struct engine *engine)
{
    return &engine->report;
}

/* ---- the start ---- */

static size_t find_tenant(const struct desired *desired, const char *identity)
{
    size_t i;

    for (i = 0; i < desired->n_accounts; i++)
        if (strcmp(launch_identity(&desired->accounts[i]), identity) == 0)
            return desired->accounts[i].tenant;
    return SIZE_MAX;
}

/*
 * When the listings tell the truth about an intent of an earlier run.  Without an answer the
 * request left at most LEAVE_WITHIN_MS after the intent's time and has no effect later than the
 * transport's limit; a time that lies in the future (the clock was set back) is not believed.
 */
static int64_t earlier_settled_ms(const struct engine_options *options,
                                  const struct journal_intent *data, int64_t now_ms)
{
    int64_t effect_ms = data->answered_ms != 0
                            ? data->answered_ms
                            : data->at_ms + LEAVE_WITHIN_MS + options->request_ms;
    int64_t latest_ms = now_ms + LEAVE_WITHIN_MS + options->request_ms;

    return (effect_ms < latest_ms ? effect_ms : latest_ms) + options->settle_ms;
}

/* Where no selected cell depends on it, the clock alone will close it. */
static void open_earlier(struct run *run, const struct journal_intent *data, int64_t now_ms)
{
    size_t tenant = find_tenant(run->desired, data->identity), i;
    struct entry *entry;

    if (tenant == SIZE_MAX)
        return;
    entry =
        ledger_add(&run->ledger,
                   &(struct entry){.data = *data,
                                   .account = tenant,
                                   .tenant = tenant,
                                   .call = ENTRY_NO_CALL,
                                   .settled_ms = earlier_settled_ms(&run->options, data, now_ms),
                                   .group = tracks_group(&run->tracks)});
    for (i = 0; i < data->n_targets; i++) {
        const struct care *care = cares_at(&run->cares, NULL, entry_spot(entry, i));

        if (care != NULL)
            tracks_follow(&run->tracks, entry, &data->targets[i], care,
                          now_ms + run->options.copy_timeout_ms);
    }
}

/* A copy that somebody else started: it is waited for like one of ours. */
static void watch_arriving(struct run *run, const struct cell *cell, int64_t now_ms)
{
    struct spot spot = {cell->tenant, cell->region, cell->name};
    const char **before;
    struct track *track;
    size_t i;

    if (ledger_covers(&run->ledger, spot))
        return; /* an intent's track does it */
    before = arena_array(&run->arena, cell->n_images, sizeof *before);
    track = tracks_add(&run->tracks, spot, cares_at(&run->cares, NULL, spot), now_ms,
                       now_ms + run->options.copy_timeout_ms);
    for (i = 0; i < cell->n_images; i++) {
        if (cell->images[i]->state == IMAGE_FAILED)
            before[track->watch.n_before++] = arena_strdup(&run->arena, cell->images[i]->id);
        else
            track->watch.id = arena_strdup(&run->arena, cell->images[i]->id);
    }
    track->watch.before = before;
}

static void start(struct engine *engine, int64_t now_ms)
{
    const struct engine_setup *setup = &engine->setup;
    size_t i;

    engine->started = true;
    for (i = 0; i < setup->n_open; i++)
        open_earlier(&engine->run, &setup->open[i], now_ms);
    for (i = 0; i < setup->cells->nr; i++) {
        const struct cell *cell = &setup->cells->items[i];

        if (cell->selected && cell->image != SIZE_MAX && cell->verdict == VERDICT_IN_PROGRESS)
            watch_arriving(&engine->run, cell, now_ms);
    }
    for (i = 0; setup->plan != NULL && i < setup->plan->nr; i++)
        apply_add(&engine->run, &setup->plan->calls[i], now_ms);
}

/* ---- calls ---- */

/* In the plan's order, and no more of them at a time than can be kept fresh. */
static void step_calls(struct engine *engine, int64_t now_ms)
{
    const struct calls *calls = &engine->run.calls;
    size_t active = 0, i;

    for (i = 0; i < calls->nr && (active < ACTIVE_MAX || engine->run.draining != NULL); i++) {
        launch_step(&engine->run, calls->items[i], now_ms);
        active += calls->items[i]->state != CALL_ENDED && calls->items[i]->state != CALL_WAITING;
    }
}

static bool leave(struct run *run, int64_t now_ms, struct out *out)
{
    size_t i;

    for (i = 0; i < run->calls.nr; i++)
        if (run->calls.items[i]->state == CALL_SYNCED &&
            launch_leaves(run, run->calls.items[i], now_ms, out))
            return true;
    return false;
}

/* ---- tracks and intents ---- */

static void step_tracks(struct run *run, int64_t now_ms)
{
    struct tracks *tracks = &run->tracks;
    size_t i;

    if (tracks_due(tracks, run->reader, now_ms)) {
        for (i = 0; i < tracks->nr; i++)
            if (tracks->items[i]->watch.end == WATCH_LIVE &&
                track_look(tracks, tracks->items[i], run->world, run->reader, now_ms))
                apply_track(run, tracks->items[i]);
        for (i = 0; i < tracks->nr && run->draining == NULL; i++)
            if (tracks->items[i]->watch.end == WATCH_LIVE)
                track_poll(tracks, tracks->items[i], run->reader, run->options.poll_ms, now_ms);
    }
    run_wake(run, tracks->poll_ms);
}

static void step_intents(struct run *run, int64_t now_ms)
{
    size_t i;

    for (i = 0; i < run->ledger.nr; i++)
        apply_settled(run, run->ledger.entries[i], now_ms);
}

/* ---- reading it all, planning again ---- */

static void want_all(struct run *run, int64_t since_ms, bool quota)
{
    size_t i;

    for (i = 0; i < run->world->nr; i++)
        reader_want(run->reader, run->world->snapshots[i]->tenant, run->world->snapshots[i]->region,
                    since_ms, quota);
}

static bool all_read(const struct run *run, int64_t since_ms)
{
    size_t i;

    for (i = 0; i < run->world->nr; i++)
        if (!reader_settled(run->reader, run->world->snapshots[i]->tenant,
                            run->world->snapshots[i]->region, since_ms))
            return false;
    return true;
}

static bool wants_plan(const struct run *run)
{
    return run->draining == NULL && cares_want_plan(&run->cares);
}

static void replan(struct run *run, int64_t now_ms)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    struct diff_output judged = {0};
    struct plan made;
    size_t i;

    judge_again(run->desired, run->world, &run->ledger, &run->cares, &arena, &judged, &made);
    for (i = 0; i < made.nr; i++)
        apply_add(run, &made.calls[i], now_ms);
    for (i = 0; i < judged.cells.nr; i++) {
        const struct cell *cell = &judged.cells.items[i];

        if (cell->selected && cell->verdict == VERDICT_BLOCKED && cell->reason == REASON_QUOTA_FULL)
            cares_note(&run->cares, (struct spot){cell->tenant, cell->region, cell->name},
                       REASON_QUOTA_FULL, NULL, arena_strdup(&run->arena, cell->detail));
    }
    cares_planned(&run->cares);
}

/* Waits until nothing is unsure any more, so that one plan covers all that is still missing. */
static void step_replan(struct engine *engine, int64_t now_ms)
{
    struct run *run = &engine->run;
    size_t i;

    if (!wants_plan(run) || tracks_unsure(&run->tracks))
        return;
    for (i = 0; i < run->calls.nr; i++)
        if (call_is_out(run->calls.items[i]))
            return;
    if (engine->replan_ms == 0) {
        engine->replan_ms = now_ms;
        want_all(run, now_ms, true);
    } else if (all_read(run, engine->replan_ms)) {
        replan(run, now_ms);
        engine->replan_ms = 0;
    }
}

/* ---- phases ---- */

static void drain(struct run *run, const char *why)
{
    run->draining = why;
    run->stirred = true;
    tell_run(&run->outbox, EVENT_INTERRUPTED, 0, NULL);
}

/* Does the run still wait for what this track says? */
static bool is_awaited(const struct run *run, const struct track *track)
{
    if (!track->cared || track->watch.end != WATCH_LIVE || run->draining != NULL)
        return false;
    if (!run->options.no_wait)
        return true;
    return track->entry != NULL && track->word != PAIR_ACCEPTED && !track->watch.seen;
}

static bool is_at_rest(const struct run *run)
{
    size_t i;

    for (i = 0; i < run->calls.nr; i++)
        if (run->calls.items[i]->state != CALL_ENDED)
            return false;
    for (i = 0; i < run->tracks.nr; i++)
        if (is_awaited(run, run->tracks.items[i]))
            return false;
    return !wants_plan(run) && outbox_is_written(&run->outbox);
}

static void finish(struct engine *engine)
{
    const struct run *run = &engine->run;
    struct plan_call *calls = arena_array(&engine->final, run->calls.nr, sizeof *calls);
    size_t i;

    judge_final(run->desired, run->world, &run->ledger, &run->cares, &engine->final,
                &engine->judged);
    for (i = 0; i < run->calls.nr; i++)
        calls[i] = run->calls.items[i]->plan;
    engine->report.final = &engine->judged;
    engine->report.calls = calls;
    engine->report.n_calls = run->calls.nr;
    engine->report.calls_made = run->calls_made;
    engine->phase = PHASE_END;
}

/* The last look: all is read once more.  Whoever interrupts does not want to wait for that: the
 * newest readings serve. */
static void look(struct engine *engine, int64_t now_ms)
{
    struct run *run = &engine->run;

    if (engine->phase == PHASE_WORK) {
        if (!is_at_rest(run))
            return;
        engine->phase = PHASE_LOOK;
        engine->look_ms = now_ms;
        if (run->draining == NULL)
            want_all(run, now_ms, false);
    }
    if (run->draining != NULL || all_read(run, engine->look_ms))
        finish(engine);
}

static bool stirs(const struct engine *engine)
{
    return engine->run.stirred || run_changes(&engine->run) != engine->stepped;
}

static void step(struct engine *engine, int64_t now_ms)
{
    struct run *run = &engine->run;

    if (!engine->started)
        start(engine, now_ms);
    if (now_ms >= run->options.deadline_ms && run->draining == NULL) {
        engine->report.timed_out = true;
        drain(run, "out of time");
    }
    do {
        run->stirred = false;
        engine->stepped = run_changes(run);
        run->wake_ms = run->draining != NULL ? INT64_MAX : run->options.deadline_ms;
        if (engine->phase == PHASE_WORK) {
            step_tracks(run, now_ms);
            step_intents(run, now_ms);
            step_calls(engine, now_ms);
            step_replan(engine, now_ms);
        }
        if (!stirs(engine) && engine->phase != PHASE_END)
            look(engine, now_ms);
    } while (stirs(engine) && engine->phase != PHASE_END);
}

/* ---- the machine ---- */

static void engine_next(void *self, int64_t now_ms, struct out *out)
{
    struct engine *engine = self;
    struct run *run = &engine->run;

    if (leave(run, now_ms, out) || outbox_take(&run->outbox, out))
        return;
    arena_reset(&run->outbox.said);
    if (engine->phase != PHASE_END && (stirs(engine) || !engine->started || now_ms >= run->wake_ms))
        step(engine, now_ms);
    if (outbox_take(&run->outbox, out))
        return;
    if (engine->phase == PHASE_END) {
        *out = (struct out){.kind = OUT_END};
        return;
    }
    engine->reading.next(engine->reading.self, now_ms, out);
    if (out->kind == OUT_SEND || out->kind == OUT_EVENT)
        return;
    if (out->kind == OUT_END || run->wake_ms < out->until_ms)
        out->until_ms = run->wake_ms;
    out->kind = OUT_SLEEP;
}

static void engine_completed(void *self, uint64_t ticket, int64_t now_ms,
                             const struct port_result *result)
{
    struct engine *engine = self;
    struct call *call = calls_awaiting(&engine->run.calls, CALL_SENT, ticket);

    engine->run.stirred = true;
    if (call != NULL)
        apply_answer(&engine->run, call, result, now_ms);
    else
        engine->reading.completed(engine->reading.self, ticket, now_ms, result);
}

static void engine_journaled(void *self, uint64_t ticket, int64_t now_ms, bool ok)
{
    struct engine *engine = self;
    struct run *run = &engine->run;
    struct call *call = calls_awaiting(&run->calls, CALL_INTENT, ticket);

    (void)now_ms;
    run->stirred = true;
    if (!outbox_reported(&run->outbox, ticket))
        return;
    if (call != NULL)
        launch_synced(run, call, ok);
    else if (!ok) /* an intent that stays open is settled by the next run: nothing is lost */
        tell_run(&run->outbox, EVENT_WARNING, 0, "the journal could not be written");
}

static void engine_interrupt(void *self, int64_t now_ms)
{
    struct engine *engine = self;

    (void)now_ms;
    if (engine->run.draining != NULL)
        return;
    engine->report.interrupted = true;
    drain(&engine->run, "interrupted");
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
