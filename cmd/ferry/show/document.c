/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/document.h"

#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/contract.h"
#include "reconcile/base/version.h"

#include <assert.h>

/* null where there is none */
static void put_number(struct jsonw *w, const char *key, bool known, int64_t n)
{
    if (known)
        jsonw_int(w, key, n);
    else
        jsonw_null(w, key);
}

static void put_head(const struct findings *findings, struct jsonw *w)
{
    size_t i;

    jsonw_string(w, "format_version", FORMAT_VERSION);
    jsonw_string(w, "kind", findings_kind_name(findings->kind));
    jsonw_object(w, "tool");
    jsonw_string(w, "name", "ferry");
    jsonw_string(w, "version", FERRY_VERSION);
    jsonw_close(w);
    jsonw_object(w, "run");
    jsonw_string(w, "id", findings->run.id);
    jsonw_time(w, "started_at", findings->run.started_ms / 1000);
    jsonw_time(w, "ended_at", findings->run.ended_ms / 1000);
    jsonw_string(w, "ci_url", findings->run.ci_url);
    jsonw_close(w);
    jsonw_array(w, "manifest");
    for (i = 0; i < findings->n_files; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "path", findings->files[i].path);
        jsonw_string(w, "sha256", findings->files[i].sha256);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_bool(w, "complete", findings_complete(findings));
    jsonw_bool(w, "applyable", findings_applyable(findings));
    jsonw_bool(w, "errored", findings_errored(findings));
    jsonw_int(w, "exit_code", exitcode_of(findings));
    jsonw_string(w, "checksum", findings->checksum);
}

/* In the contract's order, which is not that of the rules. */
static const enum verdict summary_order[] = {
    VERDICT_IN_SYNC,   VERDICT_IN_PROGRESS, VERDICT_MISSING, VERDICT_UNUSABLE, VERDICT_DIFFERS,
    VERDICT_AMBIGUOUS, VERDICT_EXTRA,       VERDICT_BLOCKED, VERDICT_UNKNOWN,
};

static void put_summary(const struct findings *findings, struct jsonw *w)
{
    static const struct plan none; /* nobody planned: no number is better than a wrong one */
    bool planned = findings->plan != NULL;
    const struct plan *plan = planned ? findings->plan : &none;
    struct findings_counts counts;
    size_t i;

    findings_count(findings, &counts);
    jsonw_object(w, "summary");
    for (i = 0; i < sizeof summary_order / sizeof *summary_order; i++)
        jsonw_int(w, verdict_name(summary_order[i]), (int64_t)counts.verdict[summary_order[i]]);
    put_number(w, "write_calls", planned, (int64_t)plan->nr);
    put_number(w, "lower_bound", planned, plan->lower_bound);
    if (planned)
        jsonw_bool(w, "proved_minimal", plan->proved_minimal);
    else
        jsonw_null(w, "proved_minimal");
    put_number(w, "waves", planned, plan->waves);
    if (findings->kind == FINDINGS_APPLY)
        jsonw_int(w, "calls_made", findings_calls_made(findings));
    jsonw_string(w, "bound_reason", plan->bound_reason);
    jsonw_close(w);
}

/* ---- cells ---- */

static void put_attributes(const struct cell *cell, bool observed, struct jsonw *w)
{
    const char *key = observed ? "observed" : "expected";
    size_t i;

    if (cell->n_differences == 0) {
        jsonw_null(w, key);
        return;
    }
    jsonw_object(w, key);
    for (i = 0; i < cell->n_differences; i++)
        jsonw_string(w, cell->differences[i].attribute,
                     observed ? cell->differences[i].observed : cell->differences[i].expected);
    jsonw_close(w);
}

static void put_failure(const struct port_failure *failure, struct jsonw *w)
{
    if (failure == NULL || failure->class == PORT_FINE) {
        jsonw_null(w, "error");
        return;
    }
    jsonw_object(w, "error");
    jsonw_string(w, "class", findings_class_name(failure->class));
    jsonw_string(w, "code", failure->code);
    jsonw_string(w, "message", failure->message);
    put_number(w, "http_status", failure->http_status != 0, failure->http_status);
    jsonw_close(w);
}

static void put_images(const struct cell *cell, struct jsonw *w)
{
    const struct image *only = cell->n_images == 1 ? cell->images[0] : NULL;
    int progress = cell->verdict == VERDICT_IN_PROGRESS && only != NULL ? only->progress : -1;
    size_t i;

    jsonw_array(w, "ids");
    for (i = 0; i < cell->n_images; i++)
        jsonw_string(w, NULL, cell->images[i]->id);
    jsonw_close(w);
    jsonw_time(w, "created", only != NULL ? only->created : 0);
    put_number(w, "progress", progress >= 0, progress);
}

static void put_cell(const struct findings *findings, const struct cell *cell, struct jsonw *w)
{
    const struct plan_call *call = findings_call_of(findings, cell);

    jsonw_object(w, NULL);
    jsonw_string(w, "address", cell->address);
    jsonw_string(w, "account", findings_account(findings, cell->account));
    jsonw_string(w, "image", cell->name);
    jsonw_string(w, "region", cell->region);
    jsonw_string(w, "verdict", verdict_name(cell->verdict));
    jsonw_string(w, "reason", findings_reason(cell));
    jsonw_string(w, "waiting_for", cell->waiting_for);
    put_images(cell, w);
    put_attributes(cell, true, w);
    put_attributes(cell, false, w);
    put_number(w, "call", call != NULL, call != NULL ? call->id : 0);
    put_failure(cell->failure, w);
    contract_put_origin(w, "manifest", &cell->origin);
    jsonw_strings(w, "evidence", cell->evidence, cell->n_evidence);
    jsonw_string(w, "detail", cell->detail);
    jsonw_time(w, "read_at", cell->read_at_ms / 1000);
    if (findings->kind == FINDINGS_PLAN)
        contract_put_cell(cell, w);
    jsonw_close(w);
}

/* ---- calls ---- */

static void put_fact(const struct fact *fact, const char *key, struct jsonw *w)
{
    static const char *const names[] = {
        [FACT_SOURCE_STATE] = "source_state",
        [FACT_ABSENT] = "absent",
        [FACT_QUOTA_FREE] = "quota_free",
    };

    jsonw_object(w, key);
    jsonw_string(w, "fact", names[fact->kind]);
    jsonw_string(w, "region", fact->region);
    if (fact->id != NULL)
        jsonw_string(w, "id", fact->id);
    if (fact->kind == FACT_SOURCE_STATE)
        jsonw_string(w, "equals", fact->equals);
    if (fact->kind == FACT_ABSENT)
        jsonw_string(w, "name", fact->name);
    if (fact->kind == FACT_QUOTA_FREE)
        jsonw_int(w, "at_least", fact->at_least);
    jsonw_time(w, "read_at", fact->read_at_ms / 1000);
    jsonw_close(w);
}

/* What a call came to; only in documents of runs that made calls. */
static void put_result(const struct plan_call *call, struct jsonw *w)
{
    jsonw_string(w, "request_id", call->request_id);
    jsonw_string(w, "detail", call->outcome_detail);
    if (call->moved == NULL) {
        jsonw_null(w, "moved");
        return;
    }
    jsonw_object(w, "moved");
    put_fact(call->moved, "required", w);
    jsonw_string(w, "now", call->moved_now);
    jsonw_close(w);
}

/* Additive to format 1.0: only in plans that were rehearsed. */
static void put_rehearsal(const struct findings_rehearsal *rehearsal, struct jsonw *w)
{
    const struct port_failure *failure = rehearsal->failure;

    jsonw_object(w, "rehearsal");
    jsonw_bool(w, "asked", rehearsal->asked);
    jsonw_bool(w, "accepted", rehearsal->asked && failure == NULL);
    jsonw_string(w, "code", failure != NULL ? failure->code : NULL);
    jsonw_string(w, "message", failure != NULL ? failure->message : NULL);
    jsonw_string(w, "request_id", rehearsal->request_id);
    jsonw_close(w);
}

static void put_call(const struct findings *findings, const struct plan_call *call, struct jsonw *w)
{
    const struct findings_rehearsal *rehearsal = findings_rehearsal_of(findings, call);
    size_t i;

    jsonw_object(w, NULL);
    jsonw_int(w, "id", call->id);
    jsonw_string(w, "account", findings_account(findings, call->account));
    jsonw_string(w, "provider", findings_provider(findings, call->account));
    jsonw_string(w, "action", call->action);
    jsonw_string(w, "source_region", call->source_region);
    jsonw_array(w, "sources");
    for (i = 0; i < call->n_sources; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "image", call->sources[i].image);
        jsonw_string(w, "id", call->sources[i].id);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_strings(w, "regions", call->regions, call->n_regions);
    jsonw_int(w, "wave", call->wave);
    jsonw_string(w, "outcome", outcome_name(call->outcome));
    jsonw_array(w, "requires");
    for (i = 0; i < call->n_facts; i++)
        put_fact(&call->facts[i], NULL, w);
    jsonw_close(w);
    if (findings->kind == FINDINGS_APPLY)
        put_result(call, w);
    if (rehearsal != NULL)
        put_rehearsal(rehearsal, w);
    jsonw_close(w);
}

/* ---- diagnostics ---- */

static void put_diag(const struct diag *diag, struct jsonw *w)
{
    jsonw_object(w, NULL);
    jsonw_string(w, "severity", diag->severity == SEVERITY_ERROR ? "error" : "warning");
    jsonw_string(w, "code", diag->code);
    jsonw_string(w, "summary", diag->summary);
    jsonw_string(w, "detail", diag->hint);
    contract_put_origin(w, "range", &diag->origin);
    if (diag->other.text != NULL) {
        jsonw_object(w, "related");
        jsonw_string(w, "summary", diag->other.text);
        contract_put_origin(w, "range", &diag->other.origin);
        jsonw_close(w);
    }
    jsonw_close(w);
}

static void put_diagnostics(const struct findings *findings, struct jsonw *w)
{
    struct diag one = {.severity = SEVERITY_ERROR, .summary = findings->error.text};
    size_t i, n;
    const struct diff_notice *notices = findings_notices(findings, &n);

    jsonw_array(w, "diagnostics");
    /* "the manifest has 2 errors" says nothing beside the two. */
    if (findings->error.code != ERR_NONE && findings->diags.errors == 0)
        put_diag(&one, w);
    if (findings->refusal != REFUSAL_NONE) {
        one = (struct diag){
            .severity = findings->kind == FINDINGS_APPLY ? SEVERITY_ERROR : SEVERITY_WARNING,
            .code = refusal_name(findings->refusal),
            .summary =
                findings->refusal_text != NULL ? findings->refusal_text : "refused by a guard",
        };
        put_diag(&one, w);
    }
    for (i = 0; i < findings->diags.nr; i++)
        put_diag(&findings->diags.items[i], w);
    for (i = 0; i < n; i++) {
        one = (struct diag){.severity = SEVERITY_WARNING,
                            .code = notices[i].code,
                            .summary = notices[i].text,
                            .origin = notices[i].origin};
        put_diag(&one, w);
    }
    jsonw_close(w);
}

/* ---- commands that are no matter of cells ---- */

static void put_identities(const struct findings *findings, struct jsonw *w)
{
    size_t i;

    jsonw_array(w, "identities");
    for (i = 0; i < findings->n_identities; i++) {
        const struct findings_identity *one = &findings->identities[i];

        jsonw_object(w, NULL);
        jsonw_string(w, "account", one->account);
        jsonw_string(w, "provider", one->provider);
        jsonw_bool(w, "works", !one->missing && one->failure == NULL);
        jsonw_string(w, "source", one->source);
        jsonw_string(w, "identity", one->identity);
        put_failure(one->failure, w);
        jsonw_string(w, "problem", one->problem);
        jsonw_string(w, "request_id", one->request_id);
        jsonw_close(w);
    }
    jsonw_close(w);
}

static void put_caps(const struct caps *caps, struct jsonw *w)
{
    size_t i;

    jsonw_object(w, NULL);
    jsonw_string(w, "provider", caps->provider);
    jsonw_string(w, "title", caps->title);
    jsonw_string(w, "action", caps->action);
    jsonw_int(w, "images_per_call", (int64_t)caps->images_per_call);
    jsonw_int(w, "regions_per_call", (int64_t)caps->regions_per_call);
    jsonw_int(w, "page_size", caps->page_size);
    jsonw_int(w, "read_rate", caps->read_rate);
    jsonw_int(w, "write_rate", caps->write_rate);
    jsonw_int(w, "copies_per_region", caps->copies_per_region);
    jsonw_int(w, "image_quota", caps->image_quota);
    jsonw_bool(w, "quota_call", caps->has_quota_call);
    jsonw_bool(w, "dry_run", caps->has_dry_run);
    jsonw_bool(w, "names_repeat", caps->names_repeat);
    jsonw_bool(w, "can_rename", caps->can_rename);
    jsonw_bool(w, "names_ids", caps->names_ids);
    jsonw_bool(w, "reports_progress", (caps->attributes & PORT_HAS_PROGRESS) != 0);
    jsonw_int(w, "max_size_gib", caps->max_size_gib);
    jsonw_int(w, "max_name_chars", (int64_t)caps->name.max_chars);
    jsonw_array(w, "regions");
    for (i = 0; i < caps->n_regions; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "id", caps->regions[i].id);
        jsonw_string(w, "alias", caps->regions[i].alias);
        jsonw_string(w, "zone", caps->regions[i].zone);
        jsonw_bool(w, "copies", !caps->regions[i].no_copy);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_close(w);
}

void document_write(const struct findings *findings, struct jsonw *w)
{
    const struct cell *cell = NULL;
    const struct plan_call *calls;
    size_t i, n;

    assert(findings != NULL && w != NULL);
    put_head(findings, w);
    put_summary(findings, w);
    jsonw_array(w, "cells");
    while ((cell = findings_next(findings, cell)) != NULL)
        put_cell(findings, cell, w);
    jsonw_close(w);
    jsonw_array(w, "calls");
    calls = findings_calls(findings, &n);
    for (i = 0; i < n; i++)
        put_call(findings, &calls[i], w);
    jsonw_close(w);
    put_diagnostics(findings, w);
    if (findings->kind == FINDINGS_PLAN)
        contract_put(findings, w);
    if (findings->kind == FINDINGS_EXPORT)
        jsonw_string(w, "document", findings->document);
    if (findings->kind == FINDINGS_WHOAMI)
        put_identities(findings, w);
    if (findings->kind != FINDINGS_PROVIDERS)
        return;
    jsonw_array(w, "providers");
    for (i = 0; findings->caps != NULL && findings->caps[i] != NULL; i++)
        put_caps(findings->caps[i], w);
    jsonw_close(w);
}
