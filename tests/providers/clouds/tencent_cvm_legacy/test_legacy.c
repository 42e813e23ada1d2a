/* SPDX-License-Identifier: MIT */
/* Tencent Cloud CVM before 2017: what goes out, what comes in. */
#include "tests/unit.h"

#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"
#include "providers/wire/pairs.h"
#include "tests/providers/clouds/support.h"

#define CLOUD (&tencent_legacy)

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const two[] = {"ap-beijing", "ap-tokyo", NULL};

static void legacy_speaks_short_codes_of_several_images_and_regions(void **state)
{
    static const struct port_source sources[] = {{"img-1", "web"}, {"img-2", "db"}};
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request;
    struct wire wire;

    (void)state;
    call.sources = sources;
    call.n_sources = 2;
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(support_query(&request, &arena),
                        "Action=SyncCvmImage&Region=gz&srcRegion=gz&imgIdList.0=img-1&imgIdList.1="
                        "img-2&dstRegion.0=bj&dstRegion.1=jp");
    wire = support_sign(CLOUD, &request, &arena);
    assert_string_equal(wire.method, "POST");
    assert_string_equal(wire.url, "https://image.api.qcloud.com/v2/index.php");
    assert_non_null(strstr(wire.body,
                           "&Timestamp=1700000000&Nonce=5943&SecretId=FAKEID&"
                           "SignatureMethod=HmacSHA256&Token=faketoken&Signature="));
    assert_string_equal(pairs_find(wire.headers, wire.n_headers, "Content-Type"),
                        "application/x-www-form-urlencoded");
}

static void legacy_reads_with_get_and_keeps_unknown_regions(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_list("ap-newplace");
    struct request request = support_build(CLOUD, &account, &call, &arena);
    struct wire wire = support_sign(CLOUD, &request, &arena);

    (void)state;
    assert_string_equal(support_query(&request, &arena),
                        "Action=DescribeImages&Region=ap-newplace&imageType=1&offset=0&limit=100");
    assert_string_equal(wire.method, "GET");
    assert_null(wire.body);
    assert_null(pairs_find(wire.headers, wire.n_headers, "Content-Type"));
    assert_non_null(strstr(wire.url, "/v2/index.php?Action=DescribeImages&"));
    assert_non_null(strstr(wire.url, "&Signature="));
}

static void legacy_images_are_read_in_china_time(void **state)
{
    struct port_result result = support_listed(
        &arena, CLOUD, 200,
        "{\"code\":\"0\",\"message\":\"\",\"totalCount\":\"3\",\"imageSet\":[{\"unImgId\":\"img-1\","
        "\"imageName\":\"web\",\"imageType\":1,\"osName\":\"Debian 8\",\"createTime\":\"2016-06-06 "
        "12:02:48\",\"createor\":\"1000\",\"status\":4},{\"unImgId\":\"img-2\",\"imageName\":\"b\","
        "\"status\":\"5\",\"osName\":\"Windows 2012\"},{\"unImgId\":\"img-3\",\"imageName\":\"c\","
        "\"imageType\":2,\"status\":2}]}");

    (void)state;
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_int_equal(result.n_images, 2);
    assert_int_equal(result.n_foreign, 1);
    assert_int_equal(result.images[0].state, IMAGE_SYNCING);
    assert_int_equal(result.images[0].created, 1465185768);
    assert_int_equal(result.images[0].os, IMAGE_OS_LINUX);
    assert_int_equal(result.images[1].state, IMAGE_BUSY); /* being copied from: healthy */
    assert_int_equal(result.images[1].os, IMAGE_OS_WINDOWS);
}

static void a_legacy_copy_is_accepted_for_every_image_and_region(void **state)
{
    static const struct port_source sources[] = {{"img-1", "web"}, {"img-2", "db"}};
    struct port_call call = support_copy("ap-guangzhou", support_targets);
    struct response response = support_answer(200, "{\"code\":0,\"message\":\"\"}");
    struct port_result result;

    (void)state;
    call.sources = sources;
    call.n_sources = 2;
    result = support_read(CLOUD, &call, &response, &arena);
    assert_int_equal(result.n_copied, 4);
    assert_int_equal(result.copied[3].source, 1);
    assert_int_equal(result.copied[3].target, 1);
    assert_null(result.copied[3].id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(legacy_speaks_short_codes_of_several_images_and_regions),
        cmocka_unit_test(legacy_reads_with_get_and_keeps_unknown_regions),
        cmocka_unit_test(legacy_images_are_read_in_china_time),
        cmocka_unit_test(a_legacy_copy_is_accepted_for_every_image_and_region),
    };

    return cmocka_run_group_tests_name("tencent-cvm-legacy", tests, NULL, teardown);
}
