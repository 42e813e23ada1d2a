/* SPDX-License-Identifier: MIT */
/* Lighthouse 2020-03-24: blueprints (tencent-lighthouse.md). */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/tencent/tencent.h"

#define DESTINATIONS_MAX    10
#define IDS_MAX             100
#define NAME_MAX_CHARACTERS 60
#define FREE_BLUEPRINTS     2 /* of the sample */

/* ---- showing a blueprint ---- */

static const char *state_word(const struct image *image, int64_t now)
{
    static const char *const words[][2] = {
        {"ready", "NORMAL"},      {"busy", "SYNCING"},
        {"copying", "SYNCING"},   {"creating", "CREATING"},
        {"isolated", "ISOLATED"}, {"offline", "OFFLINE"},
        {"deleting", "DELETING"}, {"import-failed", "CREATEFAILED"}};
    const char *state = image_state(image, now);
    size_t i;

    if (text_same(state, "failed"))
        return image->started_ms != 0 ? "SYNCING_FAILED" : "CREATEFAILED";
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (text_same(words[i][0], state))
            return words[i][1];
    return state;
}

static const char *type_word(const struct image *image)
{
    if (text_same(image->type, "public"))
        return "PURE_OS";
    return text_same(image->type, "shared") ? "SHARED" : "PRIVATE";
}

static const char *platform_word(const struct image *image)
{
    return text_same(image->os, "windows") ? "WINDOWS" : "LINUX_UNIX";
}

static json_t *show(struct sim *sim, const struct image *image)
{
    bool nulls = quirk_on(&sim->quirks, QUIRK_NULL_FIELDS);
    TEXT_AUTO created = time_iso(image->created_ms / 1000);
    TEXT_AUTO platform = text_cut(image->os_name, strcspn(image->os_name, " "));
    char *c;

    for (c = platform; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return json_pack(
        "{s:s,s:s,s:s,s:o,s:s,s:s,s:s,s:s,s:s,s:i,s:s,s:o,s:s,s:b,s:i,s:o,s:s,s:s,s:o,s:o,s:b,s:[]}",
        "BlueprintId", image->id, "DisplayTitle", image->name, "DisplayVersion", "", "Description",
        image->description[0] == '\0' ? json_null() : json_string(image->description), "OsName",
        image->os_name, "Platform", platform, "PlatformType", platform_word(image), "BlueprintType",
        type_word(image), "ImageUrl", "", "RequiredSystemDiskSize", image->size_gib,
        "BlueprintState", state_word(image, sim_now(sim)), "CreatedTime",
        nulls ? json_null() : json_string(created), "BlueprintName", image->name,
        "SupportAutomationTools", 1, "RequiredMemorySize", 0, "ImageId",
        nulls ? json_null() : json_string(""), "CommunityUrl", "", "GuideUrl", "", "SceneIdSet",
        nulls ? json_null() : json_array(), "DockerVersion", json_null(), "BlueprintShared", 0,
        "Tags");
}

/* ---- DescribeBlueprints ---- */

static bool matches(const struct image *image, int64_t now, const char *name, const char *value,
                    bool *known)
{
    if (text_same(name, "blueprint-id"))
        return text_same(image->id, value);
    if (text_same(name, "blueprint-name"))
        return image->name != NULL && strstr(image->name, value) != NULL;
    if (text_same(name, "blueprint-type"))
        return text_same(type_word(image), value);
    if (text_same(name, "platform-type"))
        return text_same(platform_word(image), value);
    if (text_same(name, "blueprint-state"))
        return image->state != NULL && text_same(state_word(image, now), value);
    *known = text_same(name, "scene-id") || text_same(name, "tag-key") ||
             text_same(name, "tag-value") || text_starts(name, "tag:");
    return false;
}

static bool malformed(const char *id)
{
    return !text_starts(id, "lhbp-");
}

static void describe_blueprints(struct sim *sim, struct exchange *x)
{
    static const struct tc_filters rules = {
        .most_values = 100,
        .matches = matches,
        .unknown = "InvalidParameter.InvalidFilterNotSupportedName",
        .too_many = "InvalidParameter.FilterValueLimitExceeded",
        .bad_limit = "InvalidParameterValue.OutOfRange",
        .ids_name = "BlueprintIds",
        .both = "InvalidParameter.ParameterConflict",
        .show = show,
        .set_name = "BlueprintSet",
    };
    const json_t *ids = tc_list(x, "BlueprintIds"), *id;
    size_t i;

    json_array_foreach(ids, i, id) {
        if (malformed(json_string_value(id))) {
            tc_refuse(sim, x, "InvalidParameterValue.BlueprintIdMalformed", "id is malformed");
            return;
        }
    }
    if (json_array_size(ids) > IDS_MAX)
        tc_refuse(sim, x, "InvalidParameterValue.LimitExceeded", "too many ids");
    else
        tc_list_images(sim, x, CLOUD_LIGHTHOUSE, &rules);
}

/* ---- SyncBlueprint ---- */

/* How many blueprints REGION may hold: which of the two quotas counts is open. */
static int ceiling(const struct sim *sim, const struct region *region)
{
    bool free_only = quirk_on(&sim->quirks, QUIRK_FREE_QUOTA_LIMITS);

    return free_only && region->quota > FREE_BLUEPRINTS ? FREE_BLUEPRINTS : region->quota;
}

static const char *destination_fault(struct sim *sim, const struct exchange *x,
                                     const json_t *regions, size_t at)
{
    const char *id = json_string_value(json_array_get(regions, at));
    const struct region *from = world_region(&sim->world, CLOUD_LIGHTHOUSE, x->region);
    const struct region *to = world_region(&sim->world, CLOUD_LIGHTHOUSE, id);
    size_t k;

    for (k = 0; k < at; k++)
        if (text_same(json_string_value(json_array_get(regions, k)), id))
            return "InvalidParameterValue.Duplicated";
    if (text_same(id, x->region))
        return "InvalidParameterValue.DestinationRegionSameAsSourceRegion";
    if (to == NULL || !to->copies)
        return "InvalidParameterValue.UnavailableRegion";
    if (!text_same(from->group, to->group))
        return "InvalidParameterValue.NotSupportCrossBorderSyncBlueprint";
    if (world_used(&sim->world, CLOUD_LIGHTHOUSE, x->account->id, id) >= ceiling(sim, to))
        return "LimitExceeded.SyncBlueprintQuotaLimitExceeded";
    return NULL;
}

static const char *source_fault(struct sim *sim, const struct exchange *x, struct image **source)
{
    const char *id = tc_text(x, "BlueprintId", ""), *state;
    size_t regions = json_array_size(tc_list(x, "DestinationRegions"));

    if (malformed(id))
        return "InvalidParameterValue.BlueprintIdMalformed";
    if (regions < 1 || regions > DESTINATIONS_MAX)
        return "InvalidParameterValue";
    *source = world_image(&sim->world, CLOUD_LIGHTHOUSE, x->region, id);
    if (*source == NULL || !text_same((*source)->type, "private") ||
        !text_same((*source)->account, x->account->id) || !image_visible(*source, sim_now(sim)))
        return "ResourceNotFound.PrivateBlueprintNotFound";
    state = image_state(*source, sim_now(sim));
    if (text_same(state, "busy"))
        return quirk_value(&sim->quirks, QUIRK_BUSY_CODE,
                           "OperationDenied.BlueprintOperationInProgress");
    return text_same(state, "ready") ? NULL : "UnsupportedOperation.BlueprintCurStateInvalid";
}

static void sync_blueprint(struct sim *sim, struct exchange *x)
{
    bool partial = quirk_on(&sim->quirks, QUIRK_PARTIAL_ON_BAD_REGION);
    const json_t *regions = tc_list(x, "DestinationRegions"), *region;
    struct image *source = NULL;
    const char *fault = source_fault(sim, x, &source), *first = NULL;
    json_t *good = json_array(), *set = json_array();
    size_t i;

    for (i = 0; i < json_array_size(regions) && fault == NULL; i++) {
        const char *bad = destination_fault(sim, x, regions, i);

        if (bad == NULL)
            json_array_append(good, json_array_get(regions, i));
        else if (first == NULL)
            first = bad;
    }
    if (fault == NULL && (!partial || json_array_size(good) == 0))
        fault = first;
    json_array_foreach(good, i, region) {
        struct image *copy =
            fault != NULL ? NULL : sim_copy(sim, x, source, json_string_value(region), NULL, NULL);

        if (copy != NULL)
            json_array_insert_new(set, 0,
                                  json_pack("{s:s,s:s}", "Region", copy->region, "BlueprintId",
                                            copy->id));
    }
    json_decref(good);
    if (fault == NULL) {
        tc_succeed(sim, x, json_pack("{s:o}", "DestinationRegionBlueprintSet", set));
    } else {
        json_decref(set);
        tc_refuse(sim, x, fault, "the blueprint cannot be synchronised");
    }
}

/* ---- the rest ---- */

static json_t *quota_row(const char *name, int total, int used)
{
    return json_pack("{s:s,s:i,s:i}", "ResourceName", name, "ResourceQuotaAvailable",
                     total > used ? total - used : 0, "ResourceQuotaTotal", total);
}

static void describe_quotas(struct sim *sim, struct exchange *x)
{
    const struct region *region = world_region(&sim->world, CLOUD_LIGHTHOUSE, x->region);
    int used = world_used(&sim->world, CLOUD_LIGHTHOUSE, x->account->id, x->region);
    const json_t *name;
    json_t *set = json_array();
    size_t i;
    bool known = true;

    json_array_foreach(tc_list(x, "ResourceNames"), i, name) {
        const char *word = json_string_value(name);

        if (text_same(word, "BLUEPRINT"))
            json_array_append_new(set, quota_row(word, region->quota, used));
        else if (text_same(word, "FREE_BLUEPRINT"))
            json_array_append_new(set, quota_row(word, FREE_BLUEPRINTS, used));
        else
            known = false;
    }
    if (known && !quirk_on(&sim->quirks, QUIRK_QUOTA_CALL_FAILS)) {
        tc_succeed(sim, x, json_pack("{s:o}", "GeneralResourceQuotaSet", set));
        return;
    }
    json_decref(set);
    tc_refuse(sim, x,
              known ? "FailedOperation" : "InvalidParameterValue.InvalidResourceQuotaResourceName",
              "no quota is told");
}

static void describe_regions(struct sim *sim, struct exchange *x)
{
    json_t *set = json_array();
    size_t i;

    for (i = 0; i < sim->world.clouds[CLOUD_LIGHTHOUSE].region_count; i++) {
        const struct region *region = &sim->world.clouds[CLOUD_LIGHTHOUSE].regions[i];

        json_array_append_new(set,
                              json_pack("{s:s,s:s,s:s,s:b}", "Region", region->id, "RegionName",
                                        region->id, "RegionState", "AVAILABLE", "IsChinaMainland",
                                        text_same(region->group, "mainland")));
    }
    tc_succeed(sim, x,
               json_pack("{s:I,s:o}", "TotalCount", (json_int_t)json_array_size(set), "RegionSet",
                         set));
}

/* A private blueprint of the caller, or a refusal with MISSING and NULL. */
static struct image *own(struct sim *sim, struct exchange *x, const char *id, const char *missing)
{
    struct image *image = world_image(&sim->world, CLOUD_LIGHTHOUSE, x->region, id);

    if (malformed(id))
        tc_refuse(sim, x, "InvalidParameterValue.BlueprintIdMalformed", "id is malformed");
    else if (image == NULL || !text_same(image->account, x->account->id))
        tc_refuse(sim, x, missing, "no such blueprint");
    else if (!text_same(image->type, "private"))
        tc_refuse(sim, x, "UnsupportedOperation.NotSupportSharedBlueprint", "a shared blueprint");
    else
        return image;
    return NULL;
}

static void delete_blueprints(struct sim *sim, struct exchange *x)
{
    const json_t *ids = tc_list(x, "BlueprintIds"), *id;
    size_t i;

    json_array_foreach(ids, i, id) {
        struct image *image =
            own(sim, x, json_string_value(id), "ResourceNotFound.BlueprintIdNotFound");
        const char *state = image == NULL ? NULL : image_state(image, sim_now(sim));

        if (image == NULL)
            return;
        if (!text_same(state, "ready") && !text_ends(state, "failed") &&
            !text_same(state, "isolated")) {
            tc_refuse(sim, x, "UnsupportedOperation.BlueprintCurStateInvalid", "it is in use");
            return;
        }
    }
    json_array_foreach(ids, i, id) {
        struct image *image =
            world_image(&sim->world, CLOUD_LIGHTHOUSE, x->region, json_string_value(id));

        if (image != NULL)
            world_remove(&sim->world, image);
    }
    tc_succeed(sim, x, json_object());
}

static void modify_blueprint(struct sim *sim, struct exchange *x)
{
    struct image *image =
        own(sim, x, tc_text(x, "BlueprintId", ""), "ResourceNotFound.BlueprintIdNotFound");
    const char *name = tc_text(x, "BlueprintName", NULL);
    const char *description = tc_text(x, "Description", NULL);

    if (image == NULL)
        return;
    if (name == NULL && description == NULL) {
        tc_refuse(sim, x, "InvalidParameter.MustSpecifyOneAttributeToModify", "nothing to change");
    } else if ((name != NULL && text_characters(name) > NAME_MAX_CHARACTERS) ||
               (description != NULL && text_characters(description) > NAME_MAX_CHARACTERS)) {
        tc_refuse(sim, x, "InvalidParameterValue.TooLong", "too long");
    } else {
        if (name != NULL)
            text_set(&image->name, name);
        if (description != NULL)
            text_set(&image->description, description);
        tc_succeed(sim, x, json_object());
    }
}

static const struct tc_param sync_params[] = {{"BlueprintId", 's', true},
                                              {"DestinationRegions", 'S', true},
                                              {NULL, 0, false}};
static const struct tc_param list_params[] = {{"BlueprintIds", 'S', false},
                                              {"Offset", 'i', false},
                                              {"Limit", 'i', false},
                                              {"Filters", 'F', false},
                                              {NULL, 0, false}};
static const struct tc_param quota_params[] = {{"ResourceNames", 'S', true}, {NULL, 0, false}};
static const struct tc_param delete_params[] = {{"BlueprintIds", 'S', true}, {NULL, 0, false}};
static const struct tc_param modify_params[] = {{"BlueprintId", 's', true},
                                                {"BlueprintName", 's', false},
                                                {"Description", 's', false},
                                                {NULL, 0, false}};
static const struct tc_param no_params[] = {{NULL, 0, false}};

static const struct tc_action actions[] = {
    {"SyncBlueprint", true, true, sync_params, sync_blueprint},
    {"DescribeBlueprints", true, false, list_params, describe_blueprints},
    {"DescribeGeneralResourceQuotas", true, false, quota_params, describe_quotas},
    {"DescribeRegions", false, false, no_params, describe_regions},
    {"DeleteBlueprints", true, true, delete_params, delete_blueprints},
    {"ModifyBlueprintAttribute", true, true, modify_params, modify_blueprint},
    {NULL, false, false, NULL, NULL}};

static const struct tc_service service = {"lighthouse", "2020-03-24", CLOUD_LIGHTHOUSE, actions};

static bool serves(const char *host)
{
    return tc_serves("lighthouse", host);
}

static void answer(struct sim *sim, struct exchange *x)
{
    tc_answer(sim, x, &service);
}

const struct api api_lighthouse = {.cloud = "tencent-lighthouse",
                                   .serves = serves,
                                   .read = tc_read,
                                   .answer = answer,
                                   .refuse = tc_refuse,
                                   .throttled = "RequestLimitExceeded",
                                   .internal = "InternalError"};
