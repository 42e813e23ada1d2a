/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_TEXT_H
#define CMD_CLOUDSIM_COMMON_TEXT_H

/* Strings, name-value pairs, percent-encoding, digests and times: what every part of cloudsim uses.
 * Memory that runs out ends the program here and nowhere else. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

void *text_alloc(size_t size);              /* zeroed */
void *text_realloc(void *old, size_t size); /* grown part not zeroed */
char *text_dup(const char *s);              /* NULL stays NULL */
char *text_cut(const char *s, size_t length);
char *text_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
void text_set(char **where, const char *value); /* frees what was there, copies VALUE */

bool text_same(const char *a, const char *b);      /* NULL equals only NULL */
bool text_same_fold(const char *a, const char *b); /* ASCII case aside */
bool text_starts(const char *s, const char *start);
bool text_ends(const char *s, const char *end);
bool text_same_secret(const char *a, const char *b); /* takes as long for any two of one length */
size_t text_characters(const char *utf8);

static inline void text_free(char **s)
{
    free(*s);
}
#define TEXT_AUTO __attribute__((cleanup(text_free))) char *

/* ---- pairs: headers, query parameters, form fields; in the order in which they came ---- */

struct pair {
    char *name, *value; /* value NULL: a query key without "=" */
};
struct pairs {
    struct pair *items;
    size_t count;
};

void pairs_add(struct pairs *pairs, const char *name, const char *value);
const char *pairs_get(const struct pairs *pairs, const char *name);      /* NULL: not there */
const char *pairs_get_fold(const struct pairs *pairs, const char *name); /* for header names */
void pairs_sort(struct pairs *pairs); /* by the bytes of the names */
void pairs_free(struct pairs *pairs);

/* Splits "a=1&b&c=x+y" and decodes both sides; PLUS: "+" is a space (forms).  Text that decodes to
 * a NUL, has a broken escape, or is no UTF-8 is refused: -1. */
int pairs_parse(struct pairs *pairs, const char *text, bool plus);

/* ---- growing text ---- */

struct text {
    char *ptr; /* NULL while empty */
    size_t length, room;
};
void text_add(struct text *t, const char *s);
void text_add_bytes(struct text *t, const void *bytes, size_t length);
void text_add_encoded(struct text *t, const char *s,
                      bool keep_slash); /* RFC 3986 unreserved stay */
void text_release(struct text *t);

/* ---- digests, as lower-case hexadecimal or base64; by GnuTLS, never by the library that ferry
 * uses ---- */

#define DIGEST_MAX 64
struct digest {
    unsigned char bytes[DIGEST_MAX];
    size_t length;
};
enum digest_kind { DIGEST_SHA1, DIGEST_SHA256 };

struct digest digest_of(enum digest_kind kind, const void *data, size_t length);
struct digest digest_hmac(enum digest_kind kind, const void *key, size_t key_length,
                          const char *text);
char *digest_hex(const struct digest *digest);
char *digest_base64(const struct digest *digest);

/* ---- times ---- */

char *time_iso(int64_t seconds);                         /* 2026-01-02T03:04:05Z */
bool time_parse_iso(const char *text, int64_t *seconds); /* exactly that form */

#endif
