/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/plan.h"

#include "reconcile/base/jsonw.h"
#include "reconcile/model/setting.h"

#include <assert.h>
#include <string.h>

/*
 * JSON, since it has one way to write a text whatever it holds.  Only what decides about requests
 * is in it: who asks whom (account settings), for what (calls), relying on what (facts).  A change
 * of this form changes every checksum, so it carries a version of its own.
 */

enum { CANONICAL_VERSION = 1 };

static const char *const fact_names[] = {
    [FACT_SOURCE_STATE] = "source_state",
    [FACT_ABSENT] = "absent",
    [FACT_QUOTA_FREE] = "quota_free",
};

static void write_account(struct jsonw *w, const struct account *account)
{
    jsonw_object(w, NULL);
    jsonw_string(w, "name", account->name);
    jsonw_string(w, "provider", account->caps->provider);
    setting_write(account, SETTING_CHECKSUM, w);
    jsonw_close(w);
}

static void write_fact(struct jsonw *w, const struct fact *fact)
{
    jsonw_object(w, NULL);
    jsonw_string(w, "fact", fact_names[fact->kind]);
    jsonw_string(w, "region", fact->region);
    jsonw_string(w, "id", fact->id);
    jsonw_string(w, "name", fact->name);
    jsonw_string(w, "equals", fact->equals);
    jsonw_int(w, "at_least", fact->at_least);
    jsonw_close(w);
}

static void write_call(struct jsonw *w, const struct plan_call *call, const struct desired *desired)
{
    size_t i;

    jsonw_object(w, NULL);
    jsonw_int(w, "id", call->id);
    jsonw_string(w, "account", desired->accounts[call->account].name);
    jsonw_string(w, "action", call->action);
    jsonw_string(w, "source_region", call->source_region);
    jsonw_int(w, "wave", call->wave);
    jsonw_array(w, "sources");
    for (i = 0; i < call->n_sources; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "image", call->sources[i].image);
        jsonw_string(w, "id", call->sources[i].id);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_strings(w, "regions", call->regions, call->n_regions);
    jsonw_array(w, "requires");
    for (i = 0; i < call->n_facts; i++)
        write_fact(w, &call->facts[i]);
    jsonw_close(w);
    jsonw_close(w);
}

/* The accounts that calls use, by name: their order in the manifest changes nothing. */
static void write_accounts(struct jsonw *w, const struct plan *plan, const struct desired *desired)
{
    const char *last = "";

    for (;;) {
        const struct account *next = NULL;
        size_t i;

        for (i = 0; i < plan->nr; i++) {
            const struct account *account = &desired->accounts[plan->calls[i].account];

            if (strcmp(account->name, last) > 0 &&
                (next == NULL || strcmp(account->name, next->name) < 0))
                next = account;
        }
        if (next == NULL)
            return;
        write_account(w, next);
        last = next->name;
    }
}

void plan_canonical(const struct plan *plan, const struct desired *desired, struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);
    size_t i;

    assert(plan != NULL && desired != NULL);
    jsonw_object(&w, NULL);
    jsonw_int(&w, "canonical", CANONICAL_VERSION);
    jsonw_array(&w, "accounts");
    write_accounts(&w, plan, desired);
    jsonw_close(&w);
    jsonw_array(&w, "calls");
    for (i = 0; i < plan->nr; i++)
        write_call(&w, &plan->calls[i], desired);
    jsonw_close(&w);
    jsonw_close(&w);
}
