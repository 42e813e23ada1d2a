/* SPDX-License-Identifier: MIT */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/*
 * Questions about strings, answered with yes or no.  NULL is a value of its own: it equals NULL
 * alone, begins and ends with nothing, and stands in no list.
 */

static inline bool str_equal(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* ASCII case aside. */
static inline bool str_equal_fold(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcasecmp(a, b) == 0;
}

static inline bool str_starts(const char *text, const char *start)
{
    return text != NULL && strncmp(text, start, strlen(start)) == 0;
}

static inline bool str_ends(const char *text, const char *end)
{
    size_t n = text == NULL ? 0 : strlen(text), tail = strlen(end);

    return text != NULL && n >= tail && strcmp(text + n - tail, end) == 0;
}

/* The list ends with NULL. */
static inline bool str_in(const char *const *list, const char *text)
{
    assert(list != NULL);
    while (*list != NULL && !str_equal(*list, text))
        list++;
    return *list != NULL;
}

/* The index of a text in a list of n; n if it is not there. */
static inline size_t str_index(const char *const *list, size_t n, const char *text)
{
    size_t i = 0;

    assert(text != NULL);
    while (i < n && !str_equal(list[i], text))
        i++;
    return i;
}

static inline bool str_among(const char *const *list, size_t n, const char *text)
{
    return str_index(list, n, text) < n;
}
