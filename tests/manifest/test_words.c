/* SPDX-License-Identifier: MIT */
/* Suggestions, secrets, endpoints, names and paths: judgements on single words. */
#include "tests/unit.h"

#include "manifest/accounts.h"
#include "manifest/endpoint.h"
#include "manifest/image_rules.h"
#include "manifest/secret.h"
#include "manifest/suggest.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* ---- suggestions ---- */

static const char *best_of(const char *word, const char *const *candidates)
{
    struct suggest suggest = SUGGEST_INIT(word);

    for (; *candidates != NULL; candidates++)
        suggest_offer(&suggest, *candidates);
    return suggest.best;
}

static void the_nearest_word_is_suggested_or_none(void **state)
{
    static const char *const regions[] = {
        "ap-beijing", "ap-shanghai", "ap-shanghai-fsi", "ap-tokyo", "eu-frankfurt", "hk",
        "sg",         NULL};
    static const struct {
        const char *word, *best;
    } cases[] = {
        {"ap-shangai", "ap-shanghai"},
        {"ap-shangahi", "ap-shanghai"},
        {"apshanghai", "ap-shanghai"},
        {"AP_TOKYO", "ap-tokyo"},
        {"frankfurt", "eu-frankfurt"},
        {"beijing", "ap-beijing"},
        {"hkk", "hk"},
        {"mars", NULL},
        {"x", NULL},
        {"", NULL},
        {"us-east-1", NULL},
        {"ap-shanghai-fis", "ap-shanghai-fsi"},
    };
    char longest[300];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        const char *best = best_of(cases[i].word, regions);

        if (cases[i].best == NULL)
            assert_null(best);
        else
            assert_string_equal(best, cases[i].best);
    }
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_null(best_of(longest, regions));
}

/* ---- secrets ---- */

static void names_of_secrets_are_known_however_they_are_written(void **state)
{
    static const char *const secrets[] = {"secret_key", "secretKey", "SecretKey",  "SECRET-KEY",
                                          "password",   "token",     "privateKey", "access_key_id"};
    static const char *const others[] = {"profile", "key", "id", "secretary", "tokens", "", "-_-"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(secrets); i++)
        assert_true(secret_is_key(secrets[i]));
    for (i = 0; i < COUNT(others); i++)
        assert_false(secret_is_key(others[i]));
}

static void only_what_can_be_nothing_else_is_refused_as_a_secret(void **state)
{
    static const char *const secrets[] = {"AKIDz8krbsJ5yKBZQpn74WFkmLPx3", "ALTAKexample0123456789",
                                          "-----BEGIN RSA PRIVATE KEY"};
    static const char *const others[] = {"AKID",
                                         "AKID-service-image-2026",
                                         "web-0123456789abcdef0123456789abcdef",
                                         "akidexample0123456789",
                                         "img-8toqc6s3",
                                         "0123456789abcdef0123456789abcdef",
                                         ""};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(secrets); i++)
        assert_true(secret_is_value(secrets[i]));
    for (i = 0; i < COUNT(others); i++)
        assert_false(secret_is_value(others[i]));
}

static void lines_keep_their_columns_when_they_are_masked(void **state)
{
    static const struct {
        const char *line, *masked;
    } cases[] = {
        {"a: {secret_key: abc, site: intl}", "a: {secret_key: ***, site: intl}"},
        {"token: 'a, b' # why", "token: '****' # why"},
        {"\"password\" : \"\xE5\xAF\x86\xE7\xA0\x81\"}", "\"password\" : \"**\"}"},
        {"password = x y ,", "password = *** ,"},
        {"secret: TENCENTCLOUD_SECRET_KEY", "secret: TENCENTCLOUD_SECRET_KEY"},
        {"token:", "token:"},
        {"token: {id: 1}", "token: {id: 1}"},
        {"- AKIDz8krbsJ5yKBZQpn74WFkmLPx3", "- *****************************"},
        {"x: 0123456789abcdef0123456789abcdef", "x: ********************************"},
        {"name: web-0123456789abcdef0123456789abcdef",
         "name: web-0123456789abcdef0123456789abcdef"},
        {"file: ../a/very/long/path/to/the/keys2026/file.csv",
         "file: ../a/very/long/path/to/the/keys2026/file.csv"},
        {"ThisIsOnlyAVeryLongWordWithoutAnyDigits", "ThisIsOnlyAVeryLongWordWithoutAnyDigits"},
        {"TENCENTCLOUD_SECRET_KEY_2_LONG", "TENCENTCLOUD_SECRET_KEY_2_LONG"},
        {"-----BEGIN PRIVATE KEY----- abc", "*******************************"},
        {"", ""},
    };
    struct arena cleanup_arena arena = ARENA_INIT;
    size_t i, n;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        char *masked = secret_mask(&arena, cases[i].line, strlen(cases[i].line), &n);

        assert_string_equal(masked, cases[i].masked);
        assert_int_equal(n, strlen(masked));
    }
}

/* ---- endpoints ---- */

static void an_endpoint_is_the_vendors_only_below_its_domain(void **state)
{
    static const char *const domains[] = {"tencentcloudapi.com", NULL};
    static const struct caps caps = {.domains = domains};
    static const char *const own[] = {"https://tencentcloudapi.com",
                                      "https://cvm.tencentcloudapi.com",
                                      "https://CVM.TencentCloudAPI.com:443/",
                                      "https://cvm.{region}.tencentcloudapi.com"};
    static const char *const others[] = {"https://eviltencentcloudapi.com",
                                         "https://tencentcloudapi.com.example.org",
                                         "https://tencentcloudapi.co",
                                         "https://{region}",
                                         "https://{region}tencentcloudapi.com",
                                         "https://cvm.tencentcloudapi.com.{region}",
                                         "http://127.0.0.1:8443",
                                         "https://[::1]"};
    struct account account = {.caps = &caps};
    size_t i;

    (void)state;
    assert_true(endpoint_is_vendors(&account));
    for (i = 0; i < COUNT(own); i++) {
        account.endpoint = own[i];
        assert_null(endpoint_fault(own[i]));
        assert_true(endpoint_is_vendors(&account));
    }
    for (i = 0; i < COUNT(others); i++) {
        account.endpoint = others[i];
        assert_null(endpoint_fault(others[i]));
        assert_false(endpoint_is_vendors(&account));
    }
}

static void plain_http_goes_to_this_machine_only(void **state)
{
    static const char *const fine[] = {"http://localhost", "http://127.0.0.1:1",
                                       "http://[::1]:65535", "http://127.255.0.1/"};
    static const char *const bad[] = {"http://localhost.example.org",
                                      "http://127.0.0.1.example.org",
                                      "http://example.org",
                                      "http://127.",
                                      "http://[::2]",
                                      "http://0.0.0.0",
                                      "http://localhost@example.org"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(fine); i++)
        assert_null(endpoint_fault(fine[i]));
    for (i = 0; i < COUNT(bad); i++)
        assert_non_null(endpoint_fault(bad[i]));
}

static void the_host_of_an_endpoint_is_without_port_and_brackets(void **state)
{
    static const struct {
        const char *url, *host;
    } cases[] = {{"https://a.example.org:8443/", "a.example.org"},
                 {"https://[::1]:8443", "::1"},
                 {"http://localhost/", "localhost"},
                 {"https://{region}.example.org", "{region}.example.org"}};
    size_t i, n;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        const char *host = endpoint_host(cases[i].url, &n);

        assert_int_equal(n, strlen(cases[i].host));
        assert_memory_equal(host, cases[i].host, n);
    }
}

/* ---- names and paths ---- */

static void a_rule_for_names_is_told_in_words(void **state)
{
    static const struct port_name_rule strict = {5, "-_", true, true};
    static const struct port_name_rule open = {0, NULL, false, false};
    struct arena cleanup_arena arena = ARENA_INIT;

    (void)state;
    assert_string_equal(
        image_rules_name(&strict, &arena),
        "letters, digits, Chinese characters and -_, at most 5 characters, a letter "
        "first");
    assert_string_equal(image_rules_name(&open, &arena), "anything printable");
}

static void paths_start_at_the_manifests_folder(void **state)
{
    static const struct {
        const char *manifest, *path, *result;
    } cases[] = {
        {"images.yaml", "ca.pem", "ca.pem"},
        {"-", "keys/a.csv", "keys/a.csv"},
        {"prod/images.yaml", "ca.pem", "prod/ca.pem"},
        {"prod/images.yaml", "./ca.pem", "prod/ca.pem"},
        {"/etc/ferry/i.yaml", "ca.pem", "/etc/ferry/ca.pem"},
        {"/i.yaml", "ca.pem", "/ca.pem"},
        {"prod/images.yaml", "/etc/ca.pem", "/etc/ca.pem"},
        {"prod/images.yaml", "~/ca.pem", "~/ca.pem"},
        {"../i.yaml", "../ca.pem", "../../ca.pem"},
    };
    struct arena cleanup_arena arena = ARENA_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++)
        assert_string_equal(account_path(cases[i].manifest, cases[i].path, &arena),
                            cases[i].result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_suggested_or_none),
        cmocka_unit_test(names_of_secrets_are_known_however_they_are_written),
        cmocka_unit_test(only_what_can_be_nothing_else_is_refused_as_a_secret),
        cmocka_unit_test(lines_keep_their_columns_when_they_are_masked),
        cmocka_unit_test(an_endpoint_is_the_vendors_only_below_its_domain),
        cmocka_unit_test(plain_http_goes_to_this_machine_only),
        cmocka_unit_test(the_host_of_an_endpoint_is_without_port_and_brackets),
        cmocka_unit_test(a_rule_for_names_is_told_in_words),
        cmocka_unit_test(paths_start_at_the_manifests_folder),
    };

    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
