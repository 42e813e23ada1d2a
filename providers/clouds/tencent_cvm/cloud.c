/* SPDX-License-Identifier: MIT */
/* Tencent Cloud CVM, API 3.0: SyncImages, DescribeImages, DescribeImageQuota. */
#include "providers/clouds/tencent/tc3.h"
#include "providers/clouds/tencent_cvm/tencent_cvm.h"
#include "providers/wire/request.h"

#include <string.h>

static const struct port_region regions[] = {TENCENT_REGIONS(false)};
static const char *const gateways[] = {"qcloud", NULL};

/* clang-format off */
#define CVM_CAPS                                                                                   \
    .provider = "tencent-cvm",                                                                     \
    .inventory = "tencent-cvm",                                                                    \
    .title = "Tencent Cloud CVM",                                                                  \
    .action = "SyncImages",                                                                        \
    .regions = regions,                                                                            \
    .n_regions = sizeof regions / sizeof *regions,                                                 \
    .border = PORT_BORDER_APPROVAL, /* console guide "copy image": support must consent */         \
    .images_per_call = 1,           /* ImageIds is a list, but takes one */                        \
    .regions_per_call = 0,          /* a limit exists, its number is not published */              \
    .list_kinds = 1,                                                                               \
    .page_size = 100,               /* DescribeImages: Limit at most 100 */                        \
    .read_rate = 40,                /* DescribeImages: 40 a second */                              \
    .write_rate = 10,               /* SyncImages: 10 a second */                                  \
    .image_quota = 500,             /* api.json; DescribeImageQuota tells the account's own */     \
    .has_quota_call = true,                                                                        \
    .names_repeat = false,          /* InvalidImageName.Duplicate */                               \
    .source_is_busy = true,                                                                        \
    .max_size_gib = 0,              /* 50 GB until 2020; gone from today's pages */                \
    .refused_traits = IMAGE_WHOLE_MACHINE | IMAGE_ENCRYPTED,                                       \
    .attributes =                                                                                  \
        PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_ARCH | PORT_HAS_CREATED | PORT_HAS_PROGRESS,        \
    .name = {.max_chars = 60, .han = true}, /* api.json; no list of characters is published */     \
    .settings = PORT_SET_SITE | PORT_SET_GATEWAY | PORT_SET_CROSS_BORDER,                          \
    .sites = tencent_sites,                                                                        \
    .gateways = gateways,                                                                          \
    .domains = tencent_domains,                                                                    \
    .env_prefixes = tencent_env_prefixes
/* clang-format on */

const struct caps tencent_cvm_caps = {
    CVM_CAPS, .has_dry_run = true, /* DryRun */
    .can_rename = true,            /* ImageName */
    .names_ids = true,             /* ImageSetRequired */
};

/* The page of 2017 has none of these parameters. */
const struct caps tencent_qcloud_caps = {CVM_CAPS};

/* ---- requests ---- */

static void write_copy(struct jsonw *w, const struct account *account, const struct port_call *call)
{
    jsonw_strings(w, "ImageIds", &call->sources[0].id, 1);
    jsonw_strings(w, "DestinationRegions", call->targets, call->n_targets);
    jsonw_string(w, "ImageName", call->sources[0].name);
    if (account->caps->names_ids)
        jsonw_bool(w, "ImageSetRequired", true);
    if (call->verb == PORT_DRYRUN)
        jsonw_bool(w, "DryRun", true);
}

static int build(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct buf body cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&body);

    memset(out, 0, sizeof *out);
    if (request_check(&tencent_cvm_caps, call, err) != 0)
        return -1;
    jsonw_object(&w, NULL);
    if (call->verb == PORT_LIST || call->verb == PORT_WHOAMI)
        tencent_write_list(&w, call, "image-type", "PRIVATE_IMAGE", tencent_cvm_caps.page_size);
    else if (call->verb != PORT_QUOTA)
        write_copy(&w, account, call);
    jsonw_close(&w);
    /* A dry run has a copy's form: should a cloud overlook the flag, it must not be sent twice. */
    out->writes = call->verb == PORT_COPY || call->verb == PORT_DRYRUN;
    return tencent_request(account, "cvm", TENCENT_CVM_VERSION, tencent_cvm_action(call->verb),
                           tencent_region(account, call), &body, arena, out, err);
}

static void read_json(struct reply *reply, const struct json *root, struct err *err)
{
    struct json body;

    if (tencent_open(reply, root, &body, err))
        tencent_cvm_read_body(reply, &body, err);
}

const struct provider tencent_cvm = {
    TENCENT_COMMON,   .caps = &tencent_cvm_caps, .errors = &tencent_cvm_errors, .build = build,
    .sign = tc3_sign, .read = reply_read,        .read_json = read_json,
};
