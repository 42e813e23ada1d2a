/* SPDX-License-Identifier: MIT */
#include "manifest/build.h"

#include "manifest/secret.h"
#include "manifest/suggest.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct reading { /* an account being read */
    struct build *b;
    const char *manifest;    /* the path of its file */
    struct account *account; /* caps NULL: its provider is unknown, told, or not yet read */
};

/* ---- words of a closed list ---- */

static void tell_unknown(struct build *b, enum diag_code code, const char *what,
                         const struct node *at, const char *const *words)
{
    struct suggest suggest = SUGGEST_INIT(at->text);
    struct buf known cleanup_buf = BUF_INIT(1000);
    struct diag *diag = diag_add(b->diags, code, &at->at, "unknown %s \"%s\"", what, at->text);

    for (; *words != NULL; words++) {
        suggest_offer(&suggest, *words);
        buf_printf(&known, "%s%s", known.len > 0 ? ", " : "", *words);
    }
    if (suggest.best != NULL)
        diag_hint(b->diags, diag, "did you mean \"%s\"?", suggest.best);
    else
        diag_hint(b->diags, diag, "known: %s", known.ptr);
}

static const struct caps *find_provider(struct build *b, const struct node *at)
{
    const char **names;
    size_t i, n = 0;

    for (i = 0; b->caps[i] != NULL; i++) {
        if (strcmp(b->caps[i]->provider, at->text) == 0) {
            b->provider_used[i] = true;
            return b->caps[i];
        }
    }
    names = arena_array(b->arena, i + 1, sizeof *names);
    for (; n < i; n++)
        names[n] = b->caps[n]->provider;
    tell_unknown(b, DIAG_PROVIDER, "provider", at, names);
    return NULL;
}

static void check_choice(const struct reading *r, const struct setting *row, const struct node *at)
{
    const struct caps *caps = r->account->caps;
    const char *const *words = caps == NULL ? NULL : setting_choices(row, caps);

    if (words != NULL && !str_in(words, at->text))
        tell_unknown(r->b, DIAG_SETTING_VALUE, row->name, at, words);
}

/* Settings that not every provider has. */
static void check_provider(const struct reading *r, const struct setting *row,
                           const struct node *map)
{
    const struct caps *caps = r->account->caps;
    const char *hint = "leave it out";

    if (row->port == 0 || caps == NULL || (caps->settings & row->port) != 0)
        return;
    if (row->port == PORT_SET_CROSS_BORDER && caps->border == PORT_BORDER_CLOSED)
        hint = "this cloud never copies across the border";
    else if (row->port == PORT_SET_CROSS_BORDER)
        hint = "this cloud documents no border";
    diag_tell(r->b->diags, DIAG_UNSUPPORTED, &schema_key(map, row->name)->at, hint,
              "%s has no setting \"%s\"", caps->provider, row->name);
}

/* ---- values ---- */

/* A manifest may come from a stranger's pull request: it reads no variable but a cloud's. */
static const char *variable_name(const struct reading *r, const struct node *at)
{
    const struct caps *caps = r->account->caps;
    struct buf allowed cleanup_buf = BUF_INIT(1000);
    const char *const *prefix;
    struct diag *diag;

    if (caps == NULL)
        return NULL;
    if (secret_may_be_read(caps->env_prefixes, at->text))
        return at->text;
    for (prefix = caps->env_prefixes; prefix != NULL && *prefix != NULL; prefix++)
        buf_printf(&allowed, "%s, ", *prefix);
    diag = diag_add(r->b->diags, DIAG_PREFIX, &at->at, "a manifest may not read %s",
                    secret_is_variable(at->text) ? at->text : "this variable");
    diag_hint(r->b->diags, diag, "its name must begin with one of %s%s", allowed.ptr,
              SECRET_OWN_PREFIX);
    return NULL;
}

const char *account_path(const char *manifest, const char *path, struct arena *arena)
{
    const char *slash = strrchr(manifest, '/');

    assert(path != NULL);
    if (path[0] == '/' || path[0] == '~' || slash == NULL)
        return path;
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    return arena_printf(arena, "%.*s/%s", (int)(slash - manifest), manifest, path);
}

static bool is_true(const struct node *node)
{
    return schema_has(node) && strcmp(node->text, "true") == 0;
}

static void read_regions(const struct reading *r, const struct node *list,
                         struct setting_value *value)
{
    struct extra_region *regions = arena_array(r->b->arena, list->n, sizeof *regions);
    const struct caps *caps = r->account->caps;
    size_t i;

    value->regions = regions;
    for (i = 0; i < list->n; i++) {
        const struct node *item = list->items[i], *id = item;
        struct raw_extra_region raw;

        schema_read(&schema_extra_region, item, &raw);
        if (item->kind == NODE_MAP)
            id = raw.id;
        if (item->refused || schema_text(id) == NULL)
            continue;
        if (caps != NULL && caps_region(caps, id->text) != NULL) {
            diag_tell(r->b->diags, DIAG_KNOWN_REGION, &id->at,
                      "leave it out: what ferry knows of a region holds",
                      "%s knows region \"%s\" already", caps->provider, id->text);
            continue;
        }
        names_add(&r->b->extra_names, id, (size_t)(r->account - r->b->accounts), r->b->arena);
        regions[value->n++] = (struct extra_region){id->text, is_true(raw.mainland)};
    }
}

static void read_globs(const struct reading *r, const struct node *list,
                       struct setting_value *value)
{
    const char **globs = arena_array(r->b->arena, list->n, sizeof *globs);
    size_t i;

    value->globs = globs;
    for (i = 0; i < list->n; i++)
        if (!list->items[i]->refused)
            globs[value->n++] = list->items[i]->text;
}

static struct setting_value read_value(const struct reading *r, const struct setting *row,
                                       const struct node *at)
{
    struct setting_value value = {.text = NULL};

    switch (row->kind) {
    case SETTING_PROVIDER:
        value.caps = find_provider(r->b, at);
        break;
    case SETTING_RATE:
        value.rate = strtod(at->text, NULL);
        break;
    case SETTING_COUNT:
        value.count = (int)strtol(at->text, NULL, 10);
        break;
    case SETTING_SWITCH:
        value.on = is_true(at);
        break;
    case SETTING_REGIONS:
        read_regions(r, at, &value);
        break;
    case SETTING_GLOBS:
        read_globs(r, at, &value);
        break;
    case SETTING_PATH:
        value.text = account_path(r->manifest, at->text, r->b->arena);
        break;
    case SETTING_VARIABLE:
        value.text = variable_name(r, at);
        break;
    case SETTING_CHOICE:
        check_choice(r, row, at);
        value.text = at->text;
        break;
    default:
        value.text = at->text;
        value.origin = place_origin(&at->at);
    }
    return value;
}

/* ---- accounts ---- */

static void read_mapping(const struct reading *r, const struct record *record,
                         const struct node *map)
{
    const struct node *values[SCHEMA_FIELDS_MAX];
    struct field field;
    size_t i;

    schema_read(record, map, values);
    for (i = 0; schema_field(record, i, &field); i++) {
        if (!schema_has(values[i]))
            continue;
        check_provider(r, field.setting, map);
        if (setting_is_mapping(field.setting))
            read_mapping(r, field.type->record, values[i]);
        else
            setting_put(field.setting, r->account, read_value(r, field.setting, values[i]));
    }
}

static void read_account(struct build *b, const struct build_file *file, const struct node *key,
                         const struct node *map)
{
    struct reading r = {.b = b, .manifest = file->sheet.path};

    names_add(&b->account_names, key, b->n_accounts, b->arena);
    ARENA_GROW(b->arena, b->accounts, b->n_accounts, b->cap_accounts);
    r.account = &b->accounts[b->n_accounts++];
    *r.account = (struct account){.name = key->text, .origin = place_origin(&key->at)};
    read_mapping(&r, &schema_account, map);
    b->provider_unknown = b->provider_unknown || r.account->caps == NULL;
}

void build_accounts(struct build *b)
{
    size_t f, i, n_providers = 0;

    assert(b->caps != NULL && b->n_accounts == 0);
    while (b->caps[n_providers] != NULL)
        n_providers++;
    b->provider_used = arena_array(b->arena, n_providers, sizeof *b->provider_used);
    for (f = 0; f < b->n_files; f++) {
        const struct node *map = b->files[f].raw.accounts;

        b->accounts_refused = b->accounts_refused || map == &schema_refused;
        for (i = 0; schema_has(map) && i < map->n; i++) {
            const struct node *key = map->items[2 * i];

            if (key->kind == NODE_SCALAR && !key->refused)
                read_account(b, &b->files[f], key, map->items[2 * i + 1]);
        }
    }
    names_settle(&b->account_names, DIAG_ACCOUNT_TWICE, "account", b->diags);
    names_sort(&b->extra_names);
}
