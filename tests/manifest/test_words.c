/* SPDX-License-Identifier: MIT */
/* Suggestions, secrets, names and paths: judgements on single words. */
#include "tests/unit.h"

#include "manifest/build.h"
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
        cmocka_unit_test(a_rule_for_names_is_told_in_words),
        cmocka_unit_test(paths_start_at_the_manifests_folder),
    };

    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
