/* SPDX-License-Identifier: MIT */
#include "providers/wire/pairs.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void pairs_add(struct pairs *pairs, const char *name, const char *value)
{
    assert(pairs != NULL && pairs->arena != NULL && name != NULL);
    ARENA_GROW(pairs->arena, pairs->items, pairs->nr, pairs->cap);
    pairs->items[pairs->nr].name = name;
    pairs->items[pairs->nr].value = value;
    pairs->nr++;
}

void pairs_add_int(struct pairs *pairs, const char *name, int64_t value)
{
    pairs_add(pairs, name, arena_printf(pairs->arena, "%" PRId64, value));
}

void pairs_add_all(struct pairs *pairs, const struct pair *items, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        pairs_add(pairs, items[i].name, items[i].value);
}

void pairs_add_list(struct pairs *pairs, const char *name, const char *const *values, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        pairs_add(pairs, arena_printf(pairs->arena, "%s.%zu", name, i), values[i]);
}

static int by_name(const void *a, const void *b)
{
    const struct pair *left = a, *right = b;

    return strcmp(left->name, right->name);
}

struct pair *pairs_sorted(const struct pair *items, size_t n, struct arena *arena)
{
    struct pair *sorted = arena_array(arena, n, sizeof *sorted);

    if (n == 0)
        return sorted;
    memcpy(sorted, items, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_name);
    return sorted;
}

const char *pairs_find(const struct pair *items, size_t n, const char *name)
{
    size_t i;

    assert((items != NULL || n == 0) && name != NULL);
    for (i = 0; i < n; i++)
        if (strcasecmp(items[i].name, name) == 0)
            return items[i].value;
    return NULL;
}

struct pairs pairs_of_headers(const char *raw, size_t n, struct arena *arena)
{
    char *line = arena_strndup(arena, raw, n), *next, *colon, *end, *c;
    struct pairs headers = PAIRS_INIT(arena);

    for (; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        end = next;
        if (*next != '\0')
            next++;
        *end = '\0';
        colon = strchr(line, ':');
        if (colon == NULL)
            continue;
        *colon++ = '\0';
        for (c = line; *c != '\0'; c++)
            *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c;
        colon += strspn(colon, " \t");
        while (end > colon && strchr(" \t\r", end[-1]) != NULL)
            *--end = '\0';
        pairs_add(&headers, line, colon);
    }
    return headers;
}
