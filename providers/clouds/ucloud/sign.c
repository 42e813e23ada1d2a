/* SPDX-License-Identifier: MIT */
#include "providers/clouds/ucloud/sign.h"

#include "providers/wire/digest.h"
#include "providers/wire/pairs.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"

#include <assert.h>
#include <string.h>

const char *ucloud_string_to_sign(const struct pair *parameters, size_t n, const char *secret,
                                  struct arena *arena)
{
    struct pair *sorted = pairs_sorted(parameters, n, arena);
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    for (i = 0; i < n; i++) {
        buf_str(&out, sorted[i].name);
        buf_str(&out, sorted[i].value);
    }
    buf_str(&out, secret);
    return arena_strndup(arena, out.ptr, out.len);
}

const char *ucloud_signature(const char *string_to_sign, struct arena *arena)
{
    return digest_hash_hex(DIGEST_SHA1, string_to_sign, strlen(string_to_sign), arena);
}

void ucloud_sign(const struct credentials *credentials, const struct request *request,
                 struct moment moment, struct arena *arena, struct wire *out)
{
    struct pairs all = PAIRS_INIT(arena), headers = PAIRS_INIT(arena);
    struct request bare = *request;
    const char *text;

    assert(credentials->id != NULL && credentials->secret != NULL);
    assert(strcmp(request->method, "POST") == 0 && request->body == NULL);
    (void)moment; /* neither a time nor a nonce is signed */
    pairs_add_all(&all, request->query, request->n_query);
    pairs_add(&all, "PublicKey", credentials->id);
    if (credentials->token != NULL)
        pairs_add(&all, "SecurityToken", credentials->token);
    text = ucloud_string_to_sign(all.items, all.nr, credentials->secret, arena);
    pairs_add(&all, "Signature", ucloud_signature(text, arena));

    pairs_add_all(&headers, request->headers, request->n_headers);
    bare.query = all.items;
    bare.n_query = all.nr;
    request_make_form(&bare, &headers);
    request_to_wire(&bare, uri_of(&bare, arena), &headers, out);
}
