/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/digest.h"
#include "providers/wire/provider.h"

/*
 * Tencent's older signatures, over the sorted parameters: "v1" of API 3.0 and that of the old
 * gateway (*.api.qcloud.com), which differ in the path and in one rule for forms.
 *
 * Signed are method, host, path and all parameters, unescaped.  The cloud takes a nonce once, and a
 * timestamp up to 5 minutes off.  Sources: the vendor's "signature method" page, and its SDKs
 * tencentcloud-sdk-python and qcloudapi-sdk-python.
 */

enum query_dialect {
    QUERY_V1,     /* API 3.0 */
    QUERY_LEGACY, /* in a POST, values that begin with '@' are left out: they once were uploads */
};

/* The two stages, each comparable with tests/data/vectors/tencent.json.  `parameters` are all but
 * Signature, in any order. */
const char *query_string_to_sign(enum query_dialect dialect, const char *method, const char *host,
                                 const char *path, const struct pair *parameters, size_t n,
                                 struct arena *arena);
const char *query_signature(enum digest_kind kind, const char *secret, const char *string_to_sign,
                            struct arena *arena);

/*
 * Signs for the old gateway: adds Timestamp, Nonce, SecretId, SignatureMethod, Token and Signature
 * to the request's query; of a POST the query becomes the form body.
 */
void query_sign(const struct credentials *credentials, const struct request *request,
                struct moment moment, struct arena *arena, struct wire *out);
