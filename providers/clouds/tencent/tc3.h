/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * TC3-HMAC-SHA256: how Tencent Cloud API 3.0 is signed (CVM, Lighthouse).
 *
 * Signed are method, path, query, body, Content-Type and Host; the other X-TC headers travel
 * unsigned, the session token among them, as in the vendor's SDKs.  There is no nonce; the cloud
 * takes a timestamp up to 5 minutes off.  Source: the vendor's "Signature v3" and its Python and Go
 * SDKs.
 */

/* Each is compared with the SDK's own: tests/data/vectors/tencent.json. */
struct tc3_stages {
    const char *date; /* of the same instant, in UTC */
    const char *hashed_payload;
    const char *canonical_request;
    const char *string_to_sign;
    const char *signature; /* 64 hex digits */
    const char *authorization;
};

void tc3_stages(const struct credentials *credentials, const struct request *request, int64_t now_s,
                struct arena *arena, struct tc3_stages *out);

/* The request must have a Content-Type header and a service. */
void tc3_sign(const struct credentials *credentials, const struct request *request,
              struct moment moment, struct arena *arena, struct wire *out);
