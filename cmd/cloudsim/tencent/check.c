/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent/check.h"

#include "cmd/cloudsim/common/digest.h"

#include <assert.h>
#include <string.h>

/* ---- TC3-HMAC-SHA256 ---- */

/* The text after `key` up to `end`, which begin at *at; NULL. */
static const char *between(struct arena *arena, const char **at, const char *key, const char *end)
{
    const char *start, *stop;

    if (!str_starts(*at, key))
        return NULL;
    start = *at + strlen(key);
    stop = end[0] == '\0' ? start + strlen(start) : strstr(start, end);
    if (stop == NULL || stop == start)
        return NULL;
    *at = stop + strlen(end);
    return arena_strndup(arena, start, (size_t)(stop - start));
}

int tc3_parse(struct arena *arena, const char *authorization, struct tc3_credential *credential)
{
    const char *at = authorization;
    struct tc3_credential c = {0};

    if ((c.id = between(arena, &at, "TC3-HMAC-SHA256 Credential=", "/")) == NULL ||
        (c.date = between(arena, &at, "", "/")) == NULL ||
        (c.service = between(arena, &at, "", "/tc3_request, ")) == NULL ||
        (c.signed_headers = between(arena, &at, "SignedHeaders=", ", ")) == NULL ||
        (c.signature = between(arena, &at, "Signature=", "")) == NULL)
        return -1;
    if (strlen(c.signature) != 64 || strspn(c.signature, "0123456789abcdef") != 64)
        return -1;
    *credential = c;
    return 0;
}

/* Values are trimmed and, by the documents, lower-cased; the SDKs sign content-type and host as
 * sent, whose values are lower case anyway. */
static void add_header(struct buf *out, const char *name, const char *value)
{
    bool lower = !str_equal(name, "content-type") && !str_equal(name, "host");
    size_t n, i;

    value += strspn(value, " \t");
    n = strlen(value);
    while (n > 0 && strchr(" \t", value[n - 1]) != NULL)
        n--;
    buf_printf(out, "%s:", name);
    for (i = 0; i < n; i++)
        buf_char(out, lower && value[i] >= 'A' && value[i] <= 'Z' ? (char)(value[i] - 'A' + 'a')
                                                                  : value[i]);
    buf_char(out, '\n');
}

static bool add_headers(struct buf *out, struct arena *arena, const struct tc3_request *request,
                        const char *signed_headers)
{
    bool host = false, content_type = false;

    while (*signed_headers != '\0') {
        size_t n = strcspn(signed_headers, ";");
        const char *name = arena_strndup(arena, signed_headers, n);
        const char *value = str_equal(name, "host") && request->host != NULL
                                ? request->host
                                : pairs_get_fold(request->headers, name);

        if (value == NULL)
            return false;
        host |= str_equal(name, "host");
        content_type |= str_equal(name, "content-type");
        add_header(out, name, value);
        signed_headers += n + (signed_headers[n] == ';');
    }
    return host && content_type;
}

const char *tc3_canonical(struct arena *arena, const struct tc3_request *request,
                          const char *signed_headers)
{
    static const char without[] = "UNSIGNED-PAYLOAD";
    bool unsigned_body =
        str_equal(pairs_get_fold(request->headers, "X-TC-Content-SHA256"), without);
    struct digest digest = unsigned_body ? digest_of(DIGEST_SHA256, without, sizeof without - 1)
                                         : digest_of(DIGEST_SHA256, request->body, request->n_body);
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    assert(signed_headers != NULL);
    buf_printf(&out, "%s\n%s\n%s\n", request->method, request->path, request->query);
    if (!add_headers(&out, arena, request, signed_headers))
        return NULL;
    buf_printf(&out, "\n%s\n%s", signed_headers, digest_hex(arena, &digest));
    return arena_strdup(arena, out.ptr);
}

const char *tc3_string_to_sign(struct arena *arena, const char *timestamp,
                               const struct tc3_credential *credential, const char *canonical)
{
    struct digest digest = digest_of(DIGEST_SHA256, canonical, strlen(canonical));

    return arena_printf(arena, "TC3-HMAC-SHA256\n%s\n%s/%s/tc3_request\n%s", timestamp,
                        credential->date, credential->service, digest_hex(arena, &digest));
}

const char *tc3_signature(struct arena *arena, const char *secret,
                          const struct tc3_credential *credential, const char *to_sign)
{
    const char *start = arena_printf(arena, "TC3%s", secret);
    struct digest key = digest_hmac(DIGEST_SHA256, start, strlen(start), credential->date);

    key = digest_hmac(DIGEST_SHA256, key.bytes, key.n, credential->service);
    key = digest_hmac(DIGEST_SHA256, key.bytes, key.n, "tc3_request");
    key = digest_hmac(DIGEST_SHA256, key.bytes, key.n, to_sign);
    return digest_hex(arena, &key);
}

/* ---- sorted parameters ---- */

/* A sorted copy without the signature; "_" in names is signed as ".". */
static struct pairs sorted(struct arena *arena, const struct pairs *params)
{
    struct pairs out = {.arena = arena};
    size_t i;

    for (i = 0; i < params->n; i++) {
        char *name = arena_strdup(arena, params->items[i].name), *c;

        if (str_equal(name, "Signature"))
            continue;
        for (c = name; *c != '\0'; c++)
            if (*c == '_')
                *c = '.';
        pairs_add(&out, name, params->items[i].value == NULL ? "" : params->items[i].value);
    }
    pairs_sort(&out);
    return out;
}

const char *form_string_to_sign(struct arena *arena, const char *method, const char *host,
                                const char *path, const struct pairs *params, bool legacy)
{
    struct pairs list = sorted(arena, params);
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    char between = '?';
    size_t i;

    buf_printf(&out, "%s%s%s", method, host, path);
    for (i = 0; i < list.n; i++) {
        if (legacy && str_equal(method, "POST") && list.items[i].value[0] == '@')
            continue;
        buf_printf(&out, "%c%s=%s", between, list.items[i].name, list.items[i].value);
        between = '&';
    }
    return arena_strdup(arena, out.ptr);
}

const char *form_signature(struct arena *arena, const char *secret, const struct pairs *params,
                           const char *to_sign)
{
    bool sha256 = str_equal(pairs_get(params, "SignatureMethod"), "HmacSHA256");
    struct digest digest =
        digest_hmac(sha256 ? DIGEST_SHA256 : DIGEST_SHA1, secret, strlen(secret), to_sign);

    return digest_base64(arena, &digest);
}

static const char *sign(struct exchange *x, const char *host, const void *legacy)
{
    return form_signature(x->arena, x->account->secret, &x->form,
                          form_string_to_sign(x->arena, x->in->method, host, x->in->path, &x->form,
                                              *(const bool *)legacy));
}

bool form_verify(struct exchange *x, bool legacy)
{
    assert(x->account != NULL);
    return exchange_verify(x, pairs_get(&x->form, "Signature"), sign, &legacy);
}
