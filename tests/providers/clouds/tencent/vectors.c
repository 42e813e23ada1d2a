/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/vectors.h"

#include "providers/clouds/tencent/query.h"
#include "providers/clouds/tencent/tc3.h"
#include "tests/unit.h"

static const char path[] = "tests/data/vectors/tencent.json";

/* "a=1&b=2" as pairs; no vector's query needs escapes. */
static struct pairs split_query(const char *query, struct arena *arena)
{
    struct pairs pairs = PAIRS_INIT(arena);
    char *text = arena_strdup(arena, query), *part, *value;

    for (part = strtok(text, "&"); part != NULL; part = strtok(NULL, "&")) {
        value = strchr(part, '=');
        *value = '\0';
        pairs_add(&pairs, part, value + 1);
    }
    return pairs;
}

static void check_tc3(const struct json *vector, struct arena *arena, void *count)
{
    struct err err = ERR_INIT;
    struct json in = json_object(vector, "input", &err), out = json_object(vector, "output", &err);
    struct json header_object = json_object(&in, "headers", &err);
    struct credentials credentials = {0};
    struct request request = {0};
    struct pairs headers, query;
    struct tc3_stages ours;

    if (strcmp(vector_text(vector, "scheme"), "TC3-HMAC-SHA256") != 0)
        return;
    ++*(int *)count;
    headers = vector_members(&header_object, arena);
    query = split_query(vector_text(&in, "query"), arena);
    credentials.id = vector_text(&in, "secretId");
    credentials.secret = vector_text(&in, "secretKey");
    request.method = vector_text(&in, "method");
    request.host = vector_text(&in, "host");
    request.path = vector_text(&in, "path");
    request.query = query.items;
    request.n_query = query.nr;
    request.headers = headers.items;
    request.n_headers = headers.nr;
    request.service = vector_text(&in, "service");
    request.body = vector_text(&in, "payload");
    request.n_body = strlen(request.body);
    tc3_stages(&credentials, &request, json_int(&in, "timestamp", &err), arena, &ours);
    assert_int_equal(err.code, ERR_NONE);
    vector_stage(vector, "date", ours.date, vector_text(&out, "date"));
    vector_stage(vector, "payload", ours.hashed_payload, vector_text(&out, "hashedPayload"));
    vector_stage(vector, "canonical", ours.canonical_request,
                 vector_text(&out, "canonicalRequest"));
    vector_stage(vector, "string to sign", ours.string_to_sign, vector_text(&out, "stringToSign"));
    vector_stage(vector, "signature", ours.signature, vector_text(&out, "signature"));
    vector_stage(vector, "authorization", ours.authorization, vector_text(&out, "authorization"));
}

void vectors_tc3(struct arena *arena)
{
    int n = 0;

    vectors_each(path, arena, check_tc3, &n);
    assert_int_equal(n, 8);
}

static void check_query(const struct json *vector, struct arena *arena, void *count)
{
    static const struct {
        const char *scheme;
        enum query_dialect dialect;
        enum digest_kind kind;
    } schemes[] = {
        {"v1-HmacSHA1", QUERY_V1, DIGEST_SHA1},
        {"v1-HmacSHA256", QUERY_V1, DIGEST_SHA256},
        {"legacy-v2-HmacSHA1", QUERY_LEGACY, DIGEST_SHA1},
        {"legacy-v2-HmacSHA256", QUERY_LEGACY, DIGEST_SHA256},
    };
    struct err err = ERR_INIT;
    struct json in = json_object(vector, "input", &err), out = json_object(vector, "output", &err);
    struct json params;
    struct pairs pairs;
    const char *text;
    size_t i;

    for (i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (strcmp(vector_text(vector, "scheme"), schemes[i].scheme) != 0)
            continue;
        ++*(int *)count;
        params = json_object(&in, "params", &err);
        pairs = vector_members(&params, arena);
        text = query_string_to_sign(schemes[i].dialect, vector_text(&in, "method"),
                                    vector_text(&in, "host"), vector_text(&in, "path"), pairs.items,
                                    pairs.nr, arena);
        vector_stage(vector, "string to sign", text, vector_text(&out, "stringToSign"));
        vector_stage(vector, "signature",
                     query_signature(schemes[i].kind, vector_text(&in, "secretKey"), text, arena),
                     vector_text(&out, "signature"));
    }
}

void vectors_query(struct arena *arena)
{
    int n = 0;

    vectors_each(path, arena, check_query, &n);
    assert_int_equal(n, 4 + 5);
}
