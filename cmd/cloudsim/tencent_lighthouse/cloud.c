/* SPDX-License-Identifier: MIT */
/* Lighthouse 2020-03-24, whose images are blueprints. */
#include "cmd/cloudsim/tencent/tencent.h"

#include "reconcile/base/utf8.h"

#include <string.h>

enum {
    DESTINATIONS_MAX = 10,
    IDS_MAX = 100,
    FREE_BLUEPRINTS = 2 /* of the sample */,
    NAME_CHARACTERS_MAX = 60
};

static const struct quirk free_quota_limits = {"free-quota-limits", NULL, "tencent-lighthouse [U]",
                                               "FREE_BLUEPRINT limits copies; else BLUEPRINT does"};

/* ---- showing a blueprint ---- */

static const char *state_word(const struct image *image, int64_t now_ms)
{
    const char *state = image_state(image, now_ms);

    if (str_equal(state, "failed"))
        return image->started_ms != 0 ? "SYNCING_FAILED" : "CREATEFAILED";
    return WORD_FOR(state, state, {"ready", "NORMAL"}, {"busy", "SYNCING"}, {"copying", "SYNCING"},
                    {"creating", "CREATING"}, {"isolated", "ISOLATED"}, {"offline", "OFFLINE"},
                    {"deleting", "DELETING"}, {"import-failed", "CREATEFAILED"});
}

static const char *type_word(const struct image *image)
{
    return WORD_FOR(image->type, "PRIVATE", {"public", "PURE_OS"}, {"shared", "SHARED"});
}

static const char *platform_word(const struct image *image)
{
    return str_equal(image->os, "windows") ? "WINDOWS" : "LINUX_UNIX";
}

static json_t *show(struct exchange *x, const struct image *image)
{
    bool nulls = quirk_on(x->quirks, &quirk_null_fields);
    char *platform = arena_strndup(x->arena, image->os_name, strcspn(image->os_name, " ")), *c;

    for (c = platform; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return json_pack(
        "{s:s,s:s,s:s,s:o,s:s,s:s,s:s,s:s,s:s,s:i,s:s,s:o,s:s,s:b,s:i,s:o,s:s,s:s,s:o,s:o,s:b,s:[]}",
        "BlueprintId", image->id, "DisplayTitle", image->name, "DisplayVersion", "", "Description",
        image->description[0] == '\0' ? json_null() : json_string(image->description), "OsName",
        image->os_name, "Platform", platform, "PlatformType", platform_word(image), "BlueprintType",
        type_word(image), "ImageUrl", "", "RequiredSystemDiskSize", image->size_gib,
        "BlueprintState", state_word(image, x->now_ms), "CreatedTime",
        nulls ? json_null() : json_string(instant(x->arena, image->created_ms)), "BlueprintName",
        image->name, "SupportAutomationTools", 1, "RequiredMemorySize", 0, "ImageId",
        nulls ? json_null() : json_string(""), "CommunityUrl", "", "GuideUrl", "", "SceneIdSet",
        nulls ? json_null() : json_array(), "DockerVersion", json_null(), "BlueprintShared", 0,
        "Tags");
}

/* ---- DescribeBlueprints ---- */

static bool matches(const struct image *image, int64_t now_ms, const char *name, const char *value,
                    bool *known)
{
    if (str_equal(name, "blueprint-id"))
        return str_equal(image->id, value);
    if (str_equal(name, "blueprint-name"))
        return image->name != NULL && strstr(image->name, value) != NULL;
    if (str_equal(name, "blueprint-type"))
        return str_equal(type_word(image), value);
    if (str_equal(name, "platform-type"))
        return str_equal(platform_word(image), value);
    if (str_equal(name, "blueprint-state"))
        return image->state != NULL && str_equal(state_word(image, now_ms), value);
    *known = str_equal(name, "scene-id") || str_equal(name, "tag-key") ||
             str_equal(name, "tag-value") || str_starts(name, "tag:");
    return false;
}

static bool is_malformed(const char *id)
{
    return !str_starts(id, "lhbp-");
}

static void describe_blueprints(struct exchange *x)
{
    static const struct images_rules rules = {
        .ids_name = "BlueprintIds",
        .set_name = "BlueprintSet",
        .most_values = 100,
        .matches = matches,
        .show = show,
        .unknown = "InvalidParameter.InvalidFilterNotSupportedName",
        .too_many = "InvalidParameter.FilterValueLimitExceeded",
        .bad_limit = "InvalidParameterValue.OutOfRange",
        .both = "InvalidParameter.ParameterConflict",
        .malformed = "InvalidParameterValue.BlueprintIdMalformed",
        .how = "id is malformed",
    };

    if (json_array_size(param_list(x, "BlueprintIds")) > IDS_MAX)
        api3_refuse(x, "InvalidParameterValue.LimitExceeded", "too many ids");
    else
        images_list(x, &rules);
}

/* ---- SyncBlueprint ---- */

/* How many blueprints a region may hold: which of the two quotas counts is open. */
static int ceiling(const struct exchange *x, const struct region *region)
{
    bool free_only = quirk_on(x->quirks, &free_quota_limits);

    return free_only && region->quota > FREE_BLUEPRINTS ? FREE_BLUEPRINTS : region->quota;
}

static const char *destination_fault(struct exchange *x, const json_t *regions, size_t at,
                                     const void *context)
{
    const char *id = json_string_value(json_array_get(regions, at));
    const struct region *from = exchange_region(x, x->region);
    const struct region *to = exchange_region(x, id);
    size_t k;

    (void)context;
    for (k = 0; k < at; k++)
        if (json_equal(json_array_get(regions, k), json_array_get(regions, at)))
            return "InvalidParameterValue.Duplicated";
    if (str_equal(id, x->region))
        return "InvalidParameterValue.DestinationRegionSameAsSourceRegion";
    if (to == NULL || !to->copies)
        return "InvalidParameterValue.UnavailableRegion";
    if (!str_equal(from->group, to->group))
        return "InvalidParameterValue.NotSupportCrossBorderSyncBlueprint";
    if (!exchange_has_room(x, to, ceiling(x, to)))
        return "LimitExceeded.SyncBlueprintQuotaLimitExceeded";
    return NULL;
}

static const char *source_fault(const struct exchange *x, struct image **source)
{
    const char *id = param_text(x, "BlueprintId", ""), *state;
    size_t n = json_array_size(param_list(x, "DestinationRegions"));

    if (is_malformed(id))
        return "InvalidParameterValue.BlueprintIdMalformed";
    if (n < 1 || n > DESTINATIONS_MAX)
        return "InvalidParameterValue";
    *source = exchange_image(x, id);
    if (*source == NULL || !str_equal((*source)->type, "private") || !exchange_owns(x, *source))
        return "ResourceNotFound.PrivateBlueprintNotFound";
    state = image_state(*source, x->now_ms);
    if (str_equal(state, "busy"))
        return quirk_value(x->quirks, &quirk_busy_code,
                           "OperationDenied.BlueprintOperationInProgress");
    return str_equal(state, "ready") ? NULL : "UnsupportedOperation.BlueprintCurStateInvalid";
}

static void sync_blueprints(struct exchange *x)
{
    struct image *source = NULL;
    const char *fault = source_fault(x, &source);
    json_t *good cleanup_json = NULL;
    const json_t *region;
    json_t *set;
    size_t i;

    if (fault == NULL)
        good = images_sift(x, &fault, destination_fault, NULL);
    if (fault != NULL) {
        api3_refuse(x, fault, "the blueprint cannot be synchronised");
        return;
    }
    set = json_array();
    json_array_foreach(good, i, region) {
        const struct image *copy = exchange_copy(x, source, json_string_value(region), NULL, NULL);

        if (copy != NULL) /* the order is not that of the request */
            json_array_insert_new(set, 0,
                                  json_pack("{s:s,s:s}", "Region", copy->region, "BlueprintId",
                                            copy->id));
    }
    api3_succeed(x, json_pack("{s:o}", "DestinationRegionBlueprintSet", set));
}

/* ---- DeleteBlueprints, ModifyBlueprintAttribute ---- */

/* A private blueprint of the caller's, or a refusal and NULL. */
static struct image *own(struct exchange *x, const char *id)
{
    struct image *image = world_image(x->world, x->cloud, x->region, id);

    if (is_malformed(id))
        api3_refuse(x, "InvalidParameterValue.BlueprintIdMalformed", "id is malformed");
    else if (image == NULL || !exchange_owns(x, image))
        api3_refuse(x, "ResourceNotFound.BlueprintIdNotFound", "no such blueprint");
    else if (!str_equal(image->type, "private"))
        api3_refuse(x, "UnsupportedOperation.NotSupportSharedBlueprint", "a shared blueprint");
    else
        return image;
    return NULL;
}

static struct image *deletable(struct exchange *x, const char *id)
{
    struct image *image = own(x, id);
    const char *state = image == NULL ? NULL : image_state(image, x->now_ms);

    if (image == NULL || str_equal(state, "ready") || str_ends(state, "failed") ||
        str_equal(state, "isolated"))
        return image;
    api3_refuse(x, "UnsupportedOperation.BlueprintCurStateInvalid", "it is in use");
    return NULL;
}

static void delete_blueprints(struct exchange *x)
{
    images_delete(x, "BlueprintIds", deletable, false);
}

static void modify_blueprints(struct exchange *x)
{
    struct image *image = own(x, param_text(x, "BlueprintId", ""));
    const char *name = param_text(x, "BlueprintName", NULL);
    const char *description = param_text(x, "Description", NULL);

    if (image == NULL)
        return;
    if (name == NULL && description == NULL) {
        api3_refuse(x, "InvalidParameter.MustSpecifyOneAttributeToModify", "nothing to change");
    } else if ((name != NULL && utf8_count(name) > NAME_CHARACTERS_MAX) ||
               (description != NULL && utf8_count(description) > NAME_CHARACTERS_MAX)) {
        api3_refuse(x, "InvalidParameterValue.TooLong", "too long");
    } else {
        world_describe(x->world, image, name, description);
        api3_succeed(x, json_object());
    }
}

/* ---- quotas, regions ---- */

static json_t *quota_row(const char *name, int total, int used)
{
    return json_pack("{s:s,s:i,s:i}", "ResourceName", name, "ResourceQuotaAvailable",
                     total > used ? total - used : 0, "ResourceQuotaTotal", total);
}

static void describe_quotas(struct exchange *x)
{
    const struct region *region = exchange_region(x, x->region);
    int used = world_used(x->world, x->cloud, x->account->id, x->region);
    json_t *set cleanup_json = json_array();
    const char *fault = NULL;
    const json_t *name;
    size_t i;

    if (quirk_on(x->quirks, &quirk_quota_call_fails))
        fault = "FailedOperation";
    json_array_foreach(param_list(x, "ResourceNames"), i, name) {
        const char *word = json_string_value(name);

        if (str_equal(word, "BLUEPRINT"))
            json_array_append_new(set, quota_row(word, region->quota, used));
        else if (str_equal(word, "FREE_BLUEPRINT"))
            json_array_append_new(set, quota_row(word, FREE_BLUEPRINTS, used));
        else
            fault = "InvalidParameterValue.InvalidResourceQuotaResourceName";
    }
    if (fault != NULL)
        api3_refuse(x, fault, "no quota is told");
    else
        api3_succeed(x, json_pack("{s:O}", "GeneralResourceQuotaSet", set));
}

static const struct action actions[] = {
    {"SyncBlueprint", true, true, 20,
     PARAMS({"BlueprintId", PARAM_TEXT, true}, {"DestinationRegions", PARAM_TEXTS, true}),
     sync_blueprints},
    {"DescribeBlueprints", true, false, 10,
     PARAMS({"BlueprintIds", PARAM_TEXTS, false}, {"Offset", PARAM_NUMBER, false},
            {"Limit", PARAM_NUMBER, false}, {"Filters", PARAM_FILTERS, false}),
     describe_blueprints},
    {"DescribeGeneralResourceQuotas", true, false, 10, PARAMS({"ResourceNames", PARAM_TEXTS, true}),
     describe_quotas},
    {"DescribeRegions", false, false, 10, PARAMS_NONE, images_describe_regions},
    {"DeleteBlueprints", true, true, 20, PARAMS({"BlueprintIds", PARAM_TEXTS, true}),
     delete_blueprints},
    {"ModifyBlueprintAttribute", true, true, 20,
     PARAMS({"BlueprintId", PARAM_TEXT, true}, {"BlueprintName", PARAM_TEXT, false},
            {"Description", PARAM_TEXT, false}),
     modify_blueprints},
    {NULL, false, false, 0, NULL, NULL}};

static const struct cloud_regions regions[] = {
    {"mainland", 5, true, "ap-beijing ap-chengdu ap-guangzhou ap-nanjing ap-shanghai"},
    {"outside", 5, true,
     "ap-hongkong ap-singapore ap-bangkok ap-jakarta ap-seoul ap-tokyo eu-frankfurt "
     "na-ashburn na-siliconvalley sa-saopaulo"},
    {NULL, 0, false, NULL}};

static const struct api3 service = {"lighthouse", "2020-03-24", true};

extern const struct cloud tencent_lighthouse;
const struct cloud tencent_lighthouse = {
    .name = "tencent-lighthouse",
    .alias = "lighthouse",
    .title = "Tencent Lighthouse",
    .hosts = API3_HOSTS("lighthouse"),
    .read = api3_read,
    .answer = api3_answer,
    .refuse = api3_refuse,
    .throttled = API3_THROTTLED,
    .internal = API3_INTERNAL,
    .actions = actions,
    .quirks = CLOUD_QUIRKS(&quirk_partial_on_bad_region, &quirk_busy_code, &quirk_null_fields,
                           &quirk_quota_call_fails, &free_quota_limits),
    .more = &service,
    .id_prefix = "lhbp-",
    .id_letters = CLOUD_LOWER,
    .regions = regions,
    .key_id = TENCENT_KEY_ID,
    .key_secret = TENCENT_KEY_SECRET,
};
