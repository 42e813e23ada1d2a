/* SPDX-License-Identifier: MIT */
#include "providers/credentials/keyfile.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

bool keyfile_is_json(const char *text, size_t n)
{
    size_t i;

    for (i = 0; i < n && strchr(" \t\r\n", text[i]) != NULL; i++)
        continue;
    return i < n && text[i] == '{';
}

const char *keyfile_member(const struct json *object, const char *key, struct err *err)
{
    const char *text = json_string_or(object, key, "", err);

    return *text == '\0' ? NULL : text;
}

void keyfile_json(const struct json *object, const struct keyfile_names *names,
                  struct credentials *out, struct err *err)
{
    out->id = keyfile_member(object, names->id, err);
    out->secret = keyfile_member(object, names->secret, err);
    if (names->token != NULL)
        out->token = keyfile_member(object, names->token, err);
}

/* ---- INI: [section], key = value, whole-line comments with '#' or ';' ---- */

/* Names are compared without case; lines that are none of these are passed over. */

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

static const char *get(const char *text, size_t n, const char *section, const char *key,
                       struct arena *arena)
{
    struct span found;

    return find(text, n, section, key, &found) && found.n > 0
               ? arena_strndup(arena, found.at, found.n)
               : NULL;
}

int keyfile_ini(const char *text, size_t n, const char *section, const struct keyfile_names *names,
                struct arena *arena, struct credentials *out)
{
    assert(section != NULL && names->token != NULL);
    if (!find(text, n, section, NULL, NULL))
        return 1;
    out->id = get(text, n, section, names->id, arena);
    out->secret = get(text, n, section, names->secret, arena);
    out->token = get(text, n, section, names->token, arena);
    return 0;
}

int keyfile_bad(const struct err *cause, struct err *err)
{
    assert(cause->code != ERR_NONE);
    return err_set(err, ERR_CREDENTIAL, "%s", cause->text);
}
