/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/node.h"

/* Names that are declared once and found fast: of accounts, sets, extra regions.  First all are
 * added, then they are sorted, then they are looked up. */

struct name {
    const char *text;
    const struct node *key; /* where it was declared */
    size_t index;           /* in the table of what it names; rises with the order of writing */
};

struct names {
    struct name *items;
    size_t nr, cap;
};

void names_add(struct names *names, const struct node *key, size_t index, struct arena *arena);

/* Sorts, as names_find() needs it. */
void names_sort(struct names *names);

/* Sorts; tells each name that is declared again, with both places, and keeps the first.  `what`:
 * "account". */
void names_settle(struct names *names, enum diag_code code, const char *what, struct diags *diags);

/* The first declaration of a name; NULL if there is none. */
const struct name *names_find(const struct names *names, const char *text);
