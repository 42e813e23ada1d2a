/* SPDX-License-Identifier: MIT */
/* What comes in: successes of each cloud, and every way in which a reply can be no answer. */
#include "tests/unit.h"

#include "providers/registry.h"
#include "tests/providers/support.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const char *const targets[] = {"ap-beijing", "ap-tokyo", NULL};

/* All clouds, the gateway among them. */
static const struct {
    const char *provider, *gateway;
} clouds[] = {
    {"baidu-bcc", NULL},          {"tencent-cvm", NULL},        {"tencent-cvm", "qcloud"},
    {"tencent-cvm-legacy", NULL}, {"tencent-lighthouse", NULL}, {"ucloud", NULL},
};

enum { CLOUDS = sizeof clouds / sizeof *clouds };

static struct account tenant(size_t i)
{
    struct account account = support_account(clouds[i].provider);

    account.gateway = clouds[i].gateway;
    account.caps = registry_provider(&account)->caps;
    return account;
}

static struct port_result list(const char *provider, int status, const char *body)
{
    struct account account = support_account(provider);
    struct port_call call = support_list("ap-guangzhou");
    struct response response = support_answer(status, body);

    return support_read(&account, &call, &response, &arena);
}

static struct port_result copy(const char *provider, int status, const char *body)
{
    struct account account = support_account(provider);
    struct port_call call = support_copy("ap-guangzhou", targets);
    struct response response = support_answer(status, body);

    return support_read(&account, &call, &response, &arena);
}

/* ---- what is no answer ------------------------------------------------------------------------
 */

static const char *deep(void)
{
    char *text = arena_alloc(&arena, 100001);

    memset(text, '[', 100000);
    return text;
}

static void a_reply_that_says_nothing_loses_a_copy_and_delays_a_read(void **state)
{
    const struct {
        int status;
        const char *body;
    } cases[] = {
        {200, "<html>login</html>"},
        {200, "{\"Response\":{\"RequestId\":\"r\",\"ImageSet\":[{\"Ima"},
        {200, "[]"},
        {200, "\"ok\""},
        {200, "{\"Response\":7,\"RetCode\":{},\"code\":[],\"isTruncated\":3,\"result\":4}"},
        {200, "{\"RetCode\":\"\\u0000\"}"},
        {200, "{\"Response\":{\"Error\":{\"Message\":\"no code\"}},\"result\":[3]}"},
        {200, deep()},
        {502, "bad gateway"},
        {503, ""},
        {500, "{}"},
        {301, "{}"},
        {404, "nothing here"},
        {403, "<html>proxy</html>"},
    };
    size_t i, c;

    (void)state;
    for (c = 0; c < CLOUDS; c++) {
        for (i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct account account = tenant(c);
            struct port_call listing = support_list("ap-guangzhou");
            struct port_call copying = support_copy("ap-guangzhou", targets);
            struct response response = support_answer(cases[i].status, cases[i].body);
            struct port_result result = support_read(&account, &listing, &response, &arena);

            if (result.failure.class != PORT_TRANSIENT)
                fail_msg("%s list, case %zu: class %d", clouds[c].provider, i,
                         result.failure.class);
            assert_int_equal(result.n_images, 0);
            assert_non_null(
                strstr(result.failure.message, arena_printf(&arena, "(HTTP %d", cases[i].status)));
            result = support_read(&account, &copying, &response, &arena);
            if (result.failure.class != PORT_LOST)
                fail_msg("%s copy, case %zu: class %d", clouds[c].provider, i,
                         result.failure.class);
            assert_int_equal(result.n_copied, 0);
            assert_int_equal(result.failure.http_status, cases[i].status);
        }
    }
}

static void an_empty_object_proves_no_region_empty(void **state)
{
    size_t c;

    (void)state;
    for (c = 0; c < CLOUDS; c++) {
        struct account account = tenant(c);
        struct port_call call = support_list("ap-guangzhou");
        struct response response = support_answer(200, "{\"Response\":{},\"RetCode\":0}");
        struct port_result result = support_read(&account, &call, &response, &arena);

        if (result.failure.class != PORT_TRANSIENT)
            fail_msg("%s", clouds[c].provider);
    }
}

static void departure_decides_what_silence_means(void **state)
{
    size_t c;

    (void)state;
    for (c = 0; c < CLOUDS; c++) {
        struct account account = tenant(c);
        struct port_call listing = support_list("ap-guangzhou");
        struct port_call copying = support_copy("ap-guangzhou", targets);
        struct response not = support_silence(DEPARTED_NOT),
                        maybe = support_silence(DEPARTED_MAYBE);
        struct port_result result = support_read(&account, &copying, &not, &arena);

        assert_int_equal(result.failure.class, PORT_TRANSIENT);
        assert_string_equal(result.failure.message, "not sent: it broke");
        result = support_read(&account, &copying, &maybe, &arena);
        assert_int_equal(result.failure.class, PORT_LOST);
        assert_string_equal(result.failure.message, "no whole answer: it broke");
        assert_int_equal(support_read(&account, &listing, &not, &arena).failure.class,
                         PORT_TRANSIENT);
        assert_int_equal(support_read(&account, &listing, &maybe, &arena).failure.class,
                         PORT_TRANSIENT);
        not .lasting =
            true; /* a listing ends; a copy, which reads that went well preceded, waits */
        assert_int_equal(support_read(&account, &listing, &not, &arena).failure.class,
                         PORT_PERMANENT);
        assert_int_equal(support_read(&account, &copying, &not, &arena).failure.class,
                         PORT_TRANSIENT);
    }
}

static void status_429_alone_proves_that_nothing_was_done(void **state)
{
    size_t c;

    (void)state;
    for (c = 0; c < CLOUDS; c++) {
        static const struct pair header = {"retry-after", "7"};
        struct account account = tenant(c);
        struct port_call call = support_copy("ap-guangzhou", targets);
        struct response response = support_answer(429, "slow down");
        struct port_result result;

        response.headers = &header;
        response.n_headers = 1;
        result = support_read(&account, &call, &response, &arena);
        assert_int_equal(result.failure.class, PORT_THROTTLED);
        assert_int_equal(result.failure.retry_after_ms, 7000);
    }
}

static void an_error_names_place_status_and_request(void **state)
{
    struct port_result result = list(
        "tencent-cvm", 200,
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
    struct port_result result =
        list("tencent-cvm", 200,
             "{\"Response\":{\"Error\":{\"Code\":\"X\\nY\",\"Message\":\"a\\u001b[31m\\r\\nb "
             "Signature=abc&c\"},\"RequestId\":\"q\\n\"}}");

    (void)state;
    assert_string_equal(result.failure.message,
                        "X Y: a [31m  b Signature=***&c (HTTP 200, request q )");
    assert_string_equal(result.failure.code, "X Y");
}

/* ---- Tencent CVM ------------------------------------------------------------------------------
 */

static const char cvm_list[] =
    "{\"Response\":{\"TotalCount\":250,\"ImageSet\":[{\"ImageId\":\"img-b\",\"OsName\":\"Debian\","
    "\"ImageType\":\"PRIVATE_IMAGE\",\"CreatedTime\":\"2026-01-02T03:04:05Z\",\"ImageName\":\"web\","
    "\"ImageSize\":50,\"Architecture\":\"x86_64\",\"ImageState\":\"SYNCING\",\"Platform\":"
    "\"Debian\",\"SyncPercent\":35,\"SnapshotSet\":[],\"ImageFamily\":null},"
    "{\"ImageId\":\"img-c\",\"ImageName\":\"win\",\"ImageState\":\"NORMAL\",\"Platform\":"
    "\"Windows\",\"Architecture\":\"arm\",\"CreatedTime\":\"2026-01-02T03:04:05+00:00\","
    "\"SyncPercent\":100,\"SnapshotSet\":[{\"DiskUsage\":\"SYSTEM_DISK\"},{\"DiskUsage\":"
    "\"DATA_DISK\"}]},{\"ImageId\":\"img-d\",\"ImageName\":\"x\",\"ImageState\":\"MOLTING\","
    "\"SnapshotSet\":null},{\"ImageId\":\"img-e\",\"ImageType\":\"SHARED_IMAGE\"}],"
    "\"RequestId\":\"r-1\"}}";

static void cvm_images_are_read(void **state)
{
    struct port_result result = list("tencent-cvm", 200, cvm_list);
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
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_list("ap-guangzhou");
    struct response response = support_answer(200, cvm_list);

    (void)state;
    call.cursor = "246";
    assert_null(support_read(&account, &call, &response, &arena).cursor);
    response = support_answer(200, "{\"Response\":{\"TotalCount\":250,\"ImageSet\":null}}");
    assert_null(support_read(&account, &call, &response, &arena).cursor); /* an empty page */
}

static void cvm_copies_are_matched_by_region_and_ids_may_be_missing(void **state)
{
    static const char *const without[] = {
        "{\"Response\":{\"ImageSet\":[],\"RequestId\":\"r\"}}",
        "{\"Response\":{\"ImageSet\":null,\"RequestId\":\"r\"}}",
        "{\"Response\":{\"RequestID\":\"r\"}}",
    };
    struct port_result result = copy(
        "tencent-cvm", 200,
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
        result = copy("tencent-cvm", 200, without[i]);
        assert_int_equal(result.failure.class, PORT_FINE);
        assert_int_equal(result.n_copied, 2);
        assert_null(result.copied[1].id);
        assert_int_equal(result.copied[1].target, 1);
        assert_string_equal(result.request_id, "r");
    }
}

static void refusals_are_classed_by_their_code(void **state)
{
    static const struct {
        const char *provider, *body;
        int status;
        enum port_class class;
        enum reason reason;
    } cases[] = {
#define TC(code) "{\"Response\":{\"Error\":{\"Code\":\"" code "\",\"Message\":\"m\"}}}"
        {"tencent-cvm", TC("ImageQuotaLimitExceeded"), 200, PORT_QUOTA_HIT, REASON_QUOTA_FULL},
        {"tencent-cvm", TC("InvalidRegion.Unavailable"), 200, PORT_REGION,
         REASON_REGION_UNSUPPORTED},
        {"tencent-cvm", TC("InvalidImageName.Duplicate"), 200, PORT_EXISTS, REASON_NONE},
        {"tencent-cvm", TC("InternalError"), 200, PORT_LOST, REASON_NONE},
        {"tencent-cvm", TC("RequestLimitExceeded.UinLimitExceeded"), 200, PORT_THROTTLED,
         REASON_NONE},
        {"tencent-cvm", TC("AuthFailure.BrandNew"), 200, PORT_AUTH, REASON_NOT_AUTHORIZED},
        {"tencent-cvm", TC("SomethingNew"), 200, PORT_UNCLEAR, REASON_NONE},
        {"tencent-cvm", TC("SomethingNew"), 500, PORT_LOST, REASON_NONE},
        {"tencent-cvm", TC("SomethingNew"), 400, PORT_PERMANENT, REASON_NONE},
        {"tencent-cvm", TC("InvalidImageId.NotFound"), 404, PORT_PERMANENT, REASON_SOURCE_MISSING},
        {"tencent-cvm", TC("DryRunOperation"), 200, PORT_PERMANENT, REASON_NONE},
        {"tencent-lighthouse", TC("InvalidParameterValue.NotSupportCrossBorderSyncBlueprint"), 200,
         PORT_REGION, REASON_CROSS_BORDER},
        {"tencent-lighthouse", TC("FailedOperation.RequestError"), 200, PORT_LOST, REASON_NONE},
        {"tencent-lighthouse", TC("UnsupportedOperation.BlueprintCurStateInvalid"), 200, PORT_BUSY,
         REASON_SOURCE_UNUSABLE},
        {"tencent-cvm-legacy", "{\"code\":4100,\"message\":\"(1) x\"}", 200, PORT_AUTH,
         REASON_NOT_AUTHORIZED},
        {"tencent-cvm-legacy", "{\"code\":\"5400\"}", 200, PORT_LOST, REASON_NONE},
        {"tencent-cvm-legacy", "{\"code\":4400}", 200, PORT_THROTTLED, REASON_NONE},
        {"tencent-cvm-legacy", "{\"code\":7123,\"codeDesc\":\"Q\"}", 200, PORT_UNCLEAR,
         REASON_NONE},
        {"ucloud", "{\"RetCode\":8961,\"Message\":\"m\"}", 200, PORT_BUSY, REASON_SOURCE_UNUSABLE},
        {"ucloud", "{\"RetCode\":\"230\",\"Action\":\"\"}", 200, PORT_REGION, REASON_NONE},
        {"ucloud", "{\"RetCode\":150}", 200, PORT_LOST, REASON_NONE},
        {"ucloud", "{\"RetCode\":153}", 200, PORT_THROTTLED, REASON_NONE},
        {"ucloud", "{\"RetCode\":8095}", 200, PORT_QUOTA_HIT, REASON_QUOTA_FULL},
        {"baidu-bcc", "{\"code\":\"Image.ImageStatusForbidden\",\"requestId\":\"q\"}", 409,
         PORT_BUSY, REASON_SOURCE_UNUSABLE},
        {"baidu-bcc", "{\"code\":\"InternalError\"}", 500, PORT_LOST, REASON_NONE},
        {"baidu-bcc", "{\"code\":\"RequestExpired\"}", 400, PORT_TRANSIENT, REASON_NONE},
        {"baidu-bcc", "{\"code\":\"RequestLimitReached\"}", 403, PORT_THROTTLED, REASON_NONE},
        {"baidu-bcc", "{\"code\":\"Image.ImageQuotaExceedLimit\"}", 413, PORT_QUOTA_HIT,
         REASON_QUOTA_FULL},
        {"baidu-bcc", "{\"code\":\"BrandNew\"}", 400, PORT_PERMANENT, REASON_NONE},
        {"baidu-bcc", "{\"code\":\"BrandNew\"}", 503, PORT_LOST, REASON_NONE},
        {"baidu-bcc", "{\"code\":\"AccessDenied\"}", 200, PORT_AUTH, REASON_NOT_AUTHORIZED},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct port_result result = copy(cases[i].provider, cases[i].status, cases[i].body);

        if (result.failure.class != cases[i].class || result.failure.reason != cases[i].reason)
            fail_msg("case %zu: %s: class %d, reason %d", i, result.failure.message,
                     result.failure.class, result.failure.reason);
        assert_non_null(result.failure.code);
        assert_int_equal(result.n_copied, 0);
    }
}

static void what_may_be_a_region_is_none_when_there_is_one(void **state)
{
    static const char *const hk[] = {"hk", NULL};
    struct account account = support_account("ucloud");
    struct port_call call = support_copy("cn-bj2", hk);
    struct response response = support_answer(200, "{\"RetCode\":230}");

    (void)state;
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class,
                     PORT_PERMANENT);
    response = support_answer(200, "{\"RetCode\":8958}"); /* this one speaks of regions */
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class, PORT_REGION);
    assert_int_equal(list("ucloud", 200, "{\"RetCode\":230}").failure.class, PORT_PERMANENT);
}

static void a_read_repeats_what_loses_a_copy(void **state)
{
    (void)state;
    assert_int_equal(list("tencent-cvm", 200, TC("InternalError")).failure.class, PORT_TRANSIENT);
    assert_int_equal(list("ucloud", 200, "{\"RetCode\":110}").failure.class, PORT_TRANSIENT);
    assert_int_equal(list("baidu-bcc", 503, "{\"code\":\"New\"}").failure.class, PORT_TRANSIENT);
}

static void a_dry_run_that_would_have_gone_well_is_fine(void **state)
{
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_copy("ap-guangzhou", targets);
    struct response response = support_answer(200, TC("DryRunOperation"));

    (void)state;
    call.verb = PORT_DRYRUN;
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class, PORT_FINE);
    response = support_answer(200, "{\"Response\":{\"RequestId\":\"r\"}}");
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class, PORT_FINE);
    response = support_answer(200, TC("InternalError")); /* nothing can be lost */
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class,
                     PORT_TRANSIENT);
}

static void quotas_are_a_ceiling_or_a_rest(void **state)
{
    struct account account = support_account("tencent-cvm");
    struct port_call call = {.verb = PORT_QUOTA, .region = "ap-tokyo"};
    struct response response = support_answer(200, "{\"Response\":{\"ImageNumQuota\":500}}");
    struct port_result result = support_read(&account, &call, &response, &arena);

    (void)state;
    assert_int_equal(result.quota_total, 500);
    assert_int_equal(result.quota_free, -1);
    account = support_account("tencent-lighthouse");
    response = support_answer(
        200,
        "{\"Response\":{\"GeneralResourceQuotaSet\":[{\"ResourceName\":\"FREE_BLUEPRINT\"},"
        "{\"ResourceName\":\"BLUEPRINT\",\"ResourceQuotaAvailable\":3,"
        "\"ResourceQuotaTotal\":5}]}}");
    result = support_read(&account, &call, &response, &arena);
    assert_int_equal(result.quota_total, 5);
    assert_int_equal(result.quota_free, 3);
    response = support_answer(200, "{\"Response\":{\"GeneralResourceQuotaSet\":[]}}");
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class,
                     PORT_TRANSIENT);
}

/* ---- the others -------------------------------------------------------------------------------
 */

static void lighthouse_images_are_read(void **state)
{
    struct port_result result = list(
        "tencent-lighthouse", 200,
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

static void legacy_images_are_read_in_china_time(void **state)
{
    struct port_result result = list(
        "tencent-cvm-legacy", 200,
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
    struct account account = support_account("tencent-cvm-legacy");
    struct port_call call = support_copy("ap-guangzhou", targets);
    struct response response = support_answer(200, "{\"code\":0,\"message\":\"\"}");
    struct port_result result;

    (void)state;
    call.sources = sources;
    call.n_sources = 2;
    result = support_read(&account, &call, &response, &arena);
    assert_int_equal(result.n_copied, 4);
    assert_int_equal(result.copied[3].source, 1);
    assert_int_equal(result.copied[3].target, 1);
    assert_null(result.copied[3].id);
}

static void the_gateway_answers_in_either_envelope(void **state)
{
    static const char *const good[] = {"{\"Response\":{\"RequestID\":\"r\"}}",
                                       "{\"code\":0,\"message\":\"\",\"codeDesc\":\"Success\"}"};
    struct account account = support_account("tencent-cvm");
    struct port_call call = support_copy("ap-guangzhou", targets);
    struct response response;
    struct port_result result;
    size_t i;

    (void)state;
    account.gateway = "qcloud";
    for (i = 0; i < 2; i++) {
        response = support_answer(200, good[i]);
        result = support_read(&account, &call, &response, &arena);
        assert_int_equal(result.failure.class, PORT_FINE);
        assert_int_equal(result.n_copied, 2);
    }
    response = support_answer(200, "{\"code\":4100,\"message\":\"(1) bad\"}");
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class, PORT_AUTH);
    response = support_answer(200, TC("ImageQuotaLimitExceeded"));
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class,
                     PORT_QUOTA_HIT);
    call = support_list("ap-guangzhou"); /* a flat success holds no list */
    response = support_answer(200, good[1]);
    assert_int_equal(support_read(&account, &call, &response, &arena).failure.class,
                     PORT_TRANSIENT);
}

static void ucloud_images_are_read(void **state)
{
    struct port_result result =
        list("ucloud", 200,
             "{\"Action\":\"DescribeImageResponse\",\"RetCode\":0,\"TotalCount\":3,\"ImageSet\":[{"
             "\"ImageId\":\"uimage-1\",\"ImageName\":\"web\",\"ImageType\":\"Custom\",\"State\":"
             "\"Copying\",\"OsType\":\"Linux\",\"ImageSize\":20,\"CreateTime\":1715000000},{"
             "\"ImageId\":\"uimage-2\",\"ImageName\":\"db\",\"State\":\"Unavailable\"},"
             "{\"ImageId\":\"uimage-3\",\"ImageType\":\"Share\"}]}");

    (void)state;
    assert_int_equal(result.n_images, 2);
    assert_int_equal(result.n_foreign, 1);
    assert_int_equal(result.images[0].state, IMAGE_SYNCING);
    assert_int_equal(result.images[0].created, 1715000000);
    assert_int_equal(result.images[0].os, IMAGE_OS_LINUX);
    assert_int_equal(result.images[1].state, IMAGE_FAILED);
    result = list("ucloud", 200, "{\"RetCode\":\"0\",\"TotalCount\":0}");
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_int_equal(result.n_images, 0);
}

static void ucloud_ids_come_in_a_list_or_alone(void **state)
{
    static const char *const hk[] = {"hk", NULL};
    struct account account = support_account("ucloud");
    struct port_call call = support_copy("cn-bj2", hk);
    struct response response =
        support_answer(200, "{\"RetCode\":0,\"TargetImageId\":\"uimage-1\",\"TaskId\":\"t\"}");
    static const struct pair header = {"x-ucloud-request-uuid", "u-1"};
    struct port_result result;

    (void)state;
    response.headers = &header;
    response.n_headers = 1;
    result = support_read(&account, &call, &response, &arena);
    assert_string_equal(result.request_id, "u-1");
    assert_int_equal(result.n_copied, 1);
    assert_string_equal(result.copied[0].id, "uimage-1");
    response = support_answer(200,
                              "{\"RetCode\":0,\"TargetImageId\":\"uimage-1\",\"Infos\":[{"
                              "\"TargetRegion\":\"hk\",\"TargetImageId\":\"uimage-2\"}]}");
    result = support_read(&account, &call, &response, &arena);
    assert_string_equal(result.copied[0].id, "uimage-2"); /* the list comes first */
    response = support_answer(200, "{\"RetCode\":0}");
    result = support_read(&account, &call, &response, &arena);
    assert_int_equal(result.n_copied, 1);
    assert_null(result.copied[0].id);
    result = copy("ucloud", 200,
                  "{\"RetCode\":0,\"Infos\":[{\"TargetRegion\":\"ap-tokyo\","
                  "\"TargetImageId\":\"uimage-9\"}]}");
    assert_int_equal(result.n_copied, 1); /* the other region was not started */
    assert_int_equal(result.copied[0].target, 1);
}

static void baidu_images_are_read_and_pages_have_no_total(void **state)
{
    struct port_result result = list(
        "baidu-bcc", 200,
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
    result = list("baidu-bcc", 200, "{\"isTruncated\":false,\"images\":null}");
    assert_int_equal(result.failure.class, PORT_FINE);
    assert_null(result.cursor);
    result = list("baidu-bcc", 200, "{\"isTruncated\":true,\"images\":[]}");
    assert_int_equal(result.failure.class, PORT_TRANSIENT); /* nothing says where to go on */
}

static void a_baidu_copy_succeeds_region_by_region(void **state)
{
    struct port_result result = copy(
        "baidu-bcc", 200,
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
    result = copy("baidu-bcc", 200,
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
        struct port_result result = copy("baidu-bcc", 200, bodies[i]);

        assert_int_equal(result.failure.class, PORT_FINE);
        assert_int_equal(result.n_copied, 2);
        assert_null(result.copied[0].id);
    }
    assert_int_equal(copy("baidu-bcc", 202, "").failure.class, PORT_LOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_that_says_nothing_loses_a_copy_and_delays_a_read),
        cmocka_unit_test(an_empty_object_proves_no_region_empty),
        cmocka_unit_test(departure_decides_what_silence_means),
        cmocka_unit_test(status_429_alone_proves_that_nothing_was_done),
        cmocka_unit_test(an_error_names_place_status_and_request),
        cmocka_unit_test(messages_are_one_clean_line),
        cmocka_unit_test(cvm_images_are_read),
        cmocka_unit_test(the_last_page_has_no_cursor),
        cmocka_unit_test(cvm_copies_are_matched_by_region_and_ids_may_be_missing),
        cmocka_unit_test(refusals_are_classed_by_their_code),
        cmocka_unit_test(what_may_be_a_region_is_none_when_there_is_one),
        cmocka_unit_test(a_read_repeats_what_loses_a_copy),
        cmocka_unit_test(a_dry_run_that_would_have_gone_well_is_fine),
        cmocka_unit_test(quotas_are_a_ceiling_or_a_rest),
        cmocka_unit_test(lighthouse_images_are_read),
        cmocka_unit_test(legacy_images_are_read_in_china_time),
        cmocka_unit_test(a_legacy_copy_is_accepted_for_every_image_and_region),
        cmocka_unit_test(the_gateway_answers_in_either_envelope),
        cmocka_unit_test(ucloud_images_are_read),
        cmocka_unit_test(ucloud_ids_come_in_a_list_or_alone),
        cmocka_unit_test(baidu_images_are_read_and_pages_have_no_total),
        cmocka_unit_test(a_baidu_copy_succeeds_region_by_region),
        cmocka_unit_test(an_empty_body_accepts_a_baidu_copy),
    };

    return cmocka_run_group_tests_name("replies", tests, NULL, teardown);
}
