/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What is done with jansson's values everywhere.  They are what cloudsim reads, and the shape that
 * an answer has until it leaves, since faults and quirks change answers on the way.  Only what
 * holds a value beyond its block counts references; a block's own goes with the block:
 *
 *     json_t *document cleanup_json = json_loads(text, 0, NULL);
 */

#include "reconcile/base/arena.h"
#include "reconcile/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#define cleanup_json __attribute__((cleanup(json_decrefp)))

/* The text at a key; NULL if there is none, or no text. */
const char *json_text(const json_t *object, const char *key);

bool json_is_texts(const json_t *value); /* a list of texts, of none perhaps */
bool json_holds(const json_t *list, const char *text);
bool json_is_unique(const json_t *value); /* a list of texts of which none comes twice */

/* A list of texts and its copy in an arena, which ends with NULL. */
json_t *json_of_texts(const char *const *texts);
const char *const *json_texts(struct arena *arena, const json_t *list);

/* Appends the value's text; `flags` are those of json_dumps. */
void json_print(struct buf *out, const json_t *value, size_t flags);

/* ---- texts ---- */

/* The second of the row whose first is `word`; `otherwise` if there is none.  The rows follow:
 *     WORD_FOR(state, state, {"ready", "NORMAL"}, {"failed", "CREATEFAILED"}) */
#define WORD_FOR(word, otherwise, ...)                                                             \
    word_for((const char *const[][2]){__VA_ARGS__, {NULL, NULL}}, (word), (otherwise))
const char *word_for(const char *const (*rows)[2], const char *word, const char *otherwise);

bool digits_only(const char *text); /* a whole number of one to nine digits */
/* The number of a text of digits; `otherwise` for NULL, -1 for another text. */
long number_in(const char *text, long otherwise);

/* "2026-01-02T03:04:05Z", and exactly that form. */
const char *instant(struct arena *arena, int64_t ms);
bool instant_parse(const char *text, int64_t *seconds);
