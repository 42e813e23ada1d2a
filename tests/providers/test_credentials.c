/* SPDX-License-Identifier: MIT */
/* Whose key, from where, and what is said when there is none.  All keys are made up. */
#include "tests/unit.h"

#include "providers/credentials/credentials.h"
#include "providers/registry.h"
#include "tests/providers/support.h"

#include <sys/stat.h>
#include <unistd.h>

struct rig {
    struct arena arena;
    char home[64];
    const char *variables[16]; /* "NAME=value" */
    size_t n_variables;
    struct credentials found;
    const char *warning;
    struct err err;
};

static const char *lookup(void *context, const char *name)
{
    struct rig *rig = context;
    size_t n = strlen(name), i;

    for (i = 0; i < rig->n_variables; i++)
        if (strncmp(rig->variables[i], name, n) == 0 && rig->variables[i][n] == '=')
            return rig->variables[i] + n + 1;
    return NULL;
}

static int setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    const char *tmp = getenv("TMPDIR");

    assert_non_null(rig);
    snprintf(rig->home, sizeof rig->home, "%s/ferry-cred-XXXXXX", tmp != NULL ? tmp : "/tmp");
    *state = rig;
    return mkdtemp(rig->home) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    struct rig *rig = *state;
    char command[100];

    snprintf(command, sizeof command, "rm -rf '%s'", rig->home);
    arena_free(&rig->arena);
    free(rig);
    return system(command) == 0 ? 0 : -1;
}

static void set(struct rig *rig, const char *variable)
{
    rig->variables[rig->n_variables++] = variable;
}

static void write_mode(struct rig *rig, const char *path, const char *text, mode_t mode)
{
    const char *full = arena_printf(&rig->arena, "%s/%s", rig->home, path);
    char *folder = arena_strdup(&rig->arena, full);
    FILE *file;

    if (strrchr(path, '/') != NULL) {
        *strrchr(folder, '/') = '\0';
        mkdir(folder, 0700);
    }
    file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(full, mode), 0);
}

static void write_file(struct rig *rig, const char *path, const char *text)
{
    write_mode(rig, path, text, 0600);
}

static int load_account(struct rig *rig, const struct account *account)
{
    struct credential_environment environment = {lookup, rig, rig->home};
    int result;

    rig->err.code = ERR_NONE;
    result = credentials_load(account, registry_provider(account)->keys, &environment, &rig->arena,
                              &rig->found, &rig->warning, &rig->err);
    if (result != 0)
        assert_int_equal(rig->err.code, ERR_CREDENTIAL);
    return result;
}

static int load(struct rig *rig, const char *provider, const char *profile)
{
    struct account account = support_account(provider);

    account.profile = profile;
    return load_account(rig, &account);
}

static void expect(const struct rig *rig, const char *id, const char *secret, const char *token,
                   const char *source)
{
    if (rig->err.code != ERR_NONE)
        fail_msg("%s", rig->err.text);
    assert_string_equal(rig->found.id, id);
    assert_string_equal(rig->found.secret, secret);
    if (token == NULL)
        assert_null(rig->found.token);
    else
        assert_string_equal(rig->found.token, token);
    assert_string_equal(rig->found.source, source);
    assert_null(rig->warning);
}

static void expect_error(struct rig *rig, const char *part)
{
    if (strstr(rig->err.text, part) == NULL)
        fail_msg("got '%s', wanted '%s'", rig->err.text, part);
    assert_null(strstr(rig->err.text, "fake")); /* every made-up value holds this word */
    assert_null(rig->found.id);
}

/* ---- the environment --------------------------------------------------------------------------
 */

static void the_environment_comes_before_files(void **state)
{
    struct rig *rig = *state;

    write_file(rig, ".tccli/default.credential",
               "{\"secretId\":\"fileid\",\"secretKey\":\"filekey\"}");
    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid");
    set(rig, "TENCENTCLOUD_SECRET_KEY=fakekey");
    load(rig, "tencent-cvm", NULL);
    expect(rig, "fakeid", "fakekey", NULL, "the environment");
    load(rig, "tencent-lighthouse", NULL);
    expect(rig, "fakeid", "fakekey", NULL, "the environment");
    load(rig, "tencent-cvm-legacy", NULL);
    expect(rig, "fakeid", "fakekey", NULL, "the environment");
    set(rig, "TENCENTCLOUD_SECURITY_TOKEN=faketoken");
    load(rig, "tencent-cvm", NULL);
    expect(rig, "fakeid", "fakekey", "faketoken", "the environment");
    set(rig, "TENCENTCLOUD_TOKEN=faketoken");
    load(rig, "tencent-cvm", NULL);
    expect(rig, "fakeid", "fakekey", "faketoken", "the environment");
}

static void two_token_names_must_agree(void **state)
{
    struct rig *rig = *state;

    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid");
    set(rig, "TENCENTCLOUD_SECRET_KEY=fakekey");
    set(rig, "TENCENTCLOUD_TOKEN=fake1");
    set(rig, "TENCENTCLOUD_SECURITY_TOKEN=fake2");
    assert_int_equal(load(rig, "tencent-cvm", NULL), -1);
    expect_error(rig, "TENCENTCLOUD_TOKEN and TENCENTCLOUD_SECURITY_TOKEN differ");
}

static void half_a_pair_is_an_error_and_no_reason_to_look_further(void **state)
{
    struct rig *rig = *state;

    write_file(rig, ".tccli/default.credential",
               "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\"}");
    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid");
    assert_int_equal(load(rig, "tencent-cvm", NULL), -1);
    expect_error(rig, "half a key in the environment: TENCENTCLOUD_SECRET_KEY is missing");
    rig->n_variables = 0;
    write_file(rig, ".tccli/default.credential", "{\"secretId\":\"fakeid\",\"secretKey\":\"\"}");
    assert_int_equal(load(rig, "tencent-cvm", NULL), -1);
    expect_error(rig, "half a key in ~/.tccli/default.credential: the secret is missing");
}

static void an_explicit_profile_ignores_the_environment(void **state)
{
    struct rig *rig = *state;

    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid");
    set(rig, "TENCENTCLOUD_SECRET_KEY=fakekey");
    write_file(rig, ".tccli/prod.credential",
               "{\"secretId\":\"fakeprod\",\"secretKey\":\"fakekey2\",\"token\":\"faketoken\"}");
    load(rig, "tencent-cvm", "prod");
    expect(rig, "fakeprod", "fakekey2", "faketoken", "~/.tccli/prod.credential");
    assert_int_equal(load(rig, "tencent-cvm", "absent"), -1);
    expect_error(rig, "no profile 'absent'");
    assert_int_equal(load(rig, "tencent-cvm", "../evil"), -1);
    expect_error(rig, "a profile's name holds no '/'");
}

static void variables_that_the_manifest_names_are_the_only_ones(void **state)
{
    struct rig *rig = *state;
    struct account account = support_account("tencent-cvm");

    account.env_id = "FERRY_CRED_ID";
    account.env_secret = "FERRY_CRED_KEY";
    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid");
    set(rig, "TENCENTCLOUD_SECRET_KEY=fakekey");
    assert_int_equal(load_account(rig, &account), -1);
    expect_error(rig, "'FERRY_CRED_ID' and 'FERRY_CRED_KEY' are not set");
    set(rig, "FERRY_CRED_ID=fakeid2");
    assert_int_equal(load_account(rig, &account), -1);
    expect_error(rig, "FERRY_CRED_KEY is missing");
    set(rig, "FERRY_CRED_KEY=fakekey2");
    load_account(rig, &account);
    expect(rig, "fakeid2", "fakekey2", NULL, "the environment (FERRY_CRED_ID)");
    account.env_token = "FERRY_CRED_TOKEN";
    assert_int_equal(load_account(rig, &account), -1);
    expect_error(rig, "'FERRY_CRED_TOKEN' is not set");
}

static void baidu_s_two_generations_must_agree(void **state)
{
    struct rig *rig = *state;

    set(rig, "BAIDUCLOUD_ACCESS_KEY=fakeid");
    set(rig, "BAIDUCLOUD_SECRET_KEY=fakekey");
    set(rig, "BAIDUCLOUD_SESSION_TOKEN=faketoken");
    load(rig, "baidu-bcc", NULL);
    expect(rig, "fakeid", "fakekey", "faketoken", "the environment");
    set(rig, "BCE_ACCESS_KEY_ID=fakeother");
    assert_int_equal(load(rig, "baidu-bcc", NULL), -1);
    expect_error(rig, "BCE_SECRET_ACCESS_KEY is missing");
    set(rig, "BCE_SECRET_ACCESS_KEY=fakekey");
    assert_int_equal(load(rig, "baidu-bcc", NULL), -1);
    expect_error(rig, "BCE_ACCESS_KEY_ID and BAIDUCLOUD_ACCESS_KEY hold different keys");
    rig->n_variables = 0;
    set(rig, "BCE_ACCESS_KEY_ID=fakeid");
    set(rig, "BCE_SECRET_ACCESS_KEY=fakekey");
    set(rig, "BCE_SESSION_TOKEN=faketoken");
    load(rig, "baidu-bcc", NULL);
    expect(rig, "fakeid", "fakekey", "faketoken", "the environment");
}

static void keys_with_blanks_or_line_breaks_are_refused(void **state)
{
    struct rig *rig = *state;

    set(rig, "UCLOUD_PUBLIC_KEY=fakeid\n");
    set(rig, "UCLOUD_PRIVATE_KEY=fakekey");
    assert_int_equal(load(rig, "ucloud", NULL), -1);
    expect_error(rig, "blanks or control characters in the key of the environment");
}

/* ---- files ------------------------------------------------------------------------------------
 */

static void every_format_of_file_is_read(void **state)
{
    static const struct {
        const char *provider, *profile, *path, *text, *token;
    } cases[] = {
        {"tencent-cvm", NULL, ".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"token\":\"\",\"type\":\"default\"}",
         NULL},
        {"tencent-cvm", NULL, ".tencentcloud/credentials",
         "# comment\n[other]\nsecret_id = x\n[default]\n  secret_id = fakeid \r\nsecret_key=fakekey"
         "\n",
         NULL},
        {"tencent-cvm", "prod", ".tencentcloud/credentials",
         "[default]\nsecret_id = x\n[prod]\nsecret_id = fakeid\nsecret_key = fakekey", NULL},
        {"ucloud", NULL, ".ucloud/credential.json",
         "[{\"public_key\":\"x\",\"private_key\":\"y\",\"profile\":\"p\"},{\"public_key\":"
         "\"fakeid\",\"private_key\":\"fakekey\",\"cookie\":\"\",\"profile\":\"default\"}]",
         NULL},
        {"ucloud", "p", ".ucloud/credential.json",
         "[{\"public_key\":\"fakeid\",\"private_key\":\"fakekey\",\"profile\":\"p\"}]", NULL},
        {"baidu-bcc", NULL, ".bce/config.json",
         "{\"current\":\"b\",\"profiles\":[{\"name\":\"a\"},{\"name\":\"b\",\"mode\":\"StsToken\","
         "\"access_key_id\":\"fakeid\",\"secret_access_key\":\"fakekey\",\"security_token\":"
         "\"faketoken\",\"region\":\"bj\"}]}",
         "faketoken"},
        {"baidu-bcc", NULL, ".bce/credentials",
         "[defaults]\nbce_access_key_id = fakeid\nbce_secret_access_key = fakekey\n", NULL},
        {"baidu-bcc", NULL, ".go-bcecli/credentials",
         "[Defaults]\nAk = fakeid\nSk = fakekey\nSts = faketoken\n", "faketoken"},
    };
    struct rig *rig = *state;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = arena_printf(&rig->arena, "%s/%s", rig->home, cases[i].path);

        write_file(rig, cases[i].path, cases[i].text);
        load(rig, cases[i].provider, cases[i].profile);
        expect(rig, "fakeid", "fakekey", cases[i].token,
               arena_printf(&rig->arena, "~/%s", cases[i].path));
        assert_int_equal(unlink(path), 0);
    }
}

static void a_named_file_may_have_any_of_the_formats(void **state)
{
    struct rig *rig = *state;
    struct account account = support_account("tencent-cvm");

    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid0");
    set(rig, "TENCENTCLOUD_SECRET_KEY=fakekey0");
    account.credentials_file = arena_printf(&rig->arena, "%s/my-key", rig->home);
    assert_int_equal(load_account(rig, &account), -1);
    expect_error(rig, "no such file or profile");
    write_file(rig, "my-key", "[default]\nsecret_id=fakeid\nsecret_key=fakekey\n");
    load_account(rig, &account);
    expect(rig, "fakeid", "fakekey", NULL, "~/my-key");
    write_file(rig, "my-key", "{\"secretId\":\"fakeid2\",\"secretKey\":\"fakekey2\"}");
    load_account(rig, &account);
    expect(rig, "fakeid2", "fakekey2", NULL, "~/my-key");
}

static void variables_may_name_profile_and_file(void **state)
{
    struct rig *rig = *state;

    write_file(rig, ".tccli/prod.credential",
               "{\"secretId\":\"fakeprod\",\"secretKey\":\"fakekey\"}");
    write_file(rig, "elsewhere/prod.credential",
               "{\"secretId\":\"fakeelse\",\"secretKey\":\"fakekey\"}");
    set(rig, "TCCLI_PROFILE=prod");
    load(rig, "tencent-cvm", NULL);
    expect(rig, "fakeprod", "fakekey", NULL, "~/.tccli/prod.credential");
    set(rig,
        arena_printf(&rig->arena, "TENCENTCLOUD_SHARED_CREDENTIALS_DIR=%s/elsewhere", rig->home));
    load(rig, "tencent-cvm", NULL);
    expect(rig, "fakeelse", "fakekey", NULL, "~/elsewhere/prod.credential");
}

static void ucloud_s_active_profile_and_project_are_used(void **state)
{
    struct rig *rig = *state;

    write_file(rig, ".ucloud/config.json",
               "[{\"project_id\":\"org-d\",\"profile\":\"default\",\"active\":false},{"
               "\"project_id\":\"org-w\",\"profile\":\"work\",\"active\":true}]");
    write_file(rig, ".ucloud/credential.json",
               "[{\"public_key\":\"fakeid\",\"private_key\":\"fakekey\",\"profile\":\"work\"}]");
    load(rig, "ucloud", NULL);
    expect(rig, "fakeid", "fakekey", NULL, "~/.ucloud/credential.json");
    assert_string_equal(rig->found.project, "org-w");
    set(rig, "UCLOUD_PROJECT_ID=org-env");
    load(rig, "ucloud", NULL);
    assert_string_equal(rig->found.project, "org-env");
}

static void a_file_that_others_can_read_gives_a_warning(void **state)
{
    struct rig *rig = *state;

    write_mode(rig, ".tccli/default.credential",
               "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\"}", 0640);
    assert_int_equal(load(rig, "tencent-cvm", NULL), 0);
    assert_string_equal(rig->warning,
                        "others can read '~/.tccli/default.credential': run 'chmod 600' on it");
}

static void a_role_in_the_environment_gives_a_warning(void **state)
{
    struct rig *rig = *state;

    set(rig, "TENCENTCLOUD_SECRET_ID=fakeid");
    set(rig, "TENCENTCLOUD_SECRET_KEY=fakekey");
    set(rig, "TENCENTCLOUD_ROLE_ARN=qcs::cam::uin/1:roleName/x");
    assert_int_equal(load(rig, "tencent-cvm", NULL), 0);
    assert_string_equal(rig->warning,
                        "TENCENTCLOUD_ROLE_ARN is set, but ferry assumes no role: it "
                        "acts as the key itself");
}

static void logins_that_only_the_vendor_s_tool_renews_say_so(void **state)
{
    static const struct {
        const char *provider, *path, *text, *says;
    } cases[] = {
        {"tencent-cvm", ".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"type\":\"sso\"}", "tccli sso login"},
        {"tencent-cvm", ".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"type\":\"oauth\"}",
         "tccli auth login"},
        {"tencent-cvm", ".tccli/default.credential", "{\"type\":\"cvm-role\"}", "machine's role"},
        {"tencent-cvm", ".tccli/default.credential",
         "{\"secretId\":\"fakeid\",\"secretKey\":\"fakekey\",\"role-arn\":\"fakerole\"}",
         "assumes a role"},
        {"ucloud", ".ucloud/credential.json",
         "[{\"auth_mode\":\"oauth\",\"access_token\":\"faketoken\",\"profile\":\"default\"}]",
         "only the ucloud CLI can renew"},
    };
    struct rig *rig = *state;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file(rig, cases[i].path, cases[i].text);
        assert_int_equal(load(rig, cases[i].provider, NULL), -1);
        expect_error(rig, cases[i].says);
    }
}

static void broken_files_are_named_and_never_quoted(void **state)
{
    static const char *const texts[] = {"{\"secretId\":\"fakeid\"", "{",
                                        "{\"secretId\":\"fakeid\",\"secretKey\":[\"fakekey\"]}",
                                        "{\"secretId\":\"fake\xFF\"}"};
    struct rig *rig = *state;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file(rig, ".tccli/default.credential", texts[i]);
        assert_int_equal(load(rig, "tencent-cvm", NULL), -1);
        expect_error(rig, "~/.tccli/default.credential");
    }
}

static void nothing_at_all_says_what_to_do(void **state)
{
    static const struct {
        const char *provider, *says;
    } cases[] = {
        {"tencent-lighthouse", "account 'a': no credentials: set TENCENTCLOUD_SECRET_ID"},
        {"ucloud", "set UCLOUD_PUBLIC_KEY"},
        {"baidu-bcc", "set BCE_ACCESS_KEY_ID"},
    };
    struct rig *rig = *state;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(load(rig, cases[i].provider, NULL), -1);
        expect_error(rig, cases[i].says);
    }
}

static void a_device_or_a_huge_file_is_no_credential_file(void **state)
{
    struct rig *rig = *state;
    struct account account = support_account("tencent-cvm");

    account.credentials_file = "/dev/zero";
    assert_int_equal(load_account(rig, &account), -1);
    expect_error(rig, "no regular file");
    write_file(rig, "huge", "x");
    account.credentials_file = arena_printf(&rig->arena, "%s/huge", rig->home);
    assert_int_equal(truncate(account.credentials_file, 2 << 20), 0);
    assert_int_equal(load_account(rig, &account), -1);
    expect_error(rig, "too large");
}

static void an_identity_tells_accounts_apart_and_no_secret(void **state)
{
    struct rig *rig = *state;
    struct credentials credentials = {.id = "fakeid", .secret = "fakekey"};
    struct account account = support_account("tencent-cvm");

    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "tencent-cvm china fakeid");
    account.site = "intl";
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "tencent-cvm intl fakeid");
    account = support_account("ucloud");
    account.project = "org-1";
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "ucloud ucloud fakeid org-1");
    account = support_account("baidu-bcc");
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "baidu-bcc fakeid");
    account.endpoint = "https://bcc.example.com";
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "baidu-bcc https://bcc.example.com fakeid");
}

/* Else a run with a new login would not see the open intents of the one before it. */
static void an_identity_outlives_a_session_s_key(void **state)
{
    struct rig *rig = *state;
    struct credentials credentials = {.id = "fakeid-1",
                                      .secret = "fakekey",
                                      .token = "faketoken",
                                      .source = "the environment"};
    struct account account = support_account("tencent-cvm");

    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "tencent-cvm china session from the environment");
    credentials.id = "fakeid-2";
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "tencent-cvm china session from the environment");
    account.profile = "prod";
    credentials.source = "~/.tencentcloud/credentials";
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
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
    struct rig *rig = *state;
    struct credentials credentials = {.id = "fakeid", .secret = "fakekey"};
    struct account account = support_account("tencent-cvm");
    size_t i;

    for (i = 0; i < sizeof doors / sizeof *doors; i++) {
        account.endpoint = doors[i];
        assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                            "tencent-cvm china fakeid");
    }
    account.endpoint = "https://eviltencentcloudapi.com";
    assert_string_equal(credentials_identity(&account, &credentials, &rig->arena),
                        "tencent-cvm https://eviltencentcloudapi.com fakeid");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_environment_comes_before_files),
        TEST(two_token_names_must_agree),
        TEST(half_a_pair_is_an_error_and_no_reason_to_look_further),
        TEST(an_explicit_profile_ignores_the_environment),
        TEST(variables_that_the_manifest_names_are_the_only_ones),
        TEST(baidu_s_two_generations_must_agree),
        TEST(keys_with_blanks_or_line_breaks_are_refused),
        TEST(every_format_of_file_is_read),
        TEST(a_named_file_may_have_any_of_the_formats),
        TEST(variables_may_name_profile_and_file),
        TEST(ucloud_s_active_profile_and_project_are_used),
        TEST(a_file_that_others_can_read_gives_a_warning),
        TEST(a_role_in_the_environment_gives_a_warning),
        TEST(logins_that_only_the_vendor_s_tool_renews_say_so),
        TEST(broken_files_are_named_and_never_quoted),
        TEST(nothing_at_all_says_what_to_do),
        TEST(a_device_or_a_huge_file_is_no_credential_file),
        TEST(an_identity_tells_accounts_apart_and_no_secret),
        TEST(an_identity_outlives_a_session_s_key),
        TEST(a_door_of_the_vendor_s_own_leads_to_the_same_account),
    };

    return cmocka_run_group_tests_name("credentials", tests, NULL, NULL);
}
