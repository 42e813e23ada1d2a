/* SPDX-License-Identifier: MIT */
/* What a saved plan may not bring in: its reader takes every text, and a stranger can write one. */
#include "tests/unit.h"

#include "cmd/ferry/run/permit.h"
#include "tests/cmd/ferry/findings/made.h"

static void expect_refusal(const struct made *made, const char *says)
{
    struct err err = ERR_INIT;

    assert_int_equal(permit_settings(&made->findings.desired, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    if (strstr(err.text, says) == NULL)
        fail_msg("'%s' instead of '%s'", err.text, says);
}

static void expect_consent(const struct made *made)
{
    struct err err = ERR_INIT;

    assert_int_equal(permit_settings(&made->findings.desired, &err), 0);
    assert_int_equal(err.code, ERR_NONE);
}

static void a_plan_reads_no_variable_but_a_clouds(void **state)
{
    static const char *const prefixes[] = {"TENCENTCLOUD_", NULL};
    struct made made;
    struct account *account;
    struct caps caps;

    (void)state;
    made_init(&made, FINDINGS_PLAN);
    account = &made.findings.desired.accounts[made_account(&made, "game", "tencent-cvm")];
    caps = *account->caps;
    caps.env_prefixes = prefixes;
    account->caps = &caps;
    expect_consent(&made);
    account->env_id = "FERRY_CRED_ID";
    account->env_secret = "TENCENTCLOUD_SECRET_KEY";
    account->env_token = "FERRY_CRED_TOKEN";
    expect_consent(&made);
    account->env_id = "CI_JOB_TOKEN";
    expect_refusal(&made, "'CI_JOB_TOKEN'");
    account->env_id = "FERRY_CRED_ID";
    account->env_secret = "XFERRY_CRED_ID";
    expect_refusal(&made, "'XFERRY_CRED_ID'");
    account->env_secret = "FERRY_CRED_SECRET";
    account->env_token = "";
    expect_refusal(&made, "account 'game'");
    made_free(&made);
}

/* An unknown word would pass for the default everywhere but in the account's identity, which locks
 * and journals go by. */
static void a_plan_names_no_site_or_gateway_that_there_is_not(void **state)
{
    struct made made;
    struct account *account;

    (void)state;
    made_init(&made, FINDINGS_PLAN);
    account = &made.findings.desired.accounts[made_account(&made, "game", "tencent-cvm")];
    account->site = "elsewhere";
    expect_refusal(&made, "no site 'elsewhere'");
    account->site = NULL;
    account->gateway = "backdoor";
    expect_refusal(&made, "no gateway 'backdoor'");
    made_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_reads_no_variable_but_a_clouds),
        cmocka_unit_test(a_plan_names_no_site_or_gateway_that_there_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
