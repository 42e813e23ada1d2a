/* SPDX-License-Identifier: MIT */
/* SyncImages: the copy. */
#include "cmd/cloudsim/tencent_cvm/cvm.h"

#include "reconcile/base/utf8.h"

enum { DESTINATIONS_MAX = 1000 };

const struct quirk cvm_dryrun_code = {
    "dryrun-code", NULL, "tencent-cvm [U]",
    "a dry run that would succeed answers DryRunOperation, not plain success"};
const struct quirk cvm_no_imageset = {
    "no-imageset", "missing|null|empty", "tencent-cvm [U]",
    "SyncImages never returns ids, whatever ImageSetRequired says"};
const struct quirk cvm_dup_name_refused = {
    "dup-name-refused", NULL, "tencent-cvm [U]",
    "a copy is refused where its name exists already; else it is a second image"};
const struct quirk cvm_border_code = {
    "border-code", "CODE", "tencent-cvm [U]",
    "the refusal of a copy across the mainland border (UnsupportedOperation.Region if not set)"};

/* What is wrong with the parameters before any image is looked at; NULL. */
static const char *param_fault(const struct exchange *x)
{
    const json_t *ids = param_list(x, "ImageIds"), *regions = param_list(x, "DestinationRegions");
    long most = quirk_number(x->quirks, &quirk_max_destinations, DESTINATIONS_MAX);

    if (json_array_size(ids) == 0 || json_array_size(regions) == 0)
        return "MissingParameter";
    if (json_array_size(ids) > 1 || (long)json_array_size(regions) > most)
        return "InvalidParameterValue.LimitExceeded";
    if (!str_starts(json_string_value(json_array_get(ids, 0)), "img-"))
        return "InvalidImageId.Malformed";
    if (utf8_count(param_text(x, "ImageName", "")) > CVM_NAME_MAX)
        return "InvalidParameterValue";
    if (param_text(x, "KmsKeyId", NULL) != NULL && !param_truth(x, "Encrypt"))
        return "InvalidParameter.InvalidKmsKeyId";
    return NULL;
}

/* Why an image cannot be copied at all; NULL: it can. */
static const char *source_fault(const struct exchange *x, const struct image *source)
{
    const char *state = source == NULL ? NULL : image_state(source, x->now_ms);

    if (source == NULL)
        return "InvalidImageId.NotFound";
    if (str_equal(source->type, "public"))
        return "InvalidParameterValue.InvalidImageId";
    if (!exchange_owns(x, source))
        return "InvalidImageId.NotFound";
    if (image_has(source, "whole-machine"))
        return "InvalidParameter.InstanceImageNotSupport";
    if (image_has(source, "encrypted"))
        return "UnsupportedOperation.EncryptedImagesNotSupported";
    if (image_has(source, "location"))
        return "UnsupportedOperation.LocationImageNotSupported";
    if (quirk_on(x->quirks, &quirk_size_limit) &&
        source->size_gib > quirk_number(x->quirks, &quirk_size_limit, 0))
        return "InvalidImageId.TooLarge";
    if (str_equal(state, "busy"))
        return quirk_value(x->quirks, &quirk_busy_code, "FailedOperation.InvalidImageState");
    return str_equal(state, "ready") ? NULL : "InvalidImageId.IncorrectState";
}

bool cvm_border_open(const struct account *account, const char *from, const char *to)
{
    if (str_equal(from, "finance") || str_equal(to, "finance"))
        return str_equal(from, to);
    return str_equal(from, to) || account->cross_border;
}

/* What is being copied, for the faults of its destinations. */
struct work {
    const struct image *source;
    const char *name;
};

/* Why the source cannot be copied to the region at a place in the list; NULL: it can. */
static const char *destination_fault(struct exchange *x, const json_t *regions, size_t at,
                                     const void *context)
{
    const struct work *work = context;
    const char *id = json_string_value(json_array_get(regions, at));
    const struct region *from = exchange_region(x, x->region);
    const struct region *to = exchange_region(x, id);
    bool within = str_equal(work->source->type, "shared") || param_truth(x, "Encrypt");
    size_t k;

    for (k = 0; k < at; k++)
        if (json_equal(json_array_get(regions, k), json_array_get(regions, at)))
            return "InvalidParameterValue.InvalidRegion";
    if (to == NULL)
        return "InvalidRegion.NotFound";
    if (!to->copies || !from->copies)
        return "InvalidRegion.Unavailable";
    if (str_equal(id, x->region) != within)
        return "InvalidParameterValue.InvalidRegion";
    if (!cvm_border_open(x->account, from->group, to->group))
        return quirk_value(x->quirks, &cvm_border_code, "UnsupportedOperation.Region");
    if (!exchange_has_room(x, to, to->quota))
        return "ImageQuotaLimitExceeded";
    if (quirk_on(x->quirks, &cvm_dup_name_refused) &&
        world_image_named(x->world, x->cloud, id, work->name) != NULL)
        return "InvalidImageName.Duplicate";
    return NULL;
}

static void answer(struct exchange *x, json_t *set)
{
    const char *without = quirk_value(x->quirks, &cvm_no_imageset, NULL);
    json_t *result = json_object();

    if (without == NULL && param_truth(x, "ImageSetRequired"))
        json_object_set(result, "ImageSet", set);
    else if (str_equal(without, "null"))
        json_object_set_new(result, "ImageSet", json_null());
    else if (!str_equal(without, "missing"))
        json_object_set_new(result, "ImageSet", json_array());
    api3_succeed(x, result);
}

static void copy_to(struct exchange *x, struct image *source, const char *name,
                    const json_t *regions)
{
    json_t *set cleanup_json = json_array();
    const json_t *region;
    size_t i;

    json_array_foreach(regions, i, region) {
        const struct image *copy = exchange_copy(x, source, json_string_value(region), name, NULL);

        if (copy != NULL)
            json_array_append_new(set, json_pack("{s:s,s:s}", "ImageId", copy->id, "Region",
                                                 copy->region));
    }
    answer(x, set);
}

void cvm_sync_images(struct exchange *x)
{
    const char *fault = param_fault(x);
    struct image *source =
        exchange_image(x, json_string_value(json_array_get(param_list(x, "ImageIds"), 0)));
    struct work work = {.source = source};
    json_t *good cleanup_json = NULL;

    if (fault == NULL)
        fault = source_fault(x, source);
    if (fault == NULL) {
        work.name = param_text(x, "ImageName", source->name);
        good = images_sift(x, &fault, destination_fault, &work);
    }
    if (param_truth(x, "DryRun")) {
        json_array_clear(good);
        if (fault == NULL && quirk_on(x->quirks, &cvm_dryrun_code))
            fault = "DryRunOperation";
    }
    if (fault != NULL)
        api3_refuse(x, fault, "the image cannot be synchronised");
    else
        copy_to(x, source, work.name, good);
}
