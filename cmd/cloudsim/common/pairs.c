/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/pairs.h"

#include "reconcile/base/str.h"
#include "reconcile/base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void pairs_add(struct pairs *pairs, const char *name, const char *value)
{
    assert(pairs->arena != NULL && name != NULL);
    ARENA_GROW(pairs->arena, pairs->items, pairs->n, pairs->cap);
    pairs->items[pairs->n++] = (struct pair){
        .name = arena_strdup(pairs->arena, name),
        .value = arena_strdup(pairs->arena, value),
    };
}

static const char *get(const struct pairs *pairs, const char *name,
                       bool (*equal)(const char *a, const char *b))
{
    size_t i;

    assert(name != NULL);
    for (i = 0; i < pairs->n; i++)
        if (equal(pairs->items[i].name, name))
            return pairs->items[i].value == NULL ? "" : pairs->items[i].value;
    return NULL;
}

const char *pairs_get(const struct pairs *pairs, const char *name)
{
    return get(pairs, name, str_equal);
}

const char *pairs_get_fold(const struct pairs *pairs, const char *name)
{
    return get(pairs, name, str_equal_fold);
}

static int by_name(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    return strcmp(x->name, y->name);
}

void pairs_sort(struct pairs *pairs)
{
    if (pairs->n > 1)
        qsort(pairs->items, pairs->n, sizeof *pairs->items, by_name);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NULL: refused. */
static char *decode(struct arena *arena, const char *s, size_t n, bool plus)
{
    char *out = arena_alloc(arena, n + 1);
    size_t i, used = 0;

    for (i = 0; i < n; i++) {
        if (s[i] == '%') {
            int high = i + 2 < n ? hex_digit(s[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(s[i + 2]) : -1;

            if (high < 0 || low < 0 || (high == 0 && low == 0))
                return NULL;
            out[used++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[used++] = plus && s[i] == '+' ? ' ' : s[i];
        }
    }
    return utf8_valid(out, used) ? out : NULL;
}

int pairs_parse(struct pairs *pairs, const char *text, bool plus)
{
    assert(pairs->arena != NULL && text != NULL);
    while (*text != '\0') {
        size_t n = strcspn(text, "&"), n_name = strcspn(text, "=&");
        bool valued = n_name < n;
        char *name = decode(pairs->arena, text, n_name, plus), *value = NULL;

        if (valued)
            value = decode(pairs->arena, text + n_name + 1, n - n_name - 1, plus);
        if (name == NULL || (valued && value == NULL))
            return -1;
        if (n > 0)
            pairs_add(pairs, name, value);
        text += n + (text[n] == '&');
    }
    return 0;
}

void pairs_encode(struct buf *out, const char *text)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *text != '\0'; text++) {
        if (strchr(kept, *text) != NULL)
            buf_char(out, *text);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
    }
}
