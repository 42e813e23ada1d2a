/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent/tc3.h"

#include "providers/wire/digest.h"
#include "providers/wire/pairs.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"
#include "reconcile/base/clock.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static const char signed_headers[] = "content-type;host";

static struct digest hmac(const struct digest *key, const char *text)
{
    return digest_hmac(DIGEST_SHA256, key->bytes, key->n, text, strlen(text));
}

/* The secret is stretched over date and service, so that a leaked key of a day opens no other. */
static const char *signature(const char *secret, const char *date, const char *service,
                             const char *string_to_sign, struct arena *arena)
{
    const char *root = arena_printf(arena, "TC3%s", secret);
    struct digest key = digest_hmac(DIGEST_SHA256, root, strlen(root), date, strlen(date));

    key = hmac(&key, service);
    key = hmac(&key, "tc3_request");
    key = hmac(&key, string_to_sign);
    return digest_hex(&key, arena);
}

void tc3_stages(const struct credentials *credentials, const struct request *request, int64_t now_s,
                struct arena *arena, struct tc3_stages *out)
{
    const char *content_type = pairs_find(request->headers, request->n_headers, "Content-Type");
    const char *hash;
    char date[CLOCK_TEXT];

    assert(credentials->id != NULL && credentials->secret != NULL);
    assert(content_type != NULL && request->service != NULL);
    clock_format(now_s, date);
    date[strlen("YYYY-MM-DD")] = '\0';
    out->date = arena_strdup(arena, date);

    out->hashed_payload = digest_hash_hex(DIGEST_SHA256, request->body == NULL ? "" : request->body,
                                          request->body == NULL ? 0 : request->n_body, arena);
    out->canonical_request =
        arena_printf(arena, "%s\n%s\n%s\ncontent-type:%s\nhost:%s\n\n%s\n%s", request->method,
                     request->path, uri_query(request->query, request->n_query, arena),
                     content_type, request->host, signed_headers, out->hashed_payload);

    hash = digest_hash_hex(DIGEST_SHA256, out->canonical_request, strlen(out->canonical_request),
                           arena);
    out->string_to_sign = arena_printf(arena, "TC3-HMAC-SHA256\n%" PRId64 "\n%s/%s/tc3_request\n%s",
                                       now_s, date, request->service, hash);

    out->signature =
        signature(credentials->secret, date, request->service, out->string_to_sign, arena);
    out->authorization = arena_printf(
        arena, "TC3-HMAC-SHA256 Credential=%s/%s/%s/tc3_request, SignedHeaders=%s, Signature=%s",
        credentials->id, date, request->service, signed_headers, out->signature);
}

void tc3_sign(const struct credentials *credentials, const struct request *request,
              struct moment moment, struct arena *arena, struct wire *out)
{
    struct pairs headers = PAIRS_INIT(arena);
    struct tc3_stages stages;

    tc3_stages(credentials, request, moment.now_s, arena, &stages);
    pairs_add_all(&headers, request->headers, request->n_headers);
    pairs_add_int(&headers, "X-TC-Timestamp", moment.now_s);
    if (credentials->token != NULL)
        pairs_add(&headers, "X-TC-Token", credentials->token);
    pairs_add(&headers, "Authorization", stages.authorization);

    request_to_wire(request, uri_of(request, arena), &headers, out);
}
