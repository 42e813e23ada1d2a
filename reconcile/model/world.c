/* SPDX-License-Identifier: MIT */
#include "reconcile/model/world.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int compare(size_t tenant, const char *region, const struct snapshot *snapshot)
{
    if (tenant != snapshot->tenant)
        return tenant < snapshot->tenant ? -1 : 1;
    return strcmp(region, snapshot->region);
}

struct snapshot *world_find(const struct world *world, size_t tenant, const char *region)
{
    size_t low = 0, high = world->nr;

    assert(world != NULL && region != NULL);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(tenant, region, world->snapshots[middle]);

        if (order == 0)
            return world->snapshots[middle];
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct snapshot *world_ensure(struct world *world, size_t tenant, const char *region)
{
    struct snapshot *made = world_find(world, tenant, region);
    size_t at = world->nr;

    if (made != NULL)
        return made;
    if (world->nr == world->cap) {
        world->cap = world->cap < 16 ? 16 : world->cap * 2;
        world->snapshots =
            arena_must(reallocarray(world->snapshots, world->cap, sizeof *world->snapshots));
    }
    made = arena_must(malloc(sizeof *made));
    *made = (struct snapshot){.tenant = tenant,
                              .region = arena_must(strdup(region)),
                              .quota_total = -1,
                              .quota_free = -1};
    for (; at > 0 && compare(tenant, region, world->snapshots[at - 1]) < 0; at--)
        world->snapshots[at] = world->snapshots[at - 1];
    world->snapshots[at] = made;
    world->nr++;
    return made;
}

const struct image *snapshot_named(const struct snapshot *snapshot, const char *name, size_t *n)
{
    size_t low = 0, high = snapshot->n_images, end;

    assert(snapshot != NULL && name != NULL && n != NULL);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(snapshot->images[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < snapshot->n_images; end++)
        if (strcmp(snapshot->images[end].name, name) != 0)
            break;
    *n = end - low;
    return *n == 0 ? NULL : &snapshot->images[low];
}

const struct image *snapshot_with_id(const struct snapshot *snapshot, const char *id)
{
    size_t i;

    assert(snapshot != NULL && id != NULL);
    for (i = 0; i < snapshot->n_images; i++)
        if (strcmp(snapshot->images[i].id, id) == 0)
            return &snapshot->images[i];
    return NULL;
}

void world_free(struct world *world)
{
    size_t i;

    for (i = 0; i < world->nr; i++) {
        arena_free(&world->snapshots[i]->arena);
        free(world->snapshots[i]->region);
        free(world->snapshots[i]);
    }
    free(world->snapshots);
    world->snapshots = NULL;
    world->nr = world->cap = 0;
}
