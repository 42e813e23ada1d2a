/* SPDX-License-Identifier: MIT */
/* Strings, pairs and times; digests are in digest.c. */
#define _GNU_SOURCE /* vasprintf, timegm */
#include "cmd/cloudsim/common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static void *or_die(void *p)
{
    if (p == NULL) {
        fputs("cloudsim: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *text_alloc(size_t size)
{
    return or_die(calloc(1, size == 0 ? 1 : size));
}

void *text_realloc(void *old, size_t size)
{
    return or_die(realloc(old, size == 0 ? 1 : size));
}

char *text_dup(const char *s)
{
    return s == NULL ? NULL : or_die(strdup(s));
}

char *text_cut(const char *s, size_t length)
{
    return or_die(strndup(s, length));
}

char *text_printf(const char *format, ...)
{
    va_list args;
    char *made = NULL;

    va_start(args, format);
    if (vasprintf(&made, format, args) < 0)
        made = NULL;
    va_end(args);
    return or_die(made);
}

void text_set(char **where, const char *value)
{
    char *copy = text_dup(value);

    free(*where);
    *where = copy;
}

bool text_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool text_same_fold(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcasecmp(a, b) == 0;
}

bool text_starts(const char *s, const char *start)
{
    return s != NULL && strncmp(s, start, strlen(start)) == 0;
}

bool text_ends(const char *s, const char *end)
{
    size_t length = s == NULL ? 0 : strlen(s), tail = strlen(end);

    return length >= tail && strcmp(s + length - tail, end) == 0;
}

bool text_same_secret(const char *a, const char *b)
{
    size_t i, length;
    unsigned char differ = 0;

    if (a == NULL || b == NULL || strlen(a) != strlen(b))
        return false;
    length = strlen(a);
    for (i = 0; i < length; i++)
        differ = (unsigned char)(differ | (a[i] ^ b[i]));
    return differ == 0;
}

size_t text_characters(const char *utf8)
{
    size_t n = 0;

    for (; *utf8 != '\0'; utf8++)
        n += ((unsigned char)*utf8 & 0xC0) != 0x80;
    return n;
}

/* ---- pairs ---- */

void pairs_add(struct pairs *pairs, const char *name, const char *value)
{
    pairs->items = text_realloc(pairs->items, (pairs->count + 1) * sizeof *pairs->items);
    pairs->items[pairs->count].name = text_dup(name);
    pairs->items[pairs->count].value = text_dup(value);
    pairs->count++;
}

const char *pairs_get(const struct pairs *pairs, const char *name)
{
    size_t i;

    for (i = 0; i < pairs->count; i++)
        if (strcmp(pairs->items[i].name, name) == 0)
            return pairs->items[i].value == NULL ? "" : pairs->items[i].value;
    return NULL;
}

const char *pairs_get_fold(const struct pairs *pairs, const char *name)
{
    size_t i;

    for (i = 0; i < pairs->count; i++)
        if (strcasecmp(pairs->items[i].name, name) == 0)
            return pairs->items[i].value == NULL ? "" : pairs->items[i].value;
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    return strcmp(x->name, y->name);
}

void pairs_sort(struct pairs *pairs)
{
    if (pairs->count > 1)
        qsort(pairs->items, pairs->count, sizeof *pairs->items, by_name);
}

void pairs_free(struct pairs *pairs)
{
    size_t i;

    for (i = 0; i < pairs->count; i++) {
        free(pairs->items[i].name);
        free(pairs->items[i].value);
    }
    free(pairs->items);
    *pairs = (struct pairs){0};
}

/* Bytes of a whole UTF-8 character at S, 0: none begins here.  Surrogates and overlong forms are
 * none. */
static size_t utf8_length(const unsigned char *s)
{
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4, i;

    for (i = 1; i < length; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || s[0] > 0xF4 || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return length;
}

static bool utf8_valid(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t length;

    for (; *s != '\0'; s += length) {
        length = utf8_length(s);
        if (length == 0)
            return false;
    }
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static char *decode(const char *s, size_t length, bool plus)
{
    char *out = text_alloc(length + 1);
    size_t i, n = 0;

    for (i = 0; i < length; i++) {
        if (s[i] == '%') {
            int high = i + 2 < length ? hex_digit(s[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(s[i + 2]) : -1;

            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                free(out);
                return NULL;
            }
            out[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[n++] = plus && s[i] == '+' ? ' ' : s[i];
        }
    }
    if (!utf8_valid(out)) {
        free(out);
        return NULL;
    }
    return out;
}

int pairs_parse(struct pairs *pairs, const char *text, bool plus)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "&");
        size_t name_length = strcspn(text, "=&");
        bool valued = name_length < length;
        TEXT_AUTO name = decode(text, name_length, plus);
        TEXT_AUTO value =
            valued ? decode(text + name_length + 1, length - name_length - 1, plus) : NULL;

        if (name == NULL || (valued && value == NULL))
            return -1;
        if (length > 0)
            pairs_add(pairs, name, value);
        text += length + (text[length] == '&');
    }
    return 0;
}

/* ---- growing text ---- */

void text_add_bytes(struct text *t, const void *bytes, size_t length)
{
    if (t->length + length + 1 > t->room) {
        t->room = (t->length + length + 1) * 2;
        t->ptr = text_realloc(t->ptr, t->room);
    }
    memcpy(t->ptr + t->length, bytes, length);
    t->length += length;
    t->ptr[t->length] = '\0';
}

void text_add(struct text *t, const char *s)
{
    text_add_bytes(t, s, strlen(s));
}

void text_add_encoded(struct text *t, const char *s, bool keep_slash)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char escape[4];

    for (; *s != '\0'; s++) {
        if (strchr(kept, *s) != NULL || (keep_slash && *s == '/')) {
            text_add_bytes(t, s, 1);
        } else {
            snprintf(escape, sizeof escape, "%%%02X", (unsigned)(unsigned char)*s);
            text_add(t, escape);
        }
    }
}

void text_release(struct text *t)
{
    free(t->ptr);
    *t = (struct text){0};
}

/* ---- times ---- */

char *time_iso(int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm tm;
    char out[40];

    gmtime_r(&t, &tm);
    strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return text_dup(out);
}

bool time_parse_iso(const char *text, int64_t *seconds)
{
    struct tm tm = {0};
    int used = 0;

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
               &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &used) != 6 ||
        used != 20 || text[used] != '\0')
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    *seconds = (int64_t)timegm(&tm);
    return true;
}
