/* SPDX-License-Identifier: MIT */
/*
 * A saved plan read back.  Two steps: take every field as its type, then hold the parts against
 * each other (planfile_check.c), so that what comes out can be carried out without further checks.
 */
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/saved/planfile_parts.h"
#include "cmd/ferry/saved/settings.h"
#include "providers/wire/json.h"
#include "reconcile/base/clock.h"

#include <stdlib.h>
#include <string.h>

static int refuse(struct planfile_reading *in, const char *what, const char *name)
{
    return err_set(in->err, ERR_DATA, "%s '%s'", what, name);
}

/* The text of a member, NULL where it is null: what the manifest did not say. */
static const char *maybe(const struct json *object, const char *key, struct err *err)
{
    return json_string_or(object, key, NULL, err);
}

static int64_t read_time(const struct json *object, const char *key, struct planfile_reading *in)
{
    const char *text = maybe(object, key, in->err);
    int64_t seconds = 0;

    if (text != NULL && !clock_parse(text, 0, &seconds))
        refuse(in, "no time:", text);
    return seconds * 1000;
}

/* A number that fits an int and is not below `least`. */
static int read_int(const struct json *object, const char *key, int least,
                    struct planfile_reading *in)
{
    int64_t value = json_int(object, key, in->err);

    if (value < least || value > INT32_MAX) {
        err_set(in->err, ERR_DATA, "'%s' is out of range", key);
        return least;
    }
    return (int)value;
}

static struct origin read_origin(const struct json *object, const char *key,
                                 struct planfile_reading *in)
{
    struct json range = json_object_maybe(object, key, in->err);
    struct origin origin = {NULL, 0, 0};

    if (range.node == NULL)
        return origin;
    origin.path = json_string(&range, "path", in->err);
    origin.line = read_int(&range, "line", 0, in);
    origin.column = read_int(&range, "column", 0, in);
    return origin;
}

static const char *const *read_strings(const struct json *object, const char *key, size_t *n,
                                       struct planfile_reading *in)
{
    struct json list = json_array(object, key, in->err), item;
    const char **texts = arena_array(in->arena, json_count(&list), sizeof *texts);

    *n = 0;
    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        texts[(*n)++] = json_as_string(&item, in->err);
    return texts;
}

/* ---- accounts and images ------------------------------------------------------------------------
 */

/* Index of the account of that name among the first `n`; n if there is none. */
static size_t account_index(const struct desired *desired, size_t n, const char *name)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (strcmp(desired->accounts[i].name, name) == 0)
            return i;
    return n;
}

static size_t read_account_name(const struct json *object, struct planfile_reading *in)
{
    const struct desired *desired = &in->out->desired;
    const char *name = json_string(object, "account", in->err);
    size_t at = account_index(desired, desired->n_accounts, name);

    if (at < desired->n_accounts)
        return at;
    refuse(in, "unknown account", name);
    return 0;
}

static void read_account(const struct json *object, struct account *account, size_t at,
                         struct planfile_reading *in)
{
    const char *provider = json_string(object, "provider", in->err);
    const char *same_as = json_string(object, "same_as", in->err);
    size_t i;

    account->name = json_string(object, "name", in->err);
    account->origin = read_origin(object, "manifest", in);
    for (i = 0; in->caps[i] != NULL; i++)
        if (strcmp(in->caps[i]->provider, provider) == 0)
            account->caps = in->caps[i];
    if (account->caps == NULL)
        refuse(in, "unknown provider", provider);
    if (account_index(&in->out->desired, at, account->name) < at)
        refuse(in, "twice the account", account->name);
    account->tenant = account_index(&in->out->desired, at + 1, same_as);
    if (account->tenant > at) {
        refuse(in, "the same cloud account as an unknown one:", same_as);
        account->tenant = at;
    }
    settings_read(object, account, in->arena, in->err);
}

static void read_accounts(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "accounts", in->err), item;
    struct desired *desired = &in->out->desired;

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
    const char *os = maybe(&member, "os", in->err), *arch = maybe(&member, "arch", in->err);

    if (os != NULL && !image_os_parse(os, &expect->os))
        refuse(in, "unknown os", os);
    if (arch != NULL && !image_arch_parse(arch, &expect->arch))
        refuse(in, "unknown arch", arch);
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
    wanted->account = read_account_name(object, in);
    wanted->origin = wanted->from_origin = read_origin(object, "manifest", in);
    wanted->from_region = json_string(&from, "region", in->err);
    wanted->from_id = maybe(&from, "id", in->err);
    read_expect(object, &wanted->expect, in);
    regions = read_strings(object, "to", &wanted->n_targets, in);
    targets = arena_array(in->arena, wanted->n_targets, sizeof *targets);
    for (i = 0; i < wanted->n_targets; i++)
        targets[i] = (struct target){regions[i], wanted->origin, false}; /* its cell selects it */
    wanted->targets = targets;
}

static void read_images(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "images", in->err), item;
    struct desired *desired = &in->out->desired;

    desired->images = arena_array(in->arena, json_count(&list), sizeof *desired->images);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item))
        read_image(&item, &desired->images[desired->n_images++], in);
}

/* ---- calls --------------------------------------------------------------------------------------
 */

static void read_fact(const struct json *object, struct fact *fact, struct planfile_reading *in)
{
    const char *kind = json_string(object, "fact", in->err);

    fact->region = json_string(object, "region", in->err);
    fact->id = maybe(object, "id", in->err);
    fact->read_at_ms = read_time(object, "read_at", in);
    if (strcmp(kind, "source_state") == 0) {
        fact->kind = FACT_SOURCE_STATE;
        fact->id = json_string(object, "id", in->err);
        fact->equals = maybe(object, "equals", in->err);
    } else if (strcmp(kind, "absent") == 0) {
        fact->kind = FACT_ABSENT;
        fact->name = json_string(object, "name", in->err);
    } else if (strcmp(kind, "quota_free") == 0) {
        fact->kind = FACT_QUOTA_FREE;
        fact->at_least = json_int(object, "at_least", in->err);
    } else {
        refuse(in, "unknown fact", kind); /* what cannot be guarded must not be carried out */
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

    call->id = read_int(object, "id", 0, in);
    call->account = read_account_name(object, in);
    if (in->err->code != ERR_NONE)
        return;
    account = &in->out->desired.accounts[call->account];
    call->tenant = account->tenant;
    call->action = json_string(object, "action", in->err);
    call->source_region = json_string(object, "source_region", in->err);
    read_sources(object, call, in);
    call->regions = read_strings(object, "regions", &call->n_regions, in);
    call->wave = read_int(object, "wave", 1, in);
    if (maybe(object, "outcome", in->err) != NULL)
        refuse(in, "a call was made already:", json_string(object, "outcome", in->err));
    for (item = json_first(&facts); item.node != NULL; item = json_next(&item))
        read_fact(&item, &list[call->n_facts++], in);
    call->facts = list;
}

static void read_calls(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "calls", in->err), item;
    struct plan *plan = &in->out->plan;

    plan->calls = arena_array(in->arena, json_count(&list), sizeof *plan->calls);
    plan->cap = json_count(&list);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item))
        read_call(&item, &plan->calls[plan->nr++], in);
}

/* ---- the document -------------------------------------------------------------------------------
 */

static void read_head(const struct json *root, struct planfile_reading *in)
{
    const char *version = json_string(root, "format_version", in->err), *kind;
    char *end = NULL;
    long major = strtol(version, &end, 10);

    if (in->err->code != ERR_NONE)
        return;
    if (end == version || *end != '.')
        refuse(in, "no format version:", version);
    else if (major > 1)
        err_set(in->err, ERR_DATA,
                "it has format version %s, this ferry reads 1.x: use a newer one", version);
    kind = json_string(root, "kind", in->err);
    if (in->err->code == ERR_NONE && strcmp(kind, "plan") != 0)
        err_set(in->err, ERR_DATA, "it is the report of '%s', not a plan", kind);
    if (json_bool_or(root, "errored", false, in->err))
        err_set(in->err, ERR_DATA, "the run that wrote it failed: it holds no plan");
}

static void read_run(const struct json *root, struct planfile_reading *in)
{
    struct json run = json_object(root, "run", in->err);
    struct json files = json_array(root, "manifest", in->err), item;
    struct findings_file *list = arena_array(in->arena, json_count(&files), sizeof *list);

    in->out->run =
        (struct findings_run){maybe(&run, "id", in->err), read_time(&run, "started_at", in),
                              read_time(&run, "ended_at", in), maybe(&run, "ci_url", in->err)};
    for (item = json_first(&files); item.node != NULL; item = json_next(&item))
        list[in->out->n_files++] = (struct findings_file){json_string(&item, "path", in->err),
                                                          json_string(&item, "sha256", in->err)};
    in->out->files = list;
}

static void read_notices(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "diagnostics", in->err), item;
    struct diff_output *diffed = &in->out->diffed;

    diffed->notices = arena_array(in->arena, json_count(&list), sizeof *diffed->notices);
    diffed->cap_notices = json_count(&list);
    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        diffed->notices[diffed->n_notices++] =
            (struct diff_notice){json_string_or(&item, "code", "-", in->err),
                                 json_string(&item, "summary", in->err),
                                 read_origin(&item, "range", in)};
}

static void read_summary(const struct json *root, struct planfile_reading *in)
{
    struct json summary = json_object(root, "summary", in->err);
    struct plan *plan = &in->out->plan;
    int verdict;

    if (in->err->code != ERR_NONE)
        return;
    plan->lower_bound = read_int(&summary, "lower_bound", 0, in);
    plan->proved_minimal = json_bool_or(&summary, "proved_minimal", false, in->err);
    plan->bound_reason = maybe(&summary, "bound_reason", in->err);
    plan->waves = read_int(&summary, "waves", 0, in);
    in->write_calls = read_int(&summary, "write_calls", 0, in);
    for (verdict = 0; verdict < VERDICT_COUNT; verdict++)
        in->verdicts[verdict] =
            (size_t)read_int(&summary, verdict_name((enum verdict)verdict), 0, in);
}

int planfile_take(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct planfile *out, struct err *err)
{
    struct planfile_reading in = {.arena = arena, .caps = caps, .out = out, .err = err};
    struct err syntax = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(bytes, n, arena, &syntax);
    struct json root = json_root(document);
    void (*const steps[])(const struct json *, struct planfile_reading *) = {
        read_head,    read_run,   read_accounts,       read_images,
        read_summary, read_calls, planfile_read_cells, read_notices,
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
    return err->code == ERR_NONE ? 0 : -1;
}

int planfile_read(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct planfile *out, struct err *err)
{
    struct planfile made = {.checksum = NULL};
    struct err inner = ERR_INIT; /* the steps look at it: nobody else's error may stand in it */
    char checksum[PLANFILE_CHECKSUM];

    if (planfile_take(bytes, n, caps, arena, &made, &inner) != 0)
        return err_set(err, ERR_DATA, "%s", inner.text);
    planfile_checksum(&made.plan, &made.desired, checksum);
    if (strcmp(checksum, made.checksum) != 0)
        return err_set(err, ERR_DATA, "altered: its checksum is not that of its calls");
    *out = made;
    return 0;
}
