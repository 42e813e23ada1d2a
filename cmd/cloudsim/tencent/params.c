/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent/tencent.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 8 };

/* ---- from a form ---- */

/* Objects whose keys are all numbers become lists, from the innermost outwards. */
static json_t *listed(struct arena *arena, json_t *value)
{
    bool list = json_object_size(value) > 0;
    const char *name;
    json_t *out, *item;
    size_t i;

    if (!json_is_object(value))
        return json_incref(value);
    json_object_foreach(value, name, item) {
        list &= digits_only(name);
    }
    out = list ? json_array() : json_object();
    for (i = 0; list && i < json_object_size(value); i++) {
        item = json_object_get(value, arena_printf(arena, "%zu", i));
        json_array_append_new(out, item == NULL ? json_null() : listed(arena, item));
    }
    json_object_foreach(value, name, item) {
        if (!list)
            json_object_set_new(out, name, listed(arena, item));
    }
    return out;
}

/* Puts the value of "A.B.C" where it belongs in a tree of objects. */
static void plant(struct arena *arena, json_t *tree, const char *name, const char *value)
{
    int depth = 0;

    while (strchr(name, '.') != NULL && depth++ < DEPTH_MAX) {
        const char *part = arena_strndup(arena, name, strcspn(name, "."));
        json_t *next = json_object_get(tree, part);

        if (!json_is_object(next)) {
            next = json_object();
            json_object_set_new(tree, part, next);
        }
        tree = next;
        name += strcspn(name, ".") + 1;
    }
    json_object_set_new(tree, name, json_string(value == NULL ? "" : value));
}

json_t *params_unflatten(struct arena *arena, const struct pairs *form)
{
    static const char *const common[] = {"Action",        "Version",   "Timestamp",
                                         "Nonce",         "SecretId",  "Region",
                                         "Token",         "Signature", "SignatureMethod",
                                         "RequestClient", NULL};
    json_t *tree cleanup_json = json_object();
    json_t *out;
    size_t i;

    for (i = 0; i < form->n; i++)
        plant(arena, tree, form->items[i].name, form->items[i].value);
    out = listed(arena, tree);
    for (i = 0; common[i] != NULL; i++)
        json_object_del(out, common[i]);
    return out;
}

/* ---- checking ---- */

static bool are_filters(const json_t *list)
{
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item) {
        if (json_object_size(item) != 2 || json_text(item, "Name") == NULL ||
            !json_is_texts(json_object_get(item, "Values")))
            return false;
    }
    return json_is_array(list);
}

/* A form's text in the type that is wanted, a new reference; NULL: it is no such text. */
static json_t *from_text(const char *text, enum param_kind kind)
{
    if (kind == PARAM_NUMBER)
        return digits_only(text) ? json_integer(strtol(text, NULL, 10)) : NULL;
    if (kind == PARAM_TRUTH && (str_equal_fold(text, "true") || str_equal_fold(text, "false")))
        return json_boolean(str_equal_fold(text, "true"));
    return NULL;
}

static bool fits(struct exchange *x, const struct param *param, json_t *value)
{
    json_t *better = x->form_style && json_is_string(value)
                         ? from_text(json_string_value(value), param->kind)
                         : NULL;

    if (better != NULL)
        return json_object_set_new(x->params, param->name, better) == 0;
    switch (param->kind) {
    case PARAM_TEXT:
        return json_is_string(value);
    case PARAM_TEXTS:
        return json_is_texts(value);
    case PARAM_NUMBER:
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case PARAM_TRUTH:
        return json_is_boolean(value);
    case PARAM_FILTERS:
        return are_filters(value);
    }
    return false;
}

static const struct param *find(const struct action *action, const char *name)
{
    const struct param *param;

    for (param = action->params; param->name != NULL; param++)
        if (str_equal(param->name, name))
            return param;
    return NULL;
}

const char *params_fault(struct exchange *x, const struct action *action, const char **message)
{
    const struct param *param;
    const char *name;
    json_t *value;
    void *next;

    assert(action->params != NULL);
    *message = "the parameters cannot be read";
    if (!json_is_object(x->params))
        return "InvalidParameter";
    json_object_foreach_safe(x->params, next, name, value) {
        param = find(action, name);
        if (param == NULL) {
            *message = arena_printf(x->arena, "The parameter `%s` is not recognized.", name);
            return "UnknownParameter";
        }
        if (!fits(x, param, value)) {
            *message = arena_printf(x->arena, "wrong type of parameter `%s`", name);
            return "InvalidParameter";
        }
    }
    for (param = action->params; param->name != NULL; param++) {
        if (param->required && json_object_get(x->params, param->name) == NULL) {
            *message =
                arena_printf(x->arena, "The request is missing the parameter `%s`.", param->name);
            return "MissingParameter";
        }
    }
    return NULL;
}

/* ---- reading ---- */

const char *param_text(const struct exchange *x, const char *name, const char *otherwise)
{
    const char *value = json_text(x->params, name);

    return value != NULL ? value : otherwise;
}

long param_number(const struct exchange *x, const char *name, long otherwise)
{
    const json_t *value = json_object_get(x->params, name);

    return value != NULL ? (long)json_integer_value(value) : otherwise;
}

bool param_truth(const struct exchange *x, const char *name)
{
    return json_is_true(json_object_get(x->params, name));
}

const json_t *param_list(const struct exchange *x, const char *name)
{
    return json_object_get(x->params, name);
}
