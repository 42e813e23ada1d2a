/* SPDX-License-Identifier: MIT */
#include "tests/cmd/ferry/findings/made.h"

#include <stdarg.h>
#include <string.h>

/* 2026-11-22T10:00:00Z */
static const int64_t noon_ms = INT64_C(1795341600000);

static const char *const sites[] = {"china", "intl", NULL};
static const struct port_region tencent_regions[] = {
    {"ap-beijing", "bj", "mainland", false},  {"ap-guangzhou", "gz", "mainland", false},
    {"ap-hongkong", "hk", "outside", false},  {"ap-shanghai", "sh", "mainland", false},
    {"ap-singapore", "sg", "outside", false},
};

static const struct caps tencent = {
    .provider = "tencent-cvm",
    .title = "Tencent Cloud CVM",
    .action = "SyncImages",
    .regions = tencent_regions,
    .n_regions = sizeof tencent_regions / sizeof *tencent_regions,
    .border = PORT_BORDER_APPROVAL,
    .images_per_call = 1,
    .list_kinds = 1,
    .page_size = 100,
    .read_rate = 40,
    .write_rate = 5,
    .image_quota = 500,
    .has_quota_call = true,
    .has_dry_run = true,
    .names_repeat = false,
    .can_rename = true,
    .names_ids = true,
    .attributes =
        PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_ARCH | PORT_HAS_CREATED | PORT_HAS_PROGRESS,
    .name = {60, "-_.", true, false},
    .settings = PORT_SET_SITE | PORT_SET_GATEWAY | PORT_SET_CROSS_BORDER,
    .sites = sites,
};

static const struct caps legacy = {
    .provider = "tencent-cvm-legacy",
    .title = "Tencent Cloud CVM, legacy API",
    .action = "SyncCvmImage",
    .regions = tencent_regions,
    .n_regions = sizeof tencent_regions / sizeof *tencent_regions,
    .border = PORT_BORDER_APPROVAL,
    .images_per_call = 10,
    .regions_per_call = 20,
    .list_kinds = 1,
    .page_size = 100,
    .read_rate = 10,
    .write_rate = 1,
};

static const struct caps baidu = {
    .provider = "baidu-bcc",
    .title = "Baidu Cloud BCC",
    .action = "remoteCopy",
    .images_per_call = 1,
    .list_kinds = 2,
    .page_size = 1000,
    .read_rate = 10,
    .write_rate = 2,
    .image_quota = 20,
    .names_repeat = true,
    .can_rename = true,
};

const struct caps *const made_caps[] = {&baidu, &tencent, &legacy, NULL};

void made_init(struct made *made, enum findings_kind kind)
{
    static const struct findings_file file = {
        "images.yaml", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"};

    memset(made, 0, sizeof *made);
    made->findings = (struct findings){
        .kind = kind,
        .run = {.id = "01JD9ZZZZZZZZZZZZZZZZZZZZZ",
                .started_ms = noon_ms,
                .ended_ms = noon_ms + 2500},
        .files = &file,
        .n_files = 1,
        .judged = &made->diffed,
    };
    made->findings.desired.accounts =
        arena_array(&made->arena, MADE_MAX, sizeof *made->findings.desired.accounts);
    made->findings.desired.images =
        arena_array(&made->arena, MADE_MAX, sizeof *made->findings.desired.images);
    made->diffed.cells.items =
        arena_array(&made->arena, MADE_MAX, sizeof *made->diffed.cells.items);
    made->diffed.notices = arena_array(&made->arena, MADE_MAX, sizeof *made->diffed.notices);
    made->plan.calls = arena_array(&made->arena, MADE_MAX, sizeof *made->plan.calls);
    made->plan.proved_minimal = true;
    made->findings.diags.items =
        arena_array(&made->arena, MADE_MAX, sizeof *made->findings.diags.items);
    if (kind == FINDINGS_PLAN || kind == FINDINGS_APPLY || kind == FINDINGS_DRIFT)
        made->findings.plan = &made->plan;
}

void made_done(struct made *made, int calls_made)
{
    made->done = (struct engine_report){.final = &made->diffed,
                                        .calls = made->plan.calls,
                                        .n_calls = made->plan.nr,
                                        .calls_made = calls_made};
    made->findings.done = &made->done;
}

void made_free(struct made *made)
{
    arena_free(&made->arena);
}

size_t made_account(struct made *made, const char *name, const char *provider)
{
    size_t at = made->findings.desired.n_accounts++;
    struct account *account = &made->findings.desired.accounts[at];
    size_t i;

    account->name = name;
    account->origin = (struct origin){"images.yaml", (int)at + 4, 3};
    account->tenant = at;
    for (i = 0; made_caps[i] != NULL; i++)
        if (strcmp(made_caps[i]->provider, provider) == 0)
            account->caps = made_caps[i];
    return at;
}

size_t made_image(struct made *made, size_t account, const char *name, const char *from)
{
    size_t at = made->findings.desired.n_images++;
    struct wanted *wanted = &made->findings.desired.images[at];
    int line = 10 + 4 * (int)at;

    wanted->name = name;
    wanted->account = account;
    wanted->origin = (struct origin){"images.yaml", line, 5};
    wanted->from_region = from;
    wanted->from_origin = (struct origin){"images.yaml", line + 2, 11};
    wanted->targets = arena_array(&made->arena, MADE_MAX, sizeof *wanted->targets);
    return at;
}

static struct cell *add_cell(struct made *made, size_t account, const char *name,
                             const char *region)
{
    struct cell *cell = &made->diffed.cells.items[made->diffed.cells.nr++];

    cell->account = cell->tenant = account;
    cell->name = name;
    cell->region = region;
    cell->address = arena_printf(&made->arena, "%s/%s@%s",
                                 made->findings.desired.accounts[account].name, name, region);
    cell->selected = true;
    cell->call = CELL_NO_CALL;
    cell->read_at_ms = noon_ms + 1000;
    cell->image = SIZE_MAX;
    return cell;
}

struct cell *made_cell(struct made *made, size_t image, const char *region, enum verdict verdict)
{
    struct wanted *wanted = &made->findings.desired.images[image];
    struct target target = {region, {"images.yaml", wanted->origin.line + 3, 10}, true};
    struct cell *cell = add_cell(made, wanted->account, wanted->name, region);

    /* The table was made here, writable; only its readers see it const. */
    ((struct target *)(uintptr_t)wanted->targets)[wanted->n_targets++] = target;
    cell->image = image;
    cell->origin = target.origin;
    cell->is_source = strcmp(region, wanted->from_region) == 0;
    cell->verdict = verdict;
    cell->needs_copy = verdict == VERDICT_MISSING;
    return cell;
}

struct cell *made_extra(struct made *made, size_t account, const char *name, const char *region)
{
    struct cell *cell = add_cell(made, account, name, region);

    cell->verdict = VERDICT_EXTRA;
    return cell;
}

struct image *made_there(struct made *made, struct cell *cell, const char *id,
                         enum image_state state, const char *word)
{
    struct image *image = arena_alloc(&made->arena, sizeof *image);
    const struct image **images =
        arena_array(&made->arena, cell->n_images + 1, sizeof *cell->images);

    *image = (struct image){.id = id,
                            .name = cell->name,
                            .state = state,
                            .state_text = word,
                            .progress = -1,
                            .created = noon_ms / 1000 - 86400 * 12,
                            .size_gib = 50,
                            .os = IMAGE_OS_LINUX,
                            .arch = IMAGE_ARCH_X86_64};
    if (cell->n_images > 0)
        memcpy(images, cell->images, cell->n_images * sizeof *images);
    images[cell->n_images++] = image;
    cell->images = images;
    return image;
}

static const struct fact *facts_of(struct made *made, const struct plan_call *call, size_t *n)
{
    struct fact *facts =
        arena_array(&made->arena, call->n_sources * (1 + 2 * call->n_regions), sizeof *facts);
    size_t i, j;

    *n = 0;
    for (i = 0; i < call->n_sources; i++) {
        facts[(*n)++] = (struct fact){.kind = FACT_SOURCE_STATE,
                                      .region = call->source_region,
                                      .id = call->sources[i].id,
                                      .equals = "NORMAL",
                                      .read_at_ms = noon_ms + 1000};
        for (j = 0; j < call->n_regions; j++) {
            facts[(*n)++] = (struct fact){.kind = FACT_ABSENT,
                                          .region = call->regions[j],
                                          .name = call->sources[i].image,
                                          .read_at_ms = noon_ms + 1000};
            facts[(*n)++] = (struct fact){.kind = FACT_QUOTA_FREE,
                                          .region = call->regions[j],
                                          .at_least = 1,
                                          .read_at_ms = noon_ms + 1000};
        }
    }
    return facts;
}

static void add_once(const char **list, size_t *n, const char *text)
{
    size_t i;

    for (i = 0; i < *n; i++)
        if (strcmp(list[i], text) == 0)
            return;
    list[(*n)++] = text;
}

struct plan_call *made_call(struct made *made, const char *source_id, struct cell *cell, ...)
{
    struct plan_call *call = &made->plan.calls[made->plan.nr];
    const char **regions = arena_array(&made->arena, MADE_MAX, sizeof *regions);
    const char **names = arena_array(&made->arena, MADE_MAX, sizeof *names);
    struct plan_source *sources = arena_array(&made->arena, MADE_MAX, sizeof *sources);
    size_t i, n_names = 0;
    va_list ap;

    call->id = (int)made->plan.nr++;
    call->account = call->tenant = cell->account;
    call->action = made->findings.desired.accounts[cell->account].caps->action;
    call->source_region = made->findings.desired.images[cell->image].from_region;
    call->wave = 1;
    va_start(ap, cell);
    for (; cell != NULL; cell = va_arg(ap, struct cell *)) {
        cell->call = call->id;
        add_once(regions, &call->n_regions, cell->region);
        add_once(names, &n_names, cell->name);
    }
    va_end(ap);
    for (i = 0; i < n_names; i++)
        sources[i] = (struct plan_source){names[i], source_id};
    call->sources = sources;
    call->n_sources = n_names;
    call->regions = regions;
    call->facts = facts_of(made, call, &call->n_facts);
    made->plan.lower_bound = (int)made->plan.nr;
    made->plan.waves = 1;
    return call;
}
