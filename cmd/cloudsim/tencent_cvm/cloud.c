/* SPDX-License-Identifier: MIT */
/* CVM 2017-03-12: images (tencent-cvm.md). */
#include "cmd/cloudsim/tencent_cvm/cloud.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_CHARACTERS 60
#define DESCRIPTION_MAX     256

/* ---- showing an image ---- */

static const char *state_word(const struct image *image, int64_t now)
{
    static const char *const words[][2] = {
        {"ready", "NORMAL"},        {"busy", "SYNCING"},
        {"copying", "SYNCING"},     {"creating", "CREATING"},
        {"importing", "IMPORTING"}, {"using", "USING"},
        {"failed", "CREATEFAILED"}, {"import-failed", "IMPORTFAILED"}};
    const char *state = image_state(image, now);
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (text_same(words[i][0], state))
            return words[i][1];
    return state;
}

static json_t *snapshots(const struct image *image)
{
    json_t *set = json_array();
    TEXT_AUTO id = text_printf("snap-%s", strchr(image->id, '-') + 1);

    json_array_append_new(set, json_pack("{s:s,s:s,s:i}", "SnapshotId", id, "DiskUsage",
                                         "SYSTEM_DISK", "DiskSize", image->size_gib));
    if (image_has(image, "data-disks") || image_has(image, "whole-machine"))
        json_array_append_new(set, json_pack("{s:s,s:s,s:i}", "SnapshotId", "snap-datadisk",
                                             "DiskUsage", "DATA_DISK", "DiskSize", 100));
    return set;
}

static json_t *optional(const struct sim *sim, json_t *value)
{
    if (!quirk_on(&sim->quirks, QUIRK_NULL_FIELDS))
        return value;
    json_decref(value);
    return json_null();
}

static json_t *show(struct sim *sim, const struct image *image)
{
    int64_t now = sim_now(sim);
    int percent = image_percent(image, now);
    TEXT_AUTO created = time_iso(image->created_ms / 1000);
    TEXT_AUTO platform = text_same(image->os, "windows")
                             ? text_dup("Windows")
                             : text_cut(image->os_name, strcspn(image->os_name, " "));
    TEXT_AUTO kind = text_printf("%s_IMAGE", text_same(image->type, "public")   ? "PUBLIC"
                                             : text_same(image->type, "shared") ? "SHARED"
                                                                                : "PRIVATE");
    const struct account *owner = world_account(&sim->world, CLOUD_CVM, image->account);

    if (quirk_on(&sim->quirks, QUIRK_CREATED_OFFSET)) {
        created[19] = '\0';
        TEXT_AUTO offset = text_printf("%s+00:00", created);

        text_set(&created, offset);
    }
    return json_pack(
        "{s:s,s:s,s:s,s:s,s:s,s:o,s:i,s:s,s:s,s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:s,s:o,s:o}", "ImageId",
        image->id, "OsName", image->os_name, "ImageType", kind, "CreatedTime", created, "ImageName",
        image->name, "ImageDescription", optional(sim, json_string(image->description)),
        "ImageSize", image->size_gib, "Architecture", image->arch, "ImageState",
        state_word(image, now), "Platform", platform, "ImageCreator",
        optional(sim, json_string(owner == NULL ? "" : owner->owner)), "ImageSource",
        "CREATE_IMAGE", "SyncPercent", percent < 0 ? json_null() : json_integer(percent),
        "IsSupportCloudinit", optional(sim, json_true()), "SnapshotSet",
        optional(sim, snapshots(image)), "Tags", optional(sim, json_array()), "LicenseType",
        "TencentCloud", "ImageFamily", optional(sim, json_string("")), "ImageDeprecated",
        optional(sim, json_false()));
}

/* ---- DescribeImages ---- */

static bool fuzzy(const char *text, const char *part)
{
    return text != NULL && strstr(text, part) != NULL;
}

static bool matches(const struct image *image, int64_t now, const char *name, const char *value,
                    bool *known)
{
    (void)now;
    if (text_same(name, "image-id"))
        return text_same(image->id, value);
    if (text_same(name, "image-name"))
        return fuzzy(image->name, value);
    if (text_same(name, "platform"))
        return fuzzy(image->os_name, value);
    if (text_same(name, "image-type"))
        return (text_same(value, "PRIVATE_IMAGE") && text_same(image->type, "private")) ||
               (text_same(value, "PUBLIC_IMAGE") && text_same(image->type, "public")) ||
               (text_same(value, "SHARED_IMAGE") && text_same(image->type, "shared"));
    *known =
        text_same(name, "tag-key") || text_same(name, "tag-value") || text_starts(name, "tag:");
    return false;
}

static void describe_images(struct sim *sim, struct exchange *x)
{
    static const struct tc_filters rules = {
        .most_values = 5,
        .matches = matches,
        .unknown = "InvalidFilter",
        .too_many = "InvalidFilterValue.LimitExceeded",
        .bad_limit = "InvalidParameterValue.InvalidParameterValueLimit",
        .ids_name = "ImageIds",
        .both = "InvalidParameter.InvalidParameterCoexistImageIdsFilters",
        .show = show,
        .set_name = "ImageSet",
    };
    size_t i;
    const json_t *id;

    json_array_foreach(tc_list(x, "ImageIds"), i, id) {
        if (!text_starts(json_string_value(id), "img-")) {
            tc_refuse(sim, x, "InvalidImageId.Malformed", "an image id begins with img-");
            return;
        }
    }
    tc_list_images(sim, x, CLOUD_CVM, &rules);
}

/* ---- SyncImages ---- */

bool cvm_border_open(const struct account *account, const char *from, const char *to)
{
    if (text_same(from, "finance") || text_same(to, "finance"))
        return text_same(from, to);
    return text_same(from, to) || account->cross_border;
}

/* Why SOURCE cannot be copied at all; NULL: it can. */
static const char *source_fault(struct sim *sim, const struct image *source)
{
    const char *state = image_state(source, sim_now(sim));

    if (image_has(source, "whole-machine"))
        return "InvalidParameter.InstanceImageNotSupport";
    if (image_has(source, "encrypted"))
        return "UnsupportedOperation.EncryptedImagesNotSupported";
    if (image_has(source, "location"))
        return "UnsupportedOperation.LocationImageNotSupported";
    if (quirk_on(&sim->quirks, QUIRK_SIZE_LIMIT) &&
        source->size_gib > quirk_number(&sim->quirks, QUIRK_SIZE_LIMIT, 0))
        return "InvalidImageId.TooLarge";
    if (text_same(state, "busy"))
        return quirk_value(&sim->quirks, QUIRK_BUSY_CODE, "FailedOperation.InvalidImageState");
    return text_same(state, "ready") ? NULL : "InvalidImageId.IncorrectState";
}

/* Why SOURCE cannot be copied to REGION; NULL: it can. */
static const char *destination_fault(struct sim *sim, const struct exchange *x,
                                     const struct image *source, const char *id, const char *name)
{
    const struct region *from = world_region(&sim->world, CLOUD_CVM, x->region);
    const struct region *to = world_region(&sim->world, CLOUD_CVM, id);
    bool same = text_same(id, x->region);

    if (to == NULL)
        return "InvalidRegion.NotFound";
    if (!to->copies || !from->copies)
        return "InvalidRegion.Unavailable";
    if (same != (text_same(source->type, "shared") || tc_truth(x, "Encrypt")))
        return "InvalidParameterValue.InvalidRegion";
    if (!cvm_border_open(x->account, from->group, to->group))
        return quirk_value(&sim->quirks, QUIRK_BORDER_CODE, "UnsupportedOperation.Region");
    if (world_used(&sim->world, CLOUD_CVM, x->account->id, id) >= to->quota)
        return "ImageQuotaLimitExceeded";
    if (quirk_on(&sim->quirks, QUIRK_DUP_NAME_REFUSED) &&
        world_image_named(&sim->world, CLOUD_CVM, id, name) != NULL)
        return "InvalidImageName.Duplicate";
    return NULL;
}

/* Removes bad destinations (quirk) or finds the first fault.  *GOOD is a new list. */
static const char *sift(struct sim *sim, const struct exchange *x, const struct image *source,
                        const char *name, json_t *good)
{
    bool partial = quirk_on(&sim->quirks, QUIRK_PARTIAL_ON_BAD_REGION);
    const json_t *wanted = tc_list(x, "DestinationRegions"), *item;
    const char *first = NULL;
    size_t i, k;

    json_array_foreach(wanted, i, item) {
        const char *fault = destination_fault(sim, x, source, json_string_value(item), name);

        for (k = 0; k < i; k++)
            if (json_equal(json_array_get(wanted, k), item))
                fault = "InvalidParameterValue.InvalidRegion";
        if (fault == NULL)
            json_array_append(good, json_array_get(wanted, i));
        else if (first == NULL)
            first = fault;
    }
    return partial && json_array_size(good) > 0 ? NULL : first;
}

static const char *sync_fault(struct sim *sim, struct exchange *x, struct image **source)
{
    const json_t *ids = tc_list(x, "ImageIds"), *regions = tc_list(x, "DestinationRegions");
    const char *id = json_string_value(json_array_get(ids, 0)), *fault;

    if (json_array_size(ids) == 0 || json_array_size(regions) == 0)
        return "MissingParameter";
    if (json_array_size(ids) > 1 ||
        (long)json_array_size(regions) > quirk_number(&sim->quirks, QUIRK_MAX_DESTINATIONS, 1000))
        return "InvalidParameterValue.LimitExceeded";
    if (!text_starts(id, "img-"))
        return "InvalidImageId.Malformed";
    if (text_characters(tc_text(x, "ImageName", "")) > NAME_MAX_CHARACTERS)
        return "InvalidParameterValue";
    if (tc_text(x, "KmsKeyId", NULL) != NULL && !tc_truth(x, "Encrypt"))
        return "InvalidParameter.InvalidKmsKeyId";
    *source = world_image(&sim->world, CLOUD_CVM, x->region, id);
    if (*source == NULL || !image_visible(*source, sim_now(sim)))
        return "InvalidImageId.NotFound";
    if (text_same((*source)->type, "public"))
        return "InvalidParameterValue.InvalidImageId";
    if (!text_same((*source)->account, x->account->id))
        return "InvalidImageId.NotFound";
    fault = source_fault(sim, *source);
    return fault;
}

static void answer_sync(struct sim *sim, struct exchange *x, json_t *set)
{
    const char *without = quirk_value(&sim->quirks, QUIRK_NO_IMAGESET, NULL);
    json_t *result = json_object();

    if (without == NULL && tc_truth(x, "ImageSetRequired"))
        json_object_set(result, "ImageSet", set);
    else if (text_same(without, "null"))
        json_object_set_new(result, "ImageSet", json_null());
    else if (!text_same(without, "missing"))
        json_object_set_new(result, "ImageSet", json_array());
    json_decref(set);
    tc_succeed(sim, x, result);
}

static void sync_images(struct sim *sim, struct exchange *x)
{
    struct image *source = NULL;
    const char *fault = sync_fault(sim, x, &source);
    json_t *good = json_array(), *set = json_array(), *region;
    const char *name = source == NULL ? NULL : tc_text(x, "ImageName", source->name);
    size_t i;

    if (fault == NULL)
        fault = sift(sim, x, source, name, good);
    if (fault == NULL && tc_truth(x, "DryRun") && quirk_on(&sim->quirks, QUIRK_DRYRUN_CODE))
        fault = "DryRunOperation";
    if (fault != NULL) {
        tc_refuse(sim, x, fault, "the image cannot be synchronised");
        json_decref(set);
    } else {
        json_array_foreach(good, i, region) {
            const char *to = json_string_value(region);
            struct image *copy =
                tc_truth(x, "DryRun") ? NULL : sim_copy(sim, x, source, to, name, NULL);

            if (copy != NULL)
                json_array_append_new(set, json_pack("{s:s,s:s}", "ImageId", copy->id, "Region",
                                                     copy->region));
        }
        answer_sync(sim, x, set);
    }
    json_decref(good);
}

/* ---- the rest ---- */

static void describe_quota(struct sim *sim, struct exchange *x)
{
    if (quirk_on(&sim->quirks, QUIRK_QUOTA_CALL_FAILS))
        tc_refuse(sim, x, "UnsupportedOperation", "no quota is told here");
    else
        tc_succeed(sim, x,
                   json_pack("{s:i}", "ImageNumQuota",
                             world_region(&sim->world, CLOUD_CVM, x->region)->quota));
}

static void describe_regions(struct sim *sim, struct exchange *x)
{
    json_t *set = json_array();
    size_t i;

    for (i = 0; i < sim->world.clouds[CLOUD_CVM].region_count; i++) {
        const char *id = sim->world.clouds[CLOUD_CVM].regions[i].id;

        json_array_append_new(set, json_pack("{s:s,s:s,s:s}", "Region", id, "RegionName", id,
                                             "RegionState", "AVAILABLE"));
    }
    tc_succeed(sim, x,
               json_pack("{s:I,s:o}", "TotalCount", (json_int_t)json_array_size(set), "RegionSet",
                         set));
}

/* An image of the caller's own, or a refusal and NULL. */
static struct image *own_image(struct sim *sim, struct exchange *x, const char *id)
{
    struct image *image = world_image(&sim->world, CLOUD_CVM, x->region, id);

    if (!text_starts(id, "img-")) {
        tc_refuse(sim, x, "InvalidImageId.Malformed", "an image id begins with img-");
        return NULL;
    }
    if (image == NULL || !text_same(image->account, x->account->id) ||
        !image_visible(image, sim_now(sim))) {
        tc_refuse(sim, x, "InvalidImageId.NotFound", "no such image");
        return NULL;
    }
    return image;
}

static void delete_images(struct sim *sim, struct exchange *x)
{
    const json_t *ids = tc_list(x, "ImageIds"), *id;
    bool dry = tc_truth(x, "DryRun");
    size_t i;

    json_array_foreach(ids, i, id) {
        struct image *image = own_image(sim, x, json_string_value(id));
        const char *state = image == NULL ? NULL : image_state(image, sim_now(sim));

        if (image == NULL)
            return;
        if (!text_same(image->type, "private")) {
            tc_refuse(sim, x, "InvalidParameterValue.InvalidImageIdIsShared", "not your image");
            return;
        }
        if (!text_same(state, "ready") && !text_ends(state, "failed")) {
            tc_refuse(sim, x, "InvalidImageId.IncorrectState", "the image is in use");
            return;
        }
    }
    json_array_foreach(ids, i, id) {
        struct image *image = world_image(&sim->world, CLOUD_CVM, x->region, json_string_value(id));

        if (image != NULL && !dry)
            world_remove(&sim->world, image);
    }
    tc_succeed(sim, x, json_object());
}

static void modify_image(struct sim *sim, struct exchange *x)
{
    struct image *image = own_image(sim, x, tc_text(x, "ImageId", ""));
    const char *name = tc_text(x, "ImageName", NULL);
    const char *description = tc_text(x, "ImageDescription", NULL);
    struct image *namesake;

    if (image == NULL)
        return;
    namesake = name == NULL ? NULL : world_image_named(&sim->world, CLOUD_CVM, x->region, name);
    if (!text_same(image->type, "private"))
        tc_refuse(sim, x, "UnsupportedOperation.SharedImageModifyUnsupported", "a shared image");
    else if ((name != NULL && text_characters(name) > NAME_MAX_CHARACTERS) ||
             (description != NULL && text_characters(description) > DESCRIPTION_MAX))
        tc_refuse(sim, x, "InvalidParameterValue.TooLarge", "too long");
    else if (namesake != NULL && namesake != image)
        tc_refuse(sim, x, "InvalidImageName.Duplicate", "the name is taken");
    else {
        if (name != NULL)
            text_set(&image->name, name);
        if (description != NULL)
            text_set(&image->description, description);
        tc_succeed(sim, x, json_object());
    }
}

/* ---- the tables ---- */

static const struct tc_param sync_params[] = {
    {"ImageIds", 'S', true},          {"DestinationRegions", 'S', true},
    {"DryRun", 'b', false},           {"ImageName", 's', false},
    {"ImageSetRequired", 'b', false}, {"Encrypt", 'b', false},
    {"KmsKeyId", 's', false},         {NULL, 0, false}};
static const struct tc_param list_params[] = {{"ImageIds", 'S', false},     {"Filters", 'F', false},
                                              {"Offset", 'i', false},       {"Limit", 'i', false},
                                              {"InstanceType", 's', false}, {NULL, 0, false}};
static const struct tc_param delete_params[] = {{"ImageIds", 'S', true},
                                                {"DeleteBindedSnap", 'b', false},
                                                {"DryRun", 'b', false},
                                                {NULL, 0, false}};
static const struct tc_param modify_params[] = {
    {"ImageId", 's', true},      {"ImageName", 's', false},       {"ImageDescription", 's', false},
    {"ImageFamily", 's', false}, {"ImageDeprecated", 'b', false}, {NULL, 0, false}};
static const struct tc_param no_params[] = {{NULL, 0, false}};

static const struct tc_action actions[] = {
    {"SyncImages", true, true, sync_params, sync_images},
    {"DescribeImages", true, false, list_params, describe_images},
    {"DescribeImageQuota", true, false, no_params, describe_quota},
    {"DescribeRegions", false, false, no_params, describe_regions},
    {"DeleteImages", true, true, delete_params, delete_images},
    {"ModifyImageAttribute", true, true, modify_params, modify_image},
    {NULL, false, false, NULL, NULL}};

const struct tc_service cvm_service = {"cvm", "2017-03-12", CLOUD_CVM, actions};

static bool serves(const char *host)
{
    return tc_serves("cvm", host);
}

static void answer(struct sim *sim, struct exchange *x)
{
    tc_answer(sim, x, &cvm_service);
}

const struct api api_cvm = {.cloud = "tencent-cvm",
                            .serves = serves,
                            .read = tc_read,
                            .answer = answer,
                            .refuse = tc_refuse,
                            .throttled = "RequestLimitExceeded",
                            .internal = "InternalError"};
