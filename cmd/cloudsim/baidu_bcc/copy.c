/* SPDX-License-Identifier: MIT */
/* remoteCopy and its undoing. */
#include "cmd/cloudsim/baidu_bcc/baidu.h"

enum { DESTINATIONS_MAX = 1000 };

const struct quirk baidu_empty_copy_body = {"empty-copy-body", NULL, "baidu-bcc [C, old]",
                                            "remoteCopy answers with an empty body"};
const struct quirk baidu_whole_failure = {
    "baidu-whole-failure", NULL, "baidu-bcc",
    "one bad destination fails the whole call; else its element of the result says so"};

static const char *source_fault(const struct exchange *x, const struct image *source)
{
    if (!str_equal(source->type, "private") || image_has(source, "whole-machine") ||
        image_has(source, "data-disks"))
        return "Image.ImageNotSupportCopy";
    if (image_has(source, "encrypted") || image_has(source, "old-format"))
        return "Image.ImageStorageFormatInvalid";
    if (quirk_on(x->quirks, &quirk_size_limit) &&
        source->size_gib > quirk_number(x->quirks, &quirk_size_limit, 0))
        return "Image.LargeImageCopyForbidden";
    return str_equal(image_state(source, x->now_ms), "ready") ? NULL : "Image.ImageStatusForbidden";
}

static const char *target_fault(const struct exchange *x, const char *to)
{
    const struct region *from = exchange_region(x, x->region);
    const struct region *region = exchange_region(x, to);

    if (region == NULL || !region->copies || !from->copies || region == from)
        return "Image.RegionNotSupportCopy";
    return exchange_has_room(x, region, region->quota) ? NULL : "Image.ImageQuotaExceedLimit";
}

/* Unknown keys, wrong types, no or repeated destinations. */
static bool body_fits(const struct exchange *x, const json_t *body)
{
    const json_t *regions = json_object_get(body, "destRegion");
    const json_t *name = json_object_get(body, "name");
    long n = (long)json_array_size(regions);

    return json_is_unique(regions) && n > 0 &&
           n <= quirk_number(x->quirks, &quirk_max_destinations, DESTINATIONS_MAX) &&
           (name == NULL || json_is_string(name)) &&
           json_object_size(body) == 1 + (size_t)(name != NULL);
}

/* What is wrong with the request as a whole, or NULL. */
static const char *request_fault(const struct exchange *x, const struct image *source,
                                 const json_t *body)
{
    static const char *const query[] = {"remoteCopy", NULL};
    const json_t *regions = json_object_get(body, "destRegion"), *region;
    const char *name = json_text(body, "name"), *fault = NULL;
    size_t i;

    if (!baidu_only_query(x, query))
        return "BadRequest";
    if (!body_fits(x, body))
        return "InappropriateJSON";
    if (name != NULL && !baidu_name_fits(name))
        return "Image.ImageNameInvalid";
    fault = source_fault(x, source);
    json_array_foreach(regions, i, region) {
        if (fault == NULL && quirk_on(x->quirks, &baidu_whole_failure))
            fault = target_fault(x, json_string_value(region));
    }
    return fault;
}

static json_t *result(const char *to, const char *id, const char *fault)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "region", to, "imageId", id, "errMsg",
                     fault == NULL ? "success" : "the copy is refused", "code",
                     fault == NULL ? "success" : fault);
}

void baidu_remote_copy(struct exchange *x)
{
    struct image *source = baidu_named(x, baidu_tail(x));
    const json_t *body = source == NULL ? NULL : baidu_body(x), *region;
    const char *fault = body == NULL ? NULL : request_fault(x, source, body);
    json_t *results;
    size_t i;

    if (body == NULL)
        return;
    if (fault != NULL) {
        baidu_refuse(x, fault, "the copy is refused");
        return;
    }
    results = json_array();
    json_array_foreach(json_object_get(body, "destRegion"), i, region) {
        const char *to = json_string_value(region), *bad = target_fault(x, to);
        const struct image *copy =
            bad != NULL ? NULL : exchange_copy(x, source, to, json_text(body, "name"), NULL);

        /* the order is not that of the request */
        json_array_insert_new(results, 0, result(to, copy == NULL ? "" : copy->id, bad));
    }
    baidu_succeed(x, quirk_on(x->quirks, &baidu_empty_copy_body)
                         ? NULL
                         : json_pack("{s:O}", "result", results));
    json_decref(results);
}

void baidu_cancel_copy(struct exchange *x)
{
    const struct image *image = baidu_named(x, baidu_tail(x));

    if (image == NULL)
        return;
    if (!str_equal(image->state, "copying")) {
        baidu_refuse(x, "Image.ImageStatusForbidden", "Image status is not dest_copying.");
    } else {
        world_remove(x->world, image);
        baidu_succeed(x, NULL);
    }
}
