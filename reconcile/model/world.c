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

/* Where the region's snapshot is, or would have to be put. */
static size_t position(const struct world *world, size_t tenant, const char *region)
{
    size_t low = 0, high = world->nr;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(tenant, region, world->snapshots[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct snapshot *world_find(const struct world *world, size_t tenant, const char *region)
{
    size_t at = position(world, tenant, region);

    assert(world != NULL && region != NULL);
    if (at < world->nr && compare(tenant, region, world->snapshots[at]) == 0)
        return world->snapshots[at];
    return NULL;
}

struct snapshot *world_ensure(struct world *world, size_t tenant, const char *region)
{
    size_t at = position(world, tenant, region);
    struct snapshot *made;

    assert(region != NULL);
    if (at < world->nr && compare(tenant, region, world->snapshots[at]) == 0)
        return world->snapshots[at];
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
    memmove(world->snapshots + at + 1, world->snapshots + at,
            (world->nr - at) * sizeof *world->snapshots);
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
