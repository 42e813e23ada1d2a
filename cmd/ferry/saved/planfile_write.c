/* SPDX-License-Identifier: MIT */
/* A plan as a contract: what `apply` needs beside the document that every report is. */
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/show/document.h"

#include <stdio.h>
#include <string.h>

static void put_rate(struct jsonw *w, const char *key, double rate)
{
    char text[32];

    snprintf(text, sizeof text, "%.6g", rate); /* text, as JSON numbers here are whole */
    jsonw_string(w, key, rate > 0 ? text : NULL);
}

static void put_settings(struct jsonw *w, const struct account *account)
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

static void put_origin(struct jsonw *w, const char *key, const struct origin *origin)
{
    if (origin->path == NULL) {
        jsonw_null(w, key);
        return;
    }
    jsonw_object(w, key);
    jsonw_string(w, "path", origin->path);
    jsonw_int(w, "line", origin->line);
    jsonw_int(w, "column", origin->column);
    jsonw_close(w);
}

static void put_expect(struct jsonw *w, const struct expect *expect)
{
    jsonw_object(w, "expect");
    jsonw_string(w, "os", image_os_name(expect->os));
    jsonw_string(w, "arch", image_arch_name(expect->arch));
    jsonw_int(w, "min_size_gib", expect->min_size_gib);
    jsonw_int(w, "max_size_gib", expect->max_size_gib);
    jsonw_close(w);
}

static void put_image(struct jsonw *w, const struct desired *desired, const struct wanted *wanted)
{
    size_t i;

    jsonw_object(w, NULL);
    jsonw_string(w, "name", wanted->name);
    jsonw_string(w, "account", desired->accounts[wanted->account].name);
    jsonw_object(w, "from");
    jsonw_string(w, "region", wanted->from_region);
    jsonw_string(w, "id", wanted->from_id);
    jsonw_close(w);
    put_expect(w, &wanted->expect);
    jsonw_array(w, "to");
    for (i = 0; i < wanted->n_targets; i++)
        jsonw_string(w, NULL, wanted->targets[i].region);
    jsonw_close(w);
    put_origin(w, "manifest", &wanted->origin);
    jsonw_close(w);
}

void planfile_contract(const struct report *report, struct jsonw *w)
{
    const struct desired *desired = report->desired;
    size_t i;

    jsonw_array(w, "accounts");
    for (i = 0; desired != NULL && i < desired->n_accounts; i++) {
        const struct account *account = &desired->accounts[i];

        jsonw_object(w, NULL);
        jsonw_string(w, "name", account->name);
        jsonw_string(w, "provider", account->caps->provider);
        jsonw_string(w, "same_as", desired->accounts[account->tenant].name);
        put_settings(w, account);
        put_origin(w, "manifest", &account->origin);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_array(w, "images");
    for (i = 0; desired != NULL && i < desired->n_images; i++)
        put_image(w, desired, &desired->images[i]);
    jsonw_close(w);
}

void planfile_write(const struct report *report, struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);

    jsonw_object(&w, NULL);
    document_write(report, &w);
    jsonw_close(&w);
    buf_char(out, '\n');
}
