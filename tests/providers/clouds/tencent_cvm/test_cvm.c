/* SPDX-License-Identifier: MIT */
/* Tencent Cloud CVM: what goes out, what comes in. */
#include "tests/unit.h"

#include "providers/clouds/tencent_cvm/tencent_cvm.h"
#include "providers/wire/pairs.h"
#include "tests/providers/clouds/support.h"
#include "tests/providers/clouds/tencent/envelope.h"

#define CLOUD (&tencent_cvm)

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const two[] = {"ap-beijing", "ap-tokyo", NULL};

static void cvm_lists_private_images_page_by_page(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_list("ap-guangzhou");
    struct request request = support_build(CLOUD, &account, &call, &arena);

    (void)state;
    assert_string_equal(request.method, "POST");
    assert_string_equal(request.host, "cvm.tencentcloudapi.com");
    assert_string_equal(support_header(&request, "X-TC-Action"), "DescribeImages");
    assert_string_equal(support_header(&request, "X-TC-Version"), "2017-03-12");
    assert_string_equal(support_header(&request, "X-TC-Region"), "ap-guangzhou");
    assert_string_equal(support_header(&request, "X-TC-Language"), "en-US");
    assert_string_equal(request.body,
                        "{\"Filters\":[{\"Name\":\"image-type\",\"Values\":[\"PRIVATE_"
                        "IMAGE\"]}],\"Offset\":0,\"Limit\":100}");
    assert_false(request.writes);
    call.cursor = "200";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_non_null(strstr(request.body, "\"Offset\":200,"));
}

static void cvm_copies_to_all_regions_under_the_name_and_asks_for_ids(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request = support_build(CLOUD, &account, &call, &arena);
    struct wire wire = support_sign(CLOUD, &request, &arena);

    (void)state;
    assert_string_equal(request.body,
                        "{\"ImageIds\":[\"img-1\"],\"DestinationRegions\":[\"ap-beijing\",\"ap-"
                        "tokyo\"],\"ImageName\":\"web\",\"ImageSetRequired\":true}");
    assert_true(request.writes && wire.writes);
    assert_string_equal(wire.url, "https://cvm.tencentcloudapi.com/");
    assert_string_equal(pairs_find(wire.headers, wire.n_headers, "X-TC-Timestamp"), "1700000000");
    assert_string_equal(pairs_find(wire.headers, wire.n_headers, "X-TC-Token"), "faketoken");
    assert_non_null(strstr(pairs_find(wire.headers, wire.n_headers, "Authorization"),
                           "Credential=FAKEID/2023-11-14/cvm/tc3_request, "
                           "SignedHeaders=content-type;host, Signature="));
    call.verb = PORT_DRYRUN;
    request = support_build(CLOUD, &account, &call, &arena);
    assert_non_null(strstr(request.body, "\"DryRun\":true}"));
    assert_true(request.writes);
}

static void cvm_knows_its_hosts(void **state)
{
    struct account account = support_account(CLOUD);
    struct port_call call = {.verb = PORT_QUOTA, .region = "ap-shanghai-fsi"};
    struct request request = support_build(CLOUD, &account, &call, &arena);

    (void)state;
    assert_string_equal(request.host, "cvm.ap-shanghai-fsi.tencentcloudapi.com");
    assert_string_equal(request.body, "{}");
    account.site = "intl";
    call.region = "ap-tokyo";
    assert_string_equal(support_build(CLOUD, &account, &call, &arena).host,
                        "cvm.intl.tencentcloudapi.com");
    account.endpoint = "https://cvm.{region}.tencentcloudapi.com:8443/";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(request.host, "cvm.ap-tokyo.tencentcloudapi.com:8443");
    assert_string_equal(request.service, "cvm"); /* configured, not derived from the host */
    account.endpoint = "http://127.0.0.1:8080";
    request = support_build(CLOUD, &account, &call, &arena);
    assert_string_equal(request.scheme, "http");
    assert_string_equal(request.service, "cvm");
}

static void an_error_names_place_status_and_request(void **state)
{
    struct port_result result = support_listed(
        &arena, CLOUD, 200,
        "{\"Response\":{\"TotalCount\":1,\"ImageSet\":[{\"ImageId\":\"img-1\",\"ImageName\":\"a\","
        "\"ImageState\":4}],\"RequestId\":\"r-9\"}}");

    (void)state;
    assert_string_equal(result.failure.message,
                        "answer not understood: Response.ImageSet[0].ImageState: expected a "
                        "string, found a number (HTTP 200, request r-9)");
    assert_string_equal(result.request_id, "r-9");
}

static void messages_are_one_clean_line(void **state)
{
    struct port_result result = support_listed(
        &arena, CLOUD, 200,
        "{\"Response\":{\"Error\":{\"Code\":\"X\\nY\",\"Message\":\"a\\u001b[31m\\r\\nb "
        "Signature=abc&c\"},\"RequestId\":\"q\\n\"}}");

    (void)state;
    assert_string_equal(result.failure.message,
                        "X Y: a [31m  b Signature=***&c (HTTP 200, request q )");
    assert_string_equal(result.failure.code, "X Y");
}

static const char cvm_list[] =
    "{\"Response\":{\"TotalCount\":250,\"ImageSet\":[{\"ImageId\":\"img-b\",\"OsName\":\"Debian\","
    "\"ImageType\":\"PRIVATE_IMAGE\",\"CreatedTime\":\"2026-01-02T03:04:05Z\",\"ImageName\":\"web\","
    "\"ImageSize\":50,\"Architecture\":\"x86_64\",\"ImageState\":\"SYNCING\",\"Platform\":"
    "\"Debian\",\"SyncPercent\":35,\"SnapshotSet\":[],\"ImageFamily\":null},"
    "{\"ImageId\":\"img-c\",\"ImageName\":\"win\",\"ImageState\":\"NORMAL\",\"Platform\":"
    "\"Windows\",\"Architecture\":\"arm\",\"CreatedTime\":\"2026-01-02T03:04:05+00:00\","
    "\"SyncPercent\":100,\"SnapshotSet\":[{\"DiskUsage\":\"SYSTEM_DISK\"},{\"DiskUsage\":"
    "\"DATA_DISK\"}]},{\"ImageId\":\"img-d\",\"ImageName\":\"x\",\"ImageState\":\"MOLTING\","
    "\"SnapshotSet\":null},{\"ImageId\":\"img-e\",\"ImageType\":\"SHARED_IMAGE\",\"Platform\":7}],"
    "\"RequestId\":\"r-1\"}}";

static void cvm_images_are_read(void **state)
{
    struct port_result result = support_listed(&arena, CLOUD, 200, cvm_list);
    const struct image *image = result.images;

    (void)state;
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_int_equal(result.n_images, 3);
    assert_int_equal(result.n_foreign, 1);
    assert_true(result.has_total);
    assert_int_equal(result.total, 250);
    assert_string_equal(result.cursor, "4");
    assert_string_equal(result.request_id, "r-1");
    assert_string_equal(image->id, "img-b");
    assert_string_equal(image->name, "web");
    assert_int_equal(image->state, IMAGE_SYNCING);
    assert_int_equal(image->progress, 35);
    assert_int_equal(image->created, 1767323045);
    assert_int_equal(image->size_gib, 50);
    assert_int_equal(image->os, IMAGE_OS_LINUX);
    assert_int_equal(image->arch, IMAGE_ARCH_X86_64);
    assert_int_equal(image->traits, 0);
    image++;
    assert_int_equal(image->state, IMAGE_READY);
    assert_int_equal(image->progress, -1); /* numbers stand on healthy images too */
    assert_int_equal(image->created, 1767323045);
    assert_int_equal(image->os, IMAGE_OS_WINDOWS);
    assert_int_equal(image->arch, IMAGE_ARCH_ARM64);
    assert_int_equal(image->traits, IMAGE_WHOLE_MACHINE | IMAGE_DATA_DISKS);
    image++;
    assert_int_equal(image->state, IMAGE_OTHER);
    assert_string_equal(image->state_text, "MOLTING");
    assert_int_equal(image->os, IMAGE_OS_UNKNOWN);
}

static void the_last_page_has_no_cursor(void **state)
{
    struct port_call call = support_list("ap-guangzhou");
    struct response response = support_answer(200, cvm_list);

    (void)state;
    call.cursor = "246";
    assert_null(support_read(CLOUD, &call, &response, &arena).cursor);
    response = support_answer(200, "{\"Response\":{\"TotalCount\":250,\"ImageSet\":null}}");
    assert_null(support_read(CLOUD, &call, &response, &arena).cursor); /* an empty page */
}

static void cvm_copies_are_matched_by_region_and_ids_may_be_missing(void **state)
{
    static const char *const without[] = {
        "{\"Response\":{\"ImageSet\":[],\"RequestId\":\"r\"}}",
        "{\"Response\":{\"ImageSet\":null,\"RequestId\":\"r\"}}",
        "{\"Response\":{\"RequestID\":\"r\"}}",
    };
    struct port_result result = support_copied(
        &arena, CLOUD, 200,
        "{\"Response\":{\"ImageSet\":[{\"ImageId\":\"img-t\",\"Region\":\"ap-tokyo\"},{\"ImageId\":"
        "\"img-z\",\"Region\":\"ap-zzz\"},{\"ImageId\":\"img-b\",\"Region\":\"ap-beijing\"}]}}");
    size_t i;

    (void)state;
    assert_int_equal(result.n_copied, 2);
    assert_int_equal(result.copied[0].target, 1);
    assert_string_equal(result.copied[0].id, "img-t");
    assert_int_equal(result.copied[1].target, 0);
    assert_string_equal(result.copied[1].id, "img-b");
    for (i = 0; i < 3; i++) {
        result = support_copied(&arena, CLOUD, 200, without[i]);
        assert_int_equal(result.failure.class, PORT_FINE);
        assert_int_equal(result.n_copied, 2);
        assert_null(result.copied[1].id);
        assert_int_equal(result.copied[1].target, 1);
        assert_string_equal(result.request_id, "r");
    }
}

static void a_dry_run_that_would_have_gone_well_is_fine(void **state)
{
    struct port_call call = support_copy("ap-guangzhou", support_targets);
    struct response response = support_answer(200, TC("DryRunOperation"));

    (void)state;
    call.verb = PORT_DRYRUN;
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_FINE);
    response = support_answer(200, "{\"Response\":{\"RequestId\":\"r\"}}");
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_FINE);
    response = support_answer(200, TC("InternalError")); /* nothing can be lost */
    assert_int_equal(support_read(CLOUD, &call, &response, &arena).failure.class, PORT_TRANSIENT);
}

static void the_quota_is_a_ceiling(void **state)
{
    struct port_call call = {.verb = PORT_QUOTA, .region = "ap-tokyo"};
    struct response response = support_answer(200, "{\"Response\":{\"ImageNumQuota\":500}}");
    struct port_result result = support_read(CLOUD, &call, &response, &arena);

    (void)state;
    assert_int_equal(result.quota_total, 500);
    assert_int_equal(result.quota_free, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cvm_lists_private_images_page_by_page),
        cmocka_unit_test(cvm_copies_to_all_regions_under_the_name_and_asks_for_ids),
        cmocka_unit_test(cvm_knows_its_hosts),
        cmocka_unit_test(an_error_names_place_status_and_request),
        cmocka_unit_test(messages_are_one_clean_line),
        cmocka_unit_test(cvm_images_are_read),
        cmocka_unit_test(the_last_page_has_no_cursor),
        cmocka_unit_test(cvm_copies_are_matched_by_region_and_ids_may_be_missing),
        cmocka_unit_test(a_dry_run_that_would_have_gone_well_is_fine),
        cmocka_unit_test(the_quota_is_a_ceiling),
    };

    return cmocka_run_group_tests_name("tencent-cvm", tests, NULL, teardown);
}
