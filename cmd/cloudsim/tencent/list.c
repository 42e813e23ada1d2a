/* SPDX-License-Identifier: MIT */
/* Filtering and paging, which CVM and Lighthouse share but for the names. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/tencent/tencent.h"

#define FILTERS_MAX 10

static bool in_list(const json_t *list, const char *word)
{
    size_t i;
    const json_t *item;

    json_array_foreach(list, i, item) {
        if (text_same(json_string_value(item), word))
            return true;
    }
    return false;
}

/* The error code for filters that are not allowed, or NULL. */
static const char *filter_fault(const json_t *filters, const struct tc_filters *rules)
{
    static const struct image nothing = {0};
    size_t i;
    const json_t *filter;

    if (json_array_size(filters) > FILTERS_MAX)
        return rules->too_many;
    json_array_foreach(filters, i, filter) {
        bool known = true;

        if (json_array_size(json_object_get(filter, "Values")) > rules->most_values)
            return rules->too_many;
        rules->matches(&nothing, 0, json_string_value(json_object_get(filter, "Name")), "", &known);
        if (!known)
            return rules->unknown;
    }
    return NULL;
}

/* Filters are ANDed, the values of one ORed. */
static bool passes(const struct image *image, int64_t now, const json_t *filters,
                   const struct tc_filters *rules)
{
    size_t i, k;
    const json_t *filter, *value;

    json_array_foreach(filters, i, filter) {
        const char *name = json_string_value(json_object_get(filter, "Name"));
        bool any = false, known;

        json_array_foreach(json_object_get(filter, "Values"), k, value) {
            any |= rules->matches(image, now, name, json_string_value(value), &known);
        }
        if (!any)
            return false;
    }
    return true;
}

/* The documents name no order, so there is none to rely on: a stable but meaningless one. */
static int by_scrambled_id(const void *a, const void *b)
{
    const struct image *const *x = a, *const *y = b;
    const char *p = (*x)->id, *q = (*y)->id;
    unsigned h = 2166136261u, k = 2166136261u;

    for (; *p != '\0'; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    for (; *q != '\0'; q++)
        k = (k ^ (unsigned char)*q) * 16777619u;
    return h != k ? (h < k ? -1 : 1) : strcmp((*x)->id, (*y)->id);
}

void tc_list_images(struct sim *sim, struct exchange *x, enum cloud cloud,
                    const struct tc_filters *rules)
{
    const json_t *filters = tc_list(x, "Filters"), *ids = tc_list(x, rules->ids_name);
    long offset = tc_number(x, "Offset", 0), limit = tc_number(x, "Limit", 20);
    const char *fault = filter_fault(filters, rules);
    struct image **found = text_alloc((sim->world.image_count + 1) * sizeof(struct image *));
    size_t count = 0, i;
    int64_t now = sim_now(sim);
    json_t *set = json_array();

    if (filters != NULL && ids != NULL)
        fault = rules->both;
    if (limit < 1 || limit > 100)
        fault = rules->bad_limit;
    for (i = 0; i < sim->world.image_count && fault == NULL; i++) {
        struct image *image = sim->world.images[i];

        if (image->cloud == cloud && text_same(image->region, x->region) &&
            image_visible(image, now) &&
            (text_same(image->type, "public") || text_same(image->account, x->account->id)) &&
            (ids == NULL || in_list(ids, image->id)) && passes(image, now, filters, rules))
            found[count++] = image;
    }
    qsort(found, count, sizeof *found, by_scrambled_id);
    for (i = (size_t)offset; i < count && i < (size_t)(offset + limit); i++)
        json_array_append_new(set, rules->show(sim, found[i]));
    free(found);
    if (fault != NULL) {
        json_decref(set);
        tc_refuse(sim, x, fault, "the filters or the page are not allowed");
        return;
    }
    tc_succeed(sim, x,
               json_pack("{s:I,s:o}", "TotalCount", (json_int_t)count + x->plan.total_off,
                         rules->set_name, set));
}
