/* SPDX-License-Identifier: MIT */
/* A plan as a contract: what `apply` needs beside the document that every report is. */
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/show/document.h"
#include "reconcile/model/setting.h"

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

void planfile_contract(const struct findings *findings, struct jsonw *w)
{
    const struct desired *desired = findings->desired;
    size_t i;

    jsonw_array(w, "accounts");
    for (i = 0; desired != NULL && i < desired->n_accounts; i++) {
        const struct account *account = &desired->accounts[i];

        jsonw_object(w, NULL);
        jsonw_string(w, "name", account->name);
        jsonw_string(w, "provider", account->caps->provider);
        jsonw_string(w, "same_as", desired->accounts[account->tenant].name);
        setting_write(account, SETTING_PLAN, w);
        put_origin(w, "manifest", &account->origin);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_array(w, "images");
    for (i = 0; desired != NULL && i < desired->n_images; i++)
        put_image(w, desired, &desired->images[i]);
    jsonw_close(w);
}

void planfile_write(const struct findings *findings, struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);

    jsonw_object(&w, NULL);
    document_write(findings, &w);
    jsonw_close(&w);
    buf_char(out, '\n');
}
