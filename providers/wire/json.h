/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads JSON that a stranger wrote, and says exactly what is wrong with it:
 * "Response.ImageSet[3].ImageState: expected a string, found a number".
 *
 * Strict where a mistake could hide: no bytes after the value, valid UTF-8, no NUL in any form (it
 * would cut a name in two), at most JSON_DEPTH levels.  Lenient where the vendors are: null counts
 * as absent, an integer may come as a string.
 *
 * Getters take a sticky error: the first one stays, later ones do nothing, so a reader takes all
 * that it wants and looks at `err->code` once, at the end.  Until then it may see fallbacks.
 * Every string that they return is a copy in the document's arena and outlives the document.
 *
 *     struct json_document *document cleanup_json = json_parse(bytes, n, arena, &err);
 *     struct json root = json_root(document), set = json_array(&root, "ImageSet", &err), item;
 *
 *     for (item = json_first(&set); item.node != NULL; item = json_next(&item))
 *         use(json_string(&item, "ImageId", &err));
 */

enum { JSON_DEPTH = 32 };

struct json_document;

/* A value and where it stands.  It points to its parents, which must outlive it. */
struct json {
    const void *node; /* NULL: absent */
    const struct json_document *document;
    const struct json *parent;
    const char *key; /* NULL: an item of an array, number `index` */
    size_t index;
};

/* NULL with *err set if the bytes are no JSON as above. */
struct json_document *json_parse(const char *bytes, size_t n, struct arena *arena, struct err *err);
void json_free(struct json_document **document); /* accepts NULL */
#define cleanup_json __attribute__((cleanup(json_free)))

/* An absent value for no document, so that one check at the end suffices. */
struct json json_root(const struct json_document *document);

/* Members.  A missing or null one is an error where the name does not end in `_or` or `_maybe`. */
struct json json_object(const struct json *object, const char *key, struct err *err);
struct json json_object_maybe(const struct json *object, const char *key, struct err *err);
struct json json_array(const struct json *object, const char *key, struct err *err);
struct json json_array_maybe(const struct json *object, const char *key, struct err *err);
const char *json_string(const struct json *object, const char *key, struct err *err);
const char *json_string_or(const struct json *object, const char *key, const char *fallback,
                           struct err *err);
int64_t json_int(const struct json *object, const char *key, struct err *err);
int64_t json_int_or(const struct json *object, const char *key, int64_t fallback, struct err *err);
/* A number that fits an int and is not below `least`, which stands in for one that does not. */
int json_int_from(const struct json *object, const char *key, int least, struct err *err);
bool json_bool(const struct json *object, const char *key, struct err *err);
bool json_bool_or(const struct json *object, const char *key, bool fallback, struct err *err);

bool json_has(const struct json *object, const char *key); /* and it is not null */

/* A code that some vendors write as a number and some as a string; as text.  NULL if absent. */
const char *json_code_maybe(const struct json *object, const char *key, struct err *err);

/* Items of an array; both give an absent value at its end, or for an absent array. */
struct json json_first(const struct json *array);
struct json json_next(const struct json *item);
size_t json_count(const struct json *array);

/* The value itself, where it is no member: an item of an array, or the root. */
const char *json_as_string(const struct json *value, struct err *err);
bool json_is_array(const struct json *value);
bool json_is_null(const struct json *value); /* or absent */

/* The members of an object in order: NULL when there is no `index`-th; a copy like all strings. */
const char *json_key_at(const struct json *object, size_t index);
