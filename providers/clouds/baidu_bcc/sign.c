/* SPDX-License-Identifier: MIT */
#include "providers/clouds/baidu_bcc/sign.h"

#include "providers/wire/digest.h"
#include "providers/wire/pairs.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"
#include "reconcile/base/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { EXPIRATION_S = 1800 }; /* every SDK's default */

struct lines {
    const char **items;
    size_t nr, cap;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whole lines are sorted, not names: "key-x=3" comes before "key=1". */
static const char *sort_and_join(struct lines *lines, char separator, struct arena *arena)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    if (lines->nr > 0)
        qsort(lines->items, lines->nr, sizeof *lines->items, by_bytes);
    for (i = 0; i < lines->nr; i++) {
        if (i > 0)
            buf_char(&out, separator);
        buf_str(&out, lines->items[i]);
    }
    return arena_strndup(arena, out.ptr, out.len);
}

/* A key without a value is signed as "key=". */
static const char *canonical_query(const struct bce_input *input, struct arena *arena)
{
    struct lines lines = {NULL, 0, 0};
    size_t i;

    for (i = 0; i < input->n_query; i++) {
        const struct pair *pair = &input->query[i];

        if (strcasecmp(pair->name, "authorization") == 0)
            continue;
        ARENA_GROW(arena, lines.items, lines.nr, lines.cap);
        lines.items[lines.nr++] =
            arena_printf(arena, "%s=%s", uri_escaped(pair->name, arena),
                         pair->value == NULL ? "" : uri_escaped(pair->value, arena));
    }
    return sort_and_join(&lines, '&', arena);
}

static const char *lower(const char *text, struct arena *arena)
{
    char *out = arena_strdup(arena, text), *c;

    for (c = out; *c != '\0'; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c;
    return out;
}

static const char *trimmed(const char *text, struct arena *arena)
{
    size_t n;

    text += strspn(text, " \t\r\n");
    for (n = strlen(text); n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL; n--)
        continue;
    return arena_strndup(arena, text, n);
}

static bool is_signed(const struct bce_input *input, const char *name)
{
    static const char *const always[] = {"host", "content-length", "content-type", "content-md5"};
    size_t i;

    if (input->signed_names == NULL) {
        for (i = 0; i < sizeof always / sizeof *always; i++)
            if (strcmp(always[i], name) == 0)
                return true;
        return strncmp(name, "x-bce-", 6) == 0;
    }
    for (i = 0; i < input->n_signed; i++)
        if (strcmp(input->signed_names[i], name) == 0)
            return true;
    return false;
}

/* Values are escaped too: "host:bcc.bj.baidubce.com%3A8443". */
static const char *canonical_headers(const struct bce_input *input, struct arena *arena)
{
    struct lines lines = {NULL, 0, 0};
    size_t i;

    for (i = 0; i < input->n_headers; i++) {
        const char *name = lower(input->headers[i].name, arena);
        const char *value = trimmed(input->headers[i].value, arena);

        if (*value == '\0' || !is_signed(input, name))
            continue;
        ARENA_GROW(arena, lines.items, lines.nr, lines.cap);
        lines.items[lines.nr++] =
            arena_printf(arena, "%s:%s", uri_escaped(name, arena), uri_escaped(value, arena));
    }
    return sort_and_join(&lines, '\n', arena);
}

static const char *signed_list(const struct bce_input *input, struct arena *arena)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    for (i = 0; i < input->n_signed; i++)
        buf_printf(&out, "%s%s", i > 0 ? ";" : "", input->signed_names[i]);
    return arena_strndup(arena, out.ptr, out.len);
}

void bce_stages(const struct bce_input *input, struct arena *arena, struct bce_stages *out)
{
    const struct credentials *credentials = input->credentials;
    struct digest digest;

    assert(credentials->id != NULL && credentials->secret != NULL && input->timestamp != NULL);
    out->prefix = arena_printf(arena, "bce-auth-v1/%s/%s/%d", credentials->id, input->timestamp,
                               input->expiration_s);
    digest = digest_hmac(DIGEST_SHA256, credentials->secret, strlen(credentials->secret),
                         out->prefix, strlen(out->prefix));
    out->signing_key = digest_hex(&digest, arena);
    out->canonical_uri = uri_escaped_path(*input->path == '\0' ? "/" : input->path, arena);
    out->canonical_query = canonical_query(input, arena);
    out->canonical_headers = canonical_headers(input, arena);
    out->canonical_request =
        arena_printf(arena, "%s\n%s\n%s\n%s", input->method, out->canonical_uri,
                     out->canonical_query, out->canonical_headers);
    digest = digest_hmac(DIGEST_SHA256, out->signing_key, strlen(out->signing_key),
                         out->canonical_request, strlen(out->canonical_request));
    out->signature = digest_hex(&digest, arena);
    out->authorization =
        arena_printf(arena, "%s/%s/%s", out->prefix, signed_list(input, arena), out->signature);
}

void bce_sign(const struct credentials *credentials, const struct request *request,
              struct moment moment, struct arena *arena, struct wire *out)
{
    static const char *const names[] = {"host", "x-bce-date", "x-bce-security-token"};
    struct pairs sent = PAIRS_INIT(arena), all = PAIRS_INIT(arena);
    struct bce_stages stages;
    char now[CLOCK_TEXT];

    clock_format(moment.now_s, now);
    pairs_add_all(&sent, request->headers, request->n_headers);
    pairs_add(&sent, "x-bce-date", arena_strdup(arena, now));
    if (credentials->token != NULL)
        pairs_add(&sent, "x-bce-security-token", credentials->token);
    pairs_add(&all, "Host", request->host);
    pairs_add_all(&all, sent.items, sent.nr);

    struct bce_input input = {
        .credentials = credentials,
        .method = request->method,
        .path = request->path,
        .query = request->query,
        .n_query = request->n_query,
        .headers = all.items,
        .n_headers = all.nr,
        .signed_names = names,
        .n_signed = credentials->token != NULL ? 3 : 2,
        .timestamp = now,
        .expiration_s = EXPIRATION_S,
    };
    bce_stages(&input, arena, &stages);
    pairs_add(&sent, "Authorization", stages.authorization);

    request_to_wire(request, uri_of(request, arena), &sent, out);
}
