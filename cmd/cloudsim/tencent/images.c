/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent/tencent.h"

#include <string.h>

enum { FILTERS_MAX = 10 };

const struct quirk quirk_busy_code = {
    "busy-code", "CODE", "tencent-* [U]",
    "the refusal of a copy from an image that is being copied already"};
const struct quirk quirk_null_fields = {"null-fields", NULL, "tencent-* [C]",
                                        "optional fields are null"};
const struct quirk quirk_quota_call_fails = {"quota-call-fails", NULL, "tencent-*",
                                             "the call that tells the quota is refused"};

/* ---- listing ---- */

/* The error code for filters that are not allowed, or NULL. */
static const char *filter_fault(const json_t *filters, const struct images_rules *rules)
{
    static const struct image nothing = {0};
    const json_t *filter;
    size_t i;

    if (json_array_size(filters) > FILTERS_MAX)
        return rules->too_many;
    json_array_foreach(filters, i, filter) {
        bool known = true;

        if (json_array_size(json_object_get(filter, "Values")) > rules->most_values)
            return rules->too_many;
        rules->matches(&nothing, 0, json_text(filter, "Name"), "", &known);
        if (!known)
            return rules->unknown;
    }
    return NULL;
}

/* Filters are ANDed, the values of one ORed. */
static bool passes(const struct image *image, int64_t now_ms, const json_t *filters,
                   const struct images_rules *rules)
{
    const json_t *filter, *value;
    size_t i, k;

    json_array_foreach(filters, i, filter) {
        bool any = false, known;

        json_array_foreach(json_object_get(filter, "Values"), k, value) {
            any |= rules->matches(image, now_ms, json_text(filter, "Name"),
                                  json_string_value(value), &known);
        }
        if (!any)
            return false;
    }
    return true;
}

static uint32_t scrambled(const char *id)
{
    uint32_t hash = 2166136261u;

    for (; *id != '\0'; id++)
        hash = (hash ^ (unsigned char)*id) * 16777619u;
    return hash;
}

/* The documents name no order, so there is none to rely on: a stable but meaningless one. */
static int by_scrambled_id(const void *a, const void *b)
{
    const struct image *const *x = a, *const *y = b;
    uint32_t p = scrambled((*x)->id), q = scrambled((*y)->id);

    return p != q ? (p < q ? -1 : 1) : strcmp((*x)->id, (*y)->id);
}

static bool shows(const struct exchange *x, const struct image *image, const void *context)
{
    const struct images_rules *rules = context;
    const json_t *ids = param_list(x, rules->ids_name);

    return (ids == NULL || json_holds(ids, image->id)) &&
           passes(image, x->now_ms, param_list(x, "Filters"), rules);
}

void images_list(struct exchange *x, const struct images_rules *rules)
{
    long offset = param_number(x, "Offset", 0), limit = param_number(x, "Limit", 20);
    const char *fault = filter_fault(param_list(x, "Filters"), rules);
    const struct listing listing = {shows, rules, by_scrambled_id, rules->show};
    const json_t *ids = param_list(x, rules->ids_name), *id;
    json_t *set;
    size_t n, i;

    json_array_foreach(ids, i, id) {
        if (!str_starts(json_string_value(id), cloud_home(x->cloud)->id_prefix)) {
            api3_refuse(x, rules->malformed, rules->how);
            return;
        }
    }
    if (param_list(x, "Filters") != NULL && ids != NULL)
        fault = rules->both;
    if (limit < 1 || limit > 100)
        fault = rules->bad_limit;
    if (fault != NULL) {
        api3_refuse(x, fault, "the filters or the page are not allowed");
        return;
    }
    set = exchange_page(x, &listing, (size_t)offset, (size_t)limit, &n);
    api3_succeed(x, json_pack("{s:I,s:o}", "TotalCount", (json_int_t)n + x->plan.total_off,
                              rules->set_name, set));
}

/* ---- deleting ---- */

void images_delete(struct exchange *x, const char *ids_name,
                   struct image *(*deletable)(struct exchange *x, const char *id), bool dry)
{
    const json_t *ids = param_list(x, ids_name), *id;
    size_t i;

    json_array_foreach(ids, i, id) {
        if (deletable(x, json_string_value(id)) == NULL)
            return;
    }
    json_array_foreach(ids, i, id) {
        const struct image *image =
            world_image(x->world, x->cloud, x->region, json_string_value(id));

        if (image != NULL && !dry)
            world_remove(x->world, image);
    }
    api3_succeed(x, json_object());
}

/* ---- regions ---- */

json_t *images_sift(struct exchange *x, const char **first,
                    const char *(*fault)(struct exchange *x, const json_t *regions, size_t at,
                                         const void *context),
                    const void *context)
{
    const json_t *regions = param_list(x, "DestinationRegions");
    json_t *good = json_array();
    size_t i;

    *first = NULL;
    for (i = 0; i < json_array_size(regions); i++) {
        const char *bad = fault(x, regions, i, context);

        if (bad == NULL)
            json_array_append(good, json_array_get(regions, i));
        else if (*first == NULL)
            *first = bad;
    }
    if (quirk_on(x->quirks, &quirk_partial_on_bad_region) && json_array_size(good) > 0)
        *first = NULL;
    return good;
}

void images_describe_regions(struct exchange *x)
{
    const struct estate *estate = world_estate(x->world, x->cloud);
    json_t *set = json_array();
    size_t i;

    for (i = 0; i < estate->n_regions; i++) {
        const struct region *region = &estate->regions[i];
        json_t *row = json_pack("{s:s,s:s,s:s}", "Region", region->id, "RegionName", region->id,
                                "RegionState", "AVAILABLE");

        if (api3_of(x)->tells_mainland)
            json_object_set_new(row, "IsChinaMainland",
                                json_boolean(str_equal(region->group, "mainland")));
        json_array_append_new(set, row);
    }
    api3_succeed(x, json_pack("{s:I,s:o}", "TotalCount", (json_int_t)json_array_size(set),
                              "RegionSet", set));
}
