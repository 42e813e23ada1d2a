/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/saved/settings.h"

#include <assert.h>
#include <stdlib.h>

static double read_rate(const struct json *object, const char *key, struct err *err)
{
    const char *text = json_string_or(object, key, NULL, err);
    char *end = NULL;
    double rate;

    if (text == NULL)
        return 0;
    rate = strtod(text, &end);
    if (end == text || *end != '\0' || !(rate > 0 && rate < 1e6))
        err_set(err, ERR_DATA, "no rate: '%s'", text);
    return rate;
}

static int read_count(const struct json *object, const char *key, struct err *err)
{
    int64_t count = json_int(object, key, err);

    if (count < 0 || count > INT32_MAX) {
        err_set(err, ERR_DATA, "'%s' is out of range", key);
        return 0;
    }
    return (int)count;
}

static void read_regions(const struct json *list, struct setting_value *value, struct arena *arena,
                         struct err *err)
{
    struct extra_region *regions = arena_array(arena, json_count(list), sizeof *regions);
    struct json item;

    for (item = json_first(list); item.node != NULL; item = json_next(&item))
        regions[value->n++] = (struct extra_region){json_string(&item, "id", err),
                                                    json_bool_or(&item, "mainland", false, err)};
    value->regions = regions;
}

static void read_globs(const struct json *list, struct setting_value *value, struct arena *arena,
                       struct err *err)
{
    const char **globs = arena_array(arena, json_count(list), sizeof *globs);
    struct json item;

    for (item = json_first(list); item.node != NULL; item = json_next(&item))
        globs[value->n++] = json_as_string(&item, err);
    value->globs = globs;
}

static void read_value(const struct setting *row, const struct json *object,
                       struct setting_value *value, struct arena *arena, struct err *err)
{
    struct json list;

    switch (row->kind) {
    case SETTING_RATE:
        value->rate = read_rate(object, row->member, err);
        break;
    case SETTING_COUNT:
        value->count = read_count(object, row->member, err);
        break;
    case SETTING_SWITCH:
        value->on = json_bool_or(object, row->member, false, err);
        break;
    case SETTING_REGIONS:
        list = json_array(object, row->member, err);
        read_regions(&list, value, arena, err);
        break;
    case SETTING_GLOBS:
        list = json_array(object, row->member, err);
        read_globs(&list, value, arena, err);
        break;
    default:
        value->text = json_string_or(object, row->member, NULL, err);
    }
}

void settings_read(const struct json *object, struct account *account, struct arena *arena,
                   struct err *err)
{
    const struct setting *row;

    assert(object != NULL && account != NULL && err != NULL);
    for (row = setting_table; row->name != NULL; row++) {
        struct setting_value value = {.origin = account->origin};

        if (setting_is_mapping(row) || row->kind == SETTING_PROVIDER)
            continue;
        read_value(row, object, &value, arena, err);
        setting_put(row, account, value);
    }
}
