/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/baidu_bcc/baidu.h"

#include "reconcile/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 1000, NAME_CHARACTERS_MAX = 65 };

const struct quirk baidu_copying_word = {
    "copying-word", "WORD", "baidu-bcc",
    "status of a copy on its way: dest_copying, Copying, Replicating (Creating if not set)"};
const struct quirk baidu_failed_word = {
    "failed-word", "WORD", "baidu-bcc",
    "status of a failed copy: CreateFailed, Error (CreatedFailed if not set)"};
const struct quirk baidu_busy_word = {
    "busy-word", "WORD", "baidu-bcc",
    "status of a source that is being copied: NotAvailable (Available if not set)"};
const struct quirk baidu_gpu_under_custom = {"gpu-under-custom", NULL, "baidu-bcc",
                                             "GPU images are listed under Custom too"};

/* ---- showing an image ---- */

static const char *state_word(const struct exchange *x, const struct image *image)
{
    const char *state = image_state(image, x->now_ms);

    if (str_equal(state, "busy"))
        return quirk_value(x->quirks, &baidu_busy_word, "Available");
    if (str_equal(state, "copying"))
        return quirk_value(x->quirks, &baidu_copying_word, "Creating");
    if (str_ends(state, "failed"))
        return quirk_value(x->quirks, &baidu_failed_word, "CreatedFailed");
    return WORD_FOR(state, state, {"ready", "Available"}, {"creating", "Creating"},
                    {"importing", "Creating"}, {"using", "NotAvailable"});
}

static const char *type_word(const struct image *image)
{
    const char *own = image_has(image, "gpu") ? "GpuBccCustom" : "Custom";

    return WORD_FOR(image->type, image_has(image, "ebc") ? "EbcCustom" : own, {"public", "System"},
                    {"shared", "Sharing"});
}

static json_t *show(struct exchange *x, const struct image *image)
{
    const char *os = arena_strndup(x->arena, image->os_name, strcspn(image->os_name, " "));
    json_t *snapshots = json_array();

    if (image_has(image, "data-disks"))
        json_array_append_new(snapshots, json_pack("{s:s,s:s,s:i}", "id", "s-datadisk", "name",
                                                   "data", "sizeInGB", 100));
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:b,s:b,s:i,s:i,s:o}",
                     "id", image->id, "name", image->name, "type", type_word(image), "status",
                     state_word(x, image), "desc", image->description, "createTime",
                     instant(x->arena, image->created_ms), "osType", image->os, "osName", os,
                     "osVersion", "12", "osArch", arena_printf(x->arena, "%s (64bit)", image->arch),
                     "osBuild", "2026010100", "osLang", "ENG", "specialVersion", "", "package",
                     image_has(image, "whole-machine"), "encrypted", image_has(image, "encrypted"),
                     "minDiskGb", image->size_gib, "diskSize", image->size_gib, "snapshots",
                     snapshots);
}

/* ---- GET /v2/image ---- */

static bool is_of_type(const struct exchange *x, const struct image *image, const char *type)
{
    if (type == NULL || str_equal(type, "All"))
        return true;
    if (str_equal(type, "Custom") && str_equal(type_word(image), "GpuBccCustom"))
        return quirk_on(x->quirks, &baidu_gpu_under_custom);
    return str_equal(type, type_word(image)) ||
           (str_equal(type, "EbcTotal") && str_starts(type_word(image), "Ebc"));
}

/* What is wrong with the query of a listing: a message, or NULL. */
static const char *list_fault(const struct exchange *x)
{
    static const char *const names[] = {"marker", "maxKeys", "imageType", "imageName", NULL};
    static const char *const types[] = {"All",
                                        "System",
                                        "Custom",
                                        "Integration",
                                        "Sharing",
                                        "GpuBccSystem",
                                        "GpuBccCustom",
                                        "FpgaBccSystem",
                                        "FpgaBccCustom",
                                        "BbcSystem",
                                        "BbcCustom",
                                        "GpuBbcSystem",
                                        "GpuBbcCustom",
                                        "EbcTotal",
                                        "EbcSystem",
                                        "EbcCustom",
                                        NULL};
    const char *type = pairs_get(&x->form, "imageType"), *keys = pairs_get(&x->form, "maxKeys");
    long most = digits_only(keys) ? strtol(keys, NULL, 10) : 0;

    if (!baidu_only_query(x, names))
        return "unknown parameter";
    if (keys != NULL && !digits_only(keys))
        return "maxKeys is no number";
    if (type != NULL && !str_in(types, type))
        return "unknown imageType";
    return keys != NULL && (most < 1 || most > KEYS_MAX) ? "maxKeys is 1 to 1000" : NULL;
}

static int by_id(const void *a, const void *b)
{
    const struct image *const *x = a, *const *y = b;

    return strcmp((*x)->id, (*y)->id);
}

static bool shows(const struct exchange *x, const struct image *image, const void *context)
{
    const char *marker = pairs_get(&x->form, "marker"), *name = pairs_get(&x->form, "imageName");

    (void)context;
    return is_of_type(x, image, pairs_get(&x->form, "imageType")) &&
           (name == NULL || strstr(image->name, name) != NULL) &&
           (marker == NULL || strcmp(image->id, marker) > 0);
}

void baidu_list_images(struct exchange *x)
{
    const char *fault = list_fault(x), *marker = pairs_get(&x->form, "marker");
    const char *keys = pairs_get(&x->form, "maxKeys");
    static const struct listing listing = {.shows = shows, .order = by_id, .show = show};
    size_t most = keys == NULL ? KEYS_MAX : (size_t)strtoul(keys, NULL, 10), n;
    json_t *images, *reply;

    if (fault != NULL) {
        baidu_refuse(x, "BadRequest", fault);
        return;
    }
    images = exchange_page(x, &listing, 0, most, &n);
    reply = json_pack("{s:s,s:b,s:I}", "marker", marker == NULL ? "" : marker, "isTruncated",
                      n > most, "maxKeys", (json_int_t)most);
    if (n > most)
        json_object_set(reply, "nextMarker",
                        json_object_get(json_array_get(images, most - 1), "id"));
    json_object_set_new(reply, "images", exchange_list_or_null(x, images));
    baidu_succeed(x, reply);
}

/* ---- one image ---- */

struct image *baidu_named(struct exchange *x, const char *id)
{
    struct image *image = exchange_image(x, id);

    if (image != NULL && exchange_sees(x, image))
        return image;
    baidu_refuse(x, "NoSuchObject", "The specified object is not found or resource do not exist.");
    return NULL;
}

void baidu_get_image(struct exchange *x)
{
    const struct image *image = baidu_named(x, baidu_tail(x));

    if (image != NULL)
        baidu_succeed(x, json_pack("{s:o}", "image", show(x, image)));
}

void baidu_delete_image(struct exchange *x)
{
    const struct image *image = baidu_named(x, baidu_tail(x));
    const char *state = image == NULL ? NULL : image_state(image, x->now_ms);

    if (image == NULL)
        return;
    if (!str_equal(image->type, "private")) {
        baidu_refuse(x, "Image.UnCustomImageCannotBeDeleted", "Only custom image can be deleted.");
    } else if (str_equal(state, "copying") || str_equal(state, "creating")) {
        baidu_refuse(x, "Image.CreatingImageCannotBeDeleted", "Cannot delete image when creating.");
    } else {
        world_remove(x->world, image);
        baidu_succeed(x, NULL);
    }
}

bool baidu_name_fits(const char *name)
{
    static const char signs[] = "-_/. 0123456789";
    const char *c;

    if (name == NULL || name[0] == '\0' || strchr(signs, name[0]) != NULL ||
        utf8_count(name) > NAME_CHARACTERS_MAX)
        return false;
    for (c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x80 && strchr(signs, *c) == NULL &&
            !((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z')))
            return false;
    return true;
}

void baidu_rename_image(struct exchange *x)
{
    const json_t *body = baidu_body(x);
    const char *name = json_text(body, "name"), *id = json_text(body, "imageId");
    struct image *image;

    if (body == NULL)
        return;
    if (id == NULL || id[0] == '\0') {
        baidu_refuse(x, "Image.ImageIdIsEmpty", "Image ID cannot be empty");
    } else if (!baidu_name_fits(name)) {
        baidu_refuse(x, "Image.ImageNameInvalid", "Image name is invalid.");
    } else {
        image = baidu_named(x, id);
        if (image == NULL)
            return;
        world_describe(x->world, image, name, NULL);
        baidu_succeed(x, NULL);
    }
}
