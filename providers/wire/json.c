/* SPDX-License-Identifier: MIT */
#include "providers/wire/json.h"

#include "reconcile/base/buf.h"
#include "reconcile/base/utf8.h"

#include <cjson/cJSON.h>

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * cJSON is maintained, small, and faster than the network (tests/bench/bench_json.c compares the
 * candidates).  What it lets through is caught by one pass over the bytes before it sees them: bad
 * UTF-8, depth, and "\u0000", at which its C strings would end.
 */

struct json_document {
    cJSON *root;
    struct arena *arena;
};

static const cJSON *node(const struct json *value)
{
    return value->node;
}

/* Skips over a string that begins at bytes[at] == '"'; returns the index after it, or 0. */
static size_t scan_string(const char *bytes, size_t n, size_t at, struct err *err)
{
    for (at++; at < n && bytes[at] != '"'; at++) {
        if (bytes[at] != '\\')
            continue;
        if (n - at > 5 && memcmp(bytes + at, "\\u0000", 6) == 0) {
            err_set(err, ERR_DATA, "NUL character in a string at byte %zu", at);
            return 0;
        }
        at++;
    }
    return at + 1;
}

/* What cJSON would accept or stumble over. */
static int scan(const char *bytes, size_t n, struct err *err)
{
    size_t at = 0;
    int depth = 0;

    if (memchr(bytes, '\0', n) != NULL)
        return err_set(err, ERR_DATA, "NUL byte");
    if (!utf8_valid(bytes, n))
        return err_set(err, ERR_DATA, "not UTF-8");
    while (at < n) {
        if (bytes[at] == '"') {
            at = scan_string(bytes, n, at, err);
            if (at == 0)
                return -1;
            continue;
        }
        if (bytes[at] == '[' || bytes[at] == '{')
            depth++;
        else if (bytes[at] == ']' || bytes[at] == '}')
            depth--;
        if (depth > JSON_DEPTH)
            return err_set(err, ERR_DATA, "nested deeper than %d levels", JSON_DEPTH);
        at++;
    }
    return 0;
}

static bool only_blanks(const char *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (strchr(" \t\r\n", bytes[i]) == NULL)
            return false;
    return true;
}

struct json_document *json_parse(const char *bytes, size_t n, struct arena *arena, struct err *err)
{
    struct json_document *document;
    const char *end = NULL;
    cJSON *root;

    assert((bytes != NULL || n == 0) && arena != NULL && err != NULL);
    if (err->code != ERR_NONE)
        return NULL;
    if (only_blanks(bytes, n)) {
        err_set(err, ERR_DATA, "empty");
        return NULL;
    }
    if (scan(bytes, n, err) != 0)
        return NULL;
    root = cJSON_ParseWithLengthOpts(bytes, n, &end, 0);
    if (root == NULL) {
        err_set(err, ERR_DATA, "not JSON at byte %zu",
                end == NULL ? (size_t)0 : (size_t)(end - bytes));
        return NULL;
    }
    if (!only_blanks(end, n - (size_t)(end - bytes))) {
        cJSON_Delete(root);
        err_set(err, ERR_DATA, "more text after the value, at byte %zu", (size_t)(end - bytes));
        return NULL;
    }
    document = arena_alloc(arena, sizeof *document);
    document->root = root;
    document->arena = arena;
    return document;
}

void json_free(struct json_document **document)
{
    if (*document != NULL)
        cJSON_Delete((*document)->root);
    *document = NULL;
}

struct json json_root(const struct json_document *document)
{
    struct json value = {document == NULL ? NULL : document->root, document, NULL, NULL, 0};

    return value;
}

/* ---- saying where and what ---- */

static void write_path(struct buf *out, const struct json *value)
{
    if (value->parent == NULL)
        return;
    write_path(out, value->parent);
    if (value->key == NULL)
        buf_printf(out, "[%zu]", value->index);
    else
        buf_printf(out, "%s%s", out->len > 0 ? "." : "", value->key);
}

static const char *kind(const cJSON *found)
{
    if (found == NULL)
        return "nothing";
    if (cJSON_IsString(found))
        return "a string";
    if (cJSON_IsNumber(found))
        return "a number";
    if (cJSON_IsBool(found))
        return "true or false";
    if (cJSON_IsArray(found))
        return "an array";
    return cJSON_IsObject(found) ? "an object" : "null";
}

static void unexpected(const struct json *value, const char *expected, struct err *err)
{
    struct buf path cleanup_buf = BUF_INIT(200);

    write_path(&path, value);
    err_set(err, ERR_DATA, "%s%sexpected %s, found %s", path.ptr, path.len > 0 ? ": " : "",
            expected, kind(node(value)));
}

/* ---- members ---- */

/* The member of an object, null taken for absent.  A parent that is no object is an error. */
static struct json member(const struct json *object, const char *key, struct err *err)
{
    struct json value = {NULL, object->document, object, key, 0};
    const cJSON *found;

    assert(key != NULL && err != NULL);
    if (!cJSON_IsObject(node(object))) {
        unexpected(object, "an object", err);
        return value;
    }
    found = cJSON_GetObjectItemCaseSensitive(node(object), key);
    value.node = cJSON_IsNull(found) ? NULL : found;
    return value;
}

static struct json container(const struct json *object, const char *key, bool array, bool required,
                             struct err *err)
{
    struct json value = member(object, key, err);
    bool fits = array ? cJSON_IsArray(node(&value)) : cJSON_IsObject(node(&value));

    if (!fits && (value.node != NULL || required)) {
        unexpected(&value, array ? "an array" : "an object", err);
        value.node = NULL;
    }
    return value;
}

struct json json_object(const struct json *object, const char *key, struct err *err)
{
    return container(object, key, false, true, err);
}

struct json json_object_maybe(const struct json *object, const char *key, struct err *err)
{
    return container(object, key, false, false, err);
}

struct json json_array(const struct json *object, const char *key, struct err *err)
{
    return container(object, key, true, true, err);
}

struct json json_array_maybe(const struct json *object, const char *key, struct err *err)
{
    return container(object, key, true, false, err);
}

const char *json_as_string(const struct json *value, struct err *err)
{
    if (!cJSON_IsString(node(value))) {
        unexpected(value, "a string", err);
        return "";
    }
    return arena_strdup(value->document->arena, node(value)->valuestring);
}

const char *json_string(const struct json *object, const char *key, struct err *err)
{
    struct json value = member(object, key, err);

    return json_as_string(&value, err);
}

const char *json_string_or(const struct json *object, const char *key, const char *fallback,
                           struct err *err)
{
    struct json value = member(object, key, err);

    return value.node == NULL ? fallback : json_as_string(&value, err);
}

/* Integers that a double holds exactly; vendors also write them as strings. */
static int64_t as_int(const struct json *value, struct err *err)
{
    const double limit = 9007199254740992.0; /* 2^53 */
    const cJSON *found = node(value);
    double number;
    char *end;

    if (cJSON_IsString(found) && found->valuestring[0] != '\0') {
        errno = 0;
        number = (double)strtoll(found->valuestring, &end, 10);
        if (errno == 0 && *end == '\0' && fabs(number) < limit)
            return (int64_t)number;
    } else if (cJSON_IsNumber(found)) {
        number = found->valuedouble;
        if (fabs(number) < limit && floor(number) >= number)
            return (int64_t)number;
    }
    unexpected(value, "a whole number", err);
    return 0;
}

int64_t json_int(const struct json *object, const char *key, struct err *err)
{
    struct json value = member(object, key, err);

    return as_int(&value, err);
}

int json_int_from(const struct json *object, const char *key, int least, struct err *err)
{
    int64_t value = json_int(object, key, err);

    if (value < least || value > INT32_MAX) {
        err_set(err, ERR_DATA, "'%s' is out of range", key);
        return least;
    }
    return (int)value;
}

int64_t json_int_or(const struct json *object, const char *key, int64_t fallback, struct err *err)
{
    struct json value = member(object, key, err);

    return value.node == NULL ? fallback : as_int(&value, err);
}

static bool as_bool(const struct json *value, struct err *err)
{
    if (!cJSON_IsBool(node(value)))
        unexpected(value, "true or false", err);
    return cJSON_IsTrue(node(value)) != 0;
}

bool json_bool(const struct json *object, const char *key, struct err *err)
{
    struct json value = member(object, key, err);

    return as_bool(&value, err);
}

bool json_bool_or(const struct json *object, const char *key, bool fallback, struct err *err)
{
    struct json value = member(object, key, err);

    return value.node == NULL ? fallback : as_bool(&value, err);
}

bool json_has(const struct json *object, const char *key)
{
    struct err ignored = ERR_INIT;

    return member(object, key, &ignored).node != NULL;
}

const char *json_code_maybe(const struct json *object, const char *key, struct err *err)
{
    struct json value = member(object, key, err);

    if (value.node == NULL)
        return NULL;
    if (cJSON_IsNumber(node(&value)))
        return arena_printf(value.document->arena, "%" PRId64, as_int(&value, err));
    return json_as_string(&value, err);
}

/* ---- items ---- */

struct json json_first(const struct json *array)
{
    struct json item = {NULL, array->document, array, NULL, 0};

    if (cJSON_IsArray(node(array)))
        item.node = node(array)->child;
    return item;
}

struct json json_next(const struct json *item)
{
    struct json next = *item;

    next.node = node(item)->next;
    next.index++;
    return next;
}

size_t json_count(const struct json *array)
{
    return cJSON_IsArray(node(array)) ? (size_t)cJSON_GetArraySize(node(array)) : 0;
}

bool json_is_array(const struct json *value)
{
    return cJSON_IsArray(node(value)) != 0;
}

bool json_is_null(const struct json *value)
{
    return value->node == NULL || cJSON_IsNull(node(value));
}

const char *json_key_at(const struct json *object, size_t index)
{
    const cJSON *child = cJSON_IsObject(node(object)) ? node(object)->child : NULL;

    for (; child != NULL && index > 0; index--)
        child = child->next;
    return child == NULL ? NULL : arena_strdup(object->document->arena, child->string);
}
