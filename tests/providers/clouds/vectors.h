/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/json.h"
#include "providers/wire/pairs.h"

/*
 * Reading tests/data/vectors/: signatures, stage by stage, made by running the vendors' own SDKs
 * with frozen time and nonce, so that none of the code under test has seen them before.  Whatever
 * is wrong with a file ends the test.
 */

/* Calls `check` for each item of the array "vectors" of a file. */
typedef void vector_check(const struct json *vector, struct arena *arena, void *context);
void vectors_each(const char *path, struct arena *arena, vector_check *check, void *context);

const char *vector_text(const struct json *object, const char *key);

/* All members of an object of strings, in its order. */
struct pairs vector_members(const struct json *object, struct arena *arena);

/* A list of [name, value] pairs, a null value being a key alone. */
struct pairs vector_pairs(const struct json *list, struct arena *arena);

/* Ours and theirs must be the same. */
void vector_stage(const struct json *vector, const char *stage, const char *ours,
                  const char *theirs);

/* One for each signing scheme; they demand that all vectors of the scheme hold. */
void vectors_tc3(struct arena *arena);
void vectors_query(struct arena *arena); /* Tencent's older schemes */
void vectors_ucloud(struct arena *arena);
void vectors_bce(struct arena *arena);
