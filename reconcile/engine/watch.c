/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/watch.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <stdio.h>

/* One reading may come from a replica that lags behind; two in a row mean that it is gone. */
enum { MISSED_MAX = 2 };

/* How far a copy has come: of several new namesakes the one that is furthest counts. */
static const int ranks[] = {
    [IMAGE_READY] = 5, [IMAGE_BUSY] = 4,   [IMAGE_SYNCING] = 3, [IMAGE_PENDING] = 3,
    [IMAGE_OTHER] = 2, [IMAGE_FAILED] = 1, [IMAGE_LEAVING] = 0,
};

static bool is_dead(enum image_state state)
{
    return state == IMAGE_FAILED || state == IMAGE_LEAVING;
}

/*
 * The expected image, by the id that the cloud named, else by name.  An id that never shows does
 * not hide a new namesake: some clouds answer with the id of a task.  But while the image of that
 * id may still show, a namesake that failed is somebody else's: taken for ours, it would have the
 * copy made again beside the one that is on its way.
 */
static const struct image *find(const struct watch *watch, const struct snapshot *snapshot,
                                int64_t began_ms)
{
    bool may_show = watch->id != NULL && !watch->seen && began_ms < watch->settled_ms;
    const struct image *best = NULL, *named;
    size_t n, i;

    if (watch->id != NULL) {
        best = snapshot_with_id(snapshot, watch->id);
        if (best != NULL)
            return best;
    }
    named = snapshot_named(snapshot, watch->name, &n);
    for (i = 0; i < n; i++)
        if (!str_among(watch->before, watch->n_before, named[i].id) &&
            !(may_show && is_dead(named[i].state)) &&
            (best == NULL || ranks[named[i].state] > ranks[best->state]))
            best = &named[i];
    return best;
}

static void look_at(struct watch *watch, const struct image *image)
{
    watch->seen = true;
    watch->missed = 0;
    watch->state = image->state;
    snprintf(watch->word, sizeof watch->word, "%s",
             image->state_text == NULL ? "" : image->state_text);
    watch->progress = image->progress;
    if (image_is_usable(image))
        watch->end = WATCH_READY;
    else if (image->state == IMAGE_FAILED)
        watch->end = WATCH_FAILED;
}

/* It does not show. */
static void miss(struct watch *watch, int64_t began_ms)
{
    if (watch->seen && ++watch->missed >= MISSED_MAX)
        watch->end = WATCH_GONE;
    else if (!watch->seen && began_ms >= watch->settled_ms)
        watch->end = WATCH_ABSENT;
}

/* A region that cannot be read for good is not waited for; a passing fault is, for a while. */
static bool hopeless(const struct snapshot *snapshot)
{
    return snapshot->failure.class == PORT_AUTH || snapshot->failure.class == PORT_PERMANENT;
}

bool watch_look(struct watch *watch, const struct snapshot *snapshot, int64_t began_ms,
                int64_t now_ms)
{
    const struct watch old = *watch;
    const struct image *image;

    assert(snapshot != NULL);
    if (watch->end != WATCH_LIVE)
        return false;
    watch->looked_ms = began_ms;
    if (!snapshot->complete) {
        if (hopeless(snapshot) || now_ms >= watch->until_ms)
            watch->end = WATCH_UNREAD;
        return watch->end != old.end;
    }
    image = find(watch, snapshot, began_ms);
    if (image != NULL)
        look_at(watch, image);
    else
        miss(watch, began_ms);
    if (watch->end == WATCH_LIVE && now_ms >= watch->until_ms)
        watch->end = WATCH_STUCK;
    return watch->end != old.end || watch->seen != old.seen || watch->state != old.state ||
           watch->progress != old.progress;
}

bool watch_unsettled(const struct watch *watch)
{
    return !watch->seen && (watch->end == WATCH_LIVE || watch->end == WATCH_UNREAD);
}
