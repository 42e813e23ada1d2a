/* SPDX-License-Identifier: MIT */
#include "manifest/image_rules.h"

#include "reconcile/model/rules.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- borders ---- */

static void warn_border(struct build *b, struct draft *d)
{
    const struct account *account = d->account;
    const char *home = account_zone(account, d->out->from_region);
    size_t i, first = 0, crossing = 0;
    struct diag *diag;

    if (home == NULL || (account->cross_border && account->caps->border == PORT_BORDER_APPROVAL))
        return;
    for (i = 0; i < d->n_targets; i++) {
        const char *there = account_zone(account, d->targets[i].region);

        if (there != NULL && strcmp(there, home) != 0 && crossing++ == 0)
            first = i;
    }
    if (crossing == 0)
        return;
    diag = diag_add(b->diags, DIAG_BORDER, &d->mentions[first]->at,
                    "from %s (%s) to %s (%s) is across a border%s", d->out->from_region, home,
                    d->targets[first].region, account_zone(account, d->targets[first].region),
                    crossing == 1 ? "" : arena_printf(b->arena, ", as are %zu more", crossing - 1));
    if (account->caps->border == PORT_BORDER_CLOSED)
        diag_hint(b->diags, diag,
                  "%s never copies across: these cells are blocked unless a copy on that side "
                  "serves",
                  account->caps->provider);
    else
        diag_hint(b->diags, diag,
                  "blocked unless a copy on that side serves; once the vendor has approved it, set "
                  "`cross_border: true` for account \"%s\"",
                  account->name);
}

static void warn_no_copy(struct build *b, struct draft *d, const char *region,
                         const struct node *mention, const char *hint)
{
    if (account_region_copies(d->account, region))
        return;
    diag_tell(b->diags, DIAG_NO_COPY, &mention->at, hint,
              "region \"%s\" takes no part in copies of %s", region, d->account->caps->provider);
}

static void warn_no_copies(struct build *b, struct draft *d)
{
    size_t i;

    warn_no_copy(b, d, d->out->from_region, d->source, "nothing can be copied from there");
    for (i = 0; i < d->n_targets; i++)
        warn_no_copy(b, d, d->targets[i].region, d->mentions[i],
                     "only an image that was made there by other means can serve");
}

/* ---- name ---- */

const char *image_rules_name(const struct port_name_rule *rule, struct arena *arena)
{
    struct buf text cleanup_buf = BUF_INIT(1000);

    if (rule->punctuation == NULL)
        buf_str(&text, "anything printable");
    else
        buf_printf(&text, "letters, digits%s and %s", rule->han ? ", Chinese characters" : "",
                   rule->punctuation);
    if (rule->max_chars > 0)
        buf_printf(&text, ", at most %zu characters", rule->max_chars);
    if (rule->letter_first)
        buf_str(&text, ", a letter first");
    return arena_strdup(arena, text.ptr);
}

static void check_name(struct build *b, struct draft *d)
{
    const struct port_name_rule *rule = &d->account->caps->name;
    const char *fault = rules_name_problem(rule, d->out->name, b->arena);

    if (fault != NULL)
        diag_tell(b->diags, DIAG_NAME, &d->raw.name->at,
                  arena_printf(b->arena, "allowed: %s", image_rules_name(rule, b->arena)),
                  "\"%s\" is no image name for %s: it %s", d->out->name, d->account->caps->provider,
                  fault);
}

/* ---- expect ---- */

static int64_t size_of(const struct node *node)
{
    return schema_has(node) ? (int64_t)strtoll(node->text, NULL, 10) : 0;
}

static void need_attribute(struct build *b, const struct draft *d, const struct node *value,
                           unsigned attribute, const char *name)
{
    if (!schema_has(value) || d->account == NULL || (d->account->caps->attributes & attribute) != 0)
        return;
    diag_tell(b->diags, DIAG_ATTRIBUTE, &value->at, "leave it out: it could never be checked",
              "%s does not tell an image's \"%s\"", d->account->caps->provider, name);
}

static void read_expect(struct build *b, struct draft *d)
{
    struct raw_expect raw;
    struct expect *expect = &d->out->expect;

    schema_read(&schema_expect, schema_has(d->raw.expect) ? d->raw.expect : NULL, &raw);
    if (schema_has(raw.os))
        image_os_parse(raw.os->text, &expect->os);
    if (schema_has(raw.arch))
        image_arch_parse(raw.arch->text, &expect->arch);
    expect->min_size_gib = size_of(raw.min_size_gib);
    expect->max_size_gib = size_of(raw.max_size_gib);
    need_attribute(b, d, raw.os, PORT_HAS_OS, "os");
    need_attribute(b, d, raw.arch, PORT_HAS_ARCH, "arch");
    need_attribute(b, d, raw.min_size_gib, PORT_HAS_SIZE, "min_size_gib");
    need_attribute(b, d, raw.max_size_gib, PORT_HAS_SIZE, "max_size_gib");
    if (expect->max_size_gib != 0 && expect->min_size_gib > expect->max_size_gib)
        diag_also(b->diags,
                  diag_add(b->diags, DIAG_SIZES, &raw.max_size_gib->at,
                           "max_size_gib %s is less than min_size_gib %s", raw.max_size_gib->text,
                           raw.min_size_gib->text),
                  "the least is written here", &raw.min_size_gib->at);
}

void image_rules_apply(struct build *b, struct draft *d)
{
    assert(d->out != NULL && (d->account == NULL || d->account->caps != NULL));
    read_expect(b, d);
    if (d->account == NULL)
        return;
    if (d->out->name != NULL)
        check_name(b, d);
    if (d->out->from_region == NULL)
        return;
    warn_border(b, d);
    warn_no_copies(b, d);
}
