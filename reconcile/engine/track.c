/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/track.h"

#include <assert.h>
#include <string.h>

/* ---- making them ---- */

size_t tracks_group(struct tracks *tracks)
{
    ARENA_GROW(tracks->arena, tracks->groups, tracks->n_groups, tracks->cap_groups);
    tracks->groups[tracks->n_groups] = (struct track_group){0};
    return tracks->n_groups++;
}

struct track *const *tracks_of(const struct tracks *tracks, size_t group, size_t *n)
{
    assert(group < tracks->n_groups);
    *n = tracks->groups[group].n;
    return tracks->items + tracks->groups[group].first;
}

struct track *tracks_add(struct tracks *tracks, struct spot spot, const struct care *care,
                         int64_t settled_ms, int64_t until_ms)
{
    struct track *track = arena_alloc(tracks->arena, sizeof *track);

    track->watch = (struct watch){
        .tenant = spot.tenant,
        .region = spot.region,
        .name = spot.name,
        .settled_ms = settled_ms,
        .until_ms = until_ms,
        .state = IMAGE_OTHER,
        .progress = -1,
        .looked_ms = INT64_MIN,
    };
    track->cared = care != NULL;
    track->address = care == NULL ? NULL : care->address;
    ARENA_GROW(tracks->arena, tracks->items, tracks->nr, tracks->cap);
    tracks->items[tracks->nr++] = track;
    tracks->changes++;
    return track;
}

struct track *tracks_follow(struct tracks *tracks, const struct entry *entry,
                            const struct journal_target *target, const struct care *care,
                            int64_t until_ms)
{
    struct track_group *group = &tracks->groups[entry->group];
    struct spot spot = {entry->tenant, target->region, target->name};
    struct track *track;

    assert(entry->group < tracks->n_groups);
    assert(group->n == 0 || group->first + group->n == tracks->nr);
    if (group->n++ == 0)
        group->first = tracks->nr;
    track = tracks_add(tracks, spot, care, entry->settled_ms, until_ms);
    track->entry = entry;
    track->word = PAIR_UNKNOWN;
    track->watch.before = target->before;
    track->watch.n_before = target->n_before;
    track->watch.id = target->id;
    return track;
}

/* ---- looking ---- */

bool tracks_due(struct tracks *tracks, const struct reader *reader, int64_t now_ms)
{
    if (tracks->looked == tracks->nr && now_ms < tracks->poll_ms &&
        tracks->looked_readings == reader_readings(reader))
        return false;
    tracks->looked = tracks->nr;
    tracks->looked_readings = reader_readings(reader);
    tracks->poll_ms = INT64_MAX;
    return true;
}

bool track_look(struct tracks *tracks, struct track *track, const struct world *world,
                const struct reader *reader, int64_t now_ms)
{
    struct watch *watch = &track->watch;
    const struct snapshot *snapshot = world_find(world, watch->tenant, watch->region);
    int64_t done_ms = reader_done_ms(reader, watch->tenant, watch->region);

    if (done_ms == INT64_MIN && snapshot != NULL && snapshot->complete)
        done_ms = snapshot->read_at_ms; /* what the plan was made from */
    if (snapshot == NULL || done_ms <= watch->looked_ms ||
        !watch_look(watch, snapshot, done_ms, now_ms))
        return false;
    tracks->changes++;
    return true;
}

void track_poll(struct tracks *tracks, const struct track *track, struct reader *reader,
                int64_t interval_ms, int64_t now_ms)
{
    const struct watch *watch = &track->watch;
    int64_t done_ms = reader_done_ms(reader, watch->tenant, watch->region);
    int64_t at_ms = done_ms == INT64_MIN ? now_ms : done_ms + interval_ms;
    bool quota = track->entry != NULL && track->word == PAIR_DOUBTED;

    if (!reader_settled(reader, watch->tenant, watch->region, now_ms))
        return;
    if (at_ms <= now_ms)
        reader_want(reader, watch->tenant, watch->region, now_ms, quota);
    else if (at_ms < tracks->poll_ms)
        tracks->poll_ms = at_ms;
}

/* ---- what they say ---- */

const char *track_ending(const struct track *track, struct arena *arena)
{
    const struct watch *watch = &track->watch;

    switch (watch->end) {
    case WATCH_FAILED:
        return arena_printf(arena, "the copy ended as %s", watch->word);
    case WATCH_GONE:
        return "the copy was on its way and is gone";
    case WATCH_STUCK:
        return watch->seen ? "the copy did not end within the copy timeout"
                           : "the copy did not show within the copy timeout";
    case WATCH_UNREAD:
        return "the region could not be read to the end";
    case WATCH_ABSENT:
        return track->word == PAIR_ACCEPTED
                   ? "the cloud accepted the copy, and it never showed: not asked for again in "
                     "this run"
                   : NULL;
    case WATCH_LIVE:
    case WATCH_READY:
        break;
    }
    return NULL;
}

bool tracks_unsure(const struct tracks *tracks)
{
    size_t i;

    for (i = 0; i < tracks->nr; i++) {
        const struct track *track = tracks->items[i];

        if (track->cared && track->entry != NULL && track->entry->open &&
            track->watch.end == WATCH_LIVE && !track->watch.seen)
            return true;
    }
    return false;
}

size_t tracks_under_way(const struct tracks *tracks, size_t tenant, const char *region)
{
    size_t n = 0, i;

    for (i = 0; i < tracks->nr; i++) {
        const struct watch *watch = &tracks->items[i]->watch;

        n += watch->end == WATCH_LIVE && watch->tenant == tenant &&
             strcmp(watch->region, region) == 0;
    }
    return n;
}

bool tracks_live(const struct tracks *tracks, size_t group)
{
    size_t n, i;
    struct track *const *of = tracks_of(tracks, group, &n);

    for (i = 0; i < n; i++)
        if (of[i]->watch.end == WATCH_LIVE)
            return true;
    return false;
}

enum group_word tracks_word(const struct tracks *tracks, const struct entry *entry)
{
    size_t n, i;
    struct track *const *of = tracks_of(tracks, entry->group, &n);
    bool by_clock = n < entry->data.n_targets;

    for (i = 0; i < n; i++) {
        const struct watch *watch = &of[i]->watch;

        if (watch->end == WATCH_LIVE && !watch->seen)
            return GROUP_AWAITED;
        by_clock = by_clock || watch_unsettled(watch);
    }
    return by_clock ? GROUP_BY_CLOCK : GROUP_KNOWN;
}
