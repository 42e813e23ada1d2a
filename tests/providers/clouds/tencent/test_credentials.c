/* SPDX-License-Identifier: MIT */
/* Whose key, from where, and what is said when there is none: the rules, with Tencent's files. */
#include "providers/clouds/tencent_cvm/tencent_cvm.h"
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"
#include "providers/clouds/tencent_lighthouse/tencent_lighthouse.h"
#include "tests/providers/clouds/keys.h"
#include "tests/providers/clouds/support.h"

#include <unistd.h>

#define CLOUD (&tencent_cvm)

static void the_environment_comes_before_files(void **state)
{
    struct keys *keys = *state;

    keys_write(keys, ".tccli/default.credential",
               "{\"secretId\":\"fileid\",\"secretKey\":\"filekey\"}");
    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid");
    keys_set(keys, "TENCENTCLOUD_SECRET_KEY=fakekey");
    keys_load(keys, &tencent_cvm, NULL);
    keys_expect(keys, "fakeid", "fakekey", NULL, "the environment");
    keys_load(keys, &tencent_lighthouse, NULL);
    keys_expect(keys, "fakeid", "fakekey", NULL, "the environment");
    keys_load(keys, &tencent_legacy, NULL);
    keys_expect(keys, "fakeid", "fakekey", NULL, "the environment");
    keys_set(keys, "TENCENTCLOUD_SECURITY_TOKEN=faketoken");
    keys_load(keys, &tencent_cvm, NULL);
    keys_expect(keys, "fakeid", "fakekey", "faketoken", "the environment");
    keys_set(keys, "TENCENTCLOUD_TOKEN=faketoken");
    keys_load(keys, &tencent_cvm, NULL);
    keys_expect(keys, "fakeid", "fakekey", "faketoken", "the environment");
}

static void two_token_names_must_agree(void **state)
{
    struct keys *keys = *state;

    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid");
    keys_set(keys, "TENCENTCLOUD_SECRET_KEY=fakekey");
    keys_set(keys, "TENCENTCLOUD_TOKEN=fake1");
    keys_set(keys, "TENCENTCLOUD_SECURITY_TOKEN=fake2");
    assert_int_equal(keys_load(keys, &tencent_cvm, NULL), -1);
    keys_expect_error(keys, "TENCENTCLOUD_TOKEN and TENCENTCLOUD_SECURITY_TOKEN differ");
}

static void half_a_pair_is_an_error_and_no_reason_to_look_further(void **state)
{
    struct keys *keys = *state;

    keys_write(keys, ".tccli/default.credential",
               "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\"}");
    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid");
    assert_int_equal(keys_load(keys, &tencent_cvm, NULL), -1);
    keys_expect_error(keys, "half a key in the environment: TENCENTCLOUD_SECRET_KEY is missing");
    keys->n_variables = 0;
    keys_write(keys, ".tccli/default.credential", "{\"secretId\":\"fakeid\",\"secretKey\":\"\"}");
    assert_int_equal(keys_load(keys, &tencent_cvm, NULL), -1);
    keys_expect_error(keys, "half a key in ~/.tccli/default.credential: the secret is missing");
}

static void an_explicit_profile_ignores_the_environment(void **state)
{
    struct keys *keys = *state;

    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid");
    keys_set(keys, "TENCENTCLOUD_SECRET_KEY=fakekey");
    keys_write(keys, ".tccli/prod.credential",
               "{\"secretId\":\"fakeprod\",\"secretKey\":\"fakekey2\",\"token\":\"faketoken\"}");
    keys_load(keys, &tencent_cvm, "prod");
    keys_expect(keys, "fakeprod", "fakekey2", "faketoken", "~/.tccli/prod.credential");
    assert_int_equal(keys_load(keys, &tencent_cvm, "absent"), -1);
    keys_expect_error(keys, "no profile 'absent'");
    assert_int_equal(keys_load(keys, &tencent_cvm, "../evil"), -1);
    keys_expect_error(keys, "a profile's name holds no '/'");
}

static void variables_that_the_manifest_names_are_the_only_ones(void **state)
{
    struct keys *keys = *state;
    struct account account = support_account(CLOUD);

    account.env_id = "FERRY_CRED_ID";
    account.env_secret = "FERRY_CRED_KEY";
    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid");
    keys_set(keys, "TENCENTCLOUD_SECRET_KEY=fakekey");
    assert_int_equal(keys_load_account(keys, CLOUD, &account), -1);
    keys_expect_error(keys, "'FERRY_CRED_ID' and 'FERRY_CRED_KEY' are not set");
    keys_set(keys, "FERRY_CRED_ID=fakeid2");
    assert_int_equal(keys_load_account(keys, CLOUD, &account), -1);
    keys_expect_error(keys, "FERRY_CRED_KEY is missing");
    keys_set(keys, "FERRY_CRED_KEY=fakekey2");
    keys_load_account(keys, CLOUD, &account);
    keys_expect(keys, "fakeid2", "fakekey2", NULL, "the environment (FERRY_CRED_ID)");
    account.env_token = "FERRY_CRED_TOKEN";
    assert_int_equal(keys_load_account(keys, CLOUD, &account), -1);
    keys_expect_error(keys, "'FERRY_CRED_TOKEN' is not set");
}

static void every_format_of_file_is_read(void **state)
{
    static const struct {
        const char *profile, *path, *text, *token;
    } cases[] = {
        {NULL, ".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"token\":\"\",\"type\":\"default\"}",
         NULL},
        {NULL, ".tencentcloud/credentials",
         "# comment\n[other]\nsecret_id = x\n[default]\n  secret_id = fakeid \r\nsecret_key=fakekey"
         "\n",
         NULL},
        {"prod", ".tencentcloud/credentials",
         "[default]\nsecret_id = x\n[prod]\nsecret_id = fakeid\nsecret_key = fakekey", NULL},
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

static void a_named_file_may_have_any_of_the_formats(void **state)
{
    struct keys *keys = *state;
    struct account account = support_account(CLOUD);

    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid0");
    keys_set(keys, "TENCENTCLOUD_SECRET_KEY=fakekey0");
    account.credentials_file = arena_printf(&keys->arena, "%s/my-key", keys->home);
    assert_int_equal(keys_load_account(keys, CLOUD, &account), -1);
    keys_expect_error(keys, "no such file or profile");
    keys_write(keys, "my-key", "[default]\nsecret_id=fakeid\nsecret_key=fakekey\n");
    keys_load_account(keys, CLOUD, &account);
    keys_expect(keys, "fakeid", "fakekey", NULL, "~/my-key");
    keys_write(keys, "my-key", "{\"secretId\":\"fakeid2\",\"secretKey\":\"fakekey2\"}");
    keys_load_account(keys, CLOUD, &account);
    keys_expect(keys, "fakeid2", "fakekey2", NULL, "~/my-key");
}

static void variables_may_name_profile_and_file(void **state)
{
    struct keys *keys = *state;

    keys_write(keys, ".tccli/prod.credential",
               "{\"secretId\":\"fakeprod\",\"secretKey\":\"fakekey\"}");
    keys_write(keys, "elsewhere/prod.credential",
               "{\"secretId\":\"fakeelse\",\"secretKey\":\"fakekey\"}");
    keys_set(keys, "TCCLI_PROFILE=prod");
    keys_load(keys, &tencent_cvm, NULL);
    keys_expect(keys, "fakeprod", "fakekey", NULL, "~/.tccli/prod.credential");
    keys_set(keys, arena_printf(&keys->arena, "TENCENTCLOUD_SHARED_CREDENTIALS_DIR=%s/elsewhere",
                                keys->home));
    keys_load(keys, &tencent_cvm, NULL);
    keys_expect(keys, "fakeelse", "fakekey", NULL, "~/elsewhere/prod.credential");
}

static void a_file_that_others_can_read_gives_a_warning(void **state)
{
    struct keys *keys = *state;

    keys_write_mode(keys, ".tccli/default.credential",
                    "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\"}", 0640);
    assert_int_equal(keys_load(keys, &tencent_cvm, NULL), 0);
    assert_string_equal(keys->warning,
                        "others can read '~/.tccli/default.credential': run 'chmod 600' on it");
}

static void a_role_in_the_environment_gives_a_warning(void **state)
{
    struct keys *keys = *state;

    keys_set(keys, "TENCENTCLOUD_SECRET_ID=fakeid");
    keys_set(keys, "TENCENTCLOUD_SECRET_KEY=fakekey");
    keys_set(keys, "TENCENTCLOUD_ROLE_ARN=qcs::cam::uin/1:roleName/x");
    assert_int_equal(keys_load(keys, &tencent_cvm, NULL), 0);
    assert_string_equal(keys->warning,
                        "TENCENTCLOUD_ROLE_ARN is set, but ferry assumes no role: it "
                        "acts as the key itself");
}

static void logins_that_only_the_vendor_s_tool_renews_say_so(void **state)
{
    static const struct {
        const char *path, *text, *says;
    } cases[] = {
        {".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"type\":\"sso\"}", "tccli sso login"},
        {".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"type\":\"oauth\"}",
         "tccli auth login"},
        {".tccli/default.credential", "{\"type\":\"cvm-role\"}", "machine's role"},
        {".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"role-arn\":\"fakerole\"}",
         "assumes a role"},
    };
    struct keys *keys = *state;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        keys_write(keys, cases[i].path, cases[i].text);
        assert_int_equal(keys_load(keys, CLOUD, NULL), -1);
        keys_expect_error(keys, cases[i].says);
    }
}

static void broken_files_are_named_and_never_quoted(void **state)
{
    static const char *const texts[] = {"{\"secretId\":\"fakeid\"", "{",
                                        "{\"secretId\":\"fakeid\",\"secretKey\":[\"fakekey\"]}",
                                        "{\"secretId\":\"fake\xFF\"}"};
    struct keys *keys = *state;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        keys_write(keys, ".tccli/default.credential", texts[i]);
        assert_int_equal(keys_load(keys, &tencent_cvm, NULL), -1);
        keys_expect_error(keys, "~/.tccli/default.credential");
    }
}

static void a_device_or_a_huge_file_is_no_credential_file(void **state)
{
    struct keys *keys = *state;
    struct account account = support_account(CLOUD);

    account.credentials_file = "/dev/zero";
    assert_int_equal(keys_load_account(keys, CLOUD, &account), -1);
    keys_expect_error(keys, "no regular file");
    keys_write(keys, "huge", "x");
    account.credentials_file = arena_printf(&keys->arena, "%s/huge", keys->home);
    assert_int_equal(truncate(account.credentials_file, 2 << 20), 0);
    assert_int_equal(keys_load_account(keys, CLOUD, &account), -1);
    keys_expect_error(keys, "too large");
}

static void an_identity_tells_accounts_apart_and_no_secret(void **state)
{
    struct keys *keys = *state;
    struct credentials credentials = {.id = "fakeid", .secret = "fakekey"};
    struct account account = support_account(CLOUD);

    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "tencent-cvm china fakeid");
    account.site = "intl";
    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "tencent-cvm intl fakeid");
}

/* Else a run with a new login would not see the open intents of the one before it. */
static void an_identity_outlives_a_session_s_key(void **state)
{
    struct keys *keys = *state;
    struct credentials credentials = {.id = "fakeid-1",
                                      .secret = "fakekey",
                                      .token = "faketoken",
                                      .source = "the environment"};
    struct account account = support_account(CLOUD);

    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "tencent-cvm china session from the environment");
    credentials.id = "fakeid-2";
    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "tencent-cvm china session from the environment");
    account.profile = "prod";
    credentials.source = "~/.tencentcloud/credentials";
    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "tencent-cvm china session from ~/.tencentcloud/credentials, profile prod");
}

/* Else one manifest could ask for a copy twice, under two names of one account, and a run could
 * miss what another wrote into its journal. */
static void a_door_of_the_vendor_s_own_leads_to_the_same_account(void **state)
{
    static const char *const doors[] = {
        "https://cvm.ap-guangzhou.tencentcloudapi.com",
        "https://cvm.{region}.TencentCloudAPI.com:443/",
        "https://tencentcloudapi.com",
    };
    struct keys *keys = *state;
    struct credentials credentials = {.id = "fakeid", .secret = "fakekey"};
    struct account account = support_account(CLOUD);
    size_t i;

    for (i = 0; i < sizeof doors / sizeof *doors; i++) {
        account.endpoint = doors[i];
        assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                            "tencent-cvm china fakeid");
    }
    account.endpoint = "https://eviltencentcloudapi.com";
    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "tencent-cvm https://eviltencentcloudapi.com fakeid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEYS_TEST(the_environment_comes_before_files),
        KEYS_TEST(two_token_names_must_agree),
        KEYS_TEST(half_a_pair_is_an_error_and_no_reason_to_look_further),
        KEYS_TEST(an_explicit_profile_ignores_the_environment),
        KEYS_TEST(variables_that_the_manifest_names_are_the_only_ones),
        KEYS_TEST(every_format_of_file_is_read),
        KEYS_TEST(a_named_file_may_have_any_of_the_formats),
        KEYS_TEST(variables_may_name_profile_and_file),
        KEYS_TEST(a_file_that_others_can_read_gives_a_warning),
        KEYS_TEST(a_role_in_the_environment_gives_a_warning),
        KEYS_TEST(logins_that_only_the_vendor_s_tool_renews_say_so),
        KEYS_TEST(broken_files_are_named_and_never_quoted),
        KEYS_TEST(a_device_or_a_huge_file_is_no_credential_file),
        KEYS_TEST(an_identity_tells_accounts_apart_and_no_secret),
        KEYS_TEST(an_identity_outlives_a_session_s_key),
        KEYS_TEST(a_door_of_the_vendor_s_own_leads_to_the_same_account),
    };

    return cmocka_run_group_tests_name("tencent credentials", tests, NULL, NULL);
}
