/* SPDX-License-Identifier: MIT */
#include "tests/reconcile/fixture.h"

#include <stdlib.h>
#include <string.h>

static const struct port_region regions[] = {
    {"a", NULL, "mainland", false}, {"b", NULL, "mainland", false}, {"c", NULL, "mainland", false},
    {"d", NULL, "mainland", false}, {"e", NULL, "mainland", false}, {"f", NULL, "finance", false},
    {"g", NULL, "finance", false},  {"n", NULL, "mainland", true},  {"x", NULL, "outside", false},
    {"y", NULL, "outside", false},  {"z", NULL, "outside", false},
};

static const struct caps plain = {
    .provider = "test",
    .title = "Test Cloud",
    .action = "Copy",
    .regions = regions,
    .n_regions = sizeof regions / sizeof *regions,
    .border = PORT_BORDER_APPROVAL,
    .images_per_call = 1,
    .list_kinds = 1,
    .can_rename = true,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_ARCH | PORT_HAS_CREATED,
};

struct fixture *fixture_new(void)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        abort();
    f->caps = plain;
    f->desired.accounts = f->accounts;
    f->desired.images = f->images;
    f->input.desired = &f->desired;
    f->input.world = &f->world;
    f->input.open = f->open;
    fixture_account(f, "acc", 0);
    return f;
}

void fixture_free(struct fixture *f)
{
    world_free(&f->world);
    arena_free(&f->arena);
    free(f);
}

struct account *fixture_account(struct fixture *f, const char *name, size_t cloud)
{
    struct account *account = &f->accounts[f->desired.n_accounts++];

    account->name = name;
    account->caps = &f->caps;
    account->cloud = cloud;
    account->identity = arena_printf(&f->arena, "identity %zu", cloud);
    return account;
}

/* ---- manifests --------------------------------------------------------------------------------
 */

/* The next word of *text in the arena; NULL at its end, or before a ';'. */
static char *word(struct fixture *f, const char **text)
{
    size_t n;

    *text += strspn(*text, " ");
    n = strcspn(*text, " ;");
    if (n == 0)
        return NULL;
    *text += n;
    return arena_strndup(&f->arena, *text - n, n);
}

struct wanted *fixture_want_of(struct fixture *f, size_t account, const char *name,
                               const char *from, const char *to)
{
    struct wanted *wanted = &f->images[f->desired.n_images++];
    struct target *targets = arena_array(&f->arena, strlen(to) + 1, sizeof *targets);
    const char *colon = strchr(from, ':');
    char *region;

    wanted->name = arena_strdup(&f->arena, name);
    wanted->account = account;
    wanted->from_region =
        colon == NULL ? from : arena_strndup(&f->arena, from, (size_t)(colon - from));
    wanted->from_id = colon == NULL ? NULL : colon + 1;
    while ((region = word(f, &to)) != NULL) {
        struct target *target = &targets[wanted->n_targets++];

        target->selected = *region != '-';
        target->region = region + !target->selected;
    }
    wanted->targets = targets;
    return wanted;
}

struct wanted *fixture_want(struct fixture *f, const char *name, const char *from, const char *to)
{
    return fixture_want_of(f, 0, name, from, to);
}

/* ---- worlds -----------------------------------------------------------------------------------
 */

static enum image_state state_of(const char *text)
{
    static const char *const words[] = {"other",   "ready",  "busy",   "syncing",
                                        "pending", "failed", "leaving"};
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], text) == 0)
            return (enum image_state)i;
    abort();
}

static void set_key(struct snapshot *snapshot, struct image *image, const char *text)
{
    const char *value = strchr(text, '=');
    size_t n = value == NULL ? 0 : (size_t)(value - text);
    long number;

    if (value == NULL)
        abort();
    number = atol(++value);
    if (strncmp(text, "quota", n) == 0)
        snapshot->quota_free = number;
    else if (strncmp(text, "size", n) == 0)
        image->size_gib = number;
    else if (strncmp(text, "created", n) == 0)
        image->created = number;
    else if (strncmp(text, "traits", n) == 0)
        image->traits = (unsigned)number;
    else if (strncmp(text, "os", n) != 0 || !image_os_parse(value, &image->os))
        if (strncmp(text, "arch", n) != 0 || !image_arch_parse(value, &image->arch))
            abort();
}

static int by_name(const void *a, const void *b)
{
    return image_compare(a, b);
}

static void add_image(struct fixture *f, struct snapshot *snapshot, char *name, const char **text)
{
    struct image *grown = arena_array(&snapshot->arena, snapshot->n_images + 1, sizeof *grown);
    struct image *image = &grown[snapshot->n_images];
    char *key;

    if (snapshot->n_images > 0)
        memcpy(grown, snapshot->images, snapshot->n_images * sizeof *grown);
    image->name = name;
    image->id = word(f, text);
    image->state_text = word(f, text);
    image->state = state_of(image->state_text);
    image->progress = -1;
    while ((key = word(f, text)) != NULL)
        set_key(snapshot, image, key);
    snapshot->images = grown;
    snapshot->n_images++;
    qsort(grown, snapshot->n_images, sizeof *grown, by_name);
}

void fixture_world_of(struct fixture *f, size_t cloud, const char *text)
{
    for (;; text += *text == ';') {
        char *region = word(f, &text), *name;
        struct snapshot *snapshot;
        bool unread;

        if (region == NULL)
            return;
        unread = region[strlen(region) - 1] == '!';
        if (unread)
            region[strlen(region) - 1] = '\0';
        snapshot = world_ensure(&f->world, cloud, region);
        snapshot->complete = !unread;
        snapshot->read_at_ms = unread ? 0 : 1000;
        snapshot->quota_at_ms = snapshot->read_at_ms;
        name = word(f, &text);
        if (name != NULL && strchr(name, '=') != NULL)
            set_key(snapshot, NULL, name);
        else if (name != NULL)
            add_image(f, snapshot, name, &text);
    }
}

void fixture_world(struct fixture *f, const char *text)
{
    fixture_world_of(f, 0, text);
}

void fixture_open(struct fixture *f, const char *name, const char *region, const char *before)
{
    struct journal_intent *intent = &f->open[f->input.n_open++];
    struct journal_target *target = arena_alloc(&f->arena, sizeof *target);
    const char **ids = arena_array(&f->arena, strlen(before) + 1, sizeof *ids);
    char *id;

    while ((id = word(f, &before)) != NULL)
        ids[target->n_before++] = id;
    target->name = name;
    target->region = region;
    target->before = ids;
    intent->identity = f->accounts[0].identity;
    intent->targets = target;
    intent->n_targets = 1;
}

/* ---- results ----------------------------------------------------------------------------------
 */

void fixture_diff(struct fixture *f)
{
    diff(&f->input, &f->arena, &f->out);
}

void fixture_plan(struct fixture *f)
{
    struct plan_options options = {0};

    fixture_diff(f);
    plan(&f->input, &options, &f->out, &f->arena, &f->plan);
}

const char *fixture_cells(struct fixture *f)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    const char *kept;
    size_t i;

    for (i = 0; i < f->out.cells.nr; i++) {
        const struct cell *cell = &f->out.cells.items[i];
        const char *slash = strchr(cell->address, '/');

        buf_printf(&text, "%s%s %s", i == 0 ? "" : "; ",
                   f->desired.n_accounts > 1 ? cell->address : slash + 1,
                   verdict_name(cell->verdict));
        if (cell->reason != REASON_NONE)
            buf_printf(&text, ":%s", reason_name(cell->reason));
    }
    kept = arena_strdup(&f->arena, text.ptr);
    buf_free(&text);
    return kept;
}

const char *fixture_calls(struct fixture *f)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    const char *kept;
    size_t i, j;

    for (i = 0; i < f->plan.nr; i++) {
        const struct plan_call *call = &f->plan.calls[i];

        buf_printf(&text, "%s%d: %s ", i == 0 ? "" : "; ", call->wave, call->source_region);
        for (j = 0; j < call->n_sources; j++)
            buf_printf(&text, "%s%s", j == 0 ? "" : ",", call->sources[j].image);
        for (j = 0; j < call->n_regions; j++)
            buf_printf(&text, "%s%s", j == 0 ? ">" : ",", call->regions[j]);
    }
    kept = arena_strdup(&f->arena, text.ptr);
    buf_free(&text);
    return kept;
}

/* ---- a plan's promises ------------------------------------------------------------------------
 */

static bool has_source(const struct fixture *f, const struct plan_call *call,
                       const struct plan_source *source)
{
    const struct snapshot *snapshot = world_find(&f->world, call->cloud, call->source_region);
    const struct image *image = snapshot == NULL ? NULL : snapshot_with_id(snapshot, source->id);

    return image != NULL && image->state != IMAGE_FAILED;
}

static bool share_source(const struct plan_call *a, const struct plan_call *b)
{
    size_t i, j;

    if (a->cloud != b->cloud || strcmp(a->source_region, b->source_region) != 0)
        return false;
    for (i = 0; i < a->n_sources; i++)
        for (j = 0; j < b->n_sources; j++)
            if (strcmp(a->sources[i].id, b->sources[j].id) == 0)
                return true;
    return false;
}

/* How many calls ask for the copy that a cell needs. */
static size_t asked(const struct fixture *f, const struct cell *cell, size_t *call_id)
{
    size_t count = 0, i, j, k;

    for (i = 0; i < f->plan.nr; i++) {
        const struct plan_call *call = &f->plan.calls[i];

        if (call->cloud != cell->cloud)
            continue;
        for (j = 0; j < call->n_sources; j++) {
            if (strcmp(call->sources[j].image, cell->name) != 0)
                continue;
            for (k = 0; k < call->n_regions; k++) {
                if (strcmp(call->regions[k], cell->region) != 0)
                    continue;
                count++;
                *call_id = i;
            }
        }
    }
    return count;
}

static const char *check_call(const struct fixture *f, size_t id)
{
    const struct plan_call *call = &f->plan.calls[id];
    size_t i, most = f->caps.images_per_call;

    if (call->id != (int)id)
        return "a call's id is not its index";
    if (call->n_sources == 0 || call->n_regions == 0)
        return "an empty call";
    if ((most != 0 && call->n_sources > most) ||
        (f->caps.regions_per_call != 0 && call->n_regions > f->caps.regions_per_call))
        return "a call over the caps";
    for (i = 0; i < call->n_sources; i++)
        if (!has_source(f, call, &call->sources[i]))
            return "a source that is not there";
    for (i = 1; i < call->n_regions; i++)
        if (strcmp(call->regions[i - 1], call->regions[i]) >= 0)
            return "regions out of order";
    for (i = 1; i < call->n_sources; i++)
        if (strcmp(call->sources[i - 1].image, call->sources[i].image) >= 0)
            return "sources out of order";
    for (i = 0; i < id; i++)
        if (f->plan.calls[i].wave == call->wave && share_source(&f->plan.calls[i], call))
            return "two calls of one source image in one wave";
    if (call->wave < 1 || call->wave > f->plan.waves)
        return "a wave out of range";
    return NULL;
}

const char *fixture_check_plan(struct fixture *f)
{
    const char *broken;
    size_t pairs = 0, needed = 0, i, id = 0;

    for (i = 0; i < f->plan.nr; i++) {
        pairs += f->plan.calls[i].n_sources * f->plan.calls[i].n_regions;
        broken = check_call(f, i);
        if (broken != NULL)
            return broken;
    }
    for (i = 0; i < f->out.cells.nr; i++) {
        const struct cell *cell = &f->out.cells.items[i];
        size_t count = asked(f, cell, &id);

        if (cell->selected && cell->needs_copy) {
            if (count != 1)
                return count == 0 ? "a needed cell is not asked for" : "a cell is asked for twice";
            if (cell->call != (int)id)
                return "a cell with another's call";
            needed++;
        } else if (cell->call != CELL_NO_CALL || (count != 0 && f->desired.n_accounts == 1)) {
            return "a cell is asked for that needs no copy";
        }
    }
    if (f->desired.n_accounts == 1 && pairs != needed)
        return "calls ask for something else than the needed cells";
    if (f->plan.lower_bound > (int)f->plan.nr)
        return "a lower bound above the plan";
    if (f->plan.proved_minimal != (f->plan.lower_bound == (int)f->plan.nr))
        return "proved_minimal is not what the numbers say";
    return NULL;
}
