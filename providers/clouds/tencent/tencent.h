/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/reply.h"
#include "providers/credentials/credentials.h"
#include "reconcile/base/jsonw.h"

/*
 * What Tencent Cloud's products share: API 3.0's request and envelope, sites, and the table of
 * regions with the short codes of the old API.
 */

extern const char *const tencent_sites[];        /* "china", "intl" */
extern const char *const tencent_domains[];      /* of API 3.0 */
extern const char *const tencent_env_prefixes[]; /* "TENCENTCLOUD_" */
extern const struct error_table tencent_errors;
extern const struct key_sources tencent_keys;

/* What each of its providers says alike, whichever the gateway. */
#define TENCENT_COMMON                                                                             \
    .keys = &tencent_keys, .secrets = {tencent_secret_headers, tencent_secret_parameters},         \
    .request_id = "x-tc-requestid"
extern const char *const tencent_secret_headers[], *const tencent_secret_parameters[];

/* Zones: "mainland", "outside", "finance".  `toronto` is "no_copy" of na-toronto, the one row in
 * which the old API differs. */
#define TENCENT_REGIONS(toronto)                                                                   \
    {"ap-bangkok", "th", "outside", false}, {"ap-beijing", "bj", "mainland", false},               \
        {"ap-beijing-fsi", "bjjr", "finance", false},                                              \
        {"ap-changsha-ec", "csec", "mainland", false}, {"ap-chengdu", "cd", "mainland", false},    \
        {"ap-chongqing", "cq", "mainland", false}, {"ap-fuzhou-ec", "fzec", "mainland", false},    \
        {"ap-guangzhou", "gz", "mainland", false},                                                 \
        {"ap-guangzhou-open", "gzopen", "mainland", false},                                        \
        {"ap-guiyang", NULL, "mainland", false}, {"ap-hangzhou-ec", "hzec", "mainland", false},    \
        {"ap-hefei-ec", "hfeec", "mainland", false}, {"ap-hongkong", "hk", "outside", false},      \
        {"ap-jakarta", "jkt", "outside", false}, {"ap-jinan-ec", "jnec", "mainland", false},       \
        {"ap-mumbai", "in", "outside", false}, {"ap-nanjing", "nj", "mainland", false},            \
        {"ap-qingyuan", "qy", "mainland", false}, {"ap-seoul", "kr", "outside", false},            \
        {"ap-shanghai", "sh", "mainland", false}, {"ap-shanghai-fsi", "shjr", "finance", false},   \
        {"ap-shenyang-ec", "sheec", "mainland", false}, {"ap-shenzhen", "szx", "mainland", false}, \
        {"ap-shenzhen-fsi", "szjr", "finance", false},                                             \
        {"ap-shijiazhuang-ec", "sjwec", "mainland", false},                                        \
        {"ap-singapore", "sg", "outside", false}, {"ap-taipei", "tpe", "outside", true},           \
        {"ap-tianjin", "tsn", "mainland", false}, {"ap-tokyo", "jp", "outside", false},            \
        {"ap-wuhan-ec", "whec", "mainland", false}, {"ap-xian-ec", "xiyec", "mainland", false},    \
        {"ap-zhengzhou-ec", "cgoec", "mainland", false}, {"eu-frankfurt", "de", "outside", false}, \
        {"eu-moscow", "ru", "outside", false}, {"na-ashburn", "use", "outside", false},            \
        {"na-siliconvalley", "usw", "outside", false}, {"na-toronto", "ca", "outside", (toronto)}, \
    {                                                                                              \
        "sa-saopaulo", "sao", "outside", false                                                     \
    }

/* True for `site: intl`. */
bool tencent_is_intl(const struct account *account);

/* The region of a call; for a WHOAMI without one, a region that the site certainly has. */
const char *tencent_region(const struct account *account, const struct port_call *call);

/* A POST of API 3.0, with `body` (JSON) copied: `product` is the service and the host's first
 * label. */
int tencent_request(const struct account *account, const char *product, const char *version,
                    const char *action, const char *region, const struct buf *body,
                    struct arena *arena, struct request *out, struct err *err);

/* The page of a listing of the value's items alone; a WHOAMI asks for one of them. */
void tencent_write_list(struct jsonw *w, const struct port_call *call, const char *filter,
                        const char *value, int page_size);

/*
 * Opens the envelope {"Response":{…}}: fills *body and returns true when it holds a success; else
 * the failure is set, or *err.  A dry run's DryRunOperation is a success without a body (body->node
 * is NULL).
 */
bool tencent_open(struct reply *reply, const struct json *root, struct json *body, struct err *err);
