/* SPDX-License-Identifier: MIT */
/* What the document of a plan holds beside what every document is. */
#include "cmd/ferry/show/contract.h"

#include "reconcile/model/setting.h"

#include <assert.h>

void contract_put_origin(struct jsonw *w, const char *key, const struct origin *origin)
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

static void put_image(struct jsonw *w, const struct desired *desired, const struct wanted *wanted,
                      const struct image *original)
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
    contract_put_origin(w, "manifest", &wanted->origin);
    if (original != NULL) {
        jsonw_object(w, "source");
        jsonw_string(w, "id", original->id);
        jsonw_int(w, "size_gib", original->size_gib);
        jsonw_close(w);
    } else {
        jsonw_null(w, "source");
    }
    jsonw_close(w);
}

void contract_put(const struct findings *findings, struct jsonw *w)
{
    const struct desired *desired = &findings->desired;
    struct arena arena cleanup_arena = ARENA_INIT;
    const struct image *const *originals = findings_originals(findings, &arena);
    size_t i;

    assert(findings != NULL && w != NULL);
    jsonw_array(w, "accounts");
    for (i = 0; i < desired->n_accounts; i++) {
        const struct account *account = &desired->accounts[i];

        jsonw_object(w, NULL);
        jsonw_string(w, "name", account->name);
        jsonw_string(w, "provider", account->caps->provider);
        jsonw_string(w, "same_as", desired->accounts[account->tenant].name);
        setting_write(account, SETTING_PLAN, w);
        contract_put_origin(w, "manifest", &account->origin);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_array(w, "images");
    for (i = 0; i < desired->n_images; i++)
        put_image(w, desired, &desired->images[i], originals[i]);
    jsonw_close(w);
}

void contract_put_cell(const struct cell *cell, struct jsonw *w)
{
    size_t i;

    assert(cell != NULL);
    jsonw_array(w, "images");
    for (i = 0; i < cell->n_images; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "id", cell->images[i]->id);
        jsonw_string(w, "state", cell->images[i]->state_text);
        jsonw_time(w, "created", cell->images[i]->created);
        jsonw_int(w, "size_gib", cell->images[i]->size_gib);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_array(w, "differences");
    for (i = 0; i < cell->n_differences; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "attribute", cell->differences[i].attribute);
        jsonw_string(w, "observed", cell->differences[i].observed);
        jsonw_string(w, "expected", cell->differences[i].expected);
        jsonw_bool(w, "declared", cell->differences[i].from_expect);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_string(w, "older_than", cell->stale_from);
}
