/* SPDX-License-Identifier: MIT */
/*
 * A saved plan read back.  Two steps: take every field as its type, then hold the parts against
 * each other (planfile_check.c), so that what comes out can be carried out without further checks.
 */
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/saved/planfile_parts.h"
#include "cmd/ferry/saved/settings.h"
#include "providers/wire/json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- accounts and images ---- */

static void read_account(const struct json *object, struct account *account, size_t at,
                         struct planfile_reading *in)
{
    const char *provider = json_string(object, "provider", in->err);
    const char *same_as = json_string(object, "same_as", in->err);
    size_t i;

    account->name = json_string(object, "name", in->err);
    account->origin = planfile_origin(object, "manifest", in);
    for (i = 0; in->caps[i] != NULL; i++)
        if (strcmp(in->caps[i]->provider, provider) == 0)
            account->caps = in->caps[i];
    if (account->caps == NULL)
        planfile_refuse(in, "unknown provider", provider);
    if (planfile_account_at(in->desired, at, account->name) < at)
        planfile_refuse(in, "twice the account", account->name);
    account->tenant = planfile_account_at(in->desired, at + 1, same_as);
    if (account->tenant > at) {
        planfile_refuse(in, "the same cloud account as an unknown one:", same_as);
        account->tenant = at;
    }
    settings_read(object, account, in->arena, in->err);
}

static void read_accounts(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "accounts", in->err), item;
    struct desired *desired = in->desired;

    desired->accounts = arena_array(in->arena, json_count(&list), sizeof *desired->accounts);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item)) {
        read_account(&item, &desired->accounts[desired->n_accounts], desired->n_accounts, in);
        desired->n_accounts++;
    }
}

static void read_expect(const struct json *object, struct expect *expect,
                        struct planfile_reading *in)
{
    struct json member = json_object(object, "expect", in->err);
    const char *os = planfile_maybe(&member, "os", in), *arch = planfile_maybe(&member, "arch", in);

    if (os != NULL && !image_os_parse(os, &expect->os))
        planfile_refuse(in, "unknown os", os);
    if (arch != NULL && !image_arch_parse(arch, &expect->arch))
        planfile_refuse(in, "unknown arch", arch);
    expect->min_size_gib = json_int(&member, "min_size_gib", in->err);
    expect->max_size_gib = json_int(&member, "max_size_gib", in->err);
}

static void read_image(const struct json *object, struct wanted *wanted,
                       struct planfile_reading *in)
{
    struct json from = json_object(object, "from", in->err);
    struct target *targets;
    const char *const *regions;
    size_t i;

    wanted->name = json_string(object, "name", in->err);
    wanted->account = planfile_account(object, in);
    wanted->origin = wanted->from_origin = planfile_origin(object, "manifest", in);
    wanted->from_region = json_string(&from, "region", in->err);
    wanted->from_id = planfile_maybe(&from, "id", in);
    read_expect(object, &wanted->expect, in);
    regions = planfile_strings(object, "to", &wanted->n_targets, in);
    targets = arena_array(in->arena, wanted->n_targets, sizeof *targets);
    for (i = 0; i < wanted->n_targets; i++)
        targets[i] = (struct target){regions[i], wanted->origin, false}; /* its cell selects it */
    wanted->targets = targets;
    in->targets[wanted - in->desired->images] = targets;
}

static void read_images(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "images", in->err), item;
    struct desired *desired = in->desired;

    desired->images = arena_array(in->arena, json_count(&list), sizeof *desired->images);
    in->targets = arena_array(in->arena, json_count(&list), sizeof *in->targets);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item))
        read_image(&item, &desired->images[desired->n_images++], in);
}

/* ---- calls ---- */

static void read_fact(const struct json *object, struct fact *fact, struct planfile_reading *in)
{
    const char *kind = json_string(object, "fact", in->err);

    fact->region = json_string(object, "region", in->err);
    fact->id = planfile_maybe(object, "id", in);
    fact->read_at_ms = planfile_seconds(object, "read_at", in) * 1000;
    if (strcmp(kind, "source_state") == 0) {
        fact->kind = FACT_SOURCE_STATE;
        fact->id = json_string(object, "id", in->err);
        fact->equals = planfile_maybe(object, "equals", in);
    } else if (strcmp(kind, "absent") == 0) {
        fact->kind = FACT_ABSENT;
        fact->name = json_string(object, "name", in->err);
    } else if (strcmp(kind, "quota_free") == 0) {
        fact->kind = FACT_QUOTA_FREE;
        fact->at_least = json_int(object, "at_least", in->err);
    } else {
        planfile_refuse(in, "unknown fact",
                        kind); /* what cannot be guarded must not be carried out */
    }
}

static void read_sources(const struct json *object, struct plan_call *call,
                         struct planfile_reading *in)
{
    struct json list = json_array(object, "sources", in->err), item;
    struct plan_source *sources = arena_array(in->arena, json_count(&list), sizeof *sources);

    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        sources[call->n_sources++] = (struct plan_source){json_string(&item, "image", in->err),
                                                          json_string(&item, "id", in->err)};
    call->sources = sources;
}

static void read_call(const struct json *object, struct plan_call *call,
                      struct planfile_reading *in)
{
    struct json facts = json_array(object, "requires", in->err), item;
    struct fact *list = arena_array(in->arena, json_count(&facts), sizeof *list);
    const struct account *account;

    call->id = json_int_from(object, "id", 0, in->err);
    call->account = planfile_account(object, in);
    if (in->err->code != ERR_NONE)
        return;
    account = &in->desired->accounts[call->account];
    call->tenant = account->tenant;
    call->action = json_string(object, "action", in->err);
    call->source_region = json_string(object, "source_region", in->err);
    read_sources(object, call, in);
    call->regions = planfile_strings(object, "regions", &call->n_regions, in);
    call->wave = json_int_from(object, "wave", 1, in->err);
    if (planfile_maybe(object, "outcome", in) != NULL)
        planfile_refuse(in, "a call was made already:", json_string(object, "outcome", in->err));
    for (item = json_first(&facts); item.node != NULL; item = json_next(&item))
        read_fact(&item, &list[call->n_facts++], in);
    call->facts = list;
}

static void read_calls(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "calls", in->err), item;
    struct plan *plan = in->plan;

    plan->calls = arena_array(in->arena, json_count(&list), sizeof *plan->calls);
    plan->cap = json_count(&list);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item))
        read_call(&item, &plan->calls[plan->nr++], in);
}

/* ---- the document ---- */

static void read_head(const struct json *root, struct planfile_reading *in)
{
    const char *version = json_string(root, "format_version", in->err), *kind;
    char *end = NULL;
    long major = strtol(version, &end, 10);

    if (in->err->code != ERR_NONE)
        return;
    if (end == version || *end != '.')
        planfile_refuse(in, "no format version:", version);
    else if (major > 1)
        err_set(in->err, ERR_DATA,
                "it has format version %s, this ferry reads 1.x: use a newer one", version);
    kind = json_string(root, "kind", in->err);
    if (in->err->code == ERR_NONE && strcmp(kind, "plan") != 0)
        err_set(in->err, ERR_DATA, "it is the report of '%s', not a plan", kind);
    if (json_bool_or(root, "errored", false, in->err))
        err_set(in->err, ERR_DATA, "the run that wrote it failed: it holds no plan");
}

static void read_summary(const struct json *root, struct planfile_reading *in)
{
    struct json summary = json_object(root, "summary", in->err);
    struct plan *plan = in->plan;
    int verdict;

    if (in->err->code != ERR_NONE)
        return;
    plan->lower_bound = json_int_from(&summary, "lower_bound", 0, in->err);
    plan->proved_minimal = json_bool_or(&summary, "proved_minimal", false, in->err);
    plan->bound_reason = planfile_maybe(&summary, "bound_reason", in);
    plan->waves = json_int_from(&summary, "waves", 0, in->err);
    in->write_calls = json_int_from(&summary, "write_calls", 0, in->err);
    for (verdict = 0; verdict < VERDICT_COUNT; verdict++)
        in->verdicts[verdict] =
            (size_t)json_int_from(&summary, verdict_name((enum verdict)verdict), 0, in->err);
}

int planfile_take(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct findings *out, struct err *err)
{
    struct err syntax = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(bytes, n, arena, &syntax);
    struct json root = json_root(document);
    struct planfile_reading in = {
        .arena = arena,
        .caps = caps,
        .desired = &out->desired,
        .judged = arena_alloc(arena, sizeof *in.judged),
        .plan = arena_alloc(arena, sizeof *in.plan),
        .out = out,
        .err = err,
    };
    void (*const steps[])(const struct json *, struct planfile_reading *) = {
        read_head,  read_accounts,       read_images,         read_summary,
        read_calls, planfile_read_cells, planfile_read_shown,
    };
    size_t i;

    if (document == NULL)
        return err_set(err, ERR_DATA, "damaged or cut off: %s", syntax.text);
    for (i = 0; i < sizeof steps / sizeof *steps && err->code == ERR_NONE; i++)
        steps[i](&root, &in);
    if (err->code == ERR_NONE)
        out->checksum = json_string(&root, "checksum", err);
    if (err->code == ERR_NONE)
        planfile_check(&in);
    out->judged = in.judged;
    out->plan = in.plan;
    return err->code == ERR_NONE ? 0 : -1;
}

int planfile_read(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct findings *out, struct err *err)
{
    struct findings made = *out;
    struct err inner = ERR_INIT; /* the steps look at it: nobody else's error may stand in it */
    char checksum[PLANFILE_CHECKSUM];

    assert(bytes != NULL && caps != NULL && arena != NULL && err != NULL);
    assert(out->desired.n_images == 0 && out->judged == NULL);
    if (planfile_take(bytes, n, caps, arena, &made, &inner) != 0)
        return err_set(err, ERR_DATA, "%s", inner.text);
    planfile_checksum(made.plan, &made.desired, checksum);
    if (strcmp(checksum, made.checksum) != 0)
        return err_set(err, ERR_DATA, "altered: its checksum is not that of its calls");
    *out = made;
    return 0;
}
