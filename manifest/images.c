/* SPDX-License-Identifier: MIT */
#include "manifest/image_rules.h"
#include "manifest/regions.h"
#include "manifest/suggest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Where to point for what an image lacks. */
static const struct place *head_of(const struct draft *d)
{
    return schema_has(d->raw.name) ? &d->raw.name->at : &d->item->at;
}

static const struct node *or_default(const struct node *own, const struct node *fallback)
{
    return own != NULL ? own : fallback;
}

/* ---- account ---- */

static void list_accounts(const struct build *b, struct buf *out)
{
    size_t i;

    for (i = 0; i < b->account_names.nr && i < 8; i++)
        buf_printf(out, "%s%s", i > 0 ? ", " : "", b->account_names.items[i].text);
    if (i < b->account_names.nr)
        buf_str(out, ", …");
}

static void tell_unknown_account(struct build *b, const struct node *at)
{
    struct suggest suggest = SUGGEST_INIT(at->text);
    struct buf known cleanup_buf = BUF_INIT(1000);
    struct diag *diag;
    size_t i;

    if (b->accounts_refused)
        return;
    diag = diag_add(b->diags, DIAG_UNKNOWN_ACCOUNT, &at->at, "unknown account \"%s\"", at->text);
    if (diag == NULL)
        return;
    for (i = 0; i < b->n_accounts; i++)
        suggest_offer(&suggest, b->accounts[i].name);
    list_accounts(b, &known);
    if (suggest.best != NULL)
        diag_hint(b->diags, diag, "did you mean \"%s\"?", suggest.best);
    else if (b->n_accounts > 0)
        diag_hint(b->diags, diag, "declared: %s", known.ptr);
    else
        diag_hint(b->diags, diag, "no account is declared: add one under `accounts`");
}

static void tell_which_account(struct build *b, const struct draft *d)
{
    struct buf known cleanup_buf = BUF_INIT(1000);
    struct diag *diag;

    if (b->accounts_refused)
        return;
    diag = diag_add(b->diags, DIAG_WHICH_ACCOUNT, head_of(d),
                    b->n_accounts == 0 ? "no account is declared"
                                       : "the image names none of several accounts");
    list_accounts(b, &known);
    if (b->n_accounts == 0)
        diag_hint(b->diags, diag, "add one: accounts: {NAME: {provider: PROVIDER}}");
    else
        diag_hint(b->diags, diag, "add `account: NAME` here or in `defaults`; declared: %s",
                  known.ptr);
}

static void find_account(struct build *b, struct draft *d)
{
    const struct node *at = or_default(d->raw.account, d->file->defaults.account);
    const struct name *name;

    if (at == NULL && b->account_names.nr == 1) {
        d->account = &b->accounts[b->account_names.items[0].index];
    } else if (at == NULL) {
        tell_which_account(b, d);
    } else if (schema_has(at)) {
        name = names_find(&b->account_names, at->text);
        if (name == NULL)
            tell_unknown_account(b, at);
        else
            d->account = &b->accounts[name->index];
    }
    if (d->account == NULL)
        return;
    d->out->account = (size_t)(d->account - b->accounts);
    if (d->account->caps == NULL)
        d->account = NULL; /* its provider is unknown: no rule can be held against the image */
}

/* ---- source ---- */

static void find_source(struct build *b, struct draft *d)
{
    const struct node *from = or_default(d->raw.from, d->file->defaults.from), *region = from;
    struct raw_source raw;

    if (from == NULL) {
        diag_tell(b->diags, DIAG_NO_SOURCE, head_of(d),
                  "name the region that holds the original, here or in `defaults`",
                  "the image has no `from`");
        return;
    }
    if (!schema_has(from))
        return;
    if (from->kind == NODE_MAP) {
        schema_read(&schema_source, from, &raw);
        region = raw.region;
        d->out->from_id = schema_text(raw.id);
    }
    if (!schema_has(region) || d->account == NULL)
        return;
    d->source = region;
    d->out->from_origin = place_origin(&region->at);
    d->out->from_region = region_of(d->account, region->text);
    if (d->out->from_region != NULL)
        return;
    if (names_find(&b->set_names, region->text) != NULL)
        diag_tell(b->diags, DIAG_UNKNOWN_REGION, &region->at,
                  "`from` is the one region that holds the original", "\"%s\" is a set",
                  region->text);
    else
        region_tell_unknown(b, d->account, region, false);
}

/* ---- targets ---- */

static void add_target(struct build *b, struct draft *d, const char *region,
                       const struct node *mention)
{
    size_t i;

    for (i = 0; i < d->n_targets; i++)
        if (strcmp(d->targets[i].region, region) == 0)
            return;
    ARENA_GROW(b->arena, d->targets, d->n_targets, d->cap_targets);
    d->targets[d->n_targets++] =
        (struct target){.region = region, .origin = place_origin(&mention->at), .selected = true};
    ARENA_GROW(b->arena, d->mentions, d->n_mentions, d->cap_mentions);
    d->mentions[d->n_mentions++] = mention;
}

/* Returns false when the run has too many cells already. */
static bool spend_cell(struct build *b, const struct node *mention)
{
    if (++b->cells <= BUILD_CELLS_MAX)
        return true;
    if (b->cells == BUILD_CELLS_MAX + 1)
        diag_tell(b->diags, DIAG_TOO_MANY_CELLS, &mention->at,
                  "split the manifest into several runs", "more than %d cells (image × region)",
                  BUILD_CELLS_MAX);
    return false;
}

static void add_set(struct build *b, struct draft *d, const struct set *set,
                    const struct node *mention)
{
    size_t i;

    if (set->members->refused)
        return;
    for (i = 0; i < set->members->n && spend_cell(b, mention); i++) {
        const struct node *member = set->members->items[i];
        const char *region;

        if (member->refused)
            continue;
        region = region_of(d->account, member->text);
        if (region != NULL)
            add_target(b, d, region, mention);
        else if (region_is_known(b, member->text)) /* else build_sets() told */
            diag_also(b->diags,
                      diag_add(b->diags, DIAG_UNKNOWN_REGION, &mention->at,
                               "set \"%s\" names region \"%s\", unknown for %s", set->name,
                               member->text, d->account->caps->provider),
                      "named here", &member->at);
    }
}

/* The first repetition of a list is enough to look at it again. */
static void warn_repeated(struct build *b, const struct node *list)
{
    size_t i, j;

    for (i = 0; i < list->n && i < 100; i++) { /* beyond that nobody reads the list anyway */
        for (j = 0; j < i; j++) {
            if (list->items[i]->refused || list->items[j]->refused ||
                strcmp(list->items[i]->text, list->items[j]->text) != 0)
                continue;
            diag_also(b->diags,
                      diag_add(b->diags, DIAG_NAMED_TWICE, &list->items[i]->at,
                               "\"%s\" is named twice", list->items[i]->text),
                      "first named here", &list->items[j]->at);
            return;
        }
    }
}

static void find_targets(struct build *b, struct draft *d)
{
    const struct node *to = or_default(d->raw.to, d->file->defaults.to);
    size_t i;

    if (to == NULL) {
        diag_tell(b->diags, DIAG_NO_TARGET, head_of(d),
                  "name regions or sets, here or in `defaults`", "the image has no `to`");
        return;
    }
    if (!schema_has(to) || d->account == NULL)
        return;
    warn_repeated(b, to);
    for (i = 0; i < to->n; i++) {
        const struct node *mention = to->items[i];
        const struct name *set;
        const char *region;

        if (mention->refused)
            continue;
        set = names_find(&b->set_names, mention->text);
        region = set == NULL ? region_of(d->account, mention->text) : NULL;
        if (set != NULL)
            add_set(b, d, &b->sets[set->index], mention);
        else if (region != NULL && spend_cell(b, mention))
            add_target(b, d, region, mention);
        else if (region == NULL && !b->sets_refused)
            region_tell_unknown(b, d->account, mention, true);
    }
    d->out->targets = d->targets;
    d->out->n_targets = d->n_targets;
}

/* ---- all ---- */

struct image_key {           /* for finding twins */
    const struct node *name; /* NULL: without a name or an account, told */
    size_t account, index;
};

static struct image_key read_image(struct build *b, const struct build_file *file,
                                   const struct node *item)
{
    struct draft d = {.file = file, .item = item};

    ARENA_GROW(b->arena, b->images, b->n_images, b->cap_images);
    d.out = &b->images[b->n_images++];
    *d.out = (struct wanted){.account = SIZE_MAX};
    schema_read(&schema_image, item, &d.raw);
    d.out->name = schema_text(d.raw.name);
    d.out->origin = place_origin(head_of(&d));
    find_account(b, &d);
    find_source(b, &d);
    find_targets(b, &d);
    image_rules_apply(b, &d);
    return (struct image_key){d.out->account == SIZE_MAX || d.out->name == NULL ? NULL : d.raw.name,
                              d.out->account, b->n_images - 1};
}

static int compare_images(const void *left, const void *right)
{
    const struct image_key *a = left, *b = right;
    int by_name;

    if (a->account != b->account)
        return a->account < b->account ? -1 : 1;
    by_name = strcmp(a->name->text, b->name->text);
    if (by_name != 0)
        return by_name;
    return a->index < b->index ? -1 : a->index > b->index;
}

static void check_twins(struct build *b, struct image_key *keys, size_t n)
{
    size_t i, first;

    if (n > 0)
        qsort(keys, n, sizeof *keys, compare_images);
    for (i = 1, first = 0; i < n; i++) {
        if (keys[i].account != keys[first].account ||
            strcmp(keys[i].name->text, keys[first].name->text) != 0) {
            first = i;
            continue;
        }
        diag_also(b->diags,
                  diag_add(b->diags, DIAG_IMAGE_TWICE, &keys[i].name->at,
                           "image \"%s\" of account \"%s\" is declared twice", keys[i].name->text,
                           b->accounts[keys[i].account].name),
                  "first declared here", &keys[first].name->at);
    }
}

void build_images(struct build *b)
{
    struct image_key *keys;
    size_t f, i, n = 0, total = 0;

    assert(b->n_images == 0 && b->provider_used != NULL); /* accounts are read */
    for (f = 0; f < b->n_files; f++)
        if (schema_has(b->files[f].raw.images))
            total += b->files[f].raw.images->n;
    keys = arena_array(b->arena, total, sizeof *keys);
    for (f = 0; f < b->n_files; f++) {
        const struct node *list = b->files[f].raw.images;

        b->images_refused = b->images_refused || list == &schema_refused;
        for (i = 0; schema_has(list) && i < list->n; i++) {
            b->images_written++;
            if (list->items[i]->refused)
                continue;
            keys[n] = read_image(b, &b->files[f], list->items[i]);
            n += keys[n].name != NULL;
        }
    }
    check_twins(b, keys, n);
}
