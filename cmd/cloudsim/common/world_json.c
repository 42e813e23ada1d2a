/* SPDX-License-Identifier: MIT */
/* The world as JSON, in and out.  Reading is strict: a misspelt key in a test's world must not
 * pass. */
#include <stdlib.h>

#include "cmd/cloudsim/common/text.h"
#include "cmd/cloudsim/common/world.h"

/* ---- out ---- */

static void put(json_t *object, const char *key, const char *value)
{
    if (value != NULL)
        json_object_set_new(object, key, json_string(value));
}

static void put_time(json_t *object, const char *key, int64_t ms)
{
    if (ms != 0)
        json_object_set_new(object, key, json_integer((json_int_t)ms));
}

json_t *image_save(const struct image *image)
{
    json_t *object = json_object();
    TEXT_AUTO created = time_iso(image->created_ms / 1000);

    put(object, "region", image->region);
    put(object, "id", image->id);
    put(object, "name", image->name);
    put(object, "state", image->state);
    put(object, "type", image->type);
    json_object_set_new(object, "size_gib", json_integer(image->size_gib));
    put(object, "os", image->os);
    put(object, "os_name", image->os_name);
    put(object, "arch", image->arch);
    put(object, "created", created);
    put(object, "account", image->account);
    put(object, "project", image->project);
    if (image->description[0] != '\0')
        put(object, "description", image->description);
    if (json_array_size(image->traits) > 0)
        json_object_set(object, "traits", image->traits);
    put_time(object, "started_ms", image->started_ms);
    put_time(object, "done_ms", image->done_ms);
    put_time(object, "busy_ms", image->busy_ms);
    put_time(object, "visible_ms", image->visible_ms);
    if (image->fails)
        json_object_set_new(object, "fails", json_true());
    return object;
}

static json_t *account_save(const struct account *account)
{
    json_t *object = json_object();

    put(object, "id", account->id);
    put(object, "secret", account->secret);
    put(object, "token", account->token);
    put(object, "owner", account->owner);
    put(object, "channel", account->channel);
    if (json_array_size(account->deny) > 0)
        json_object_set(object, "deny", account->deny);
    if (json_array_size(account->projects) > 0)
        json_object_set(object, "projects", account->projects);
    if (account->sub_account)
        json_object_set_new(object, "sub_account", json_true());
    if (account->cross_border)
        json_object_set_new(object, "cross_border", json_true());
    return object;
}

static json_t *region_save(const struct region *region)
{
    json_t *object = json_object();

    put(object, "id", region->id);
    put(object, "group", region->group);
    json_object_set_new(object, "quota", json_integer(region->quota));
    if (!region->copies)
        json_object_set_new(object, "copies", json_false());
    if (region->offline)
        json_object_set_new(object, "offline", json_true());
    return object;
}

json_t *world_save(const struct world *world)
{
    json_t *document = json_object(), *clouds = json_object();
    size_t c, i;

    for (c = 0; c < CLOUDS; c++) {
        json_t *accounts = json_array(), *regions = json_array(), *images = json_array();
        json_t *cloud = json_object();

        for (i = 0; i < world->clouds[c].account_count; i++)
            json_array_append_new(accounts, account_save(&world->clouds[c].accounts[i]));
        for (i = 0; i < world->clouds[c].region_count; i++)
            json_array_append_new(regions, region_save(&world->clouds[c].regions[i]));
        for (i = 0; i < world->image_count; i++)
            if (world->images[i]->cloud == c)
                json_array_append_new(images, image_save(world->images[i]));
        json_object_set_new(cloud, "accounts", accounts);
        json_object_set_new(cloud, "regions", regions);
        json_object_set_new(cloud, "images", images);
        json_object_set_new(clouds, cloud_name((enum cloud)c), cloud);
    }
    json_object_set_new(document, "clouds", clouds);
    return document;
}

/* ---- in ---- */

/* What an object may hold: 's' text, 'i' whole number, 'b' truth, 'l' list of texts. */
struct key {
    const char *name;
    char type;
};

static bool fits(const json_t *value, char type)
{
    size_t i;
    json_t *item;

    switch (type) {
    case 's':
        return json_is_string(value);
    case 'i':
        return json_is_integer(value);
    case 'b':
        return json_is_boolean(value);
    default:
        json_array_foreach(value, i, item) {
            if (!json_is_string(item))
                return false;
        }
        return json_is_array(value);
    }
}

static int check(json_t *object, const struct key *keys, const char *what, char **why)
{
    const char *name;
    json_t *value;

    if (!json_is_object(object)) {
        *why = text_printf("%s is not an object", what);
        return -1;
    }
    json_object_foreach(object, name, value) {
        const struct key *key = keys;

        while (key->name != NULL && !text_same(key->name, name))
            key++;
        if (key->name == NULL || !fits(value, key->type)) {
            *why = text_printf("%s: %s '%s'", what,
                               key->name == NULL ? "unknown key" : "wrong type of", name);
            return -1;
        }
    }
    return 0;
}

static const char *get(const json_t *object, const char *key, const char *otherwise)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value != NULL ? value : otherwise;
}

static int64_t get_int(const json_t *object, const char *key, int64_t otherwise)
{
    const json_t *value = json_object_get(object, key);

    return value != NULL ? (int64_t)json_integer_value(value) : otherwise;
}

static json_t *get_list(const json_t *object, const char *key)
{
    json_t *list = json_object_get(object, key);

    return list != NULL ? json_deep_copy(list) : json_array();
}

int image_load(struct image *image, json_t *object, int64_t now_ms, char **why)
{
    static const struct key keys[] = {{"region", 's'},  {"id", 's'},          {"name", 's'},
                                      {"state", 's'},   {"type", 's'},        {"size_gib", 'i'},
                                      {"os", 's'},      {"os_name", 's'},     {"arch", 's'},
                                      {"created", 's'}, {"account", 's'},     {"project", 's'},
                                      {"traits", 'l'},  {"description", 's'}, {"started_ms", 'i'},
                                      {"done_ms", 'i'}, {"busy_ms", 'i'},     {"visible_ms", 'i'},
                                      {"fails", 'b'},   {"done_in", 'i'},     {NULL, 0}};
    int64_t created = now_ms / 1000 - 24 * 60 * 60; /* older than any copy of it */
    const char *when = get(object, "created", NULL), *os = get(object, "os", "linux");

    if (check(object, keys, "image", why) != 0)
        return -1;
    if (get(object, "region", NULL) == NULL || get(object, "name", NULL) == NULL) {
        *why = text_dup("image: 'region' and 'name' are needed");
        return -1;
    }
    if (when != NULL && !time_parse_iso(when, &created)) {
        *why = text_printf("image: 'created' must look like 2026-01-02T03:04:05Z");
        return -1;
    }
    *image = (struct image){
        .cloud = image->cloud,
        .region = text_dup(get(object, "region", NULL)),
        .id = text_dup(get(object, "id", NULL)),
        .name = text_dup(get(object, "name", NULL)),
        .state = text_dup(get(object, "state", "ready")),
        .type = text_dup(get(object, "type", "private")),
        .os = text_dup(os),
        .os_name = text_dup(
            get(object, "os_name",
                text_same(os, "windows") ? "Windows Server 2022 64bit" : "Debian 12 64bit")),
        .arch = text_dup(get(object, "arch", "x86_64")),
        .account = text_dup(get(object, "account", NULL)),
        .project = text_dup(get(object, "project", NULL)),
        .description = text_dup(get(object, "description", "")),
        .traits = get_list(object, "traits"),
        .size_gib = (int)get_int(object, "size_gib", 20),
        .created_ms = created * 1000,
        .started_ms = get_int(object, "started_ms", 0),
        .done_ms = get_int(object, "done_ms", 0),
        .busy_ms = get_int(object, "busy_ms", 0),
        .visible_ms = get_int(object, "visible_ms", 0),
        .fails = json_is_true(json_object_get(object, "fails")),
    };
    if (json_object_get(object, "done_in") != NULL) {
        image->started_ms = now_ms;
        image->done_ms = now_ms + get_int(object, "done_in", 0) * 1000 + 1;
    }
    return 0;
}

static int accounts_load(struct world *world, enum cloud cloud, json_t *list, char **why)
{
    static const struct key keys[] = {{"id", 's'},      {"secret", 's'},      {"token", 's'},
                                      {"owner", 's'},   {"deny", 'l'},        {"projects", 'l'},
                                      {"channel", 's'}, {"sub_account", 'b'}, {"cross_border", 'b'},
                                      {NULL, 0}};
    size_t i;
    json_t *item;

    world->clouds[cloud].accounts =
        text_alloc((json_array_size(list) + 1) * sizeof(struct account));
    json_array_foreach(list, i, item) {
        if (check(item, keys, "account", why) != 0)
            return -1;
        if (get(item, "id", NULL) == NULL || get(item, "secret", NULL) == NULL) {
            *why = text_dup("account: 'id' and 'secret' are needed");
            return -1;
        }
        world->clouds[cloud].accounts[world->clouds[cloud].account_count++] = (struct account){
            .id = text_dup(get(item, "id", NULL)),
            .secret = text_dup(get(item, "secret", NULL)),
            .token = text_dup(get(item, "token", NULL)),
            .owner = text_dup(get(item, "owner", "100000000001")),
            .channel = text_dup(get(item, "channel", NULL)),
            .deny = get_list(item, "deny"),
            .projects = get_list(item, "projects"),
            .sub_account = json_is_true(json_object_get(item, "sub_account")),
            .cross_border = json_is_true(json_object_get(item, "cross_border")),
        };
    }
    return 0;
}

static int regions_load(struct world *world, enum cloud cloud, json_t *list, char **why)
{
    static const struct key keys[] = {{"id", 's'},     {"group", 's'},   {"quota", 'i'},
                                      {"copies", 'b'}, {"offline", 'b'}, {NULL, 0}};
    size_t i;
    json_t *item;

    world->clouds[cloud].regions = text_alloc((json_array_size(list) + 1) * sizeof(struct region));
    json_array_foreach(list, i, item) {
        if (check(item, keys, "region", why) != 0)
            return -1;
        if (get(item, "id", NULL) == NULL) {
            *why = text_dup("region: 'id' is needed");
            return -1;
        }
        world->clouds[cloud].regions[world->clouds[cloud].region_count++] = (struct region){
            .id = text_dup(get(item, "id", NULL)),
            .group = text_dup(get(item, "group", "outside")),
            .quota = (int)get_int(item, "quota", 500),
            .copies = !json_is_false(json_object_get(item, "copies")),
            .offline = json_is_true(json_object_get(item, "offline")),
        };
    }
    return 0;
}

/* An image needs an owner and an id; both have sensible defaults. */
static void image_complete(struct world *world, struct image *image)
{
    static const char *const prefix[CLOUDS] = {"img-", "lhbp-", "uimage-", "m-"};
    const struct account *first =
        world->clouds[image->cloud].account_count > 0 ? world->clouds[image->cloud].accounts : NULL;
    const struct account *owner = world_account(world, image->cloud, image->account);

    if (image->account == NULL && first != NULL) {
        image->account = text_dup(first->id);
        owner = first;
    }
    if (image->project == NULL && owner != NULL)
        image->project = text_dup(json_string_value(json_array_get(owner->projects, 0)));
    if (image->id == NULL)
        image->id = text_printf("%s%08zu", prefix[image->cloud], world->image_count + 1);
}

int world_insert(struct world *world, enum cloud cloud, json_t *object, int64_t now_ms, char **why)
{
    struct image image = {.cloud = cloud};

    if (image_load(&image, object, now_ms, why) != 0)
        return -1;
    image_complete(world, &image);
    if (world_region(world, cloud, image.region) == NULL) {
        *why = text_printf("image '%s': no region '%s'", image.name, image.region);
        image_free(&image);
        return -1;
    }
    world_add(world, &image);
    return 0;
}

static int images_load(struct world *world, enum cloud cloud, json_t *list, int64_t now_ms,
                       char **why)
{
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) {
        if (world_insert(world, cloud, item, now_ms, why) != 0)
            return -1;
    }
    return 0;
}

static int cloud_load(struct world *world, enum cloud cloud, json_t *given, json_t *fallback,
                      int64_t now_ms, char **why)
{
    static const char *const parts[] = {"accounts", "regions", "images"};
    json_t *list[3];
    const char *name;
    json_t *value;
    size_t i;

    json_object_foreach(given, name, value) {
        if (!text_same(name, parts[0]) && !text_same(name, parts[1]) &&
            !text_same(name, parts[2])) {
            *why = text_printf("cloud '%s': unknown key '%s'", cloud_name(cloud), name);
            return -1;
        }
    }
    for (i = 0; i < 3; i++) {
        list[i] = json_object_get(given, parts[i]);
        if (list[i] == NULL)
            list[i] = json_object_get(fallback, parts[i]);
        if (!json_is_array(list[i])) {
            *why = text_printf("cloud '%s': '%s' is not a list", cloud_name(cloud), parts[i]);
            return -1;
        }
    }
    return accounts_load(world, cloud, list[0], why) != 0 ||
                   regions_load(world, cloud, list[1], why) != 0 ||
                   images_load(world, cloud, list[2], now_ms, why) != 0
               ? -1
               : 0;
}

int world_load(struct world *world, json_t *document, int64_t now_ms, char **why)
{
    struct world fresh = {0};
    json_t *clouds = json_object_get(document, "clouds"), *fallback = world_default(), *value;
    json_t *given[CLOUDS] = {NULL};
    const char *name;
    enum cloud cloud;
    int result = 0;
    size_t c;

    if (!json_is_object(document) || !json_is_object(clouds) || json_object_size(document) != 1) {
        *why = text_dup("a world is an object with the one key 'clouds'");
        result = -1;
    }
    json_object_foreach(clouds, name, value) {
        if (result == 0 && (!cloud_find(name, &cloud) || !json_is_object(value))) {
            *why = text_printf("there is no cloud '%s'", name);
            result = -1;
        }
        if (result == 0)
            given[cloud] = value;
    }
    for (c = 0; c < CLOUDS && result == 0; c++)
        result = cloud_load(&fresh, (enum cloud)c, given[c],
                            json_object_get(json_object_get(fallback, "clouds"),
                                            cloud_name((enum cloud)c)),
                            now_ms, why);
    json_decref(fallback);
    if (result == 0) {
        world_free(world);
        *world = fresh;
    } else {
        world_free(&fresh);
    }
    return result;
}
