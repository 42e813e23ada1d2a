/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * bce-auth-v1: how Baidu AI Cloud is signed.  The body is not in the signature; host and all
 * x-bce-* headers are.  Sources: the vendor's "Generate Authentication String", its Python, Go and
 * JavaScript SDKs.
 */

struct bce_input {
    const struct credentials *credentials;
    const char *method;
    const char *path; /* unescaped */
    const struct pair *query;
    size_t n_query;
    const struct pair *headers; /* Host among them; what is not signed is passed over */
    size_t n_headers;
    const char *const *signed_names; /* lower case, sorted; NULL: the vendor's default set */
    size_t n_signed;
    const char *timestamp; /* "2015-04-27T08:23:49Z" */
    int expiration_s;
};

/* Each comparable with tests/data/vectors/baidu.json. */
struct bce_stages {
    const char *prefix;
    const char *signing_key; /* as hex text, and as such the next key */
    const char *canonical_uri, *canonical_query, *canonical_headers;
    const char *canonical_request;
    const char *signature;
    const char *authorization;
};

void bce_stages(const struct bce_input *input, struct arena *arena, struct bce_stages *out);

/* Signs host and x-bce-date, and the token's header when there is one: HTTP libraries rewrite the
 * others. */
void bce_sign(const struct credentials *credentials, const struct request *request,
              struct moment moment, struct arena *arena, struct wire *out);
