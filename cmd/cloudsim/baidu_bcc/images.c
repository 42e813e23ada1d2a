/* SPDX-License-Identifier: MIT */
/* Baidu BCC: listing and copying custom images (baidu-bcc.md sections 3, 5 and 7). */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/baidu_bcc/baidu.h"

#define KEYS_MAX 1000

/* ---- showing an image ---- */

static const char *state_word(const struct sim *sim, const struct image *image)
{
    const char *state = image_state(image, sim_now(sim));

    if (text_same(state, "ready"))
        return "Available";
    if (text_same(state, "busy"))
        return quirk_value(&sim->quirks, QUIRK_BUSY_WORD, "Available");
    if (text_same(state, "copying"))
        return quirk_value(&sim->quirks, QUIRK_COPYING_WORD, "Creating");
    if (text_same(state, "creating") || text_same(state, "importing"))
        return "Creating";
    if (text_ends(state, "failed"))
        return quirk_value(&sim->quirks, QUIRK_FAILED_WORD, "CreatedFailed");
    return text_same(state, "using") ? "NotAvailable" : state;
}

static const char *type_word(const struct image *image)
{
    if (text_same(image->type, "public"))
        return "System";
    if (text_same(image->type, "shared"))
        return "Sharing";
    if (image_has(image, "ebc"))
        return "EbcCustom";
    return image_has(image, "gpu") ? "GpuBccCustom" : "Custom";
}

json_t *baidu_show(struct sim *sim, const struct image *image)
{
    TEXT_AUTO created = time_iso(image->created_ms / 1000);
    TEXT_AUTO os = text_cut(image->os_name, strcspn(image->os_name, " "));
    TEXT_AUTO arch = text_printf("%s (64bit)", image->arch);
    json_t *snapshots = json_array();

    if (image_has(image, "data-disks"))
        json_array_append_new(snapshots, json_pack("{s:s,s:s,s:i}", "id", "s-datadisk", "name",
                                                   "data", "sizeInGB", 100));
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:b,s:b,s:i,s:i,s:o}",
                     "id", image->id, "name", image->name, "type", type_word(image), "status",
                     state_word(sim, image), "desc", image->description, "createTime", created,
                     "osType", image->os, "osName", os, "osVersion", "12", "osArch", arch,
                     "osBuild", "2026010100", "osLang", "ENG", "specialVersion", "", "package",
                     image_has(image, "whole-machine"), "encrypted", image_has(image, "encrypted"),
                     "minDiskGb", image->size_gib, "diskSize", image->size_gib, "snapshots",
                     snapshots);
}

/* ---- GET /v2/image ---- */

static bool of_type(const struct sim *sim, const struct image *image, const char *type)
{
    if (type == NULL || text_same(type, "All"))
        return true;
    if (text_same(type, "Custom") && text_same(type_word(image), "GpuBccCustom"))
        return quirk_on(&sim->quirks, QUIRK_GPU_UNDER_CUSTOM);
    return text_same(type, type_word(image)) ||
           (text_same(type, "EbcTotal") && text_starts(type_word(image), "Ebc"));
}

static bool listed(const struct sim *sim, const struct exchange *x, const struct image *image)
{
    const char *name = baidu_query(x, "imageName");

    return image->cloud == CLOUD_BAIDU && text_same(image->region, x->region) &&
           image_visible(image, sim_now(sim)) &&
           (text_same(image->type, "public") || text_same(image->account, x->account->id)) &&
           of_type(sim, image, baidu_query(x, "imageType")) &&
           (name == NULL || strstr(image->name, name) != NULL);
}

static int by_id(const void *a, const void *b)
{
    const struct image *const *x = a, *const *y = b;

    return strcmp((*x)->id, (*y)->id);
}

/* What is wrong with the query of a listing: a message, or NULL. */
static const char *list_fault(const struct exchange *x)
{
    static const char *const names[] = {"marker", "maxKeys", "imageType", "imageName", NULL};
    static const char *const types[] = {"All",          "System",        "Custom",
                                        "Integration",  "Sharing",       "GpuBccSystem",
                                        "GpuBccCustom", "FpgaBccSystem", "FpgaBccCustom",
                                        "BbcSystem",    "BbcCustom",     "GpuBbcSystem",
                                        "GpuBbcCustom", "EbcTotal",      "EbcSystem",
                                        "EbcCustom"};
    const char *type = baidu_query(x, "imageType"), *keys = baidu_query(x, "maxKeys");
    long most = keys == NULL ? KEYS_MAX : strtol(keys, NULL, 10);
    bool known = type == NULL;
    size_t i;

    for (i = 0; i < sizeof types / sizeof *types; i++)
        known |= text_same(types[i], type);
    if (!baidu_only_query(x, names))
        return "unknown parameter";
    if (keys != NULL && (keys[0] == '\0' || strspn(keys, "0123456789") != strlen(keys)))
        return "maxKeys is no number";
    return !known                        ? "unknown imageType"
           : most < 1 || most > KEYS_MAX ? "maxKeys is 1 to 1000"
                                         : NULL;
}

void baidu_list_images(struct sim *sim, struct exchange *x)
{
    const char *fault = list_fault(x), *marker = baidu_query(x, "marker"),
               *keys = baidu_query(x, "maxKeys");
    size_t most = keys == NULL ? KEYS_MAX : (size_t)strtoul(keys, NULL, 10), count = 0, i;
    struct image **found;
    json_t *images, *reply;

    if (fault != NULL) {
        baidu_refuse(sim, x, "BadRequest", fault);
        return;
    }
    found = text_alloc((sim->world.image_count + 1) * sizeof(struct image *));
    for (i = 0; i < sim->world.image_count; i++)
        if (listed(sim, x, sim->world.images[i]) &&
            (marker == NULL || strcmp(sim->world.images[i]->id, marker) > 0))
            found[count++] = sim->world.images[i];
    qsort(found, count, sizeof *found, by_id);
    images = json_array();
    for (i = 0; i < count && i < most; i++)
        json_array_append_new(images, baidu_show(sim, found[i]));
    reply = json_pack("{s:s,s:b,s:I}", "marker", marker == NULL ? "" : marker, "isTruncated",
                      count > most, "maxKeys", (json_int_t)most);
    if (count > most)
        json_object_set_new(reply, "nextMarker", json_string(found[most - 1]->id));
    if (count == 0 && quirk_on(&sim->quirks, QUIRK_NULL_LISTS)) {
        json_decref(images);
        images = json_null();
    }
    json_object_set_new(reply, "images", images);
    free(found);
    baidu_succeed(sim, x, reply);
}

/* ---- remoteCopy ---- */

static const char *source_fault(const struct sim *sim, const struct image *source)
{
    if (!text_same(source->type, "private") || image_has(source, "whole-machine") ||
        image_has(source, "data-disks"))
        return "Image.ImageNotSupportCopy";
    if (image_has(source, "encrypted") || image_has(source, "old-format"))
        return "Image.ImageStorageFormatInvalid";
    if (quirk_on(&sim->quirks, QUIRK_SIZE_LIMIT) &&
        source->size_gib > quirk_number(&sim->quirks, QUIRK_SIZE_LIMIT, 0))
        return "Image.LargeImageCopyForbidden";
    return text_same(image_state(source, sim_now(sim)), "ready") ? NULL
                                                                 : "Image.ImageStatusForbidden";
}

static const char *target_fault(const struct sim *sim, const struct exchange *x, const char *to)
{
    const struct region *from = world_region(&sim->world, CLOUD_BAIDU, x->region);
    const struct region *region = world_region(&sim->world, CLOUD_BAIDU, to);

    if (region == NULL || !region->copies || !from->copies || region == from)
        return "Image.RegionNotSupportCopy";
    return world_used(&sim->world, CLOUD_BAIDU, x->account->id, to) >= region->quota
               ? "Image.ImageQuotaExceedLimit"
               : NULL;
}

/* Unknown keys, wrong types, no or repeated destinations. */
static bool copy_body_fits(const struct sim *sim, const json_t *body)
{
    const json_t *regions = json_object_get(body, "destRegion"),
                 *name = json_object_get(body, "name");
    size_t i, k, count = json_array_size(regions);

    for (i = 0; i < count; i++) {
        if (!json_is_string(json_array_get(regions, i)))
            return false;
        for (k = 0; k < i; k++)
            if (json_equal(json_array_get(regions, i), json_array_get(regions, k)))
                return false;
    }
    return count > 0 && (long)count <= quirk_number(&sim->quirks, QUIRK_MAX_DESTINATIONS, 1000) &&
           (name == NULL || json_is_string(name)) &&
           json_object_size(body) == 1 + (size_t)(name != NULL);
}

static json_t *copy_result(const char *to, const char *id, const char *code)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "region", to, "imageId", id, "errMsg",
                     text_same(code, "success") ? "success" : "the copy is refused", "code", code);
}

static void start_copies(struct sim *sim, struct exchange *x, struct image *source,
                         const json_t *regions, const char *name)
{
    json_t *results = json_array();
    const json_t *region;
    size_t i;

    json_array_foreach(regions, i, region) {
        const char *to = json_string_value(region), *fault = target_fault(sim, x, to);
        struct image *copy = fault != NULL ? NULL : sim_copy(sim, x, source, to, name, NULL);

        /* the order is not that of the request */
        json_array_insert_new(results, 0,
                              copy_result(to, copy == NULL ? "" : copy->id,
                                          fault != NULL ? fault : "success"));
    }
    if (quirk_on(&sim->quirks, QUIRK_EMPTY_COPY_BODY)) {
        json_decref(results);
        baidu_succeed(sim, x, NULL);
    } else {
        baidu_succeed(sim, x, json_pack("{s:o}", "result", results));
    }
}

void baidu_remote_copy(struct sim *sim, struct exchange *x)
{
    static const char *const names[] = {"remoteCopy", NULL};
    struct image *source = baidu_named(sim, x, baidu_tail(x));
    json_t *body = source == NULL ? NULL : baidu_body(sim, x);
    const json_t *regions = json_object_get(body, "destRegion"), *region;
    const char *name = json_string_value(json_object_get(body, "name")), *fault;
    size_t i;

    if (body == NULL)
        return;
    fault = source_fault(sim, source);
    if (name != NULL && !baidu_name_fits(name))
        fault = "Image.ImageNameInvalid";
    if (!copy_body_fits(sim, body))
        fault = "InappropriateJSON";
    if (!baidu_only_query(x, names))
        fault = "BadRequest";
    json_array_foreach(regions, i, region) {
        if (fault == NULL && quirk_on(&sim->quirks, QUIRK_BAIDU_WHOLE_FAILURE))
            fault = target_fault(sim, x, json_string_value(region));
    }
    if (fault != NULL)
        baidu_refuse(sim, x, fault, "the copy is refused");
    else
        start_copies(sim, x, source, regions, name);
}
