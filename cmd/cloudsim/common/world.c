/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/world.h"

#include "cmd/cloudsim/common/cloud.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

void world_free(struct world *world)
{
    arena_free(&world->arena);
    *world = (struct world){.clouds = world->clouds};
}

struct estate *world_estate(const struct world *world, const struct cloud *cloud)
{
    size_t i = 0;

    while (i < world->n_estates && world->estates[i].cloud != cloud_home(cloud))
        i++;
    assert(i < world->n_estates); /* each cloud of the registry has one, or a home that has */
    return &world->estates[i];
}

const struct account *world_account(const struct world *world, const struct cloud *cloud,
                                    const char *id)
{
    const struct estate *estate = world_estate(world, cloud);
    size_t i;

    for (i = 0; i < estate->n_accounts; i++)
        if (str_equal(estate->accounts[i].id, id))
            return &estate->accounts[i];
    return NULL;
}

struct region *world_region(const struct world *world, const struct cloud *cloud, const char *id)
{
    const struct estate *estate = world_estate(world, cloud);
    size_t i;

    for (i = 0; i < estate->n_regions; i++)
        if (str_equal(estate->regions[i].id, id))
            return &estate->regions[i];
    return NULL;
}

struct image *world_image(const struct world *world, const struct cloud *cloud, const char *region,
                          const char *id)
{
    size_t i;

    for (i = 0; i < world->n_images; i++) {
        struct image *image = world->images[i];

        if (image->cloud == cloud_home(cloud) && str_equal(image->id, id) &&
            str_equal(image->region, region))
            return image;
    }
    return NULL;
}

struct image *world_image_named(const struct world *world, const struct cloud *cloud,
                                const char *region, const char *name)
{
    size_t i;

    for (i = 0; i < world->n_images; i++) {
        struct image *image = world->images[i];

        if (image->cloud == cloud_home(cloud) && str_equal(image->name, name) &&
            str_equal(image->region, region))
            return image;
    }
    return NULL;
}

struct image *world_add(struct world *world, const struct image *image)
{
    struct image *kept = arena_alloc(&world->arena, sizeof *kept);

    assert(image->cloud != NULL && image->cloud->home == NULL);
    assert(image->id != NULL && image->name != NULL && image->region != NULL);
    *kept = *image;
    ARENA_GROW(&world->arena, world->images, world->n_images, world->cap);
    world->images[world->n_images++] = kept;
    return kept;
}

void world_remove(struct world *world, const struct image *image)
{
    size_t i = 0;

    while (i < world->n_images && world->images[i] != image)
        i++;
    assert(i < world->n_images);
    world->n_images--;
    memmove(&world->images[i], &world->images[i + 1],
            (world->n_images - i) * sizeof *world->images);
}

void world_describe(struct world *world, struct image *image, const char *name,
                    const char *description)
{
    if (name != NULL)
        image->name = arena_strdup(&world->arena, name);
    if (description != NULL)
        image->description = arena_strdup(&world->arena, description);
}

int world_used(const struct world *world, const struct cloud *cloud, const char *account,
               const char *region)
{
    size_t i;
    int used = 0;

    for (i = 0; i < world->n_images; i++) {
        const struct image *image = world->images[i];

        used += image->cloud == cloud_home(cloud) && str_equal(image->type, "private") &&
                str_equal(image->account, account) && str_equal(image->region, region);
    }
    return used;
}

bool image_has(const struct image *image, const char *trait)
{
    return str_in(image->traits, trait);
}

bool account_denies(const struct account *account, const char *action, bool writes)
{
    return str_in(account->deny, "*") || str_in(account->deny, action) ||
           (writes && str_in(account->deny, "write"));
}
