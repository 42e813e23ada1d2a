/* SPDX-License-Identifier: MIT */
/* The world in memory: finding, adding and removing. */
#include "cmd/cloudsim/common/world.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/text.h"

static const char *const cloud_names[CLOUDS] = {"tencent-cvm", "tencent-lighthouse", "ucloud",
                                                "baidu-bcc"};

const char *cloud_name(enum cloud cloud)
{
    return cloud_names[cloud];
}

const char *cloud_alias(const char *name)
{
    static const char *const aliases[][2] = {{"cvm", "tencent-cvm"},
                                             {"legacy", "tencent-cvm-legacy"},
                                             {"lighthouse", "tencent-lighthouse"},
                                             {"baidu", "baidu-bcc"}};
    size_t i;

    for (i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (text_same(aliases[i][0], name))
            return aliases[i][1];
    return name;
}

bool cloud_find(const char *name, enum cloud *cloud)
{
    size_t i;

    name = cloud_alias(name);
    if (text_same(name, "tencent-cvm-legacy"))
        name = "tencent-cvm";
    for (i = 0; i < CLOUDS; i++) {
        if (text_same(name, cloud_names[i])) {
            *cloud = (enum cloud)i;
            return true;
        }
    }
    return false;
}

const struct account *world_account(const struct world *world, enum cloud cloud, const char *id)
{
    size_t i;

    for (i = 0; i < world->clouds[cloud].account_count; i++)
        if (text_same(world->clouds[cloud].accounts[i].id, id))
            return &world->clouds[cloud].accounts[i];
    return NULL;
}

const struct region *world_region(const struct world *world, enum cloud cloud, const char *id)
{
    size_t i;

    for (i = 0; i < world->clouds[cloud].region_count; i++)
        if (text_same(world->clouds[cloud].regions[i].id, id))
            return &world->clouds[cloud].regions[i];
    return NULL;
}

struct image *world_image(const struct world *world, enum cloud cloud, const char *region,
                          const char *id)
{
    size_t i;

    for (i = 0; i < world->image_count; i++) {
        struct image *image = world->images[i];

        if (image->cloud == cloud && text_same(image->id, id) && text_same(image->region, region))
            return image;
    }
    return NULL;
}

struct image *world_image_named(const struct world *world, enum cloud cloud, const char *region,
                                const char *name)
{
    size_t i;

    for (i = 0; i < world->image_count; i++) {
        struct image *image = world->images[i];

        if (image->cloud == cloud && text_same(image->name, name) &&
            text_same(image->region, region))
            return image;
    }
    return NULL;
}

struct image *world_add(struct world *world, const struct image *image)
{
    struct image *kept = text_alloc(sizeof *kept);

    *kept = *image;
    if ((world->image_count & (world->image_count - 1)) == 0) /* room doubles at powers of two */
        world->images =
            text_realloc(world->images, (world->image_count == 0 ? 1 : 2) *
                                            (world->image_count + 1) * sizeof *world->images);
    world->images[world->image_count++] = kept;
    return kept;
}

void image_free(struct image *image)
{
    free(image->account);
    free(image->project);
    free(image->region);
    free(image->id);
    free(image->name);
    free(image->description);
    free(image->state);
    free(image->type);
    free(image->os);
    free(image->os_name);
    free(image->arch);
    json_decref(image->traits);
    *image = (struct image){0};
}

void world_remove(struct world *world, struct image *image)
{
    size_t i;

    for (i = 0; i < world->image_count; i++) {
        if (world->images[i] == image) {
            memmove(&world->images[i], &world->images[i + 1],
                    (world->image_count - i - 1) * sizeof *world->images);
            world->image_count--;
            image_free(image);
            free(image);
            return;
        }
    }
}

static void account_free(struct account *account)
{
    free(account->id);
    free(account->secret);
    free(account->token);
    free(account->owner);
    free(account->channel);
    json_decref(account->deny);
    json_decref(account->projects);
}

void world_free(struct world *world)
{
    size_t c, i;

    for (c = 0; c < CLOUDS; c++) {
        for (i = 0; i < world->clouds[c].account_count; i++)
            account_free(&world->clouds[c].accounts[i]);
        for (i = 0; i < world->clouds[c].region_count; i++) {
            free(world->clouds[c].regions[i].id);
            free(world->clouds[c].regions[i].group);
        }
        free(world->clouds[c].accounts);
        free(world->clouds[c].regions);
    }
    for (i = 0; i < world->image_count; i++) {
        image_free(world->images[i]);
        free(world->images[i]);
    }
    free(world->images);
    *world = (struct world){0};
}

static bool list_holds(const json_t *list, const char *word)
{
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) {
        if (text_same(json_string_value(item), word))
            return true;
    }
    return false;
}

bool image_has(const struct image *image, const char *trait)
{
    return list_holds(image->traits, trait);
}

bool account_denies(const struct account *account, const char *action, bool writes)
{
    return list_holds(account->deny, "*") || list_holds(account->deny, action) ||
           (writes && list_holds(account->deny, "write"));
}
