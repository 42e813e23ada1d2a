/* SPDX-License-Identifier: MIT */
/* The gateway of 2017 to Tencent Cloud CVM. */
#include "tests/unit.h"

#include "providers/clouds/tencent_cvm/tencent_cvm.h"
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"
#include "tests/providers/clouds/support.h"
#include "tests/providers/clouds/tencent/envelope.h"

#define CLOUD (&tencent_qcloud)

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const two[] = {"ap-beijing", "ap-tokyo", NULL};

static void the_gateway_of_2017_gets_no_later_parameters(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request;
    struct err err = ERR_INIT;

    (void)state;
    assert_false(account.caps->has_dry_run || account.caps->can_rename || account.caps->names_ids);
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(support_query(&request, &arena),
                        "Action=SyncImages&Region=ap-guangzhou&Version=2017-03-12&ImageIds.0=img-1&"
                        "DestinationRegions.0=ap-beijing&DestinationRegions.1=ap-tokyo");
    assert_string_equal(request.host, "image.api.qcloud.com");
    assert_string_equal(request.method, "POST");
    call.verb = PORT_DRYRUN;
    assert_int_equal(CLOUD->build(&account, &call, &arena, &request, &err), -1);
    assert_int_equal(err.code, ERR_UNEXPECTED);
}

static void the_gateway_keeps_a_name_that_was_planned_with(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request;

    (void)state;
    account.caps = &tencent_cvm_caps; /* which can rename */
    request = support_build(CLOUD, &account, &call, &arena);
    assert_non_null(
        strstr(support_query(&request, &arena), "&ImageName=web&ImageSetRequired=true"));
}

static void the_gateway_answers_in_either_envelope(void **state)
{
    static const char *const good[] = {"{\"Response\":{\"RequestID\":\"r\"}}",
                                       "{\"code\":0,\"message\":\"\",\"codeDesc\":\"Success\"}"};
    struct port_call call = support_copy("ap-guangzhou", support_targets);
    struct response response;
    struct port_result result;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        response = support_answer(200, good[i]);
        result = support_read(CLOUD, &call, &response, &arena);
        assert_int_equal(result.failure.class, PORT_FINE);
        assert_int_equal(result.n_copied, 2);
    }
    response = support_answer(200, "{\"code\":4100,\"message\":\"(1) bad\"}");
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_AUTH);
    response = support_answer(200, TC("ImageQuotaLimitExceeded"));
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_QUOTA_HIT);
    call = support_list("ap-guangzhou"); /* a flat success holds no list */
    response = support_answer(200, good[1]);
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_TRANSIENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gateway_of_2017_gets_no_later_parameters),
        cmocka_unit_test(the_gateway_keeps_a_name_that_was_planned_with),
        cmocka_unit_test(the_gateway_answers_in_either_envelope),
    };

    return cmocka_run_group_tests_name("tencent-cvm/qcloud", tests, NULL, teardown);
}
