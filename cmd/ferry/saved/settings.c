/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/saved/settings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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

/* Of the two lists that are filled setting_put() takes the one of the kind. */
static void read_list(const struct setting *row, const struct json *object,
                      struct setting_value *value, struct arena *arena, struct err *err)
{
    struct json list = json_array(object, row->member, err), item;
    struct extra_region *regions = arena_array(arena, json_count(&list), sizeof *regions);
    const char **globs = arena_array(arena, json_count(&list), sizeof *globs);

    value->regions = regions;
    value->globs = globs;
    for (item = json_first(&list); item.node != NULL; item = json_next(&item), value->n++) {
        if (row->kind == SETTING_GLOBS)
            globs[value->n] = json_as_string(&item, err);
        else
            regions[value->n] = (struct extra_region){json_string(&item, "id", err),
                                                      json_bool_or(&item, "mainland", false, err)};
    }
}

static void read_value(const struct setting *row, const struct json *object,
                       struct setting_value *value, struct arena *arena, struct err *err)
{
    switch (row->kind) {
    case SETTING_RATE:
        value->rate = read_rate(object, row->member, err);
        break;
    case SETTING_COUNT:
        value->count = json_int_from(object, row->member, 0, err);
        break;
    case SETTING_SWITCH:
        value->on = json_bool_or(object, row->member, false, err);
        break;
    case SETTING_REGIONS:
    case SETTING_GLOBS:
        read_list(row, object, value, arena, err);
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

/* ---- as a manifest has them ---- */

static void quote(struct buf *out, const char *text)
{
    jsonw_quote(out, text, strlen(text)); /* a JSON string is a YAML string */
}

static void put_path(const char *path, const char *folder, struct buf *out)
{
    struct buf whole cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (path[0] != '/' && path[0] != '~')
        buf_printf(&whole, "%s/", folder);
    buf_str(&whole, path);
    quote(out, whole.ptr);
}

static void put_list(const struct setting *row, const struct setting_value *value, struct buf *out)
{
    size_t i;

    for (i = 0; i < value->n; i++) {
        buf_str(out, i == 0 ? "[" : ", ");
        buf_str(out, row->kind == SETTING_GLOBS ? "" : "{id: ");
        quote(out, row->kind == SETTING_GLOBS ? value->globs[i] : value->regions[i].id);
        if (row->kind != SETTING_GLOBS)
            buf_str(out, value->regions[i].mainland ? ", mainland: true}" : "}");
    }
    buf_char(out, ']');
}

static void put_value(const struct setting *row, const struct setting_value *value,
                      const char *folder, struct buf *out)
{
    switch (row->kind) {
    case SETTING_PROVIDER:
        buf_str(out, value->caps->provider);
        break;
    case SETTING_CHOICE:
    case SETTING_VARIABLE:
        buf_str(out, value->text);
        break;
    case SETTING_PATH:
        put_path(value->text, folder, out);
        break;
    case SETTING_RATE:
        buf_printf(out, "%.7g", value->rate); /* four digits and three decimals */
        break;
    case SETTING_COUNT:
        buf_printf(out, "%d", value->count);
        break;
    case SETTING_SWITCH:
        buf_str(out, "true");
        break;
    case SETTING_REGIONS:
    case SETTING_GLOBS:
        put_list(row, value, out);
        break;
    default:
        quote(out, value->text);
    }
}

static void put_mapping(enum setting_kind within, const struct account *account, const char *folder,
                        struct buf *out)
{
    const struct setting *row = NULL;
    const char *separator = "{";

    while ((row = setting_next(row, within)) != NULL) {
        struct setting_value value;

        if (!setting_is_set(row, account))
            continue;
        buf_printf(out, "%s%s: ", separator, row->name);
        separator = ", ";
        if (setting_is_mapping(row)) {
            put_mapping(row->kind, account, folder, out);
            continue;
        }
        value = setting_get(row, account);
        put_value(row, &value, folder, out);
    }
    buf_char(out, '}');
}

void settings_manifest(const struct account *account, const char *folder, struct buf *out)
{
    assert(account->caps != NULL && folder[0] == '/');
    put_mapping(SETTING_ACCOUNT, account, strcmp(folder, "/") == 0 ? "" : folder, out);
}
