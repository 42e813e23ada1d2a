/* SPDX-License-Identifier: MIT */
/* CopyCustomImage: to one region, or to a list. */
#include "cmd/cloudsim/ucloud/ucloud.h"

#include "reconcile/base/utf8.h"

#include <string.h>

enum { NAME_CHARACTERS_MAX = 63, DESCRIPTION_MAX = 255 };

const struct quirk ucloud_batch_ignored = {"batch-ignored", NULL, "ucloud",
                                           "an old gateway that does not know TargetRegionList.N"};
const struct quirk ucloud_batch_forgets = {"batch-forgets", "REGION", "ucloud",
                                           "this region is neither copied to nor in Infos"};
const struct quirk ucloud_single_and_infos = {"single-and-infos", NULL, "ucloud [C]",
                                              "answers carry TargetImageId and Infos together"};

/* ---- what is wrong with a copy ---- */

/* Letters, digits, Han and - _ . and what Packer's rule adds; 1 to 63 characters. */
static bool name_fits(const char *name)
{
    static const char signs[] = "-_.[]:,";
    const char *c;

    for (c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x80 && strchr(signs, *c) == NULL &&
            !((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z')))
            return false;
    return name[0] != '\0' && utf8_count(name) <= NAME_CHARACTERS_MAX;
}

/* Are the elements of the list counted from 0 without a gap, and alone? */
static bool targets_fit(const struct exchange *x)
{
    json_t *list cleanup_json = ucloud_list(x, "TargetRegionList");
    size_t given = 0, i;

    for (i = 0; i < x->form.n; i++)
        given += str_starts(x->form.items[i].name, "TargetRegionList");
    return given == json_array_size(list) &&
           (given == 0 || pairs_get(&x->form, "TargetRegion") == NULL);
}

/* The name of a parameter that is wrong or missing, or NULL. */
static const char *param_fault(const struct exchange *x)
{
    static const char *const names[] = {"SourceImageId",   "TargetProjectId",
                                        "TargetRegion",    "TargetRegionList.",
                                        "TargetImageName", "TargetImageDescription",
                                        "TargetImageTag",  NULL};
    const char *unknown = ucloud_unknown(x, names);
    const char *name = pairs_get(&x->form, "TargetImageName");
    const char *description = pairs_get(&x->form, "TargetImageDescription");

    if (unknown != NULL)
        return unknown;
    if (pairs_get(&x->form, "SourceImageId") == NULL)
        return "SourceImageId";
    if (pairs_get(&x->form, "TargetProjectId") == NULL)
        return "TargetProjectId";
    if (!targets_fit(x))
        return "TargetRegionList";
    if (name != NULL && !name_fits(name))
        return "TargetImageName";
    if (description != NULL && utf8_count(description) > DESCRIPTION_MAX)
        return "TargetImageDescription";
    return NULL;
}

static const char *source_fault(const struct exchange *x, const struct image *source)
{
    if (!str_in(x->account->projects, pairs_get(&x->form, "TargetProjectId")))
        return "292";
    if (source == NULL || !str_equal(source->type, "private") || !exchange_owns(x, source) ||
        !str_equal(source->project, ucloud_project(x)))
        return "8956";
    if (image_has(source, "old-format"))
        return "8959";
    if (!exchange_region(x, x->region)->copies)
        return "8958";
    return str_equal(source->state, "ready") ? NULL : "8961";
}

static const char *target_fault(const struct exchange *x, const char *to)
{
    const struct region *region = exchange_region(x, to);

    if (region == NULL)
        return "230";
    if (!region->copies)
        return "8958";
    if (str_equal(to, x->region) &&
        str_equal(ucloud_project(x), pairs_get(&x->form, "TargetProjectId")))
        return "8962";
    return exchange_has_room(x, region, region->quota) ? NULL : "8095";
}

/* ---- copying ---- */

/* The copy to one region: its element of Infos, a new reference; NULL: nothing was started. */
static json_t *copy_to(struct exchange *x, struct image *source, const char *to, bool batch)
{
    static const char *const no_traits[] = {NULL};
    const char *task = sim_id(x->sim, x->arena, "task-", 12, CLOUD_LOWER);
    struct image *copy;

    if (batch && str_equal(quirk_value(x->quirks, &ucloud_batch_forgets, NULL), to))
        return NULL;
    copy = exchange_copy(x, source, to, pairs_get(&x->form, "TargetImageName"),
                         pairs_get(&x->form, "TargetProjectId"));
    if (copy == NULL)
        return NULL;
    world_describe(x->world, copy, NULL, pairs_get(&x->form, "TargetImageDescription"));
    copy->traits = no_traits; /* only the system disk is copied */
    return json_pack("{s:s,s:s,s:s}", "TaskId", task, "TargetImageId", copy->id, "TargetRegion",
                     to);
}

static void start_copies(struct exchange *x, struct image *source, const json_t *targets,
                         bool batch)
{
    bool both = quirk_on(x->quirks, &ucloud_single_and_infos);
    json_t *infos = json_array(), *reply = json_object();
    const json_t *target, *info;
    size_t i;

    json_array_foreach(targets, i, target) {
        json_array_append_new(infos, copy_to(x, source, json_string_value(target), batch));
    }
    info = json_array_get(infos, json_array_size(infos) - 1);
    if (info != NULL && (!batch || both)) {
        json_object_set(reply, "TargetImageId", json_object_get(info, "TargetImageId"));
        json_object_set(reply, "TaskId", json_object_get(info, "TaskId"));
    }
    if (batch || both)
        json_object_set(reply, "Infos", infos);
    json_decref(infos);
    ucloud_succeed(x, reply);
}

/* Where the request wants a copy, a new list; *batch: it was given as one. */
static json_t *targets_of(const struct exchange *x, bool *batch)
{
    json_t *targets = ucloud_list(x, "TargetRegionList");
    const char *one = pairs_get(&x->form, "TargetRegion");

    if (quirk_on(x->quirks, &ucloud_batch_ignored))
        json_array_clear(targets);
    *batch = json_array_size(targets) > 0;
    if (!*batch)
        json_array_append_new(targets, json_string(one != NULL ? one : x->region));
    return targets;
}

void ucloud_copy_image(struct exchange *x)
{
    const char *wrong = param_fault(x), *fault, *first = NULL;
    struct image *source = exchange_image(x, pairs_get(&x->form, "SourceImageId"));
    json_t *targets cleanup_json = NULL, *good cleanup_json = json_array();
    json_t *target;
    size_t i;
    bool batch;

    if (wrong != NULL) {
        ucloud_refuse_param(x, wrong);
        return;
    }
    targets = targets_of(x, &batch);
    fault = source_fault(x, source);
    json_array_foreach(targets, i, target) {
        const char *bad = target_fault(x, json_string_value(target));

        if (bad == NULL)
            json_array_append(good, target);
        else if (first == NULL)
            first = bad;
    }
    if (fault == NULL &&
        (json_array_size(good) == 0 || !quirk_on(x->quirks, &quirk_partial_on_bad_region)))
        fault = first;
    if (str_equal(fault, "230"))
        ucloud_refuse_param(x, batch ? "TargetRegionList" : "TargetRegion");
    else if (fault != NULL)
        ucloud_refuse(x, fault, "the image cannot be copied");
    else
        start_copies(x, source, good, batch);
}
