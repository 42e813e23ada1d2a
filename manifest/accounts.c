/* SPDX-License-Identifier: MIT */
#include "manifest/accounts.h"

#include "manifest/secret.h"
#include "manifest/suggest.h"
#include "reconcile/base/buf.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct caps *find_provider(struct build *b, const struct node *at)
{
    struct suggest suggest = SUGGEST_INIT(at->text);
    struct buf cleanup_buf known = BUF_INIT(1000);
    struct diag *diag;
    size_t i;

    for (i = 0; b->caps[i] != NULL; i++) {
        if (strcmp(b->caps[i]->provider, at->text) == 0) {
            b->provider_used[i] = true;
            return b->caps[i];
        }
        suggest_offer(&suggest, b->caps[i]->provider);
        buf_printf(&known, "%s%s", i > 0 ? ", " : "", b->caps[i]->provider);
    }
    diag = diag_add(b->diags, DIAG_PROVIDER, &at->at, "unknown provider \"%s\"", at->text);
    if (suggest.best != NULL)
        diag_hint(b->diags, diag, "did you mean \"%s\"?", suggest.best);
    else
        diag_hint(b->diags, diag, "known: %s", known.ptr);
    return NULL;
}

/* ---- settings that not every provider has ----------------------------------------------------
 */

static const struct {
    const char *name;
    size_t offset; /* in struct raw_account */
    unsigned setting;
} settings[] = {
    {"project", offsetof(struct raw_account, project), PORT_SET_PROJECT},
    {"channel_key", offsetof(struct raw_account, channel_key), PORT_SET_CHANNEL_KEY},
    {"site", offsetof(struct raw_account, site), PORT_SET_SITE},
    {"gateway", offsetof(struct raw_account, gateway), PORT_SET_GATEWAY},
    {"cross_border", offsetof(struct raw_account, cross_border), PORT_SET_CROSS_BORDER},
};

static void check_settings(struct build *b, const struct caps *caps, const struct node *map,
                           const struct raw_account *raw)
{
    size_t i;

    for (i = 0; i < COUNT(settings); i++) {
        const struct node *value =
            *(const struct node *const *)(const void *)((const char *)raw + settings[i].offset);
        struct diag *diag;

        if (!schema_has(value) || (caps->settings & settings[i].setting) != 0)
            continue;
        diag = diag_add(b->diags, DIAG_UNSUPPORTED, &schema_key(map, settings[i].name)->at,
                        "%s has no setting \"%s\"", caps->provider, settings[i].name);
        if (settings[i].setting == PORT_SET_CROSS_BORDER && caps->border == PORT_BORDER_CLOSED)
            diag_hint(b->diags, diag, "this cloud never copies across the border");
        else if (settings[i].setting == PORT_SET_CROSS_BORDER)
            diag_hint(b->diags, diag, "this cloud documents no border");
        else
            diag_hint(b->diags, diag, "leave it out");
    }
}

static void check_choice(struct build *b, const char *name, const struct node *value,
                         const char *const *choices)
{
    struct suggest suggest = SUGGEST_INIT(schema_has(value) ? value->text : "");
    struct buf cleanup_buf known = BUF_INIT(1000);
    struct diag *diag;

    if (!schema_has(value) || choices == NULL)
        return;
    for (; *choices != NULL; choices++) {
        if (strcmp(*choices, value->text) == 0)
            return;
        suggest_offer(&suggest, *choices);
        buf_printf(&known, "%s%s", known.len > 0 ? ", " : "", *choices);
    }
    diag =
        diag_add(b->diags, DIAG_SETTING_VALUE, &value->at, "unknown %s \"%s\"", name, value->text);
    if (suggest.best != NULL)
        diag_hint(b->diags, diag, "did you mean \"%s\"?", suggest.best);
    else
        diag_hint(b->diags, diag, "known: %s", known.ptr);
}

/* ---- credentials -----------------------------------------------------------------------------
 */

/* A manifest may come from a stranger's pull request: it reads no variable but a cloud's. */
static const char *variable_name(struct build *b, const struct caps *caps,
                                 const struct node *variable)
{
    struct buf cleanup_buf allowed = BUF_INIT(1000);
    const char *const *prefix;
    struct diag *diag;

    if (!schema_has(variable) || caps == NULL)
        return NULL;
    if (secret_may_be_read(caps->env_prefixes, variable->text))
        return variable->text;
    for (prefix = caps->env_prefixes; prefix != NULL && *prefix != NULL; prefix++)
        buf_printf(&allowed, "%s, ", *prefix);
    diag = diag_add(b->diags, DIAG_PREFIX, &variable->at, "a manifest may not read %s",
                    secret_is_variable(variable->text) ? variable->text : "this variable");
    diag_hint(b->diags, diag, "its name must begin with one of %s%s", allowed.ptr,
              SECRET_OWN_PREFIX);
    return NULL;
}

const char *account_path(const char *manifest, const char *path, struct arena *arena)
{
    const char *slash = strrchr(manifest, '/');

    if (path[0] == '/' || path[0] == '~' || slash == NULL)
        return path;
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    return arena_printf(arena, "%.*s/%s", (int)(slash - manifest), manifest, path);
}

static void read_credentials(struct build *b, const struct build_file *file,
                             const struct raw_account *raw, struct account *account)
{
    struct raw_credentials credentials;
    struct raw_env env;
    const char *path;

    schema_read(&schema_credentials, raw->credentials, &credentials);
    path = schema_text(credentials.file);
    if (path != NULL)
        account->credentials_file = account_path(file->sheet.path, path, b->arena);
    schema_read(&schema_env, schema_has(credentials.env) ? credentials.env : NULL, &env);
    account->env_id = variable_name(b, account->caps, env.id);
    account->env_secret = variable_name(b, account->caps, env.secret);
    account->env_token = variable_name(b, account->caps, env.token);
}

/* ---- the rest --------------------------------------------------------------------------------
 */

static bool is_true(const struct node *node)
{
    return schema_has(node) && strcmp(node->text, "true") == 0;
}

static int number_of(const struct node *node)
{
    return schema_has(node) ? (int)strtol(node->text, NULL, 10) : 0;
}

static double rate_of(const struct node *node)
{
    return schema_has(node) ? strtod(node->text, NULL) : 0;
}

static void read_extra_regions(struct build *b, const struct node *list, struct account *account)
{
    struct extra_region *regions;
    size_t i;

    if (!schema_has(list))
        return;
    regions = arena_array(b->arena, list->n, sizeof *regions);
    account->extra_regions = regions;
    for (i = 0; i < list->n; i++) {
        const struct node *item = list->items[i], *id = item;
        struct raw_extra_region raw;

        schema_read(&schema_extra_region, item, &raw);
        if (item->kind == NODE_MAP)
            id = raw.id;
        if (item->refused || schema_text(id) == NULL)
            continue;
        if (account->caps != NULL && caps_region(account->caps, id->text) != NULL) {
            diag_hint(b->diags,
                      diag_add(b->diags, DIAG_KNOWN_REGION, &id->at,
                               "%s knows region \"%s\" already", account->caps->provider, id->text),
                      "leave it out: what ferry knows of a region holds");
            continue;
        }
        names_add(&b->extra_names, id, (size_t)(account - b->accounts), b->arena);
        regions[account->n_extra_regions++] =
            (struct extra_region){id->text, is_true(raw.mainland)};
    }
}

static void read_watch(struct build *b, const struct node *list, struct account *account)
{
    const char **globs;
    size_t i;

    if (!schema_has(list))
        return;
    globs = arena_array(b->arena, list->n, sizeof *globs);
    for (i = 0; i < list->n; i++)
        if (!list->items[i]->refused)
            globs[account->n_watch++] = list->items[i]->text;
    account->watch = globs;
}

static void read_account(struct build *b, const struct build_file *file, const struct node *key,
                         const struct node *value, struct account *account)
{
    struct raw_account raw;
    struct raw_rate rate;
    const char *path;

    *account = (struct account){.name = key->text, .origin = place_origin(&key->at)};
    schema_read(&schema_account, value, &raw);
    if (schema_has(raw.provider))
        account->caps = find_provider(b, raw.provider);
    b->provider_unknown = b->provider_unknown || account->caps == NULL;
    if (account->caps != NULL) {
        check_settings(b, account->caps, value, &raw);
        check_choice(b, "site", raw.site, account->caps->sites);
        check_choice(b, "gateway", raw.gateway, account->caps->gateways);
    }
    read_credentials(b, file, &raw, account);
    account->profile = schema_text(raw.profile);
    account->project = schema_text(raw.project);
    account->channel_key = schema_text(raw.channel_key);
    account->site = schema_text(raw.site);
    account->gateway = schema_text(raw.gateway);
    account->endpoint = schema_text(raw.endpoint);
    if (account->endpoint != NULL)
        account->endpoint_origin = place_origin(&raw.endpoint->at);
    path = schema_text(raw.ca_file);
    if (path != NULL)
        account->ca_file = account_path(file->sheet.path, path, b->arena);
    schema_read(&schema_rate, raw.rate, &rate);
    account->read_rate = rate_of(rate.read);
    account->write_rate = rate_of(rate.write);
    account->max_copies_per_region = number_of(raw.max_copies_per_region);
    account->image_quota = number_of(raw.image_quota);
    account->cross_border = is_true(raw.cross_border);
    read_extra_regions(b, raw.extra_regions, account);
    read_watch(b, raw.watch, account);
}

void build_accounts(struct build *b)
{
    size_t f, i, n_clouds = 0;

    while (b->caps[n_clouds] != NULL)
        n_clouds++;
    b->provider_used = arena_array(b->arena, n_clouds, sizeof *b->provider_used);
    for (f = 0; f < b->n_files; f++) {
        const struct build_file *file = &b->files[f];
        const struct node *map = file->raw.accounts;

        b->accounts_refused = b->accounts_refused || map == &schema_refused;
        for (i = 0; schema_has(map) && i < map->n; i++) {
            const struct node *key = map->items[2 * i];

            if (key->kind != NODE_SCALAR || key->refused)
                continue;
            ARENA_GROW(b->arena, b->accounts, b->n_accounts, b->cap_accounts);
            names_add(&b->account_names, key, b->n_accounts, b->arena);
            read_account(b, file, key, map->items[2 * i + 1], &b->accounts[b->n_accounts++]);
        }
    }
    names_settle(&b->account_names, DIAG_ACCOUNT_TWICE, "account", b->diags);
    names_sort(&b->extra_names);
}
