/* SPDX-License-Identifier: MIT */
#include "providers/credentials/ini.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

struct span {
    const char *at;
    size_t n;
};

static struct span trim(const char *at, size_t n)
{
    while (n > 0 && strchr(" \t\r", at[0]) != NULL)
        at++, n--;
    while (n > 0 && strchr(" \t\r", at[n - 1]) != NULL)
        n--;
    return (struct span){at, n};
}

static bool same(struct span span, const char *text)
{
    return span.n == strlen(text) && strncasecmp(span.at, text, span.n) == 0;
}

/* Walks the lines; stops at the section (key NULL) or at the key in it.  `value` may be NULL. */
static bool find(const char *text, size_t n, const char *section, const char *key,
                 struct span *value)
{
    const char *end = text + n, *newline, *equals;
    bool inside = false;
    struct span line;

    assert(section != NULL && (key == NULL || value != NULL));
    for (; text < end; text = newline + 1) {
        newline = memchr(text, '\n', (size_t)(end - text));
        if (newline == NULL)
            newline = end;
        line = trim(text, (size_t)(newline - text));
        if (line.n == 0 || line.at[0] == '#' || line.at[0] == ';')
            continue;
        if (line.at[0] == '[' && line.at[line.n - 1] == ']') {
            inside = same(trim(line.at + 1, line.n - 2), section);
            if (inside && key == NULL)
                return true;
            continue;
        }
        equals = memchr(line.at, '=', line.n);
        if (!inside || key == NULL || equals == NULL)
            continue;
        if (same(trim(line.at, (size_t)(equals - line.at)), key)) {
            *value = trim(equals + 1, (size_t)(line.at + line.n - equals - 1));
            return true;
        }
    }
    return false;
}

const char *ini_get(const char *text, size_t n, const char *section, const char *key,
                    struct arena *arena)
{
    struct span value;

    return find(text, n, section, key, &value) ? arena_strndup(arena, value.at, value.n) : NULL;
}

bool ini_has_section(const char *text, size_t n, const char *section)
{
    return find(text, n, section, NULL, NULL);
}
