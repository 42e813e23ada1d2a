/* SPDX-License-Identifier: MIT */
/* Holds a tree against the tables of schema.c: one walker for every key that there is. */
#include "manifest/schema.h"

#include "manifest/secret.h"
#include "manifest/suggest.h"
#include "reconcile/base/endpoint.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

const struct node schema_refused = {.kind = NODE_SCALAR, .refused = true};

struct label {        /* what a value is called in a message */
    const char *name; /* its key; NULL: the manifest itself */
    bool entry;       /* one of the list or mapping under that key */
};

static void check_value(const struct type *type, struct label label, struct node *node,
                        struct diags *diags);

static const char *say(struct label label, struct diags *diags)
{
    return label.name == NULL ? "the manifest"
                              : arena_printf(diags->arena, "%s\"%s\"",
                                             label.entry ? "an entry of " : "", label.name);
}

/* ---- words ---- */

static bool is_null(const struct node *node)
{
    static const char *const nulls[] = {"~", "null", "Null", "NULL", NULL};

    return node->text[0] == '\0' || (node->plain && str_in(nulls, node->text));
}

static bool refuse_secret(const struct node *node, const char *what, struct diags *diags)
{
    diag_tell(diags, DIAG_SECRET, &node->at,
              "revoke it if this file was ever shared; use `profile`, or `credentials` with the "
              "names of variables",
              "%s is a secret, and a manifest is no place for it", what);
    return false;
}

static bool fits(const struct rule *rule, const char *text)
{
    return (rule->choices == NULL || str_in(rule->choices, text)) &&
           (rule->first == NULL || strchr(rule->first, text[0]) != NULL) &&
           (rule->chars == NULL || text[strspn(text, rule->chars)] == '\0') &&
           (rule->most == 0 || strlen(text) <= rule->most) &&
           (rule->fits == NULL || rule->fits(text));
}

static bool check_text(const struct rule *rule, struct label label, const struct node *node,
                       struct diags *diags)
{
    struct suggest suggest = SUGGEST_INIT(node->text);
    const char *const *choice;
    struct diag *diag;

    if (node->refused)
        return false; /* told by node.c */
    if (is_null(node)) {
        diag_tell(diags, DIAG_NO_VALUE, &node->at,
                  node->text[0] == '\0' ? "write one, or leave the key out"
                                        : "write one; if the text is meant, put it in quotes",
                  "%s has no value", say(label, diags));
        return false;
    }
    if (secret_is_value(node->text))
        return refuse_secret(node, "this value", diags);
    if (fits(rule, node->text))
        return true;
    if (rule->code == DIAG_VARIABLE) /* perhaps the secret itself: not to be shown */
        diag = diag_add(diags, rule->code, &node->at, "this is not %s", rule->what);
    else
        diag = diag_add(diags, rule->code, &node->at, "\"%s\" is not %s", node->text, rule->what);
    for (choice = rule->choices; choice != NULL && *choice != NULL; choice++)
        suggest_offer(&suggest, *choice);
    if (suggest.best != NULL)
        diag_hint(diags, diag, "did you mean \"%s\"?", suggest.best);
    else if (rule->code == DIAG_ENDPOINT)
        diag_hint(diags, diag, "%s", endpoint_fault(node->text));
    else if (rule->hint != NULL)
        diag_hint(diags, diag, "%s", rule->hint);
    return false;
}

/* ---- records ---- */

enum { NO_FIELD = SCHEMA_FIELDS_MAX };

/* The number of the field of that name in a record, and the field; NO_FIELD: there is none. */
static size_t find_field(const struct record *record, const char *name, struct field *field)
{
    size_t i;

    for (i = 0; schema_field(record, i, field); i++)
        if (strcmp(field->name, name) == 0)
            return i;
    return NO_FIELD;
}

/* The same for the key that a misspelt one was meant to be; NO_FIELD if none is near. */
static size_t meant_field(const struct record *record, const char *name, struct field *field)
{
    struct suggest suggest = SUGGEST_INIT(name);
    size_t i;

    for (i = 0; schema_field(record, i, field); i++)
        if (field->reserved == NULL)
            suggest_offer(&suggest, field->name);
    return suggest.best == NULL ? NO_FIELD : find_field(record, suggest.best, field);
}

static void hint_known_keys(const struct record *record, struct diags *diags, struct diag *diag)
{
    struct buf names cleanup_buf = BUF_INIT(1000);
    struct field field;
    size_t i;

    for (i = 0; schema_field(record, i, &field); i++)
        if (field.reserved == NULL)
            buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", field.name);
    diag_hint(diags, diag, "known here: %s", names.ptr);
}

/* `meant`: the key that it was meant to be; NULL: none is near. */
static void refuse_key(const struct record *record, const struct node *key,
                       const struct node *value, const char *meant, struct diags *diags)
{
    struct diag *diag;

    if (secret_is_key(key->text)) {
        refuse_secret(key, arena_printf(diags->arena, "\"%s\"", key->text), diags);
        return;
    }
    if (key->plain && strcmp(key->text, "<<") == 0)
        return; /* told by node.c */
    diag = diag_add(diags, DIAG_UNKNOWN_KEY, &key->at, "unknown key \"%s\"", key->text);
    if (meant != NULL)
        diag_hint(diags, diag, "did you mean \"%s\"?", meant);
    else
        hint_known_keys(record, diags, diag);
    if (value->kind == NODE_SCALAR && secret_is_value(value->text))
        refuse_secret(value, "this value", diags);
}

static const struct node *find_key(const struct node *map, const char *name)
{
    size_t i;

    for (i = 0; i < map->n; i++)
        if (map->items[2 * i]->kind == NODE_SCALAR && strcmp(map->items[2 * i]->text, name) == 0)
            return map->items[2 * i];
    return NULL;
}

static void check_exclusive(const struct field *field, const struct node *map, struct diags *diags)
{
    const struct node *a = find_key(map, field->name), *b = find_key(map, field->excludes);

    if (a != NULL && b != NULL)
        diag_also(diags,
                  diag_add(diags, DIAG_EXCLUSIVE, &b->at, "\"%s\" and \"%s\" exclude each other",
                           field->name, field->excludes),
                  "the other one", &a->at);
}

/* What keys ask for and shut out, once all are seen. */
static void check_together(const struct record *record, const struct node *map, const bool *present,
                           struct diags *diags)
{
    struct field field;
    size_t i;

    for (i = 0; schema_field(record, i, &field); i++) {
        if (field.required && !present[i])
            diag_tell(diags, DIAG_MISSING_KEY, &map->at, field.help, "\"%s\" is missing",
                      field.name);
        if (field.excludes != NULL)
            check_exclusive(&field, map, diags);
    }
}

static void check_record(const struct record *record, struct node *map, struct diags *diags)
{
    bool present[SCHEMA_FIELDS_MAX + 1] = {false}; /* one more, for NO_FIELD */
    size_t i, at;

    for (i = 0; i < map->n; i++) {
        const struct node *key = map->items[2 * i];
        struct node *value = map->items[2 * i + 1];
        struct field field;

        if (key->kind != NODE_SCALAR || key->refused)
            continue; /* told by node.c */
        at = find_field(record, key->text, &field);
        if (at == NO_FIELD) {
            at = meant_field(record, key->text, &field); /* misspelt, not missing */
            refuse_key(record, key, value, at == NO_FIELD ? NULL : field.name, diags);
        } else if (field.reserved != NULL) {
            diag_tell(diags, DIAG_RESERVED, &key->at, field.reserved, "\"%s\" is reserved",
                      field.name);
        } else {
            check_value(field.type, (struct label){field.name, false}, value, diags);
        }
        present[at] = true;
    }
    check_together(record, map, present, diags);
}

/* ---- lists and named mappings ---- */

static void check_named(const struct type *type, struct label label, struct node *node,
                        struct diags *diags)
{
    size_t i;

    for (i = 0; i < node->n; i++) {
        struct node *key = node->items[2 * i];

        if (key->kind != NODE_SCALAR)
            continue;
        if (!check_text(type->names, (struct label){label.name, true}, key, diags))
            key->refused = true;
        check_value(type->item, (struct label){key->text, false}, node->items[2 * i + 1], diags);
    }
}

static bool refuse_form(const struct type *type, struct label label, const struct node *node,
                        struct diags *diags)
{
    static const char *const names[] = {"a text", "a list", "a mapping"};
    struct diag *diag;

    if (node->kind == NODE_SCALAR && is_null(node)) {
        diag_tell(diags, DIAG_NO_VALUE, &node->at,
                  arena_printf(diags->arena, "%s is expected", type->what), "%s has no value",
                  say(label, diags));
        return false;
    }
    diag = diag_add(diags, DIAG_WRONG_FORM, &node->at, "%s wants %s, not %s", say(label, diags),
                    type->what, names[node->kind]);
    if (type->forms == FORM_LIST && node->kind == NODE_SCALAR)
        diag_hint(diags, diag, "write [%s]", node->text);
    return false;
}

static bool check_form(const struct type *type, struct label label, struct node *node,
                       struct diags *diags)
{
    static const unsigned forms[] = {FORM_WORD, FORM_LIST, FORM_RECORD | FORM_NAMED};

    if ((type->forms & forms[node->kind]) == 0)
        return refuse_form(type, label, node, diags);
    if (node->kind == NODE_SCALAR)
        return check_text(type->rule, label, node, diags);
    if (node->n == 0) {
        diag_tell(diags, DIAG_EMPTY_LIST, &node->at,
                  arena_printf(diags->arena, "%s is expected; else leave the key out", type->what),
                  "%s is empty", say(label, diags));
        return false;
    }
    if (type->most > 0 && node->n > type->most) {
        diag_add(diags, DIAG_TOO_MANY, &node->at, "%s has more than %zu entries", say(label, diags),
                 type->most);
        return false;
    }
    return true;
}

static void check_value(const struct type *type, struct label label, struct node *node,
                        struct diags *diags)
{
    size_t i;

    if (!check_form(type, label, node, diags))
        node->refused = true;
    else if (node->kind == NODE_MAP && (type->forms & FORM_NAMED) != 0)
        check_named(type, label, node, diags);
    else if (node->kind == NODE_MAP)
        check_record(type->record, node, diags);
    else if (node->kind == NODE_LIST)
        for (i = 0; i < node->n; i++)
            check_value(type->item, (struct label){label.name, true}, node->items[i], diags);
}

void schema_check(struct node *root, struct diags *diags)
{
    static const struct type manifest = {"a mapping with version, accounts and images", FORM_RECORD,
                                         .record = &schema_manifest};

    assert(root != NULL && diags != NULL);
    check_value(&manifest, (struct label){NULL, false}, root, diags);
}

/* ---- reading ---- */

static const struct node **slot_of(void *raw, const struct field *field)
{
    return (const struct node **)(void *)((char *)raw + field->offset);
}

void schema_read(const struct record *record, const struct node *node, void *raw)
{
    struct field field;
    size_t i;

    assert(record != NULL && raw != NULL);
    for (i = 0; schema_field(record, i, &field); i++)
        *slot_of(raw, &field) = NULL;
    if (node == NULL || node->kind != NODE_MAP)
        return;
    for (i = 0; i < node->n; i++) {
        const struct node *key = node->items[2 * i], *value = node->items[2 * i + 1];
        const struct node **slot;

        if (key->kind != NODE_SCALAR)
            continue;
        if (find_field(record, key->text, &field) == NO_FIELD) {
            if (meant_field(record, key->text, &field) == NO_FIELD)
                continue;
            value = &schema_refused; /* what was misspelt was not left out */
        }
        if (field.reserved != NULL)
            continue;
        slot = slot_of(raw, &field);
        if (*slot == NULL || *slot == &schema_refused) /* of duplicates the first good one */
            *slot = value->refused ? &schema_refused : value;
    }
}

const struct node *schema_key(const struct node *map, const char *name)
{
    const struct node *key = find_key(map, name);

    return key == NULL ? map : key;
}

bool schema_has(const struct node *node)
{
    return node != NULL && node != &schema_refused;
}

const char *schema_text(const struct node *node)
{
    return schema_has(node) && node->kind == NODE_SCALAR ? node->text : NULL;
}
