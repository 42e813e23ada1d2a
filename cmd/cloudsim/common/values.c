/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/values.h"

#include "reconcile/base/clock.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *json_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

bool json_is_texts(const json_t *value)
{
    const json_t *item;
    size_t i;

    json_array_foreach(value, i, item) {
        if (!json_is_string(item))
            return false;
    }
    return json_is_array(value);
}

bool json_holds(const json_t *list, const char *text)
{
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item) {
        if (str_equal(json_string_value(item), text))
            return true;
    }
    return false;
}

bool json_is_unique(const json_t *value)
{
    const json_t *item;
    size_t i, k;

    json_array_foreach(value, i, item) {
        for (k = 0; k < i; k++)
            if (json_equal(item, json_array_get(value, k)))
                return false;
    }
    return json_is_texts(value);
}

json_t *json_of_texts(const char *const *texts)
{
    json_t *list = json_array();

    for (; texts != NULL && *texts != NULL; texts++)
        json_array_append_new(list, json_string(*texts));
    return list;
}

const char *const *json_texts(struct arena *arena, const json_t *list)
{
    const char **texts = arena_array(arena, json_array_size(list) + 1, sizeof *texts);
    const json_t *item;
    size_t i;

    assert(list == NULL || json_is_texts(list));
    json_array_foreach(list, i, item) {
        texts[i] = arena_strdup(arena, json_string_value(item));
    }
    return texts;
}

static int append(const char *bytes, size_t n, void *context)
{
    buf_add(context, bytes, n);
    return 0;
}

void json_print(struct buf *out, const json_t *value, size_t flags)
{
    assert(value != NULL);
    json_dump_callback(value, append, out, flags);
}

const char *word_for(const char *const (*rows)[2], const char *word, const char *otherwise)
{
    for (; (*rows)[0] != NULL; rows++)
        if (str_equal((*rows)[0], word))
            return (*rows)[1];
    return otherwise;
}

bool digits_only(const char *text)
{
    size_t n = text == NULL ? 0 : strlen(text);

    return n > 0 && n < 10 && strspn(text, "0123456789") == n;
}

long number_in(const char *text, long otherwise)
{
    if (text == NULL)
        return otherwise;
    return digits_only(text) ? strtol(text, NULL, 10) : -1;
}

const char *instant(struct arena *arena, int64_t ms)
{
    char text[CLOCK_TEXT];

    clock_format(ms / 1000, text);
    return arena_strdup(arena, text);
}

bool instant_parse(const char *text, int64_t *seconds)
{
    return strlen(text) == strlen("2026-01-02T03:04:05Z") && str_ends(text, "Z") &&
           clock_parse(text, 0, seconds);
}
