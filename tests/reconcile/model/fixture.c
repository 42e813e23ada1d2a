/* SPDX-License-Identifier: MIT */
#include "tests/reconcile/model/fixture.h"

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
    .source_is_busy = true,
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

struct account *fixture_account(struct fixture *f, const char *name, size_t tenant)
{
    struct account *account = &f->accounts[f->desired.n_accounts++];

    account->name = name;
    account->caps = &f->caps;
    account->tenant = tenant;
    account->identity = arena_printf(&f->arena, "identity %zu", tenant);
    return account;
}

/* ---- manifests ---- */

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

/* ---- worlds ---- */

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

void fixture_world_of(struct fixture *f, size_t tenant, const char *text)
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
        snapshot = world_ensure(&f->world, tenant, region);
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

/* ---- results ---- */

void fixture_diff(struct fixture *f)
{
    diff(&f->input, &f->arena, &f->out);
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
