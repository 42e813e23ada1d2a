/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/saved/settings.h"

#include <stdio.h>
#include <stdlib.h>

static void put_rate(struct jsonw *w, const char *key, double rate)
{
    char text[32];

    snprintf(text, sizeof text, "%.6g", rate); /* text, as JSON numbers here are whole */
    jsonw_string(w, key, rate > 0 ? text : NULL);
}

void settings_write(const struct account *account, struct jsonw *w)
{
    size_t i;

    jsonw_string(w, "profile", account->profile);
    jsonw_string(w, "credentials_file", account->credentials_file);
    jsonw_string(w, "env_id", account->env_id);
    jsonw_string(w, "env_secret", account->env_secret);
    jsonw_string(w, "env_token", account->env_token);
    jsonw_string(w, "project", account->project);
    jsonw_string(w, "channel_key", account->channel_key);
    jsonw_string(w, "site", account->site);
    jsonw_string(w, "gateway", account->gateway);
    jsonw_string(w, "endpoint", account->endpoint);
    jsonw_string(w, "ca_file", account->ca_file);
    put_rate(w, "read_rate", account->read_rate);
    put_rate(w, "write_rate", account->write_rate);
    jsonw_int(w, "max_copies_per_region", account->max_copies_per_region);
    jsonw_int(w, "image_quota", account->image_quota);
    jsonw_bool(w, "cross_border", account->cross_border);
    jsonw_array(w, "extra_regions");
    for (i = 0; i < account->n_extra_regions; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "id", account->extra_regions[i].id);
        jsonw_bool(w, "mainland", account->extra_regions[i].mainland);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_array(w, "watch");
    for (i = 0; i < account->n_watch; i++)
        jsonw_string(w, NULL, account->watch[i]);
    jsonw_close(w);
}

/* The text of a member, NULL where it is null: what the manifest did not say. */
static const char *maybe(const struct json *object, const char *key, struct err *err)
{
    return json_string_or(object, key, NULL, err);
}

static int read_count(const struct json *object, const char *key, struct err *err)
{
    int64_t value = json_int(object, key, err);

    if (value < 0 || value > INT32_MAX) {
        err_set(err, ERR_DATA, "'%s' is out of range", key);
        return 0;
    }
    return (int)value;
}

static double read_rate(const struct json *object, const char *key, struct err *err)
{
    const char *text = maybe(object, key, err);
    char *end = NULL;
    double rate;

    if (text == NULL)
        return 0;
    rate = strtod(text, &end);
    if (end == text || *end != '\0' || !(rate > 0 && rate < 1e6))
        err_set(err, ERR_DATA, "no rate: '%s'", text);
    return rate;
}

static void read_extra_regions(const struct json *object, struct account *account,
                               struct arena *arena, struct err *err)
{
    struct json list = json_array(object, "extra_regions", err), item;
    struct extra_region *regions = arena_array(arena, json_count(&list), sizeof *regions);

    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        regions[account->n_extra_regions++] =
            (struct extra_region){json_string(&item, "id", err),
                                  json_bool_or(&item, "mainland", false, err)};
    account->extra_regions = regions;
}

static void read_watch(const struct json *object, struct account *account, struct arena *arena,
                       struct err *err)
{
    struct json list = json_array(object, "watch", err), item;
    const char **globs = arena_array(arena, json_count(&list), sizeof *globs);

    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        globs[account->n_watch++] = json_as_string(&item, err);
    account->watch = globs;
}

void settings_read(const struct json *object, struct account *account, struct arena *arena,
                   struct err *err)
{
    account->profile = maybe(object, "profile", err);
    account->credentials_file = maybe(object, "credentials_file", err);
    account->env_id = maybe(object, "env_id", err);
    account->env_secret = maybe(object, "env_secret", err);
    account->env_token = maybe(object, "env_token", err);
    account->project = maybe(object, "project", err);
    account->channel_key = maybe(object, "channel_key", err);
    account->site = maybe(object, "site", err);
    account->gateway = maybe(object, "gateway", err);
    account->endpoint = maybe(object, "endpoint", err);
    account->endpoint_origin = account->origin;
    account->ca_file = maybe(object, "ca_file", err);
    account->read_rate = read_rate(object, "read_rate", err);
    account->write_rate = read_rate(object, "write_rate", err);
    account->max_copies_per_region = read_count(object, "max_copies_per_region", err);
    account->image_quota = read_count(object, "image_quota", err);
    account->cross_border = json_bool_or(object, "cross_border", false, err);
    read_extra_regions(object, account, arena, err);
    read_watch(object, account, arena, err);
}
