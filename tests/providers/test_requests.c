/* SPDX-License-Identifier: MIT */
/* What goes out: each call of each cloud, to the byte where the byte matters. */
#include "tests/unit.h"

#include "providers/registry.h"
#include "providers/wire/pairs.h"
#include "providers/wire/uri.h"
#include "tests/providers/support.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const two[] = {"ap-beijing", "ap-tokyo", NULL};
static const char *const one[] = {"hk", NULL};

static const char *query_of(const struct request *request)
{
    return uri_query(request->query, request->n_query, &arena);
}

static const char *header(const struct request *request, const char *name)
{
    return pairs_find(request->headers, request->n_headers, name);
}

/* ---- Tencent, API 3.0 -------------------------------------------------------------------------
 */

static void cvm_lists_private_images_page_by_page(void **state)
{
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_list("ap-guangzhou");
    struct request request = support_build(&account, &call, &arena);

    (void)state;
    assert_string_equal(request.method, "POST");
    assert_string_equal(request.host, "cvm.tencentcloudapi.com");
    assert_string_equal(header(&request, "X-TC-Action"), "DescribeImages");
    assert_string_equal(header(&request, "X-TC-Version"), "2017-03-12");
    assert_string_equal(header(&request, "X-TC-Region"), "ap-guangzhou");
    assert_string_equal(header(&request, "X-TC-Language"), "en-US");
    assert_string_equal(request.body,
                        "{\"Filters\":[{\"Name\":\"image-type\",\"Values\":[\"PRIVATE_"
                        "IMAGE\"]}],\"Offset\":0,\"Limit\":100}");
    assert_false(request.writes);
    call.cursor = "200";
    request = support_build(&account, &call, &arena);
    assert_non_null(strstr(request.body, "\"Offset\":200,"));
}

static void cvm_copies_to_all_regions_under_the_name_and_asks_for_ids(void **state)
{
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request = support_build(&account, &call, &arena);
    struct wire wire = support_sign(&account, &request, &arena);

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
    request = support_build(&account, &call, &arena);
    assert_non_null(strstr(request.body, "\"DryRun\":true}"));
    assert_true(request.writes);
}

static void cvm_knows_its_hosts(void **state)
{
    struct account account = support_account("tencent-cvm");
    struct port_call call = {.verb = PORT_QUOTA, .region = "ap-shanghai-fsi"};
    struct request request = support_build(&account, &call, &arena);

    (void)state;
    assert_string_equal(request.host, "cvm.ap-shanghai-fsi.tencentcloudapi.com");
    assert_string_equal(request.body, "{}");
    account.site = "intl";
    call.region = "ap-tokyo";
    assert_string_equal(support_build(&account, &call, &arena).host,
                        "cvm.intl.tencentcloudapi.com");
    account.endpoint = "https://cvm.{region}.tencentcloudapi.com:8443/";
    request = support_build(&account, &call, &arena);
    assert_string_equal(request.host, "cvm.ap-tokyo.tencentcloudapi.com:8443");
    assert_string_equal(request.service, "cvm"); /* configured, not derived from the host */
    account.endpoint = "http://127.0.0.1:8080";
    request = support_build(&account, &call, &arena);
    assert_string_equal(request.scheme, "http");
    assert_string_equal(request.service, "cvm");
}

static void lighthouse_copies_without_a_name(void **state)
{
    struct account account = support_account("tencent-lighthouse");
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request = support_build(&account, &call, &arena);

    (void)state;
    assert_string_equal(request.host, "lighthouse.tencentcloudapi.com");
    assert_string_equal(request.service, "lighthouse");
    assert_string_equal(header(&request, "X-TC-Version"), "2020-03-24");
    assert_string_equal(
        request.body,
        "{\"BlueprintId\":\"img-1\",\"DestinationRegions\":[\"ap-beijing\",\"ap-tokyo\"]}");
    call = support_list("ap-tokyo");
    assert_string_equal(support_build(&account, &call, &arena).body,
                        "{\"Filters\":[{\"Name\":\"blueprint-type\",\"Values\":[\"PRIVATE\"]}],"
                        "\"Offset\":0,\"Limit\":100}");
    call.verb = PORT_QUOTA;
    assert_string_equal(support_build(&account, &call, &arena).body,
                        "{\"ResourceNames\":[\"BLUEPRINT\"]}");
    account.site = "intl";
    assert_string_equal(support_build(&account, &call, &arena).host,
                        "lighthouse.intl.tencentcloudapi.com");
}

/* ---- the old gateway --------------------------------------------------------------------------
 */

static void legacy_speaks_short_codes_of_several_images_and_regions(void **state)
{
    static const struct port_source sources[] = {{"img-1", "web"}, {"img-2", "db"}};
    struct account account = support_account("tencent-cvm-legacy");
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request;
    struct wire wire;

    (void)state;
    call.sources = sources;
    call.n_sources = 2;
    request = support_build(&account, &call, &arena);
    assert_string_equal(query_of(&request),
                        "Action=SyncCvmImage&Region=gz&srcRegion=gz&imgIdList.0=img-1&imgIdList.1="
                        "img-2&dstRegion.0=bj&dstRegion.1=jp");
    wire = support_sign(&account, &request, &arena);
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
    struct account account = support_account("tencent-cvm-legacy");
    struct port_call call = support_list("ap-newplace");
    struct request request = support_build(&account, &call, &arena);
    struct wire wire = support_sign(&account, &request, &arena);

    (void)state;
    assert_string_equal(query_of(&request),
                        "Action=DescribeImages&Region=ap-newplace&imageType=1&offset=0&limit=100");
    assert_string_equal(wire.method, "GET");
    assert_null(wire.body);
    assert_null(pairs_find(wire.headers, wire.n_headers, "Content-Type"));
    assert_non_null(strstr(wire.url, "/v2/index.php?Action=DescribeImages&"));
    assert_non_null(strstr(wire.url, "&Signature="));
}

static void the_gateway_of_2017_gets_no_later_parameters(void **state)
{
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request;
    struct err err = ERR_INIT;

    (void)state;
    account.gateway = "qcloud";
    account.caps = registry_provider(&account)->caps;
    assert_false(account.caps->has_dry_run || account.caps->can_rename || account.caps->names_ids);
    request = support_build(&account, &call, &arena);
    assert_string_equal(query_of(&request),
                        "Action=SyncImages&Region=ap-guangzhou&Version=2017-03-12&ImageIds.0=img-1&"
                        "DestinationRegions.0=ap-beijing&DestinationRegions.1=ap-tokyo");
    assert_string_equal(request.host, "image.api.qcloud.com");
    assert_string_equal(request.method, "POST");
    call.verb = PORT_DRYRUN;
    assert_int_equal(registry_provider(&account)->build(&account, &call, &arena, &request, &err),
                     -1);
    assert_int_equal(err.code, ERR_UNEXPECTED);
}

static void the_gateway_keeps_a_name_that_was_planned_with(void **state)
{
    struct account account = support_account("tencent-cvm"); /* its caps can rename */
    struct port_call call = support_copy("ap-guangzhou", two);
    struct request request;

    (void)state;
    account.gateway = "qcloud";
    request = support_build(&account, &call, &arena);
    assert_non_null(strstr(query_of(&request), "&ImageName=web&ImageSetRequired=true"));
}

/* ---- UCloud -----------------------------------------------------------------------------------
 */

static void ucloud_sends_one_target_alone_and_several_as_a_list(void **state)
{
    static const char *const three[] = {"hk", "sg", "us-ca", NULL};
    struct account account = support_account("ucloud");
    struct port_call call = support_copy("cn-bj2", one);
    struct request request;
    struct wire wire;

    (void)state;
    account.project = "org-a";
    request = support_build(&account, &call, &arena);
    assert_string_equal(query_of(&request),
                        "Action=CopyCustomImage&Region=cn-bj2&ProjectId=org-a&SourceImageId=img-1&"
                        "TargetProjectId=org-a&TargetImageName=web&TargetRegion=hk");
    call = support_copy("cn-bj2", three);
    request = support_build(&account, &call, &arena);
    assert_non_null(strstr(query_of(&request),
                           "&TargetRegionList.0=hk&TargetRegionList.1=sg&"
                           "TargetRegionList.2=us-ca"));
    assert_null(strstr(query_of(&request), "TargetRegion="));
    wire = support_sign(&account, &request, &arena);
    assert_string_equal(wire.url, "https://api.ucloud.cn/");
    assert_non_null(strstr(wire.body, "&PublicKey=FAKEID&SecurityToken=faketoken&Signature="));
    assert_true(wire.writes);
}

static void ucloud_without_a_project_cannot_copy_but_can_list(void **state)
{
    struct account account = support_account("ucloud");
    struct port_call call = support_copy("cn-bj2", one);
    struct err err = ERR_INIT;
    struct request request;

    (void)state;
    assert_int_equal(registry_provider(&account)->build(&account, &call, &arena, &request, &err),
                     -1);
    assert_int_equal(err.code, ERR_DATA);
    assert_non_null(strstr(err.text, "set 'project: org-…'"));
    call = support_list("cn-bj2");
    request = support_build(&account, &call, &arena);
    assert_string_equal(query_of(&request),
                        "Action=DescribeImage&Region=cn-bj2&ImageType=Custom&Offset=0&Limit=100");
}

static void a_channel_key_is_sent_only_where_it_is_set(void **state)
{
    struct account account = support_account("ucloud");
    struct port_call call = support_list("hk");
    struct request request;

    (void)state;
    account.site = "scloud";
    request = support_build(&account, &call, &arena);
    assert_string_equal(request.host, "api.scloudsg.com");
    assert_null(header(&request, "channel-key"));
    account.channel_key = "chan";
    request = support_build(&account, &call, &arena);
    assert_string_equal(header(&request, "channel-key"), "chan");
}

/* ---- Baidu ------------------------------------------------------------------------------------
 */

static void baidu_copies_at_the_source_s_host(void **state)
{
    static const char *const targets[] = {"gz", "su", NULL};
    struct account account = support_account("baidu-bcc");
    struct port_call call = support_copy("bj", targets);
    struct request request = support_build(&account, &call, &arena);
    struct wire wire = support_sign(&account, &request, &arena);

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
    struct account account = support_account("baidu-bcc");
    struct port_call call = support_list("hkg");
    struct request request = support_build(&account, &call, &arena);

    (void)state;
    assert_string_equal(request.host, "bcc.hkg.baidubce.com");
    assert_string_equal(query_of(&request), "imageType=Custom&maxKeys=1000");
    call.kind = 1;
    call.cursor = "m-1/2";
    request = support_build(&account, &call, &arena);
    assert_string_equal(query_of(&request), "imageType=EbcCustom&maxKeys=1000&marker=m-1%2F2");
}

/* ---- all --------------------------------------------------------------------------------------
 */

static void a_whoami_needs_no_region(void **state)
{
    const struct caps *const *caps;

    (void)state;
    for (caps = registry_caps(); *caps != NULL; caps++) {
        struct account account = support_account((*caps)->provider);
        struct port_call call = {.verb = PORT_WHOAMI};
        struct request request = support_build(&account, &call, &arena);

        assert_false(request.writes);
        assert_non_null(support_sign(&account, &request, &arena).url);
    }
}

static void what_the_capabilities_forbid_is_not_built(void **state)
{
    static const char *const itself[] = {"ap-guangzhou", NULL};
    const char *many[12] = {0};
    struct account account = support_account("tencent-lighthouse");
    struct port_call calls[4];
    size_t i;

    (void)state;
    for (i = 0; i < 11; i++)
        many[i] = arena_printf(&arena, "r%zu", i);
    calls[0] = support_copy("ap-guangzhou", many); /* more than ten */
    calls[1] = support_copy("ap-guangzhou", itself);
    calls[2] = support_copy("ap-guangzhou", two);
    calls[2].n_sources = 2;
    calls[3] = support_copy("ap-guangzhou", two);
    calls[3].verb = PORT_DRYRUN;
    for (i = 0; i < 4; i++) {
        struct err err = ERR_INIT;
        struct request request;

        assert_int_equal(registry_provider(&account)->build(&account, &calls[i], &arena, &request,
                                                            &err),
                         -1);
        assert_int_equal(err.code, ERR_UNEXPECTED);
    }
}

static void endpoints_that_could_mislead_are_refused(void **state)
{
    static const char *const bad[] = {
        "cvm.example.com",
        "http://example.com",
        "https://",
        "https://a@example.com",
        "https://example.com/x",
        "https://example.com?x",
        "https://example.com:",
        "https://example.com:x",
        "ftp://example.com",
        "http://127.0.0.1.evil.com",
        "http://127.evil.com",
        "https://ex ample.com",
        "https://example.com:123456",
        "https://[::1",
        "https://[",
        "https://[::1]x",
        "http://a.localhost",
        "https://ex_ample.com",
    };
    static const char *const good[] = {"https://example.com", "https://example.com:8443/",
                                       "http://localhost:1",  "http://[::1]:80",
                                       "http://127.0.0.2",    "https://{region}.example.com"};
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_list("ap-guangzhou");
    struct request request;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err err = ERR_INIT;

        account.endpoint = bad[i];
        if (registry_provider(&account)->build(&account, &call, &arena, &request, &err) == 0)
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(err.code, ERR_DATA);
    }
    for (i = 0; i < sizeof good / sizeof *good; i++) {
        account.endpoint = good[i];
        support_build(&account, &call, &arena);
    }
}

static void a_region_cannot_lead_to_another_host(void **state)
{
    static const char *const bad[] = {"x.evil.com/",  "x.evil.com#", "x.evil.com?", "a@evil.com",
                                      "evil.com:443", "a b",         "a\r\nX: y"};
    struct account account = support_account("baidu-bcc");
    struct request request;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct port_call call = support_list(bad[i]);
        struct err err = ERR_INIT;

        account.endpoint = NULL;
        if (registry_provider(&account)->build(&account, &call, &arena, &request, &err) == 0)
            fail_msg("'%s' was taken", bad[i]);
        err.code = ERR_NONE;
        account.endpoint = "https://bcc.{region}.baidubce.com";
        if (registry_provider(&account)->build(&account, &call, &arena, &request, &err) == 0)
            fail_msg("'%s' was taken into an endpoint", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cvm_lists_private_images_page_by_page),
        cmocka_unit_test(cvm_copies_to_all_regions_under_the_name_and_asks_for_ids),
        cmocka_unit_test(cvm_knows_its_hosts),
        cmocka_unit_test(lighthouse_copies_without_a_name),
        cmocka_unit_test(legacy_speaks_short_codes_of_several_images_and_regions),
        cmocka_unit_test(legacy_reads_with_get_and_keeps_unknown_regions),
        cmocka_unit_test(the_gateway_of_2017_gets_no_later_parameters),
        cmocka_unit_test(the_gateway_keeps_a_name_that_was_planned_with),
        cmocka_unit_test(ucloud_sends_one_target_alone_and_several_as_a_list),
        cmocka_unit_test(ucloud_without_a_project_cannot_copy_but_can_list),
        cmocka_unit_test(a_channel_key_is_sent_only_where_it_is_set),
        cmocka_unit_test(baidu_copies_at_the_source_s_host),
        cmocka_unit_test(baidu_asks_for_each_kind_of_image),
        cmocka_unit_test(a_whoami_needs_no_region),
        cmocka_unit_test(what_the_capabilities_forbid_is_not_built),
        cmocka_unit_test(endpoints_that_could_mislead_are_refused),
        cmocka_unit_test(a_region_cannot_lead_to_another_host),
    };

    return cmocka_run_group_tests_name("requests", tests, NULL, teardown);
}
