/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/exchange.h"

/* Tencent's signatures as the server computes them, stage by stage, so that published vectors can
 * be held against each. */

/* ---- TC3-HMAC-SHA256 ---- */

struct tc3_credential { /* what the Authorization header says */
    const char *id, *date, *service, *signed_headers, *signature;
};

/* -1: not the documented form. */
int tc3_parse(struct arena *arena, const char *authorization, struct tc3_credential *credential);

struct tc3_request {
    const char *method, *path, *query;
    const struct pairs *headers; /* as sent */
    const char *host;            /* taken in place of the Host header; NULL: as sent */
    const char *body;
    size_t n_body;
};

/* NULL: a signed header is missing from the request, or "content-type" or "host" is not signed. */
const char *tc3_canonical(struct arena *arena, const struct tc3_request *request,
                          const char *signed_headers);
const char *tc3_string_to_sign(struct arena *arena, const char *timestamp,
                               const struct tc3_credential *credential, const char *canonical);
const char *tc3_signature(struct arena *arena, const char *secret,
                          const struct tc3_credential *credential, const char *to_sign);

/* ---- HmacSHA1 and HmacSHA256 over sorted parameters: "v1", and the gateway of 2017 ---- */

/* `legacy`: the gateway, which for POST leaves out values that begin with "@". */
const char *form_string_to_sign(struct arena *arena, const char *method, const char *host,
                                const char *path, const struct pairs *params, bool legacy);
const char *form_signature(struct arena *arena, const char *secret, const struct pairs *params,
                           const char *to_sign);

/* Is the request signed so by its account? */
bool form_verify(struct exchange *x, bool legacy);
