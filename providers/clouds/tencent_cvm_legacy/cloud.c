/* SPDX-License-Identifier: MIT */
/* SyncCvmImage and its DescribeImages, before 2017.  Whether the gateway still answers is open. */
#include "providers/clouds/tencent/gateway.h"
#include "providers/clouds/tencent/query.h"
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"
#include "providers/wire/request.h"
#include "reconcile/base/clock.h"

#include <string.h>

enum { CHINA_TIME_S = 8 * 3600 }; /* createTime has no zone; the pages are the Chinese site's */

/* "Not for the North America region": at that time Toronto was the only one. */
static const struct port_region regions[] = {TENCENT_REGIONS(true)};

static const char *const domains[] = {"api.qcloud.com", NULL};

const struct caps tencent_legacy_caps = {
    .provider = "tencent-cvm-legacy",
    .inventory = "tencent-cvm",
    .title = "Tencent Cloud CVM, API before 2017",
    .action = "SyncCvmImage",
    .regions = regions,
    .n_regions = sizeof regions / sizeof *regions,
    .border = PORT_BORDER_APPROVAL, /* as for SyncImages */
    .images_per_call = 10,          /* no limit is published; a region holds no more (below), and
                                       DescribeImages takes as many ids */
    .regions_per_call = 0,
    .list_kinds = 1,
    .page_size = 100, /* DescribeImages: limit at most 100 */
    .read_rate = 10,  /* none published; the pace of its successor's slower calls */
    .write_rate = 2,
    .image_quota = 10, /* 213/1336; the account's own can be set */
    .has_quota_call = false,
    .has_dry_run = false,
    .names_repeat = false, /* ModifyImageAttributes: names are unique */
    .can_rename = false,
    .names_ids = false,     /* the reply is {"code":0,"message":""} */
    .source_is_busy = true, /* status 5 */
    .attributes = PORT_HAS_OS | PORT_HAS_CREATED,
    /* The old rename call allows 16 characters; but the images are those of CVM, with its names. */
    .name = {.max_chars = 60, .han = true},
    .settings = PORT_SET_CROSS_BORDER,
    .domains = domains,
    .env_prefixes = tencent_env_prefixes,
};

/* ---- requests ---- */

/* The wire speaks short codes; a region newer than our table keeps its id, which newer pages show.
 */
static const char *short_code(const char *region)
{
    const struct port_region *known = caps_region(&tencent_legacy_caps, region);

    return known == NULL || known->alias == NULL ? region : known->alias;
}

static void add_copy(struct pairs *parameters, const struct port_call *call)
{
    const char **codes = arena_array(parameters->arena, call->n_targets, sizeof *codes);
    size_t i;

    for (i = 0; i < call->n_targets; i++)
        codes[i] = short_code(call->targets[i]);
    pairs_add(parameters, "srcRegion", short_code(call->region));
    pairs_add_list(parameters, "imgIdList", request_source_ids(call, parameters->arena),
                   call->n_sources);
    pairs_add_list(parameters, "dstRegion", codes, call->n_targets);
}

static int build(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct request_page page = request_page(call, tencent_legacy_caps.page_size);
    struct pairs parameters = PAIRS_INIT(arena);

    memset(out, 0, sizeof *out);
    if (request_check(&tencent_legacy_caps, call, err) != 0)
        return -1;
    if (call->verb == PORT_COPY) {
        add_copy(&parameters, call);
    } else {
        pairs_add(&parameters, "imageType", "1"); /* private; demanded */
        pairs_add_int(&parameters, "offset", page.offset);
        pairs_add_int(&parameters, "limit", page.limit);
    }
    return tencent_gateway_request(account, call,
                                   call->verb == PORT_COPY ? "SyncCvmImage" : "DescribeImages",
                                   short_code(tencent_region(account, call)), parameters.items,
                                   parameters.nr, arena, out, err);
}

/* ---- replies ---- */

/* There is no word for a failure: a failed copy probably vanishes. */
static const struct state_word states[] = {
    {"1", IMAGE_PENDING}, {"2", IMAGE_READY}, {"3", IMAGE_BUSY},
    {"4", IMAGE_SYNCING}, {"5", IMAGE_BUSY},  {NULL, IMAGE_OTHER},
};

static bool read_image(const struct json *item, struct image *image, struct err *err)
{
    const char *os;

    if (json_int_or(item, "imageType", 1, err) != 1)
        return false;
    os = json_string_or(item, "osName", "", err);
    reply_state(states, json_code_maybe(item, "status", err), image, err);
    reply_image(item, "unImgId", "imageName", NULL, states, image, err);
    clock_parse(json_string_or(item, "createTime", "", err), CHINA_TIME_S, &image->created);
    if (*os != '\0')
        image->os = strncmp(os, "Windows", 7) == 0 ? IMAGE_OS_WINDOWS : IMAGE_OS_LINUX;
    return true;
}

static void read_json(struct reply *reply, const struct json *root, struct err *err)
{
    if (!tencent_gateway_open(reply, root, err))
        return;
    if (reply->call->verb == PORT_LIST)
        reply_images(reply, root, "imageSet", "totalCount", read_image, err);
    else if (reply->call->verb == PORT_COPY)
        reply_accept_all(reply);
}

const struct provider tencent_legacy = {
    TENCENT_COMMON,         .caps = &tencent_legacy_caps, .errors = &tencent_legacy_errors,
    .build = build,         .sign = query_sign,           .read = reply_read,
    .read_json = read_json,
};
