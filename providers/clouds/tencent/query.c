/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent/query.h"

#include "providers/wire/pairs.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"
#include "reconcile/base/buf.h"

#include <assert.h>
#include <string.h>

/* Names are signed with '.' for '_', and sorted so. */
static struct pair *as_signed(const struct pair *parameters, size_t n, struct arena *arena)
{
    struct pairs renamed = PAIRS_INIT(arena);
    char *name, *c;
    size_t i;

    for (i = 0; i < n; i++) {
        name = arena_strdup(arena, parameters[i].name);
        for (c = name; *c != '\0'; c++)
            *c = *c == '_' ? '.' : *c;
        pairs_add(&renamed, name, parameters[i].value);
    }
    return pairs_sorted(renamed.items, renamed.nr, arena);
}

const char *query_string_to_sign(enum query_dialect dialect, const char *method, const char *host,
                                 const char *path, const struct pair *parameters, size_t n,
                                 struct arena *arena)
{
    struct pair *sorted = as_signed(parameters, n, arena);
    bool form = dialect == QUERY_LEGACY && strcmp(method, "POST") == 0;
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    const char *separator = "";
    size_t i;

    buf_printf(&out, "%s%s%s?", method, host, path);
    for (i = 0; i < n; i++) {
        if (form && sorted[i].value[0] == '@')
            continue;
        buf_printf(&out, "%s%s=%s", separator, sorted[i].name, sorted[i].value);
        separator = "&";
    }
    return arena_strndup(arena, out.ptr, out.len);
}

const char *query_signature(enum digest_kind kind, const char *secret, const char *string_to_sign,
                            struct arena *arena)
{
    struct digest digest =
        digest_hmac(kind, secret, strlen(secret), string_to_sign, strlen(string_to_sign));

    return digest_base64(&digest, arena);
}

/* Nonces are signed numbers in the vendor's SDKs, and positive. */
static int64_t positive(uint64_t nonce)
{
    int64_t value = (int64_t)(nonce >> 1);

    return value == 0 ? 1 : value;
}

void query_sign(const struct credentials *credentials, const struct request *request,
                struct moment moment, struct arena *arena, struct wire *out)
{
    struct pairs all = PAIRS_INIT(arena), headers = PAIRS_INIT(arena);
    struct request bare = *request;
    const char *text;

    assert(credentials->id != NULL && credentials->secret != NULL);
    assert(request->body == NULL); /* the query becomes it */
    pairs_add_all(&all, request->query, request->n_query);
    pairs_add_int(&all, "Timestamp", moment.now_s);
    pairs_add_int(&all, "Nonce", positive(moment.nonce));
    pairs_add(&all, "SecretId", credentials->id);
    pairs_add(&all, "SignatureMethod", "HmacSHA256");
    if (credentials->token != NULL)
        pairs_add(&all, "Token", credentials->token);
    text = query_string_to_sign(QUERY_LEGACY, request->method, request->host, request->path,
                                all.items, all.nr, arena);
    pairs_add(&all, "Signature", query_signature(DIGEST_SHA256, credentials->secret, text, arena));

    pairs_add_all(&headers, request->headers, request->n_headers);
    bare.query = all.items;
    bare.n_query = all.nr;
    if (strcmp(request->method, "POST") == 0)
        request_make_form(&bare, &headers);
    request_to_wire(&bare, uri_of(&bare, arena), &headers, out);
}
