/* SPDX-License-Identifier: MIT */
/* Copies over time. */
#include <stdlib.h>

#include "cmd/cloudsim/common/text.h"
#include "cmd/cloudsim/common/world.h"

struct image *world_copy(struct world *world, const struct copy *copy, int64_t now_ms)
{
    const struct image *source = copy->source;
    struct image image = {
        .cloud = source->cloud,
        .account = text_dup(source->account),
        .project = text_dup(copy->project != NULL ? copy->project : source->project),
        .region = text_dup(copy->region),
        .id = text_dup(copy->id),
        .name = text_dup(copy->name != NULL ? copy->name : source->name),
        .description = text_dup(""),
        .state = text_dup("copying"),
        .type = text_dup("private"),
        .os = text_dup(source->os),
        .os_name = text_dup(source->os_name),
        .arch = text_dup(source->arch),
        .traits = json_deep_copy(source->traits),
        .size_gib = source->size_gib,
        .created_ms = now_ms,
        .started_ms = now_ms,
        .done_ms = now_ms + copy->seconds_ms,
        .visible_ms = now_ms + copy->visible_ms,
        .fails = copy->fails,
    };

    if (image.fails && copy->vanishes)
        json_array_append_new(image.traits, json_string("vanishes"));
    return world_add(world, &image);
}

void world_tick(struct world *world, int64_t now_ms)
{
    size_t i = 0;

    while (i < world->image_count) {
        struct image *image = world->images[i];

        i++;
        if (!text_same(image->state, "copying") || image->done_ms == 0 || image->done_ms > now_ms)
            continue;
        image->done_ms = 0;
        if (image->fails && image_has(image, "vanishes")) {
            world_remove(world, image);
            i--;
        } else {
            text_set(&image->state, image->fails ? "failed" : "ready");
        }
    }
}

int64_t world_next(const struct world *world, int64_t now_ms)
{
    int64_t next = -1;
    size_t i;

    for (i = 0; i < world->image_count; i++) {
        const struct image *image = world->images[i];
        int64_t left = image->done_ms > now_ms ? image->done_ms - now_ms : 0;

        if (text_same(image->state, "copying") && image->done_ms != 0 && (next < 0 || left < next))
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
    return text_same(image->state, "ready") && image->busy_ms > now_ms ? "busy" : image->state;
}

int image_percent(const struct image *image, int64_t now_ms)
{
    if (!text_same(image->state, "copying"))
        return -1;
    if (image->done_ms <= image->started_ms || now_ms <= image->started_ms)
        return 0;
    return now_ms >= image->done_ms
               ? 100
               : (int)((now_ms - image->started_ms) * 100 / (image->done_ms - image->started_ms));
}

int world_used(const struct world *world, enum cloud cloud, const char *account, const char *region)
{
    size_t i;
    int used = 0;

    for (i = 0; i < world->image_count; i++) {
        const struct image *image = world->images[i];

        used += image->cloud == cloud && text_same(image->type, "private") &&
                text_same(image->account, account) && text_same(image->region, region);
    }
    return used;
}
