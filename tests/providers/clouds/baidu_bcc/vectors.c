/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/vectors.h"

#include "providers/clouds/baidu_bcc/sign.h"
#include "tests/unit.h"

static void check(const struct json *vector, struct arena *arena, void *count)
{
    struct err err = ERR_INIT;
    struct json query_list = json_array(vector, "query", &err), name,
                header_list = json_array(vector, "headers", &err),
                signed_list = json_array_maybe(vector, "headers_to_sign", &err);
    struct pairs query = vector_pairs(&query_list, arena);
    struct pairs headers = vector_pairs(&header_list, arena);
    const char *names[8];
    struct credentials credentials = {.id = vector_text(vector, "access_key_id"),
                                      .secret = vector_text(vector, "secret_access_key")};
    struct bce_input input = {
        .credentials = &credentials,
        .method = vector_text(vector, "method"),
        .path = vector_text(vector, "path"),
        .query = query.items,
        .n_query = query.nr,
        .headers = headers.items,
        .n_headers = headers.nr,
        .timestamp = vector_text(vector, "timestamp"),
        .expiration_s = (int)json_int(vector, "expiration_seconds", &err),
    };
    struct bce_stages ours;

    ++*(int *)count;
    for (name = json_first(&signed_list); name.node != NULL; name = json_next(&name))
        names[input.n_signed++] = json_as_string(&name, &err);
    input.signed_names = signed_list.node != NULL ? names : NULL;
    bce_stages(&input, arena, &ours);
    assert_int_equal(err.code, ERR_NONE);
    vector_stage(vector, "prefix", ours.prefix, vector_text(vector, "auth_string_prefix"));
    vector_stage(vector, "signing key", ours.signing_key, vector_text(vector, "signing_key"));
    vector_stage(vector, "uri", ours.canonical_uri, vector_text(vector, "canonical_uri"));
    vector_stage(vector, "query", ours.canonical_query, vector_text(vector, "canonical_query"));
    vector_stage(vector, "headers", ours.canonical_headers,
                 vector_text(vector, "canonical_headers"));
    vector_stage(vector, "canonical", ours.canonical_request,
                 vector_text(vector, "canonical_request"));
    vector_stage(vector, "signature", ours.signature, vector_text(vector, "signature"));
    vector_stage(vector, "authorization", ours.authorization, vector_text(vector, "authorization"));
}

void vectors_bce(struct arena *arena)
{
    int n = 0;

    vectors_each("tests/data/vectors/baidu.json", arena, check, &n);
    assert_int_equal(n, 14);
}
