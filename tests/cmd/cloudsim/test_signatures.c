/* SPDX-License-Identifier: MIT */
/* The signature checkers against the vectors that the vendors' own SDKs made, stage by stage. */
#include "tests/unit.h"

#include <jansson.h>

#include "cmd/cloudsim/common/check.h"

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
    struct pairs pairs = {0};
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
                                  .body_length = strlen(payload)};
    struct tc3_credential credential;
    char *canonical, *to_sign, *signature;

    assert_int_equal(tc3_parse(text(output, "authorization"), &credential), 0);
    assert_string_equal(credential.id, text(input, "secretId"));
    assert_string_equal(credential.date, text(output, "date"));
    canonical = tc3_canonical(&request, credential.signed_headers);
    assert_string_equal(canonical, text(output, "canonicalRequest"));
    to_sign = tc3_string_to_sign(pairs_get(&headers, "X-TC-Timestamp"), credential.date,
                                 credential.service, canonical);
    assert_string_equal(to_sign, text(output, "stringToSign"));
    signature =
        tc3_signature(text(input, "secretKey"), credential.date, credential.service, to_sign);
    assert_string_equal(signature, text(output, "signature"));
    assert_string_equal(signature, credential.signature);
    free(canonical), free(to_sign), free(signature);
    tc3_free(&credential);
    pairs_free(&headers);
}

static void check_form(const json_t *input, const json_t *output, bool legacy)
{
    struct pairs params = pairs_of(json_object_get(input, "params")), sent = {0};
    char *to_sign = form_string_to_sign(text(input, "method"), text(input, "host"),
                                        text(input, "path"), &params, legacy);
    char *signature = form_signature(text(input, "secretKey"), &params, to_sign);

    assert_string_equal(to_sign, text(output, "stringToSign"));
    assert_string_equal(signature, text(output, "signature"));
    /* what the SDK put on the wire is read back to the same parameters */
    assert_int_equal(pairs_parse(&sent, text(output, "encodedParams"), true), 0);
    assert_int_equal(sent.count, params.count + 1);
    assert_string_equal(pairs_get(&sent, "Signature"), signature);
    free(to_sign);
    to_sign = form_string_to_sign(text(input, "method"), text(input, "host"), text(input, "path"),
                                  &sent, legacy);
    assert_string_equal(to_sign, text(output, "stringToSign"));
    free(to_sign), free(signature);
    pairs_free(&params);
    pairs_free(&sent);
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

        if (text_starts(scheme, "TC3")) {
            check_tc3(input, output);
            tc3++;
        } else if (text_starts(scheme, "v1")) {
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
        struct pairs params = {0}, sent = {0};
        char *to_sign, *signature;

        json_array_foreach(json_object_get(vector, "flat_params_sorted"), k, pair) {
            pairs_add(&params, json_string_value(json_array_get(pair, 0)),
                      json_string_value(json_array_get(pair, 1)));
        }
        to_sign = ucloud_string_to_sign(&params, text(vector, "private_key"));
        assert_string_equal(to_sign, text(vector, "string_to_sign"));
        signature = ucloud_signature(to_sign);
        assert_string_equal(signature, text(vector, "signature"));
        free(to_sign);
        assert_int_equal(pairs_parse(&sent, text(vector, "form_body"), true), 0);
        to_sign = ucloud_string_to_sign(&sent, text(vector, "private_key"));
        assert_string_equal(to_sign, text(vector, "string_to_sign"));
        free(to_sign), free(signature);
        pairs_free(&params);
        pairs_free(&sent);
    }
    json_decref(list);
}

static void baidu_signatures_are_those_of_the_sdks(void **state)
{
    json_t *list = vectors("baidu"), *vector, *pair;
    size_t i, k;

    (void)state;
    json_array_foreach(list, i, vector) {
        struct pairs headers = {0};
        struct bce_request request = {.method = text(vector, "method"),
                                      .path = text(vector, "canonical_uri"),
                                      .query = text(vector, "wire_query"),
                                      .headers = &headers};
        struct bce_credential credential;
        char *canonical, *key, *signature;

        json_array_foreach(json_object_get(vector, "headers"), k, pair) {
            pairs_add(&headers, json_string_value(json_array_get(pair, 0)),
                      json_string_value(json_array_get(pair, 1)));
        }
        assert_int_equal(bce_parse(text(vector, "authorization"), &credential), 0);
        assert_string_equal(credential.prefix, text(vector, "auth_string_prefix"));
        assert_string_equal(credential.signed_headers, text(vector, "signed_headers"));
        key = bce_signing_key(text(vector, "secret_access_key"), credential.prefix);
        assert_string_equal(key, text(vector, "signing_key"));
        canonical = bce_canonical(&request, credential.signed_headers);
        assert_non_null(canonical);
        assert_string_equal(canonical, text(vector, "canonical_request"));
        signature = bce_signature(key, canonical);
        assert_string_equal(signature, text(vector, "signature"));
        assert_string_equal(signature, credential.signature);
        free(canonical), free(key), free(signature);
        bce_free(&credential);
        pairs_free(&headers);
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
        assert_int_equal(bce_parse(whole, &credential), -1);
    }
    assert_int_equal(bce_parse("bce-auth-v1/a/b/1/host/short", &credential), -1);
}

static void an_authorization_of_another_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "TC3-HMAC-SHA256", "TC3-HMAC-SHA256 Credential=a/2024-02-29/cvm/tc3_request",
        "TC3-HMAC-SHA256 Credential=/2024-02-29/cvm/tc3_request, SignedHeaders=host, Signature=ab",
        "TC3-HMAC-SHA256 Credential=a/2024-02-29/cvm/tc3_request, SignedHeaders=content-type;host, "
        "Signature=zz"};
    struct tc3_credential credential;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tc3_parse(bad[i], &credential), -1);
}

static void content_type_and_host_must_be_signed(void **state)
{
    struct pairs headers = {0};
    struct tc3_request request = {.method = "POST",
                                  .path = "/",
                                  .query = "",
                                  .headers = &headers,
                                  .body = "",
                                  .body_length = 0};
    char *canonical;

    (void)state;
    pairs_add(&headers, "Host", "cvm.tencentcloudapi.com");
    pairs_add(&headers, "Content-Type", "application/json");
    assert_null(tc3_canonical(&request, "host"));
    assert_null(tc3_canonical(&request, "content-type"));
    assert_null(tc3_canonical(&request, "content-type;host;x-tc-missing"));
    canonical = tc3_canonical(&request, "content-type;host");
    assert_non_null(canonical);
    free(canonical);
    pairs_free(&headers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tencent_signatures_are_those_of_the_sdks),
        cmocka_unit_test(ucloud_signatures_are_those_of_the_sdks),
        cmocka_unit_test(baidu_signatures_are_those_of_the_sdks),
        cmocka_unit_test(a_bce_authorization_of_another_form_is_refused),
        cmocka_unit_test(an_authorization_of_another_form_is_refused),
        cmocka_unit_test(content_type_and_host_must_be_signed),
    };

    return cmocka_run_group_tests_name("cloudsim signatures", tests, NULL, NULL);
}
