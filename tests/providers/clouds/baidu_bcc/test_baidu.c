/* SPDX-License-Identifier: MIT */
/* Baidu AI Cloud BCC: what goes out, what comes in. */
#include "tests/unit.h"

#include "providers/clouds/baidu_bcc/baidu_bcc.h"
#include "providers/wire/pairs.h"
#include "tests/providers/clouds/support.h"

#define CLOUD (&baidu_bcc)

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void baidu_copies_at_the_source_s_host(void **state)
{
    static const char *const targets[] = {"gz", "su", NULL};
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("bj", targets);
    struct request request = support_build(CLOUD, &account, &call, &arena);
    struct wire wire = support_sign(CLOUD, &request, &arena);

    (void)state;
    assert_string_equal(wire.method, "POST");
    assert_string_equal(wire.url, "https://bcc.bj.baidubce.com/v2/image/img-1?remoteCopy");
    assert_string_equal(wire.body, "{\"name\":\"web\",\"destRegion\":[\"gz\",\"su\"]}");
    assert_string_equal(pairs_find(wire.headers, wire.n_headers, "x-bce-date"),
                        "2023-11-14T22:13:20Z");
    assert_non_null(strstr(pairs_find(wire.headers, wire.n_headers, "Authorization"),
                           "bce-auth-v1/FAKEID/2023-11-14T22:13:20Z/1800/host;x-bce-date;"
                           "x-bce-security-token/"));
    assert_true(wire.writes);
}

static void baidu_asks_for_each_kind_of_image(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_list("hkg");
    struct request request = support_build(CLOUD, &account, &call, &arena);

    (void)state;
    assert_string_equal(request.host, "bcc.hkg.baidubce.com");
    assert_string_equal(support_query(&request, &arena), "imageType=Custom&maxKeys=1000");
    call.kind = 1;
    call.cursor = "m-1/2";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(support_query(&request, &arena),
                        "imageType=EbcCustom&maxKeys=1000&marker=m-1%2F2");
}

static void a_region_cannot_lead_to_another_host(void **state)
{
    static const char *const bad[] = {"x.evil.com/",  "x.evil.com#", "x.evil.com?", "a@evil.com",
                                      "evil.com:443", "a b",         "a\r\nX: y"};
    struct account account = support_account(CLOUD);
    struct request request;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct port_call call = support_list(bad[i]);
        struct err err = ERR_INIT;

        account.endpoint = NULL;
        if (CLOUD->build(&account, &call, &arena, &request, &err) == 0)
            fail_msg("'%s' was taken", bad[i]);
        err.code = ERR_NONE;
        account.endpoint = "https://bcc.{region}.baidubce.com";
        if (CLOUD->build(&account, &call, &arena, &request, &err) == 0)
            fail_msg("'%s' was taken into an endpoint", bad[i]);
    }
}

static void baidu_images_are_read_and_pages_have_no_total(void **state)
{
    struct port_result result = support_listed(
        &arena, CLOUD, 200,
        "{\"marker\":\"\",\"isTruncated\":true,\"nextMarker\":\"m-2\",\"maxKeys\":2,"
        "\"images\":[{\"id\":\"m-1\",\"name\":\"web\",\"type\":\"Custom\",\"status\":"
        "\"Available\",\"createTime\":\"2024-05-06T07:08:09Z\",\"osType\":\"linux\",\"osArch\":"
        "\"x86_64 (64bit)\",\"package\":false,\"encrypted\":true,\"minDiskGb\":20,"
        "\"snapshots\":[{\"id\":\"s-1\"}]},{\"id\":\"m-2\",\"name\":\"b\",\"status\":"
        "\"dest_copying\"},{\"id\":\"m-3\",\"name\":\"c\",\"status\":\"NotAvailable\"},"
        "{\"id\":\"m-4\",\"name\":\"d\",\"status\":\"CreateFailed\"},{\"id\":\"m-5\","
        "\"type\":\"BbcSystem\"}]}");

    (void)state;
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_int_equal(result.n_images, 4);
    assert_false(result.has_total);
    assert_string_equal(result.cursor, "m-2");
    assert_int_equal(result.images[0].arch, IMAGE_ARCH_X86_64);
    assert_int_equal(result.images[0].size_gib, 20);
    assert_int_equal(result.images[0].os, IMAGE_OS_LINUX);
    assert_int_equal(result.images[0].traits, IMAGE_ENCRYPTED | IMAGE_DATA_DISKS);
    assert_int_equal(result.images[1].state, IMAGE_SYNCING);
    assert_int_equal(result.images[2].state, IMAGE_PENDING);
    assert_int_equal(result.images[3].state, IMAGE_FAILED);
    result = support_listed(&arena, CLOUD, 200, "{\"isTruncated\":false,\"images\":null}");
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_null(result.cursor);
    result = support_listed(&arena, CLOUD, 200, "{\"isTruncated\":true,\"images\":[]}");
    assert_int_equal(result.failure.class, PORT_TRANSIENT); /* nothing says where to go on */
}

static void a_baidu_copy_succeeds_region_by_region(void **state)
{
    struct port_result result = support_copied(
        &arena, CLOUD, 200,
        "{\"result\":[{\"region\":\"ap-tokyo\",\"imageId\":\"m-1\",\"errMsg\":\"success\",\"code\":"
        "\"success\"},{\"region\":\"ap-beijing\",\"imageId\":\"\",\"errMsg\":\"Image number exceeds "
        "the limit.\",\"code\":\"Image.ImageQuotaExceedLimit\"}]}");

    (void)state;
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_int_equal(result.n_copied, 2);
    assert_string_equal(result.copied[0].id, "m-1");
    assert_int_equal(result.copied[0].failure.class, PORT_FINE);
    assert_int_equal(result.copied[1].target, 0);
    assert_int_equal(result.copied[1].failure.class, PORT_QUOTA_HIT);
    assert_int_equal(result.copied[1].failure.reason, REASON_QUOTA_FULL);
    result =
        support_copied(&arena, CLOUD, 200,
                       "{\"result\":[{\"region\":\"ap-tokyo\",\"imageId\":\"m-1\"},{\"region\":"
                       "\"ap-beijing\",\"code\":\"InternalError\"}]}");
    assert_int_equal(result.copied[0].failure.class, PORT_LOST); /* it says nothing */
    assert_int_equal(result.copied[1].failure.class, PORT_LOST);
}

static void an_empty_body_accepts_a_baidu_copy(void **state)
{
    static const char *const bodies[] = {"", "{}", "{\"result\":null}", "{\"result\":[]}"};
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        struct port_result result = support_copied(&arena, CLOUD, 200, bodies[i]);

        assert_int_equal(result.failure.class, PORT_FINE);
        assert_int_equal(result.n_copied, 2);
        assert_null(result.copied[0].id);
    }
    assert_int_equal(support_copied(&arena, CLOUD, 202, "").failure.class, PORT_LOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(baidu_copies_at_the_source_s_host),
        cmocka_unit_test(baidu_asks_for_each_kind_of_image),
        cmocka_unit_test(a_region_cannot_lead_to_another_host),
        cmocka_unit_test(baidu_images_are_read_and_pages_have_no_total),
        cmocka_unit_test(a_baidu_copy_succeeds_region_by_region),
        cmocka_unit_test(an_empty_body_accepts_a_baidu_copy),
    };

    return cmocka_run_group_tests_name("baidu-bcc", tests, NULL, teardown);
}
