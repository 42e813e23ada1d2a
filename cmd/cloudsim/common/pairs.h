/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Headers, query parameters, form fields: names with values, in the order in which they came.  They
 * live in the arena that the list was begun with: struct pairs pairs = {.arena = &arena};
 */

struct pair {
    const char *name;
    const char *value; /* NULL: a query key without "=" */
};

struct pairs {
    struct arena *arena;
    struct pair *items;
    size_t n, cap;
};

void pairs_add(struct pairs *pairs, const char *name, const char *value);
void pairs_sort(struct pairs *pairs); /* by the bytes of the names */

/* The first value of a name; "" for a key without one, NULL if there is none of the name. */
const char *pairs_get(const struct pairs *pairs, const char *name);
const char *pairs_get_fold(const struct pairs *pairs, const char *name); /* for header names */

/*
 * Splits "a=1&b&c=x+y" and decodes both sides; with `plus` a "+" is a space, as in forms.  -1 where
 * something decodes to a NUL, has a broken escape, or is no UTF-8.
 */
int pairs_parse(struct pairs *pairs, const char *text, bool plus);

/* Percent-encodes all but letters, digits and "-._~". */
void pairs_encode(struct buf *out, const char *text);
