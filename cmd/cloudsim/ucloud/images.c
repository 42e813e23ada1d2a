/* SPDX-License-Identifier: MIT */
/* UCloud: custom images, regions, projects (ucloud.md sections 3, 4, 6 and 8). */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/ucloud/ucloud.h"

#define PAGE_MAX 1000 /* undocumented; clients in the field ask for up to 1000 */

static json_t *list_or_null(const struct sim *sim, json_t *list)
{
    if (json_array_size(list) > 0 || !quirk_on(&sim->quirks, QUIRK_NULL_LISTS))
        return list;
    json_decref(list);
    return json_null();
}

/* ---- DescribeImage ---- */

static const char *state_word(const struct image *image)
{
    static const char *const words[][2] = {
        {"ready", "Available"},  {"copying", "Copying"},    {"creating", "Making"},
        {"importing", "Making"}, {"failed", "Unavailable"}, {"import-failed", "Unavailable"}};
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (text_same(words[i][0], image->state))
            return words[i][1];
    return image->state;
}

static const char *type_word(const struct image *image)
{
    if (text_same(image->type, "public"))
        return "Base";
    return text_same(image->type, "shared") ? "Shared" : "Custom";
}

static const char *os_word(const struct image *image)
{
    return text_same(image->os, "windows") ? "Windows" : "Linux";
}

static json_t *show(const struct image *image)
{
    TEXT_AUTO zone = text_printf("%s-02", image->region);
    json_t *features = json_pack("[s,s]", "CloudInit", "HotPlug"), *snapshots = json_array();

    if (text_same(image->arch, "arm64"))
        json_array_append_new(features, json_string("Aarch64_Type"));
    if (image_has(image, "data-disks"))
        json_array_append_new(snapshots, json_string("bss-datadisk"));
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:I,s:i,s:s,s:s,s:s,s:s,s:o,s:s,s:s,s:o}", "ImageId",
                     image->id, "ImageName", image->name, "ImageDescription", image->description,
                     "ImageType", type_word(image), "State", state_word(image), "CreateTime",
                     (json_int_t)(image->created_ms / 1000), "ImageSize", image->size_gib, "Zone",
                     zone, "Tag", "Default", "OsType", os_word(image), "OsName", image->os_name,
                     "Features", features, "FuncType", image_has(image, "gpu") ? "gpu" : "uhost",
                     "MinimalCPU", "", "DataSnapshotIds", snapshots);
}

static bool listed(struct sim *sim, const struct exchange *x, const struct image *image,
                   const char *project, const json_t *ids)
{
    const char *type = ucloud_param(x, "ImageType"), *os = ucloud_param(x, "OsType"),
               *id = ucloud_param(x, "ImageId");
    bool shared = text_same(image->type, "shared"), public = text_same(image->type, "public");
    bool named = json_array_size(ids) == 0;
    size_t i;
    const json_t *item;

    json_array_foreach(ids, i, item) {
        named |= text_same(json_string_value(item), image->id);
    }
    return named && image->cloud == CLOUD_UCLOUD && text_same(image->region, x->region) &&
           image_visible(image, sim_now(sim)) &&
           (public ||
            (text_same(image->account, x->account->id) && text_same(image->project, project))) &&
           (!shared || quirk_on(&sim->quirks, QUIRK_SHARED_LISTED)) &&
           (type == NULL || text_same(type, type_word(image)) || shared) &&
           (os == NULL || text_same(os, os_word(image))) &&
           (id == NULL || text_same(id, image->id));
}

void ucloud_describe_image(struct sim *sim, struct exchange *x, const char *project)
{
    static const char *const names[] = {"ImageType", "FuncType", "OsType", "ImageId",  "ImageIds.",
                                        "Tag",       "Offset",   "Limit",  "PriceSet", NULL};
    static const char *const types[] = {"Base", "Business", "Custom"};
    const char *unknown = ucloud_unknown(x, names), *type = ucloud_param(x, "ImageType");
    long offset = ucloud_number(x, "Offset", 0), limit = ucloud_number(x, "Limit", 20), total = 0;
    json_t *set, *ids;
    size_t i;
    bool typed = type == NULL;

    for (i = 0; i < 3; i++)
        typed |= text_same(types[i], type);
    if (unknown != NULL || !typed || offset < 0 || limit < 1 || limit > PAGE_MAX) {
        ucloud_refuse_param(sim, x, unknown != NULL ? unknown : typed ? "Limit" : "ImageType");
        return;
    }
    set = json_array();
    ids = ucloud_list(x, "ImageIds");
    for (i = sim->world.image_count; i > 0; i--) {
        const struct image *image = sim->world.images[i - 1];

        if (!listed(sim, x, image, project, ids))
            continue;
        if (total >= offset && total < offset + limit)
            json_array_append_new(set, show(image));
        total++;
    }
    json_decref(ids);
    ucloud_succeed(sim, x,
                   json_pack("{s:I,s:o}", "TotalCount", (json_int_t)(total + x->plan.total_off),
                             "ImageSet", list_or_null(sim, set)));
}

/* ---- CopyCustomImage ---- */

/* Letters, digits, Han and - _ . and what Packer's rule adds; 1 to 63 characters. */
static bool name_fits(const char *name)
{
    static const char signs[] = "-_.[]:,";
    const char *c;

    for (c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x80 && strchr(signs, *c) == NULL &&
            !((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z')))
            return false;
    return name[0] != '\0' && text_characters(name) <= 63;
}

static const char *source_fault(const struct exchange *x, const struct image *source,
                                const char *project, const struct sim *sim)
{
    if (source == NULL || !text_same(source->type, "private") ||
        !text_same(source->account, x->account->id) || !text_same(source->project, project) ||
        !image_visible(source, sim_now(sim)))
        return "8956";
    if (image_has(source, "old-format"))
        return "8959";
    if (!world_region(&sim->world, CLOUD_UCLOUD, x->region)->copies)
        return "8958";
    return text_same(source->state, "ready") ? NULL : "8961";
}

static const char *target_fault(const struct sim *sim, const struct exchange *x,
                                const char *project, const char *to)
{
    const struct region *region = world_region(&sim->world, CLOUD_UCLOUD, to);

    if (region == NULL)
        return "230";
    if (!region->copies)
        return "8958";
    if (text_same(to, x->region) && text_same(project, ucloud_param(x, "TargetProjectId")))
        return "8962";
    return world_used(&sim->world, CLOUD_UCLOUD, x->account->id, to) >= region->quota ? "8095"
                                                                                      : NULL;
}

/* What is wrong with the parameters: the name of one, or NULL. */
static const char *copy_param_fault(const struct exchange *x)
{
    static const char *const names[] = {"SourceImageId",   "TargetProjectId",
                                        "TargetRegion",    "TargetRegionList.",
                                        "TargetImageName", "TargetImageDescription",
                                        "TargetImageTag",  NULL};
    const char *unknown = ucloud_unknown(x, names);
    json_t *list = ucloud_list(x, "TargetRegionList");
    size_t given = 0, i, length = json_array_size(list);

    json_decref(list);
    for (i = 0; i < x->form.count; i++)
        given += text_starts(x->form.items[i].name, "TargetRegionList");
    if (unknown != NULL)
        return unknown;
    if (ucloud_param(x, "SourceImageId") == NULL)
        return "SourceImageId";
    if (ucloud_param(x, "TargetProjectId") == NULL)
        return "TargetProjectId";
    if (given != length || (given > 0 && ucloud_param(x, "TargetRegion") != NULL))
        return "TargetRegionList";
    if (ucloud_param(x, "TargetImageName") != NULL &&
        !name_fits(ucloud_param(x, "TargetImageName")))
        return "TargetImageName";
    return ucloud_param(x, "TargetImageDescription") != NULL &&
                   text_characters(ucloud_param(x, "TargetImageDescription")) > 255
               ? "TargetImageDescription"
               : NULL;
}

static void start_copies(struct sim *sim, struct exchange *x, struct image *source, json_t *targets,
                         bool batch)
{
    const char *forgotten = quirk_value(&sim->quirks, QUIRK_BATCH_FORGETS, NULL);
    json_t *infos = json_array(), *reply = json_object(), *target;
    size_t i;

    json_array_foreach(targets, i, target) {
        const char *to = json_string_value(target);
        struct image *copy = NULL;
        TEXT_AUTO task = sim_id(sim, "task-", 12, SIM_LOWER);

        if (!batch || !text_same(forgotten, to))
            copy = sim_copy(sim, x, source, to, ucloud_param(x, "TargetImageName"),
                            ucloud_param(x, "TargetProjectId"));
        if (copy == NULL)
            continue;
        if (ucloud_param(x, "TargetImageDescription") != NULL)
            text_set(&copy->description, ucloud_param(x, "TargetImageDescription"));
        json_array_clear(copy->traits); /* only the system disk is copied */
        json_array_append_new(infos, json_pack("{s:s,s:s,s:s}", "TaskId", task, "TargetImageId",
                                               copy->id, "TargetRegion", to));
        if (!batch || quirk_on(&sim->quirks, QUIRK_SINGLE_AND_INFOS)) {
            json_object_set_new(reply, "TargetImageId", json_string(copy->id));
            json_object_set_new(reply, "TaskId", json_string(task));
        }
    }
    if (batch || quirk_on(&sim->quirks, QUIRK_SINGLE_AND_INFOS))
        json_object_set(reply, "Infos", infos);
    json_decref(infos);
    ucloud_succeed(sim, x, reply);
}

void ucloud_copy_image(struct sim *sim, struct exchange *x, const char *project)
{
    bool partial = quirk_on(&sim->quirks, QUIRK_PARTIAL_ON_BAD_REGION), batch;
    const char *wrong = copy_param_fault(x), *fault = NULL, *first = NULL;
    struct image *source =
        world_image(&sim->world, CLOUD_UCLOUD, x->region, ucloud_param(x, "SourceImageId"));
    json_t *targets, *good, *target;
    size_t i;

    if (wrong != NULL) {
        ucloud_refuse_param(sim, x, wrong);
        return;
    }
    targets = ucloud_list(x, "TargetRegionList");
    if (quirk_on(&sim->quirks, QUIRK_BATCH_IGNORED))
        json_array_clear(targets);
    batch = json_array_size(targets) > 0;
    if (!batch)
        json_array_append_new(targets, json_string(ucloud_param(x, "TargetRegion") != NULL
                                                       ? ucloud_param(x, "TargetRegion")
                                                       : x->region));
    good = json_array();
    fault = ucloud_has_project(x->account, ucloud_param(x, "TargetProjectId"))
                ? source_fault(x, source, project, sim)
                : "292";
    json_array_foreach(targets, i, target) {
        const char *bad = target_fault(sim, x, project, json_string_value(target));

        if (bad == NULL)
            json_array_append(good, target);
        else if (first == NULL)
            first = bad;
    }
    if (fault == NULL && first != NULL && (!partial || json_array_size(good) == 0))
        fault = first;
    if (text_same(fault, "230"))
        ucloud_refuse_param(sim, x, batch ? "TargetRegionList" : "TargetRegion");
    else if (fault != NULL)
        ucloud_refuse(sim, x, fault, "the image cannot be copied");
    else
        start_copies(sim, x, source, good, batch);
    json_decref(targets);
    json_decref(good);
}

/* ---- the rest ---- */

void ucloud_terminate_image(struct sim *sim, struct exchange *x, const char *project)
{
    struct image *image =
        world_image(&sim->world, CLOUD_UCLOUD, x->region, ucloud_param(x, "ImageId"));
    const char *id = ucloud_param(x, "ImageId");

    if (image == NULL || !text_same(image->type, "private") ||
        !text_same(image->account, x->account->id) || !text_same(image->project, project)) {
        ucloud_refuse(sim, x, "8956", "no such custom image");
        return;
    }
    world_remove(&sim->world, image);
    ucloud_succeed(sim, x, json_pack("{s:s}", "ImageId", id));
}

void ucloud_get_region(struct sim *sim, struct exchange *x, const char *project)
{
    json_t *regions = json_array();
    size_t i, zone;

    (void)project;
    for (i = 0; i < sim->world.clouds[CLOUD_UCLOUD].region_count; i++) {
        const char *id = sim->world.clouds[CLOUD_UCLOUD].regions[i].id;

        for (zone = 1; zone <= 2; zone++) {
            TEXT_AUTO name = text_printf("%s-%02zu", id, zone);

            json_array_append_new(regions,
                                  json_pack("{s:i,s:s,s:b,s:s,s:s,s:s}", "RegionId",
                                            (int)(1000 + i), "RegionName", id, "IsDefault", i == 0,
                                            "BitMaps", "1111", "Region", id, "Zone", name));
        }
    }
    ucloud_succeed(sim, x, json_pack("{s:o}", "Regions", regions));
}

void ucloud_get_projects(struct sim *sim, struct exchange *x, const char *project)
{
    json_t *set = json_array(), *id;
    size_t i;

    (void)project;
    json_array_foreach(x->account->projects, i, id) {
        json_array_append_new(set,
                              json_pack("{s:s,s:s,s:I,s:b,s:i,s:i}", "ProjectId",
                                        json_string_value(id), "ProjectName", json_string_value(id),
                                        "CreateTime", (json_int_t)1700000000, "IsDefault", i == 0,
                                        "ResourceCount", 0, "MemberCount", 1));
    }
    ucloud_succeed(sim, x,
                   json_pack("{s:I,s:o}", "ProjectCount", (json_int_t)json_array_size(set),
                             "ProjectSet", set));
}
