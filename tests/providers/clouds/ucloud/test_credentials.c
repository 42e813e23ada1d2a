/* SPDX-License-Identifier: MIT */
/* UCloud's files and variables. */
#include "providers/clouds/ucloud/ucloud.h"
#include "tests/providers/clouds/keys.h"
#include "tests/providers/clouds/support.h"

#include <unistd.h>

#define CLOUD (&ucloud)

static void keys_with_blanks_or_line_breaks_are_refused(void **state)
{
    struct keys *keys = *state;

    keys_set(keys, "UCLOUD_PUBLIC_KEY=fakeid\n");
    keys_set(keys, "UCLOUD_PRIVATE_KEY=fakekey");
    assert_int_equal(keys_load(keys, &ucloud, NULL), -1);
    keys_expect_error(keys, "blanks or control characters in the key of the environment");
}

static void every_format_of_file_is_read(void **state)
{
    static const struct {
        const char *profile, *path, *text, *token;
    } cases[] = {
        {NULL, ".ucloud/credential.json",
         "[{\"public_key\":\"x\",\"private_key\":\"y\",\"profile\":\"p\"},{\"public_key\":"
         "\"fakeid\",\"private_key\":\"fakekey\",\"cookie\":\"\",\"profile\":\"default\"}]",
         NULL},
        {"p", ".ucloud/credential.json",
         "[{\"public_key\":\"fakeid\",\"private_key\":\"fakekey\",\"profile\":\"p\"}]", NULL},
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

static void ucloud_s_active_profile_and_project_are_used(void **state)
{
    struct keys *keys = *state;

    keys_write(keys, ".ucloud/config.json",
               "[{\"project_id\":\"org-d\",\"profile\":\"default\",\"active\":false},{"
               "\"project_id\":\"org-w\",\"profile\":\"work\",\"active\":true}]");
    keys_write(keys, ".ucloud/credential.json",
               "[{\"public_key\":\"fakeid\",\"private_key\":\"fakekey\",\"profile\":\"work\"}]");
    keys_load(keys, &ucloud, NULL);
    keys_expect(keys, "fakeid", "fakekey", NULL, "~/.ucloud/credential.json");
    assert_string_equal(keys->found.project, "org-w");
    keys_set(keys, "UCLOUD_PROJECT_ID=org-env");
    keys_load(keys, &ucloud, NULL);
    assert_string_equal(keys->found.project, "org-env");
}

static void logins_that_only_the_vendor_s_tool_renews_say_so(void **state)
{
    static const struct {
        const char *path, *text, *says;
    } cases[] = {
        {".ucloud/credential.json",
         "[{\"auth_mode\":\"oauth\",\"access_token\":\"faketoken\",\"profile\":\"default\"}]",
         "only the ucloud CLI can renew"},
    };
    struct keys *keys = *state;
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        keys_write(keys, cases[i].path, cases[i].text);
        assert_int_equal(keys_load(keys, CLOUD, NULL), -1);
        keys_expect_error(keys, cases[i].says);
    }
}

static void an_identity_tells_accounts_apart_and_no_secret(void **state)
{
    struct keys *keys = *state;
    struct credentials credentials = {.id = "fakeid", .secret = "fakekey"};
    struct account account = support_account(CLOUD);

    account.project = "org-1";
    assert_string_equal(credentials_identity(&account, &credentials, &keys->arena),
                        "ucloud ucloud fakeid org-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEYS_TEST(keys_with_blanks_or_line_breaks_are_refused),
        KEYS_TEST(every_format_of_file_is_read),
        KEYS_TEST(ucloud_s_active_profile_and_project_are_used),
        KEYS_TEST(logins_that_only_the_vendor_s_tool_renews_say_so),
        KEYS_TEST(an_identity_tells_accounts_apart_and_no_secret),
    };

    return cmocka_run_group_tests_name("ucloud credentials", tests, NULL, NULL);
}
