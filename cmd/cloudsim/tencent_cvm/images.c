/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent_cvm/cvm.h"

#include "reconcile/base/utf8.h"

#include <string.h>

const struct quirk cvm_created_offset = {"created-offset", NULL, "tencent-cvm [C]",
                                         "CreatedTime ends in +00:00 instead of Z"};

/* ---- showing an image ---- */

static json_t *snapshots(struct exchange *x, const struct image *image)
{
    json_t *set = json_array();
    const char *dash = strchr(image->id, '-');
    const char *id = arena_printf(x->arena, "snap-%s", dash == NULL ? image->id : dash + 1);

    json_array_append_new(set, json_pack("{s:s,s:s,s:i}", "SnapshotId", id, "DiskUsage",
                                         "SYSTEM_DISK", "DiskSize", image->size_gib));
    if (image_has(image, "data-disks") || image_has(image, "whole-machine"))
        json_array_append_new(set, json_pack("{s:s,s:s,s:i}", "SnapshotId", "snap-datadisk",
                                             "DiskUsage", "DATA_DISK", "DiskSize", 100));
    return set;
}

static json_t *optional(const struct exchange *x, json_t *value)
{
    if (!quirk_on(x->quirks, &quirk_null_fields))
        return value;
    json_decref(value);
    return json_null();
}

static const char *state_word(const struct image *image, int64_t now_ms)
{
    const char *state = image_state(image, now_ms);

    return WORD_FOR(state, state, {"ready", "NORMAL"}, {"busy", "SYNCING"}, {"copying", "SYNCING"},
                    {"creating", "CREATING"}, {"importing", "IMPORTING"}, {"using", "USING"},
                    {"failed", "CREATEFAILED"}, {"import-failed", "IMPORTFAILED"});
}

static const char *type_word(const struct image *image)
{
    return WORD_FOR(image->type, "PRIVATE_IMAGE", {"public", "PUBLIC_IMAGE"},
                    {"shared", "SHARED_IMAGE"});
}

static const char *created_time(struct exchange *x, const struct image *image)
{
    const char *created = instant(x->arena, image->created_ms);

    return quirk_on(x->quirks, &cvm_created_offset) ? arena_printf(x->arena, "%.19s+00:00", created)
                                                    : created;
}

static json_t *show(struct exchange *x, const struct image *image)
{
    int percent = image_percent(image, x->now_ms);
    const char *platform =
        str_equal(image->os, "windows")
            ? "Windows"
            : arena_strndup(x->arena, image->os_name, strcspn(image->os_name, " "));
    const struct account *owner = world_account(x->world, x->cloud, image->account);

    return json_pack(
        "{s:s,s:s,s:s,s:s,s:s,s:o,s:i,s:s,s:s,s:s,s:o,s:s,s:o,s:o,s:o,s:o,s:s,s:o,s:o}", "ImageId",
        image->id, "OsName", image->os_name, "ImageType", type_word(image), "CreatedTime",
        created_time(x, image), "ImageName", image->name, "ImageDescription",
        optional(x, json_string(image->description)), "ImageSize", image->size_gib, "Architecture",
        image->arch, "ImageState", state_word(image, x->now_ms), "Platform", platform,
        "ImageCreator", optional(x, json_string(owner == NULL ? "" : owner->owner)), "ImageSource",
        "CREATE_IMAGE", "SyncPercent", percent < 0 ? json_null() : json_integer(percent),
        "IsSupportCloudinit", optional(x, json_true()), "SnapshotSet",
        optional(x, snapshots(x, image)), "Tags", optional(x, json_array()), "LicenseType",
        "TencentCloud", "ImageFamily", optional(x, json_string("")), "ImageDeprecated",
        optional(x, json_false()));
}

/* ---- DescribeImages ---- */

static bool matches(const struct image *image, int64_t now_ms, const char *name, const char *value,
                    bool *known)
{
    (void)now_ms;
    if (str_equal(name, "image-id"))
        return str_equal(image->id, value);
    if (str_equal(name, "image-name"))
        return image->name != NULL && strstr(image->name, value) != NULL;
    if (str_equal(name, "platform"))
        return image->os_name != NULL && strstr(image->os_name, value) != NULL;
    if (str_equal(name, "image-type"))
        return str_equal(value, type_word(image));
    *known = str_equal(name, "tag-key") || str_equal(name, "tag-value") || str_starts(name, "tag:");
    return false;
}

void cvm_describe_images(struct exchange *x)
{
    static const struct images_rules rules = {
        .ids_name = "ImageIds",
        .set_name = "ImageSet",
        .most_values = 5,
        .matches = matches,
        .show = show,
        .unknown = "InvalidFilter",
        .too_many = "InvalidFilterValue.LimitExceeded",
        .bad_limit = "InvalidParameterValue.InvalidParameterValueLimit",
        .both = "InvalidParameter.InvalidParameterCoexistImageIdsFilters",
        .malformed = "InvalidImageId.Malformed",
        .how = "an image id begins with img-",
    };

    images_list(x, &rules);
}

/* ---- DeleteImages, ModifyImageAttribute ---- */

/* An image of the caller's own, or a refusal and NULL. */
static struct image *own(struct exchange *x, const char *id)
{
    struct image *image = exchange_image(x, id);

    if (!str_starts(id, "img-"))
        api3_refuse(x, "InvalidImageId.Malformed", "an image id begins with img-");
    else if (image == NULL || !exchange_owns(x, image))
        api3_refuse(x, "InvalidImageId.NotFound", "no such image");
    else
        return image;
    return NULL;
}

static struct image *deletable(struct exchange *x, const char *id)
{
    struct image *image = own(x, id);
    const char *state = image == NULL ? NULL : image_state(image, x->now_ms);

    if (image == NULL)
        return NULL;
    if (!str_equal(image->type, "private"))
        api3_refuse(x, "InvalidParameterValue.InvalidImageIdIsShared", "not your image");
    else if (!str_equal(state, "ready") && !str_ends(state, "failed"))
        api3_refuse(x, "InvalidImageId.IncorrectState", "the image is in use");
    else
        return image;
    return NULL;
}

void cvm_delete_images(struct exchange *x)
{
    images_delete(x, "ImageIds", deletable, param_truth(x, "DryRun"));
}

void cvm_modify_image(struct exchange *x)
{
    struct image *image = own(x, param_text(x, "ImageId", "")), *namesake;
    const char *name = param_text(x, "ImageName", NULL);
    const char *description = param_text(x, "ImageDescription", NULL);

    if (image == NULL)
        return;
    namesake = name == NULL ? NULL : world_image_named(x->world, x->cloud, x->region, name);
    if (!str_equal(image->type, "private"))
        api3_refuse(x, "UnsupportedOperation.SharedImageModifyUnsupported", "a shared image");
    else if ((name != NULL && utf8_count(name) > CVM_NAME_MAX) ||
             (description != NULL && utf8_count(description) > CVM_DESCRIPTION_MAX))
        api3_refuse(x, "InvalidParameterValue.TooLarge", "too long");
    else if (namesake != NULL && namesake != image)
        api3_refuse(x, "InvalidImageName.Duplicate", "the name is taken");
    else {
        world_describe(x->world, image, name, description);
        api3_succeed(x, json_object());
    }
}
