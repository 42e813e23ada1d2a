/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/world_json.h"

#include "cmd/cloudsim/common/cloud.h"
#include "reconcile/base/clock.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

/* ---- the fields of the objects: a row each, that checking, reading and writing loop over ---- */

enum kind {
    TEXT,
    NOTE, /* a text that is not written while it is empty */
    TEXTS,
    NUMBER,  /* an int */
    TIME,    /* milliseconds; not written while 0 */
    ISO,     /* milliseconds, written as an ISO instant */
    TRUTH,   /* not written while it is the default */
    DONE_IN, /* read only: sets started_ms and done_ms */
};

struct field {
    const char *name; /* NULL ends a table */
    enum kind kind;
    size_t at;        /* where in the struct */
    const char *text; /* what a missing TEXT or NOTE means */
    int number;       /* what a missing NUMBER or TRUTH means */
};

#define FIELD(type, member, kind_, otherwise)                                                      \
    {                                                                                              \
        .name = #member, .kind = kind_, .at = offsetof(struct type, member), otherwise             \
    }

static const struct field image_fields[] = {
    FIELD(image, region, TEXT, .text = NULL),
    FIELD(image, id, TEXT, .text = NULL),
    FIELD(image, name, TEXT, .text = NULL),
    FIELD(image, state, TEXT, .text = "ready"),
    FIELD(image, type, TEXT, .text = "private"),
    FIELD(image, size_gib, NUMBER, .number = 20),
    FIELD(image, os, TEXT, .text = "linux"),
    FIELD(image, os_name, TEXT, .text = NULL), /* by os */
    FIELD(image, arch, TEXT, .text = "x86_64"),
    {.name = "created", .kind = ISO, .at = offsetof(struct image, created_ms)},
    FIELD(image, account, TEXT, .text = NULL),
    FIELD(image, project, TEXT, .text = NULL),
    FIELD(image, description, NOTE, .text = ""),
    FIELD(image, traits, TEXTS, .text = NULL),
    FIELD(image, started_ms, TIME, .number = 0),
    FIELD(image, done_ms, TIME, .number = 0),
    FIELD(image, busy_ms, TIME, .number = 0),
    FIELD(image, visible_ms, TIME, .number = 0),
    FIELD(image, fails, TRUTH, .number = false),
    {.name = "done_in", .kind = DONE_IN},
    {.name = NULL},
};

static const struct field account_fields[] = {
    FIELD(account, id, TEXT, .text = NULL),
    FIELD(account, secret, TEXT, .text = NULL),
    FIELD(account, token, TEXT, .text = NULL),
    FIELD(account, owner, TEXT, .text = "100000000001"),
    FIELD(account, channel, TEXT, .text = NULL),
    FIELD(account, deny, TEXTS, .text = NULL),
    FIELD(account, projects, TEXTS, .text = NULL),
    FIELD(account, sub_account, TRUTH, .number = false),
    FIELD(account, cross_border, TRUTH, .number = false),
    {.name = NULL},
};

static const struct field region_fields[] = {
    FIELD(region, id, TEXT, .text = NULL),          FIELD(region, group, TEXT, .text = "outside"),
    FIELD(region, quota, NUMBER, .number = 500),    FIELD(region, copies, TRUTH, .number = true),
    FIELD(region, offline, TRUTH, .number = false), {.name = NULL},
};

static const struct shape {
    const char *what, *needed, *also_needed; /* also_needed: or NULL */
    const struct field *fields;
    size_t size;
} image_shape = {"image", "region", "name", image_fields, sizeof(struct image)},
  account_shape = {"account", "id", "secret", account_fields, sizeof(struct account)},
  region_shape = {"region", "id", NULL, region_fields, sizeof(struct region)};

/* ---- out ---- */

/* The field's value at its place in a struct; NULL: it is not written. */
static json_t *field_save(const struct field *field, const void *at)
{
    const char *text;
    char instant[CLOCK_TEXT];

    switch (field->kind) {
    case TEXT:
    case NOTE:
        text = *(const char *const *)at;
        return text == NULL || (field->kind == NOTE && text[0] == '\0') ? NULL : json_string(text);
    case TEXTS:
        return **(const char *const *const *)at == NULL
                   ? NULL
                   : json_of_texts(*(const char *const *const *)at);
    case NUMBER:
        return json_integer(*(const int *)at);
    case TIME:
        return *(const int64_t *)at == 0 ? NULL : json_integer((json_int_t) * (const int64_t *)at);
    case ISO:
        clock_format(*(const int64_t *)at / 1000, instant);
        return json_string(instant);
    case TRUTH:
        return *(const bool *)at == (bool)field->number ? NULL : json_boolean(*(const bool *)at);
    case DONE_IN:
        break;
    }
    return NULL;
}

static json_t *save(const struct shape *shape, const void *from)
{
    json_t *object = json_object();
    const struct field *field;

    for (field = shape->fields; field->name != NULL; field++) {
        json_t *value = field_save(field, (const char *)from + field->at);

        if (value != NULL)
            json_object_set_new(object, field->name, value);
    }
    return object;
}

json_t *image_save(const struct image *image)
{
    return save(&image_shape, image);
}

static json_t *estate_save(const struct world *world, const struct estate *estate)
{
    json_t *accounts = json_array(), *regions = json_array(), *images = json_array();
    size_t i;

    for (i = 0; i < estate->n_accounts; i++)
        json_array_append_new(accounts, save(&account_shape, &estate->accounts[i]));
    for (i = 0; i < estate->n_regions; i++)
        json_array_append_new(regions, save(&region_shape, &estate->regions[i]));
    for (i = 0; i < world->n_images; i++)
        if (world->images[i]->cloud == estate->cloud)
            json_array_append_new(images, image_save(world->images[i]));
    return json_pack("{s:o,s:o,s:o}", "accounts", accounts, "regions", regions, "images", images);
}

json_t *world_save(const struct world *world)
{
    json_t *clouds = json_object();
    size_t i;

    for (i = 0; i < world->n_estates; i++)
        json_object_set_new(clouds, world->estates[i].cloud->name,
                            estate_save(world, &world->estates[i]));
    return json_pack("{s:o}", "clouds", clouds);
}

static void add_regions(json_t *list, const struct cloud_regions *regions)
{
    const char *id = regions->ids;

    while (*id != '\0') {
        size_t n = strcspn(id, " ");

        json_array_append_new(list,
                              json_pack("{s:s%,s:s,s:i,s:b}", "id", id, n, "group", regions->group,
                                        "quota", regions->quota, "copies", regions->copies));
        id += n + (id[n] == ' ');
    }
}

static json_t *estate_default(const struct cloud *cloud)
{
    const struct cloud_regions *regions;
    json_t *list = json_array();
    json_t *account = json_pack("{s:s,s:s,s:s}", "id", cloud->key_id, "secret", cloud->key_secret,
                                "owner", "100000000001");

    if (cloud->projects != NULL)
        json_object_set_new(account, "projects", json_of_texts(cloud->projects));
    for (regions = cloud->regions; regions->group != NULL; regions++)
        add_regions(list, regions);
    return json_pack("{s:[o],s:o,s:[]}", "accounts", account, "regions", list, "images");
}

json_t *world_default(const struct cloud *const *clouds)
{
    json_t *all = json_object();

    for (; *clouds != NULL; clouds++)
        if ((*clouds)->home == NULL)
            json_object_set_new(all, (*clouds)->name, estate_default(*clouds));
    return json_pack("{s:o}", "clouds", all);
}

/* ---- in ---- */

static bool fits(const json_t *value, enum kind kind)
{
    switch (kind) {
    case TEXT:
    case NOTE:
    case ISO:
        return json_is_string(value);
    case TEXTS:
        return json_is_texts(value);
    case TRUTH:
        return json_is_boolean(value);
    default:
        return json_is_integer(value);
    }
}

static int check(const struct shape *shape, const json_t *object, struct err *err)
{
    const char *name;
    json_t *value;

    if (!json_is_object(object))
        return err_set(err, ERR_DATA, "%s is not an object", shape->what);
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        const struct field *field = shape->fields;

        while (field->name != NULL && !str_equal(field->name, name))
            field++;
        if (field->name == NULL)
            return err_set(err, ERR_DATA, "%s: unknown key '%s'", shape->what, name);
        if (!fits(value, field->kind))
            return err_set(err, ERR_DATA, "%s: wrong type of '%s'", shape->what, name);
    }
    if (shape->also_needed != NULL && (json_object_get(object, shape->needed) == NULL ||
                                       json_object_get(object, shape->also_needed) == NULL))
        return err_set(err, ERR_DATA, "%s: '%s' and '%s' are needed", shape->what, shape->needed,
                       shape->also_needed);
    if (json_object_get(object, shape->needed) == NULL)
        return err_set(err, ERR_DATA, "%s: '%s' is needed", shape->what, shape->needed);
    return 0;
}

static void field_load(struct arena *arena, const struct field *field, const json_t *value,
                       void *at)
{
    switch (field->kind) {
    case TEXT:
    case NOTE:
        *(const char **)at =
            value == NULL ? field->text : arena_strdup(arena, json_string_value(value));
        break;
    case TEXTS:
        *(const char *const **)at = json_texts(arena, value);
        break;
    case NUMBER:
        *(int *)at = value == NULL ? field->number : (int)json_integer_value(value);
        break;
    case TIME:
        *(int64_t *)at = (int64_t)json_integer_value(value);
        break;
    case TRUTH:
        *(bool *)at = value == NULL ? field->number != 0 : json_is_true(value);
        break;
    case ISO: /* these two depend on what the time is now: see image_load */
    case DONE_IN:
        break;
    }
}

static int load(struct arena *arena, const struct shape *shape, const json_t *object, void *into,
                struct err *err)
{
    const struct field *field;

    if (check(shape, object, err) != 0)
        return -1;
    for (field = shape->fields; field->name != NULL; field++)
        field_load(arena, field, json_object_get(object, field->name), (char *)into + field->at);
    return 0;
}

int image_load(struct world *world, struct image *image, const json_t *object, int64_t now_ms,
               struct err *err)
{
    const json_t *done_in = json_object_get(object, "done_in");
    const char *created = json_text(object, "created");
    int64_t seconds = now_ms / 1000 - 24 * 60 * 60; /* older than any copy of it */
    struct image made = {.cloud = image->cloud};

    assert(image->cloud != NULL);
    if (load(&world->arena, &image_shape, object, &made, err) != 0)
        return -1;
    if (created != NULL && !instant_parse(created, &seconds))
        return err_set(err, ERR_DATA, "image: 'created' must look like 2026-01-02T03:04:05Z");
    made.created_ms = seconds * 1000;
    if (made.os_name == NULL)
        made.os_name =
            str_equal(made.os, "windows") ? "Windows Server 2022 64bit" : "Debian 12 64bit";
    if (done_in != NULL) {
        made.started_ms = now_ms;
        made.done_ms = now_ms + (int64_t)json_integer_value(done_in) * 1000 + 1;
    }
    *image = made;
    return 0;
}

/* An image needs an owner and an id; both have sensible defaults. */
static void image_complete(struct world *world, struct image *image)
{
    const struct estate *estate = world_estate(world, image->cloud);
    const struct account *owner = world_account(world, image->cloud, image->account);

    if (image->account == NULL && estate->n_accounts > 0) {
        owner = &estate->accounts[0];
        image->account = owner->id;
    }
    if (image->project == NULL && owner != NULL)
        image->project = owner->projects[0];
    if (image->id == NULL)
        image->id =
            arena_printf(&world->arena, "%s%08zu", image->cloud->id_prefix, world->n_images + 1);
}

int world_insert(struct world *world, const struct cloud *cloud, const json_t *object,
                 int64_t now_ms, struct err *err)
{
    struct image image = {.cloud = cloud_home(cloud)};

    if (image_load(world, &image, object, now_ms, err) != 0)
        return -1;
    image_complete(world, &image);
    if (world_region(world, cloud, image.region) == NULL)
        return err_set(err, ERR_DATA, "image '%s': no region '%s'", image.name, image.region);
    world_add(world, &image);
    return 0;
}

/* A new array of what the list holds, of the shape's structs. */
static int load_all(struct arena *arena, const struct shape *shape, const json_t *list,
                    void **items, size_t *n, struct err *err)
{
    char *at = arena_array(arena, json_array_size(list), shape->size);
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item) {
        if (load(arena, shape, item, at + i * shape->size, err) != 0)
            return -1;
    }
    *items = at;
    *n = json_array_size(list);
    return 0;
}

static int estate_load(struct world *world, struct estate *estate, const json_t *whole,
                       int64_t now_ms, struct err *err)
{
    const json_t *accounts = json_object_get(whole, "accounts"), *item;
    void *items;
    size_t i;

    if (load_all(&world->arena, &account_shape, accounts, &items, &estate->n_accounts, err) != 0)
        return -1;
    estate->accounts = items;
    if (load_all(&world->arena, &region_shape, json_object_get(whole, "regions"), &items,
                 &estate->n_regions, err) != 0)
        return -1;
    estate->regions = items;
    json_array_foreach(json_object_get(whole, "images"), i, item) {
        if (world_insert(world, estate->cloud, item, now_ms, err) != 0)
            return -1;
    }
    return 0;
}

/* Puts what a document says of its clouds in the place of what `all` says of them. */
static int overlay(const struct cloud *const *clouds, json_t *all, const json_t *given,
                   struct err *err)
{
    static const char *const parts[] = {"accounts", "regions", "images", NULL};
    const char *alias, *name, *part;
    json_t *cloud, *value;

    json_object_foreach((json_t *)(uintptr_t)given, alias, cloud) {
        const struct cloud *known = cloud_named(clouds, alias);

        if (known == NULL || !json_is_object(cloud))
            return err_set(err, ERR_DATA, "there is no cloud '%s'", alias);
        name = cloud_home(known)->name;
        json_object_foreach(cloud, part, value) {
            if (!str_in(parts, part))
                return err_set(err, ERR_DATA, "cloud '%s': unknown key '%s'", name, part);
            if (!json_is_array(value))
                return err_set(err, ERR_DATA, "cloud '%s': '%s' is not a list", name, part);
            json_object_set(json_object_get(all, name), part, value);
        }
    }
    return 0;
}

static int fill(struct world *world, const json_t *all, int64_t now_ms, struct err *err)
{
    const struct cloud *const *cloud;
    size_t cap = 0;

    for (cloud = world->clouds; *cloud != NULL; cloud++) {
        if ((*cloud)->home != NULL)
            continue;
        ARENA_GROW(&world->arena, world->estates, world->n_estates, cap);
        world->estates[world->n_estates++].cloud = *cloud;
        if (estate_load(world, &world->estates[world->n_estates - 1],
                        json_object_get(all, (*cloud)->name), now_ms, err) != 0)
            return -1;
    }
    return 0;
}

int world_load(struct world *world, const json_t *document, int64_t now_ms, struct err *err)
{
    struct world fresh = {.clouds = world->clouds};
    const json_t *given = json_object_get(document, "clouds");
    json_t *whole cleanup_json = world_default(world->clouds);
    json_t *all = json_object_get(whole, "clouds");

    assert(world->clouds != NULL);
    if (!json_is_object(given) || json_object_size(document) != 1)
        return err_set(err, ERR_DATA, "a world is an object with the one key 'clouds'");
    if (overlay(world->clouds, all, given, err) != 0 || fill(&fresh, all, now_ms, err) != 0) {
        world_free(&fresh);
        return -1;
    }
    world_free(world);
    *world = fresh;
    return 0;
}
