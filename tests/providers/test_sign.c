/* SPDX-License-Identifier: MIT */
/*
 * Every signing vector of tests/data/vectors/, stage by stage.  They were made by running the
 * vendors' own SDKs with frozen time and nonce, so none of this code has seen them before.
 */
#include "tests/unit.h"

#include "providers/clouds/baidu_bcc/sign.h"
#include "providers/clouds/tencent/query.h"
#include "providers/clouds/tencent/tc3.h"
#include "providers/clouds/ucloud/sign.h"
#include "providers/wire/digest.h"
#include "providers/wire/json.h"
#include "providers/wire/pairs.h"
#include "tests/providers/support.h"

static struct arena arena;

static int setup(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    return digest_ready(&err);
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct json_document *load(const char *path)
{
    struct err err = ERR_INIT;
    size_t n;
    const char *text = support_file(path, &arena, &n);
    struct json_document *document = json_parse(text, n, &arena, &err);

    if (document == NULL)
        fail_msg("%s: %s", path, err.text);
    return document;
}

static const char *get(const struct json *object, const char *key)
{
    struct err err = ERR_INIT;
    const char *text = json_string(object, key, &err);

    if (err.code != ERR_NONE)
        fail_msg("%s", err.text);
    return text;
}

/* All members of an object of strings, in its order. */
static struct pairs members(const struct json *object)
{
    struct pairs pairs = PAIRS_INIT(&arena);
    const char *key;
    size_t i;

    for (i = 0; (key = json_key_at(object, i)) != NULL; i++)
        pairs_add(&pairs, key, get(object, key));
    return pairs;
}

static void stage(const char *vector, const char *name, const char *ours, const char *theirs)
{
    if (strcmp(ours, theirs) != 0)
        fail_msg("%s, %s:\nours:   %s\ntheirs: %s", vector, name, ours, theirs);
}

/* "a=1&b=2" as pairs; no vector's query needs escapes. */
static struct pairs split_query(const char *query)
{
    struct pairs pairs = PAIRS_INIT(&arena);
    char *text = arena_strdup(&arena, query), *part, *value;

    for (part = strtok(text, "&"); part != NULL; part = strtok(NULL, "&")) {
        value = strchr(part, '=');
        *value = '\0';
        pairs_add(&pairs, part, value + 1);
    }
    return pairs;
}

static void check_tc3(const char *name, const struct json *in, const struct json *out)
{
    struct err err = ERR_INIT;
    struct json header_object = json_object(in, "headers", &err);
    struct pairs headers = members(&header_object), query = split_query(get(in, "query"));
    struct credentials credentials = {.id = get(in, "secretId"), .secret = get(in, "secretKey")};
    struct request request = {
        .method = get(in, "method"),
        .host = get(in, "host"),
        .path = get(in, "path"),
        .query = query.items,
        .n_query = query.nr,
        .headers = headers.items,
        .n_headers = headers.nr,
        .service = get(in, "service"),
        .body = get(in, "payload"),
    };
    struct tc3_stages ours;

    request.n_body = strlen(request.body);
    tc3_stages(&credentials, &request, json_int(in, "timestamp", &err), &arena, &ours);
    assert_int_equal(err.code, ERR_NONE);
    stage(name, "date", ours.date, get(out, "date"));
    stage(name, "payload", ours.hashed_payload, get(out, "hashedPayload"));
    stage(name, "canonical", ours.canonical_request, get(out, "canonicalRequest"));
    stage(name, "string to sign", ours.string_to_sign, get(out, "stringToSign"));
    stage(name, "signature", ours.signature, get(out, "signature"));
    stage(name, "authorization", ours.authorization, get(out, "authorization"));
}

static void every_tc3_vector_holds_in_each_stage(void **state)
{
    struct json_document *document cleanup_json = load("tests/data/vectors/tencent.json");
    struct json root = json_root(document), vectors, item;
    struct err err = ERR_INIT;
    int n = 0;

    (void)state;
    vectors = json_array(&root, "vectors", &err);
    for (item = json_first(&vectors); item.node != NULL; item = json_next(&item)) {
        struct json in = json_object(&item, "input", &err),
                    out = json_object(&item, "output", &err);

        if (strcmp(get(&item, "scheme"), "TC3-HMAC-SHA256") != 0)
            continue;
        check_tc3(get(&item, "name"), &in, &out);
        n++;
    }
    assert_int_equal(n, 8);
}

static void check_query(const char *name, const struct json *in, const struct json *out,
                        enum query_dialect dialect, enum digest_kind kind)
{
    struct err err = ERR_INIT;
    struct json params = json_object(in, "params", &err);
    struct pairs pairs = members(&params);
    const char *text = query_string_to_sign(dialect, get(in, "method"), get(in, "host"),
                                            get(in, "path"), pairs.items, pairs.nr, &arena);

    stage(name, "string to sign", text, get(out, "stringToSign"));
    stage(name, "signature", query_signature(kind, get(in, "secretKey"), text, &arena),
          get(out, "signature"));
}

static void every_vector_of_the_older_tencent_schemes_holds(void **state)
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
    struct json_document *document cleanup_json = load("tests/data/vectors/tencent.json");
    struct json root = json_root(document), vectors, item;
    struct err err = ERR_INIT;
    size_t i;
    int n = 0;

    (void)state;
    vectors = json_array(&root, "vectors", &err);
    for (item = json_first(&vectors); item.node != NULL; item = json_next(&item)) {
        struct json in = json_object(&item, "input", &err),
                    out = json_object(&item, "output", &err);

        for (i = 0; i < sizeof schemes / sizeof *schemes; i++) {
            if (strcmp(get(&item, "scheme"), schemes[i].scheme) != 0)
                continue;
            check_query(get(&item, "name"), &in, &out, schemes[i].dialect, schemes[i].kind);
            n++;
        }
    }
    assert_int_equal(n, 4 + 5);
}

/* A list of [name, value] pairs, a null value being a key alone. */
static struct pairs pair_list(const struct json *list)
{
    struct pairs pairs = PAIRS_INIT(&arena);
    struct err err = ERR_INIT;
    struct json item, member;

    for (item = json_first(list); item.node != NULL; item = json_next(&item)) {
        const char *name, *value = NULL;

        member = json_first(&item);
        name = json_as_string(&member, &err);
        member = json_next(&member);
        if (!json_is_null(&member))
            value = json_as_string(&member, &err);
        pairs_add(&pairs, name, value);
    }
    assert_int_equal(err.code, ERR_NONE);
    return pairs;
}

static void every_ucloud_vector_holds_in_each_stage(void **state)
{
    struct json_document *document cleanup_json = load("tests/data/vectors/ucloud.json");
    struct json root = json_root(document), vectors, item, flat;
    struct err err = ERR_INIT;
    int n = 0;

    (void)state;
    vectors = json_array(&root, "vectors", &err);
    for (item = json_first(&vectors); item.node != NULL; item = json_next(&item), n++) {
        struct pairs pairs;
        const char *text;

        flat = json_array(&item, "flat_params_sorted", &err);
        pairs = pair_list(&flat);
        text = ucloud_string_to_sign(pairs.items, pairs.nr, get(&item, "private_key"), &arena);
        stage(get(&item, "name"), "string to sign", text, get(&item, "string_to_sign"));
        stage(get(&item, "name"), "signature", ucloud_signature(text, &arena),
              get(&item, "signature"));
    }
    assert_int_equal(n, 12);
}

static void check_bce(const struct json *item)
{
    struct err err = ERR_INIT;
    struct json query_list = json_array(item, "query", &err), name,
                header_list = json_array(item, "headers", &err),
                signed_list = json_array_maybe(item, "headers_to_sign", &err);
    struct pairs query = pair_list(&query_list), headers = pair_list(&header_list);
    const char *names[8], *vector = get(item, "name");
    struct credentials credentials = {.id = get(item, "access_key_id"),
                                      .secret = get(item, "secret_access_key")};
    struct bce_input input = {
        .credentials = &credentials,
        .method = get(item, "method"),
        .path = get(item, "path"),
        .query = query.items,
        .n_query = query.nr,
        .headers = headers.items,
        .n_headers = headers.nr,
        .timestamp = get(item, "timestamp"),
        .expiration_s = (int)json_int(item, "expiration_seconds", &err),
    };
    struct bce_stages ours;

    for (name = json_first(&signed_list); name.node != NULL; name = json_next(&name))
        names[input.n_signed++] = json_as_string(&name, &err);
    input.signed_names = signed_list.node != NULL ? names : NULL;
    bce_stages(&input, &arena, &ours);
    assert_int_equal(err.code, ERR_NONE);
    stage(vector, "prefix", ours.prefix, get(item, "auth_string_prefix"));
    stage(vector, "signing key", ours.signing_key, get(item, "signing_key"));
    stage(vector, "uri", ours.canonical_uri, get(item, "canonical_uri"));
    stage(vector, "query", ours.canonical_query, get(item, "canonical_query"));
    stage(vector, "headers", ours.canonical_headers, get(item, "canonical_headers"));
    stage(vector, "canonical", ours.canonical_request, get(item, "canonical_request"));
    stage(vector, "signature", ours.signature, get(item, "signature"));
    stage(vector, "authorization", ours.authorization, get(item, "authorization"));
}

static void every_baidu_vector_holds_in_each_stage(void **state)
{
    struct json_document *document cleanup_json = load("tests/data/vectors/baidu.json");
    struct json root = json_root(document), vectors, item;
    struct err err = ERR_INIT;
    int n = 0;

    (void)state;
    vectors = json_array(&root, "vectors", &err);
    for (item = json_first(&vectors); item.node != NULL; item = json_next(&item), n++)
        check_bce(&item);
    assert_int_equal(n, 14);
}

static void digests_match_published_values(void **state)
{
    struct digest digest;

    (void)state;
    digest = digest_hash(DIGEST_SHA256, "abc", 3);
    assert_string_equal(digest_hex(&digest, &arena),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest = digest_hash(DIGEST_SHA1, "abc", 3);
    assert_string_equal(digest_hex(&digest, &arena), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_string_equal(digest_base64(&digest, &arena), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
    digest = digest_hmac(DIGEST_SHA256, "Jefe", 4, "what do ya want for nothing?", 28);
    assert_string_equal(digest_hex(&digest, &arena),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    digest.n = 31; /* base64's third case: one '=' is the others' */
    assert_int_equal(strlen(digest_base64(&digest, &arena)), 44);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_match_published_values),
        cmocka_unit_test(every_tc3_vector_holds_in_each_stage),
        cmocka_unit_test(every_vector_of_the_older_tencent_schemes_holds),
        cmocka_unit_test(every_ucloud_vector_holds_in_each_stage),
        cmocka_unit_test(every_baidu_vector_holds_in_each_stage),
    };

    return cmocka_run_group_tests_name("sign", tests, setup, teardown);
}
