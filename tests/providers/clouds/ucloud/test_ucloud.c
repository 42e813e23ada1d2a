/* SPDX-License-Identifier: MIT */
/* UCloud: what goes out, what comes in. */
#include "tests/unit.h"

#include "providers/clouds/ucloud/ucloud.h"
#include "tests/providers/clouds/support.h"

#define CLOUD (&ucloud)

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const one[] = {"hk", NULL};

static void ucloud_sends_one_target_alone_and_several_as_a_list(void **state)
{
    static const char *const three[] = {"hk", "sg", "us-ca", NULL};
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("cn-bj2", one);
    struct request request;
    struct wire wire;

    (void)state;
    account.project = "org-a";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(support_query(&request, &arena),
                        "Action=CopyCustomImage&Region=cn-bj2&ProjectId=org-a&SourceImageId=img-1&"
                        "TargetProjectId=org-a&TargetImageName=web&TargetRegion=hk");
    call = support_copy("cn-bj2", three);
    request = support_build(CLOUD, &account, &call, &arena);
    assert_non_null(strstr(support_query(&request, &arena),
                           "&TargetRegionList.0=hk&TargetRegionList.1=sg&"
                           "TargetRegionList.2=us-ca"));
    assert_null(strstr(support_query(&request, &arena), "TargetRegion="));
    wire = support_sign(CLOUD, &request, &arena);
    assert_string_equal(wire.url, "https://api.ucloud.cn/");
    assert_non_null(strstr(wire.body, "&PublicKey=FAKEID&SecurityToken=faketoken&Signature="));
    assert_true(wire.writes);
}

static void ucloud_without_a_project_cannot_copy_but_can_list(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("cn-bj2", one);
    struct err err = ERR_INIT;
    struct request request;

    (void)state;
    assert_int_equal(CLOUD->build(&account, &call, &arena, &request, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    assert_non_null(strstr(err.text, "set 'project: org-…'"));
    call = support_list("cn-bj2");
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(support_query(&request, &arena),
                        "Action=DescribeImage&Region=cn-bj2&ImageType=Custom&Offset=0&Limit=100");
}

static void a_channel_key_is_sent_only_where_it_is_set(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_list("hk");
    struct request request;

    (void)state;
    account.site = "scloud";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(request.host, "api.scloudsg.com");
    assert_null(support_header(&request, "channel-key"));
    account.channel_key = "chan";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(support_header(&request, "channel-key"), "chan");
}

static void ucloud_images_are_read(void **state)
{
    struct port_result result = support_listed(
        &arena, CLOUD, 200,
        "{\"Action\":\"DescribeImageResponse\",\"RetCode\":0,\"TotalCount\":3,\"ImageSet\":[{"
        "\"ImageId\":\"uimage-1\",\"ImageName\":\"web\",\"ImageType\":\"Custom\",\"State\":"
        "\"Copying\",\"OsType\":\"Linux\",\"ImageSize\":20,\"CreateTime\":1715000000},{"
        "\"ImageId\":\"uimage-2\",\"ImageName\":\"db\",\"State\":\"Unavailable\"},"
        "{\"ImageId\":\"uimage-3\",\"ImageType\":\"Share\",\"OsType\":7}]}");

    (void)state;
    assert_int_equal(result.n_images, 2);
    assert_int_equal(result.n_foreign, 1);
    assert_int_equal(result.images[0].state, IMAGE_SYNCING);
    assert_int_equal(result.images[0].created, 1715000000);
    assert_int_equal(result.images[0].os, IMAGE_OS_LINUX);
    assert_int_equal(result.images[1].state, IMAGE_FAILED);
    result = support_listed(&arena, CLOUD, 200, "{\"RetCode\":\"0\",\"TotalCount\":0}");
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_int_equal(result.n_images, 0);
}

static void ucloud_ids_come_in_a_list_or_alone(void **state)
{
    static const char *const hk[] = {"hk", NULL};
    struct port_call call = support_copy("cn-bj2", hk);
    struct response response =
        support_answer(200, "{\"RetCode\":0,\"TargetImageId\":\"uimage-1\",\"TaskId\":\"t\"}");
    static const struct pair header = {"x-ucloud-request-uuid", "u-1"};
    struct port_result result;

    (void)state;
    response.headers = &header;
    response.n_headers = 1;
    result = support_read(CLOUD, &call, &response, &arena);
    assert_string_equal(result.request_id, "u-1");
    assert_int_equal(result.n_copied, 1);
    assert_string_equal(result.copied[0].id, "uimage-1");
    response = support_answer(200,
                              "{\"RetCode\":0,\"TargetImageId\":\"uimage-1\",\"Infos\":[{"
                              "\"TargetRegion\":\"hk\",\"TargetImageId\":\"uimage-2\"}]}");
    result = support_read(CLOUD, &call, &response, &arena);
    assert_string_equal(result.copied[0].id, "uimage-2"); /* the list comes first */
    response = support_answer(200, "{\"RetCode\":0}");
    result = support_read(CLOUD, &call, &response, &arena);
    assert_int_equal(result.n_copied, 1);
    assert_null(result.copied[0].id);
    result = support_copied(&arena, CLOUD, 200,
                            "{\"RetCode\":0,\"Infos\":[{\"TargetRegion\":\"ap-tokyo\","
                            "\"TargetImageId\":\"uimage-9\"}]}");
    assert_int_equal(result.n_copied, 1); /* the other region was not started */
    assert_int_equal(result.copied[0].target, 1);
}

static void what_may_be_a_region_is_none_when_there_is_one(void **state)
{
    static const char *const hk[] = {"hk", NULL};
    struct port_call call = support_copy("cn-bj2", hk);
    struct response response = support_answer(200, "{\"RetCode\":230}");

    (void)state;
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_PERMANENT);
    response = support_answer(200, "{\"RetCode\":8958}"); /* this one speaks of regions */
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_REGION);
    assert_int_equal(support_listed(&arena, CLOUD, 200, "{\"RetCode\":230}").failure.class,
                     PORT_PERMANENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ucloud_sends_one_target_alone_and_several_as_a_list),
        cmocka_unit_test(ucloud_without_a_project_cannot_copy_but_can_list),
        cmocka_unit_test(a_channel_key_is_sent_only_where_it_is_set),
        cmocka_unit_test(ucloud_images_are_read),
        cmocka_unit_test(ucloud_ids_come_in_a_list_or_alone),
        cmocka_unit_test(what_may_be_a_region_is_none_when_there_is_one),
    };

    return cmocka_run_group_tests_name("ucloud", tests, NULL, teardown);
}
