/* SPDX-License-Identifier: MIT */
/* Tencent Cloud Lighthouse: what goes out, what comes in. */
#include "tests/unit.h"

#include "providers/clouds/tencent_lighthouse/tencent_lighthouse.h"
#include "tests/providers/clouds/support.h"

#define CLOUD (&tencent_lighthouse)

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const two[] = {"ap-beijing", "ap-tokyo", NULL};

static void lighthouse_copies_without_a_name(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request = support_build(CLOUD, &account, &call, &arena);

    (void)state;
    assert_string_equal(request.host, "lighthouse.tencentcloudapi.com");
    assert_string_equal(request.service, "lighthouse");
    assert_string_equal(support_header(&request, "X-TC-Version"), "2020-03-24");
    assert_string_equal(
        request.body,
        "{\"BlueprintId\":\"img-1\",\"DestinationRegions\":[\"ap-beijing\",\"ap-tokyo\"]}");
    call = support_list("ap-tokyo");
    assert_string_equal(support_build(CLOUD, &account, &call, &arena).body,
                        "{\"Filters\":[{\"Name\":\"blueprint-type\",\"Values\":[\"PRIVATE\"]}],"
                        "\"Offset\":0,\"Limit\":100}");
    call.verb = PORT_QUOTA;
    assert_string_equal(support_build(CLOUD, &account, &call, &arena).body,
                        "{\"ResourceNames\":[\"BLUEPRINT\"]}");
    account.site = "intl";
    assert_string_equal(support_build(CLOUD, &account, &call, &arena).host,
                        "lighthouse.intl.tencentcloudapi.com");
}

static void lighthouse_images_are_read(void **state)
{
    struct port_result result = support_listed(
        &arena, CLOUD, 200,
        "{\"Response\":{\"TotalCount\":2,\"BlueprintSet\":[{\"BlueprintId\":\"lhbp-1\","
        "\"PlatformType\":\"LINUX_UNIX\",\"BlueprintType\":\"PRIVATE\",\"RequiredSystemDiskSize\":"
        "40,\"BlueprintState\":\"SYNCING_FAILED\",\"CreatedTime\":null,\"BlueprintName\":\"web\"},"
        "{\"BlueprintId\":\"lhbp-2\",\"BlueprintType\":\"PRIVATE\",\"BlueprintState\":"
        "\"ISOLATED\",\"BlueprintName\":\"db\"}],\"RequestId\":\"r\"}}");

    (void)state;
    assert_int_equal(result.n_images, 2);
    assert_null(result.cursor);
    assert_int_equal(result.images[0].state, IMAGE_FAILED);
    assert_int_equal(result.images[0].size_gib, 40);
    assert_int_equal(result.images[0].os, IMAGE_OS_LINUX);
    assert_int_equal(result.images[0].created, 0);
    assert_int_equal(result.images[1].state, IMAGE_OTHER);
}

static void the_quota_is_a_ceiling_and_a_rest(void **state)
{
    struct port_call call = {.verb = PORT_QUOTA, .region = "ap-tokyo"};
    struct response response = support_answer(
        200,
        "{\"Response\":{\"GeneralResourceQuotaSet\":[{\"ResourceName\":\"FREE_BLUEPRINT\"},"
        "{\"ResourceName\":\"BLUEPRINT\",\"ResourceQuotaAvailable\":3,"
        "\"ResourceQuotaTotal\":5}]}}");
    struct port_result result = support_read(CLOUD, &call, &response, &arena);

    (void)state;
    assert_int_equal(result.quota_total, 5);
    assert_int_equal(result.quota_free, 3);
    response = support_answer(200, "{\"Response\":{\"GeneralResourceQuotaSet\":[]}}");
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_TRANSIENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lighthouse_copies_without_a_name),
        cmocka_unit_test(lighthouse_images_are_read),
        cmocka_unit_test(the_quota_is_a_ceiling_and_a_rest),
    };

    return cmocka_run_group_tests_name("tencent-lighthouse", tests, NULL, teardown);
}
