/* SPDX-License-Identifier: MIT */
#include "manifest/regions.h"

#include "manifest/suggest.h"

#include <assert.h>
#include <string.h>

const char *region_of(const struct account *account, const char *name)
{
    const struct port_region *known;
    size_t i;

    assert(account->caps != NULL);
    known = caps_region(account->caps, name);
    if (known != NULL)
        return known->id;
    for (i = 0; i < account->n_extra_regions; i++)
        if (strcmp(account->extra_regions[i].id, name) == 0)
            return account->extra_regions[i].id;
    return NULL;
}

static void offer_regions(const struct account *account, struct suggest *suggest)
{
    size_t i;

    for (i = 0; i < account->caps->n_regions; i++)
        suggest_offer(suggest, account->caps->regions[i].id);
    for (i = 0; i < account->n_extra_regions; i++)
        suggest_offer(suggest, account->extra_regions[i].id);
}

/* A provider that has the region, for "it is a region of …"; NULL without one. */
static const struct caps *provider_with(const struct build *b, const char *region)
{
    size_t i;

    for (i = 0; b->caps[i] != NULL; i++)
        if (caps_region(b->caps[i], region) != NULL)
            return b->caps[i];
    return NULL;
}

static void hint_region(struct build *b, struct diag *diag, const struct suggest *suggest)
{
    const struct caps *other = provider_with(b, suggest->word);

    if (suggest->best != NULL)
        diag_hint(b->diags, diag, "did you mean \"%s\"?", suggest->best);
    else if (other != NULL)
        diag_hint(b->diags, diag, "it is a region of %s", other->provider);
    else
        diag_hint(b->diags, diag,
                  "`ferry providers` lists the regions; one that is newer than ferry goes into the "
                  "account's `extra_regions`");
}

void region_tell_unknown(struct build *b, const struct account *account, const struct node *at,
                         bool sets)
{
    struct suggest suggest = SUGGEST_INIT(at->text);
    struct diag *diag = diag_add(b->diags, DIAG_UNKNOWN_REGION, &at->at,
                                 "unknown region \"%s\" for %s", at->text, account->caps->provider);
    size_t i;

    if (diag == NULL)
        return;
    offer_regions(account, &suggest);
    for (i = 0; sets && i < b->n_sets; i++)
        suggest_offer(&suggest, b->sets[i].name);
    hint_region(b, diag, &suggest);
}

/* ---- sets ---- */

static void check_set_name(struct build *b, const struct node *key)
{
    const struct caps *provider = provider_with(b, key->text);
    const struct name *extra = names_find(&b->extra_names, key->text);
    static const char hint[] = "choose a name that no region has";

    if (provider != NULL)
        diag_tell(b->diags, DIAG_SET_IS_REGION, &key->at, hint,
                  "set \"%s\" is named like a region of %s", key->text, provider->provider);
    else if (extra != NULL)
        diag_tell(b->diags, DIAG_SET_IS_REGION, &key->at, hint,
                  "set \"%s\" is named like an extra region of account \"%s\"", key->text,
                  b->accounts[extra->index].name);
}

bool region_is_known(const struct build *b, const char *region)
{
    size_t i;

    if (b->n_accounts == 0 || b->provider_unknown)
        return true;
    for (i = 0; b->caps[i] != NULL; i++)
        if (b->provider_used[i] && caps_region(b->caps[i], region) != NULL)
            return true;
    return names_find(&b->extra_names, region) != NULL;
}

static void check_member(struct build *b, const struct node *member)
{
    struct suggest suggest = SUGGEST_INIT(member->text);
    struct diag *diag;
    size_t i;

    if (names_find(&b->set_names, member->text) != NULL) {
        diag_tell(b->diags, DIAG_SET_IN_SET, &member->at,
                  "a set names regions, not other sets; name both sets in `to` instead",
                  "\"%s\" is a set", member->text);
        return;
    }
    if (region_is_known(b, member->text))
        return;
    diag = diag_add(b->diags, DIAG_UNKNOWN_REGION, &member->at,
                    "unknown region \"%s\": no account's provider has it", member->text);
    if (diag == NULL)
        return;
    for (i = 0; i < b->n_accounts; i++)
        offer_regions(&b->accounts[i], &suggest);
    hint_region(b, diag, &suggest);
}

void build_sets(struct build *b)
{
    size_t f, i, k;

    assert(b->n_sets == 0 && b->provider_used != NULL); /* accounts are read */
    for (f = 0; f < b->n_files; f++) {
        const struct node *map = b->files[f].raw.regions;

        b->sets_refused = b->sets_refused || map == &schema_refused;
        for (i = 0; schema_has(map) && i < map->n; i++) {
            const struct node *key = map->items[2 * i], *list = map->items[2 * i + 1];

            if (key->kind != NODE_SCALAR || key->refused)
                continue;
            ARENA_GROW(b->arena, b->sets, b->n_sets, b->cap_sets);
            names_add(&b->set_names, key, b->n_sets, b->arena);
            b->sets[b->n_sets++] = (struct set){key->text, list};
            check_set_name(b, key);
        }
    }
    names_settle(&b->set_names, DIAG_SET_TWICE, "set", b->diags);
    for (i = 0; i < b->n_sets; i++) {
        const struct node *list = b->sets[i].members;

        for (k = 0; !list->refused && k < list->n; k++)
            if (!list->items[k]->refused)
                check_member(b, list->items[k]);
    }
}
