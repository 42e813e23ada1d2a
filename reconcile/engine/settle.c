/* SPDX-License-Identifier: MIT */
/* Watches and intents: what became of what was sent, or may have been. */
#include "reconcile/engine/run.h"

#include <string.h>

/* ---- watches ---------------------------------------------------------------------------------
 */

struct track *track_add(struct engine *engine, size_t tenant, const char *region, const char *name,
                        int64_t now_ms)
{
    struct track *track = arena_alloc(&engine->arena, sizeof *track);
    const struct care *care = run_care(engine, NULL, tenant, region, name);

    track->watch = (struct watch){
        .tenant = tenant,
        .region = region,
        .name = name,
        .settled_ms = now_ms,
        .until_ms = now_ms + engine->options.copy_timeout_ms,
        .state = IMAGE_OTHER,
        .progress = -1,
        .looked_ms = INT64_MIN,
    };
    track->cared = care != NULL;
    track->address = care == NULL ? NULL : care->address;
    ARENA_GROW(&engine->arena, engine->tracks, engine->n_tracks, engine->cap_tracks);
    engine->tracks[engine->n_tracks++] = track;
    run_moved(engine);
    return track;
}

/* Tracks of one intent are added one after the other. */
void track_belongs(struct engine *engine, struct track *track, struct intent *intent)
{
    track->intent = intent;
    if (intent->n_tracks++ == 0)
        intent->first_track = engine->n_tracks - 1;
}

static const char *ending(struct engine *engine, const struct track *track)
{
    const struct watch *watch = &track->watch;

    switch (watch->end) {
    case WATCH_FAILED:
        return arena_printf(&engine->arena, "the copy ended as %s", watch->word);
    case WATCH_GONE:
        return "the copy was on its way and is gone";
    case WATCH_STUCK:
        return watch->seen ? "the copy did not end within the copy timeout"
                           : "the copy did not show within the copy timeout";
    case WATCH_UNREAD:
        return "the region could not be read to the end";
    case WATCH_ABSENT:
        return track->sure == SURE_ACCEPTED
                   ? "the cloud accepted the copy, and it never showed: not asked for again in "
                     "this run"
                   : NULL;
    case WATCH_LIVE:
    case WATCH_READY:
        break;
    }
    return NULL;
}

/* Keeps what the last listing alone would not tell. */
static void note_ending(struct engine *engine, const struct track *track)
{
    const struct watch *watch = &track->watch;
    const char *text = ending(engine, track);
    struct care *care = NULL;

    if (text != NULL)
        run_note(engine, watch->tenant, watch->region, watch->name, REASON_NONE, NULL, text);
    while ((care = run_care(engine, care, watch->tenant, watch->region, watch->name)) != NULL)
        care->stuck = care->stuck || watch->end == WATCH_STUCK;
}

static void tell_cell(struct engine *engine, const struct track *track)
{
    const struct watch *watch = &track->watch;
    const char *text =
        watch->end == WATCH_LIVE || watch->end == WATCH_READY ? watch->word : ending(engine, track);

    run_tell(engine, &(struct event){.kind = EVENT_CELL,
                                     .account = watch->tenant,
                                     .region = watch->region,
                                     .address = track->address,
                                     .call = track->intent != NULL && track->intent->call != NULL
                                                 ? track->intent->call->plan.id
                                                 : -1,
                                     .progress = watch->progress,
                                     .ok = watch->end == WATCH_READY,
                                     .ended = watch->end != WATCH_LIVE,
                                     .text = text == NULL ? "nothing was made" : text});
}

static void track_look(struct engine *engine, struct track *track, int64_t now_ms)
{
    struct watch *watch = &track->watch;
    const struct snapshot *snapshot = world_find(engine->world, watch->tenant, watch->region);
    int64_t done_ms = reader_done_ms(engine->reader, watch->tenant, watch->region);

    if (done_ms == INT64_MIN && snapshot != NULL && snapshot->complete)
        done_ms = snapshot->read_at_ms; /* what the plan was made from */
    if (snapshot == NULL || done_ms <= watch->looked_ms)
        return;
    if (watch_look(watch, snapshot, done_ms, now_ms)) {
        run_moved(engine);
        if (watch->end != WATCH_LIVE)
            note_ending(engine, track);
        if (track->cared)
            tell_cell(engine, track);
    }
}

/* A region with a live watch is read every poll interval. */
static void track_poll(struct engine *engine, const struct track *track, int64_t now_ms)
{
    const struct watch *watch = &track->watch;
    int64_t done_ms = reader_done_ms(engine->reader, watch->tenant, watch->region);
    int64_t at_ms = done_ms == INT64_MIN ? now_ms : done_ms + engine->options.poll_ms;
    bool quota = track->sure == SURE_REFUSED;

    if (!reader_settled(engine->reader, watch->tenant, watch->region, now_ms))
        return;
    if (at_ms <= now_ms)
        reader_want(engine->reader, watch->tenant, watch->region, now_ms, quota);
    else if (at_ms < engine->poll_ms)
        engine->poll_ms = at_ms;
}

/* ---- intents ---------------------------------------------------------------------------------
 */

/* Counts the intent in, or out, at each cell that it covers. */
static void cover(struct engine *engine, const struct intent *intent, int by)
{
    size_t i;

    for (i = 0; i < intent->data.n_targets; i++) {
        const struct journal_target *target = &intent->data.targets[i];
        struct care *care = NULL;

        while ((care = run_care(engine, care, intent->tenant, target->region, target->name)) !=
               NULL)
            care->open += by;
    }
}

void intent_add(struct engine *engine, struct intent *intent)
{
    intent->open = true;
    ARENA_GROW(&engine->arena, engine->intents, engine->n_intents, engine->cap_intents);
    engine->intents[engine->n_intents++] = intent;
    cover(engine, intent, 1);
}

void intent_trim(struct engine *engine, struct intent *intent, const struct journal_target *targets,
                 size_t n)
{
    cover(engine, intent, -1);
    intent->data.targets = targets;
    intent->data.n_targets = n;
    cover(engine, intent, 1);
}

void intent_drop(struct engine *engine, struct intent *intent)
{
    intent->open = false;
    cover(engine, intent, -1);
    run_moved(engine);
}

void intent_close(struct engine *engine, struct intent *intent, const char *outcome, int64_t now_ms)
{
    if (!intent->open)
        return;
    intent_drop(engine, intent);
    run_journal(engine, JOURNAL_CLOSED, intent, outcome, NULL, now_ms);
}

bool settle_covers(const struct engine *engine, size_t tenant, const char *region, const char *name)
{
    const struct care *care = run_care(engine, NULL, tenant, region, name);
    size_t i, k;

    if (care != NULL)
        return care->open > 0;
    for (i = 0; i < engine->n_intents; i++) {
        const struct intent *intent = engine->intents[i];

        for (k = 0; intent->open && intent->tenant == tenant && k < intent->data.n_targets; k++)
            if (strcmp(intent->data.targets[k].region, region) == 0 &&
                strcmp(intent->data.targets[k].name, name) == 0)
                return true;
    }
    return false;
}

bool settle_unsure(const struct engine *engine)
{
    size_t i;

    for (i = 0; i < engine->n_tracks; i++) {
        const struct track *track = engine->tracks[i];

        if (track->cared && track->intent != NULL && track->intent->open &&
            track->watch.end == WATCH_LIVE && !track->watch.seen)
            return true;
    }
    return false;
}

/*
 * May the intent be closed?  Each of its pairs was seen, or the settle time is over: by a reading
 * where a cell depends on it, by the clock alone where none does or the region cannot be read.
 */
static bool is_settled(struct engine *engine, const struct intent *intent, int64_t now_ms)
{
    bool by_clock = false;
    size_t i;

    if (intent->mine && intent->answer == ANSWER_NONE)
        return false; /* its answer is awaited */
    for (i = 0; i < intent->n_tracks; i++) {
        const struct watch *watch = &engine->tracks[intent->first_track + i]->watch;

        if (watch->end == WATCH_LIVE && !watch->seen)
            return false;
        by_clock = by_clock || watch_unsettled(watch);
    }
    if (!by_clock && intent->n_tracks >= intent->data.n_targets)
        return true;
    if (now_ms < intent->settled_ms)
        run_wake(engine, intent->settled_ms);
    return now_ms >= intent->settled_ms;
}

static const char *closing_word(const struct intent *intent)
{
    switch (intent->answer) {
    case ANSWER_ACCEPTED:
        return "accepted";
    case ANSWER_REFUSED:
        return "refused";
    case ANSWER_LOST:
    case ANSWER_NONE:
        break;
    }
    return "settled";
}

/* What an earlier run did not make is planned again - unless the plan is not ours to change. */
static void settle_earlier(struct engine *engine, const struct intent *intent)
{
    struct care *care = NULL;
    size_t i;

    for (i = 0; i < intent->n_tracks && run_may_plan(engine); i++) {
        const struct watch *watch = &engine->tracks[intent->first_track + i]->watch;

        if (watch->end != WATCH_ABSENT)
            continue;
        while ((care = run_care(engine, care, watch->tenant, watch->region, watch->name)) != NULL)
            care->replan = true;
    }
}

static void intent_step(struct engine *engine, struct intent *intent, int64_t now_ms)
{
    if (!intent->open || !is_settled(engine, intent, now_ms))
        return;
    intent_close(engine, intent, closing_word(intent), now_ms);
    if (intent->call != NULL)
        call_settled(engine, intent->call, now_ms);
    else
        settle_earlier(engine, intent);
}

/* Tracks only move when a reading has finished, or when one is due. */
static void tracks_step(struct engine *engine, int64_t now_ms)
{
    size_t i;

    if (engine->tracks_looked == engine->n_tracks && now_ms < engine->poll_ms &&
        engine->readings_looked == reader_readings(engine->reader)) {
        run_wake(engine, engine->poll_ms);
        return;
    }
    engine->tracks_looked = engine->n_tracks;
    engine->readings_looked = reader_readings(engine->reader);
    engine->poll_ms = INT64_MAX;
    for (i = 0; i < engine->n_tracks; i++) {
        struct track *track = engine->tracks[i];

        if (track->watch.end == WATCH_LIVE)
            track_look(engine, track, now_ms);
        if (track->watch.end == WATCH_LIVE && !engine->draining)
            track_poll(engine, track, now_ms);
    }
    run_wake(engine, engine->poll_ms);
}

void settle_step(struct engine *engine, int64_t now_ms)
{
    size_t i;

    tracks_step(engine, now_ms);
    for (i = 0; i < engine->n_intents; i++)
        intent_step(engine, engine->intents[i], now_ms);
}

/* ---- earlier runs ----------------------------------------------------------------------------
 */

static size_t find_tenant(const struct engine *engine, const char *identity)
{
    size_t i;

    for (i = 0; i < engine->desired->n_accounts; i++)
        if (strcmp(run_identity(&engine->desired->accounts[i]), identity) == 0)
            return engine->desired->accounts[i].tenant;
    return SIZE_MAX;
}

/*
 * When the listings tell the truth about an intent of an earlier run.  Without an answer the
 * request left at most LEAVE_WITHIN_MS after the intent's time and has no effect later than the
 * transport's limit; a time that lies in the future (the clock was set back) is not believed.
 */
static int64_t settled_ms(const struct engine *engine, const struct journal_intent *data,
                          int64_t now_ms)
{
    int64_t effect_ms = data->answered_ms != 0
                            ? data->answered_ms
                            : data->at_ms + LEAVE_WITHIN_MS + engine->options.request_ms;
    int64_t latest_ms = now_ms + LEAVE_WITHIN_MS + engine->options.request_ms;

    return (effect_ms < latest_ms ? effect_ms : latest_ms) + engine->options.settle_ms;
}

static void open_track(struct engine *engine, struct intent *intent, size_t target, int64_t now_ms)
{
    const struct journal_target *wanted = &intent->data.targets[target];
    struct track *track;

    if (run_care(engine, NULL, intent->tenant, wanted->region, wanted->name) == NULL)
        return; /* no selected cell depends on it: the clock alone will close it */
    track = track_add(engine, intent->tenant, wanted->region, wanted->name, now_ms);
    track_belongs(engine, track, intent);
    track->sure = SURE_UNKNOWN;
    track->target = target;
    track->watch.before = wanted->before;
    track->watch.n_before = wanted->n_before;
    track->watch.id = wanted->id;
    track->watch.settled_ms = intent->settled_ms;
}

void settle_open(struct engine *engine, int64_t now_ms)
{
    size_t i, k;

    for (i = 0; i < engine->setup.n_open; i++) {
        const struct journal_intent *data = &engine->setup.open[i];
        size_t tenant = find_tenant(engine, data->identity);
        struct intent *intent;

        if (tenant == SIZE_MAX)
            continue;
        intent = arena_alloc(&engine->arena, sizeof *intent);
        *intent = (struct intent){.data = *data, .account = tenant, .tenant = tenant};
        intent->settled_ms = settled_ms(engine, data, now_ms);
        intent_add(engine, intent);
        for (k = 0; k < data->n_targets; k++)
            open_track(engine, intent, k, now_ms);
    }
}
