/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/world.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

static const char *const *with_trait(struct arena *arena, const char *const *traits,
                                     const char *trait)
{
    const char **more;
    size_t n = 0;

    while (traits[n] != NULL)
        n++;
    more = arena_array(arena, n + 2, sizeof *more);
    more[0] = trait;
    memcpy(more + 1, traits, n * sizeof *more);
    return more;
}

struct image *world_copy(struct world *world, const struct copy *copy, int64_t now_ms)
{
    struct arena *arena = &world->arena;
    struct image image;

    assert(copy->source != NULL && copy->region != NULL && copy->id != NULL);
    image = *copy->source;
    image.id = arena_strdup(arena, copy->id);
    image.region = arena_strdup(arena, copy->region);
    if (copy->name != NULL)
        image.name = arena_strdup(arena, copy->name);
    if (copy->project != NULL)
        image.project = arena_strdup(arena, copy->project);
    image.description = "";
    image.state = "copying";
    image.type = "private";
    image.created_ms = image.started_ms = now_ms;
    image.done_ms = now_ms + copy->lasts_ms;
    image.visible_ms = now_ms + copy->hidden_ms;
    image.busy_ms = 0;
    image.fails = copy->fails;
    if (copy->fails && copy->vanishes)
        image.traits = with_trait(arena, image.traits, "vanishes");
    return world_add(world, &image);
}

void world_tick(struct world *world, int64_t now_ms)
{
    size_t i = 0;

    while (i < world->n_images) {
        struct image *image = world->images[i];

        i++;
        if (!str_equal(image->state, "copying") || image->done_ms == 0 || image->done_ms > now_ms)
            continue;
        image->done_ms = 0;
        image->state = image->fails ? "failed" : "ready";
        if (image->fails && image_has(image, "vanishes")) {
            world_remove(world, image);
            i--;
        }
    }
}

int64_t world_next(const struct world *world, int64_t now_ms)
{
    int64_t next = -1;
    size_t i;

    for (i = 0; i < world->n_images; i++) {
        const struct image *image = world->images[i];
        int64_t left = image->done_ms > now_ms ? image->done_ms - now_ms : 0;

        if (str_equal(image->state, "copying") && image->done_ms != 0 && (next < 0 || left < next))
            next = left;
    }
    return next;
}

bool image_visible(const struct image *image, int64_t now_ms)
{
    return image->visible_ms <= now_ms;
}

const char *image_state(const struct image *image, int64_t now_ms)
{
    return str_equal(image->state, "ready") && image->busy_ms > now_ms ? "busy" : image->state;
}

int image_percent(const struct image *image, int64_t now_ms)
{
    int64_t gone = now_ms - image->started_ms, whole = image->done_ms - image->started_ms;

    if (!str_equal(image->state, "copying"))
        return -1;
    if (whole <= 0 || gone <= 0)
        return 0;
    return gone >= whole ? 100 : (int)(gone * 100 / whole);
}
