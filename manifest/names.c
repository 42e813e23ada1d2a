/* SPDX-License-Identifier: MIT */
#include "manifest/names.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void names_add(struct names *names, const struct node *key, size_t index, struct arena *arena)
{
    assert(key->kind == NODE_SCALAR);
    ARENA_GROW(arena, names->items, names->nr, names->cap);
    names->items[names->nr++] = (struct name){key->text, key, index};
}

static int compare(const void *left, const void *right)
{
    const struct name *a = left, *b = right;
    int by_text = strcmp(a->text, b->text);

    if (by_text != 0)
        return by_text;
    return a->index < b->index ? -1 : a->index > b->index;
}

void names_sort(struct names *names)
{
    if (names->nr > 0)
        qsort(names->items, names->nr, sizeof *names->items, compare);
}

void names_settle(struct names *names, enum diag_code code, const char *what, struct diags *diags)
{
    size_t i, kept = 0;

    names_sort(names);
    for (i = 0; i < names->nr; i++) {
        const struct name *name = &names->items[i], *first = &names->items[kept - (kept > 0)];

        if (kept == 0 || strcmp(first->text, name->text) != 0) {
            names->items[kept++] = *name;
            continue;
        }
        if (first->key->at.sheet == name->key->at.sheet)
            continue; /* a duplicate key: node.c told */
        diag_also(diags,
                  diag_add(diags, code, &name->key->at, "%s \"%s\" is declared twice", what,
                           name->text),
                  "first declared here", &first->key->at);
    }
    names->nr = kept;
}

const struct name *names_find(const struct names *names, const char *text)
{
    size_t low = 0, high = names->nr;

    assert(text != NULL);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(names->items[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < names->nr && strcmp(names->items[low].text, text) == 0 ? &names->items[low] : NULL;
}
