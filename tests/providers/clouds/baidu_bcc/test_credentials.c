/* SPDX-License-Identifier: MIT */
/* Baidu's files and variables. */
#include "providers/clouds/baidu_bcc/baidu_bcc.h"
#include "tests/providers/clouds/keys.h"
#include "tests/providers/clouds/support.h"

#include <unistd.h>

#define CLOUD (&baidu_bcc)

static void baidu_s_two_generations_must_agree(void **state)
{
    struct keys *keys = *state;

    keys_set(keys, "BAIDUCLOUD_ACCESS_KEY=fakeid");
    keys_set(keys, "BAIDUCLOUD_SECRET_KEY=fakekey");
    keys_set(keys, "BAIDUCLOUD_SESSION_TOKEN=faketoken");
    keys_load(keys, &baidu_bcc, NULL);
    keys_expect(keys, "fakeid", "fakekey", "faketoken", "the environment");
    keys_set(keys, "BCE_ACCESS_KEY_ID=fakeother");
    assert_int_equal(keys_load(keys, &baidu_bcc, NULL), -1);
    keys_expect_error(keys, "BCE_SECRET_ACCESS_KEY is missing");
    keys_set(keys, "BCE_SECRET_ACCESS_KEY=fakekey");
    assert_int_equal(keys_load(keys, &baidu_bcc, NULL), -1);
    keys_expect_error(keys, "BCE_ACCESS_KEY_ID and BAIDUCLOUD_ACCESS_KEY hold different keys");
    keys->n_variables = 0;
    keys_set(keys, "BCE_ACCESS_KEY_ID=fakeid");
    keys_set(keys, "BCE_SECRET_ACCESS_KEY=fakekey");
    keys_set(keys, "BCE_SESSION_TOKEN=faketoken");
    keys_load(keys, &baidu_bcc, NULL);
    keys_expect(keys, "fakeid", "fakekey", "faketoken", "the environment");
}

static void every_format_of_file_is_read(void **state)
{
    static const struct {
        const char *profile, *path, *text, *token;
    } cases[] = {
        {NULL, ".bce/config.json",
         "{\"current\":\"b\",\"profiles\":[{\"name\":\"a\"},{\"name\":\"b\",\"mode\":\"StsToken\","
         "\"access_key_id\":\"fakeid\",\"secret_access_key\":\"fakekey\",\"security_token\":"
         "\"faketoken\",\"region\":\"bj\"}]}",
         "faketoken"},
        {NULL, ".bce/credentials",
         "[defaults]\nbce_access_key_id = fakeid\nbce_secret_access_key = fakekey\n", NULL},
        {NULL, ".go-bcecli/credentials", "[Defaults]\nAk = fakeid\nSk = fakekey\nSts = faketoken\n",
         "faketoken"},
    };
    struct keys *keys = *state;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = arena_printf(&keys->arena, "%s/%s", keys->home, cases[i].path);

        keys_write(keys, cases[i].path, cases[i].text);
        keys_load(keys, CLOUD, cases[i].profile);
        keys_expect(keys, "fakeid", "fakekey", cases[i].token,
                    arena_printf(&keys->arena, "~/%s", cases[i].path));
        assert_int_equal(unlink(path), 0);
    }
}

static void an_identity_tells_accounts_apart_and_no_secret(void **state)
{
    struct keys *keys = *state;
    struct credentials credentials = {.id = "fakeid", .secret = "fakekey"};
    struct account account = support_account(CLOUD);

    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "baidu-bcc fakeid");
    account.endpoint = "https://bcc.example.com";
    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "baidu-bcc https://bcc.example.com fakeid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEYS_TEST(baidu_s_two_generations_must_agree),
        KEYS_TEST(every_format_of_file_is_read),
        KEYS_TEST(an_identity_tells_accounts_apart_and_no_secret),
    };

    return cmocka_run_group_tests_name("baidu_bcc credentials", tests, NULL, NULL);
}
