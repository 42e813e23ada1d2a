/* SPDX-License-Identifier: MIT */
/* The signature checkers against the vectors that the vendors' own SDKs made, stage by stage. */
#include "tests/unit.h"

#include "cmd/cloudsim/baidu_bcc/baidu.h"
#include "cmd/cloudsim/common/values.h"
#include "cmd/cloudsim/tencent/check.h"
#include "cmd/cloudsim/ucloud/ucloud.h"
#include "reconcile/base/str.h"

static struct arena arena; /* of all that a test computes */

static int forget(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static json_t *vectors(const char *name)
{
    char path[200];
    json_t *document, *list;

    snprintf(path, sizeof path, "tests/data/vectors/%s.json", name);
    document = json_load_file(path, 0, NULL);
    assert_non_null(document);
    list = json_incref(json_object_get(document, "vectors"));
    json_decref(document);
    assert_true(json_array_size(list) > 0);
    return list;
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    assert_non_null(value);
    return value;
}

static struct pairs pairs_of(json_t *object)
{
    struct pairs pairs = {.arena = &arena};
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value) {
        pairs_add(&pairs, name, json_string_value(value));
    }
    return pairs;
}

static void check_tc3(const json_t *input, const json_t *output)
{
    struct pairs headers = pairs_of(json_object_get(input, "headers"));
    const char *payload = text(input, "payload");
    struct tc3_request request = {.method = text(input, "method"),
                                  .path = text(input, "path"),
                                  .query = text(input, "query"),
                                  .headers = &headers,
                                  .body = payload,
                                  .n_body = strlen(payload)};
    struct tc3_credential credential;
    const char *canonical, *to_sign, *signature;

    assert_int_equal(tc3_parse(&arena, text(output, "authorization"), &credential), 0);
    assert_string_equal(credential.id, text(input, "secretId"));
    assert_string_equal(credential.date, text(output, "date"));
    canonical = tc3_canonical(&arena, &request, credential.signed_headers);
    assert_string_equal(canonical, text(output, "canonicalRequest"));
    to_sign =
        tc3_string_to_sign(&arena, pairs_get(&headers, "X-TC-Timestamp"), &credential, canonical);
    assert_string_equal(to_sign, text(output, "stringToSign"));
    signature = tc3_signature(&arena, text(input, "secretKey"), &credential, to_sign);
    assert_string_equal(signature, text(output, "signature"));
    assert_string_equal(signature, credential.signature);
}

static void check_form(const json_t *input, const json_t *output, bool legacy)
{
    struct pairs params = pairs_of(json_object_get(input, "params"));
    struct pairs sent = {.arena = &arena};
    const char *to_sign = form_string_to_sign(&arena, text(input, "method"), text(input, "host"),
                                              text(input, "path"), &params, legacy);
    const char *signature = form_signature(&arena, text(input, "secretKey"), &params, to_sign);

    assert_string_equal(to_sign, text(output, "stringToSign"));
    assert_string_equal(signature, text(output, "signature"));
    /* what the SDK put on the wire is read back to the same parameters */
    assert_int_equal(pairs_parse(&sent, text(output, "encodedParams"), true), 0);
    assert_int_equal(sent.n, params.n + 1);
    assert_string_equal(pairs_get(&sent, "Signature"), signature);
    to_sign = form_string_to_sign(&arena, text(input, "method"), text(input, "host"),
                                  text(input, "path"), &sent, legacy);
    assert_string_equal(to_sign, text(output, "stringToSign"));
}

static void tencent_signatures_are_those_of_the_sdks(void **state)
{
    json_t *list = vectors("tencent"), *vector;
    size_t i, tc3 = 0, v1 = 0, legacy = 0;

    (void)state;
    json_array_foreach(list, i, vector) {
        const char *scheme = text(vector, "scheme");
        const json_t *input = json_object_get(vector, "input");
        const json_t *output = json_object_get(vector, "output");

        if (str_starts(scheme, "TC3")) {
            check_tc3(input, output);
            tc3++;
        } else if (str_starts(scheme, "v1")) {
            check_form(input, output, false);
            v1++;
        } else {
            check_form(input, output, true);
            legacy++;
        }
    }
    assert_true(tc3 >= 8 && v1 >= 4 && legacy >= 5);
    json_decref(list);
}

static void ucloud_signatures_are_those_of_the_sdks(void **state)
{
    json_t *list = vectors("ucloud"), *vector, *pair;
    size_t i, k;

    (void)state;
    json_array_foreach(list, i, vector) {
        struct pairs params = {.arena = &arena}, sent = {.arena = &arena};
        const char *to_sign, *signature;

        json_array_foreach(json_object_get(vector, "flat_params_sorted"), k, pair) {
            pairs_add(&params, json_string_value(json_array_get(pair, 0)),
                      json_string_value(json_array_get(pair, 1)));
        }
        to_sign = ucloud_string_to_sign(&arena, &params, text(vector, "private_key"));
        assert_string_equal(to_sign, text(vector, "string_to_sign"));
        signature = ucloud_signature(&arena, to_sign);
        assert_string_equal(signature, text(vector, "signature"));
        assert_int_equal(pairs_parse(&sent, text(vector, "form_body"), true), 0);
        to_sign = ucloud_string_to_sign(&arena, &sent, text(vector, "private_key"));
        assert_string_equal(to_sign, text(vector, "string_to_sign"));
    }
    json_decref(list);
}

static void baidu_signatures_are_those_of_the_sdks(void **state)
{
    json_t *list = vectors("baidu"), *vector, *pair;
    size_t i, k;

    (void)state;
    json_array_foreach(list, i, vector) {
        struct pairs headers = {.arena = &arena};
        struct bce_request request = {.method = text(vector, "method"),
                                      .path = text(vector, "canonical_uri"),
                                      .query = text(vector, "wire_query"),
                                      .headers = &headers};
        struct bce_credential credential;
        const char *canonical, *key, *signature;

        json_array_foreach(json_object_get(vector, "headers"), k, pair) {
            pairs_add(&headers, json_string_value(json_array_get(pair, 0)),
                      json_string_value(json_array_get(pair, 1)));
        }
        assert_int_equal(bce_parse(&arena, text(vector, "authorization"), &credential), 0);
        assert_string_equal(credential.prefix, text(vector, "auth_string_prefix"));
        assert_string_equal(credential.signed_headers, text(vector, "signed_headers"));
        key = bce_signing_key(&arena, text(vector, "secret_access_key"), credential.prefix);
        assert_string_equal(key, text(vector, "signing_key"));
        canonical = bce_canonical(&arena, &request, credential.signed_headers);
        assert_non_null(canonical);
        assert_string_equal(canonical, text(vector, "canonical_request"));
        signature = bce_signature(&arena, key, canonical);
        assert_string_equal(signature, text(vector, "signature"));
        assert_string_equal(signature, credential.signature);
    }
    json_decref(list);
}

static void a_bce_authorization_of_another_form_is_refused(void **state)
{
    static const char sixty_four[] =
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    static const char *const bad[] = {"",
                                      "bce-auth-v1",
                                      "bce-auth-v1/a/b",
                                      "bce-auth-v2/a/b/1/host/",
                                      "bce-auth-v1/a/b/x/host/",
                                      "bce-auth-v1/a/b/0/host/"};
    struct bce_credential credential;
    char whole[200];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(whole, sizeof whole, "%s%s", bad[i], sixty_four);
        assert_int_equal(bce_parse(&arena, whole, &credential), -1);
    }
    assert_int_equal(bce_parse(&arena, "bce-auth-v1/a/b/1/host/short", &credential), -1);
}

static void an_authorization_of_another_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "TC3-HMAC-SHA256", "TC3-HMAC-SHA256 Credential=a/2024-02-29/cvm/tc3_request",
        "TC3-HMAC-SHA256 Credential=/2024-02-29/cvm/tc3_request, SignedHeaders=host, Signature=ab",
        "TC3-HMAC-SHA256 Credential=a/2024-02-29/cvm/tc3_request, SignedHeaders=content-type;host, Signature=zz"};
    struct tc3_credential credential;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tc3_parse(&arena, bad[i], &credential), -1);
}

static void content_type_and_host_must_be_signed(void **state)
{
    struct pairs headers = {.arena = &arena};
    struct tc3_request request = {
        .method = "POST", .path = "/", .query = "", .headers = &headers, .body = "", .n_body = 0};
    const char *canonical;

    (void)state;
    pairs_add(&headers, "Host", "cvm.tencentcloudapi.com");
    pairs_add(&headers, "Content-Type", "application/json");
    assert_null(tc3_canonical(&arena, &request, "host"));
    assert_null(tc3_canonical(&arena, &request, "content-type"));
    assert_null(tc3_canonical(&arena, &request, "content-type;host;x-tc-missing"));
    canonical = tc3_canonical(&arena, &request, "content-type;host");
    assert_non_null(canonical);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(tencent_signatures_are_those_of_the_sdks, forget),
        cmocka_unit_test_teardown(ucloud_signatures_are_those_of_the_sdks, forget),
        cmocka_unit_test_teardown(baidu_signatures_are_those_of_the_sdks, forget),
        cmocka_unit_test_teardown(a_bce_authorization_of_another_form_is_refused, forget),
        cmocka_unit_test_teardown(an_authorization_of_another_form_is_refused, forget),
        cmocka_unit_test_teardown(content_type_and_host_must_be_signed, forget),
    };

    return cmocka_run_group_tests_name("cloudsim signatures", tests, NULL, NULL);
}
