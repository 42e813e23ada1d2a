/* SPDX-License-Identifier: MIT */
/* Tencent Cloud Lighthouse: SyncBlueprint, DescribeBlueprints, DescribeGeneralResourceQuotas. */
#include "providers/clouds/tencent/tc3.h"
#include "providers/clouds/tencent_lighthouse/tencent_lighthouse.h"
#include "providers/wire/request.h"
#include "reconcile/base/clock.h"

#include <string.h>

/* The page of SyncBlueprint; DescribeRegions flags Hong Kong as outside the mainland. */
static const struct port_region regions[] = {
    {"ap-bangkok", "th", "outside", false},   {"ap-beijing", "bj", "mainland", false},
    {"ap-chengdu", "cd", "mainland", false},  {"ap-guangzhou", "gz", "mainland", false},
    {"ap-hongkong", "hk", "outside", false},  {"ap-jakarta", "jkt", "outside", false},
    {"ap-nanjing", "nj", "mainland", false},  {"ap-seoul", "kr", "outside", false},
    {"ap-shanghai", "sh", "mainland", false}, {"ap-singapore", "sg", "outside", false},
    {"ap-tokyo", "jp", "outside", false},     {"eu-frankfurt", "de", "outside", false},
    {"na-ashburn", "use", "outside", false},  {"na-siliconvalley", "usw", "outside", false},
    {"sa-saopaulo", "sao", "outside", false},
};

const struct caps tencent_lighthouse_caps = {
    .provider = "tencent-lighthouse",
    .title = "Tencent Cloud Lighthouse",
    .action = "SyncBlueprint",
    .regions = regions,
    .n_regions = sizeof regions / sizeof *regions,
    .border = PORT_BORDER_CLOSED, /* NotSupportCrossBorderSyncBlueprint */
    .images_per_call = 1,
    .regions_per_call = 10, /* SyncBlueprint: 1 to 10 */
    .list_kinds = 1,
    .page_size = 100, /* DescribeBlueprints: Limit at most 100 */
    .read_rate = 10,  /* DescribeBlueprints: 10 a second (2023) */
    .write_rate = 20, /* SyncBlueprint: 20 a second */
    .has_quota_call = true,
    .has_dry_run = false,
    .names_repeat = false, /* not said; a failed copy must be deleted before another try */
    .can_rename = false,   /* SyncBlueprint takes no name */
    .names_ids = true,
    .source_is_busy = true,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_CREATED,
    .name = {.max_chars = 60, .han = true}, /* ModifyBlueprintAttribute */
    .settings = PORT_SET_SITE,
    .sites = tencent_sites,
    .domains = tencent_domains,
    .env_prefixes = tencent_env_prefixes,
};

static const char *action_of(enum port_verb verb)
{
    switch (verb) {
    case PORT_COPY:
        return "SyncBlueprint";
    case PORT_QUOTA:
        return "DescribeGeneralResourceQuotas";
    case PORT_LIST:
    case PORT_WHOAMI:
    case PORT_DRYRUN:
        break;
    }
    return "DescribeBlueprints";
}

/* ---- requests ---- */

/* Of the two quotas BLUEPRINT is the limit; FREE_BLUEPRINT is the part of it that costs nothing. */
static const char *const quota = "BLUEPRINT";

static int build(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct buf body cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&body);

    memset(out, 0, sizeof *out);
    if (request_check(&tencent_lighthouse_caps, call, err) != 0)
        return -1;
    jsonw_object(&w, NULL);
    if (call->verb == PORT_COPY) {
        jsonw_string(&w, "BlueprintId", call->sources[0].id);
        jsonw_strings(&w, "DestinationRegions", call->targets, call->n_targets);
    } else if (call->verb == PORT_QUOTA) {
        jsonw_strings(&w, "ResourceNames", &quota, 1);
    } else { /* unfiltered, the vendor's own and shared images would come too */
        tencent_write_list(&w, call, "blueprint-type", "PRIVATE",
                           tencent_lighthouse_caps.page_size);
    }
    jsonw_close(&w);
    out->writes = call->verb == PORT_COPY;
    return tencent_request(account, "lighthouse", "2020-03-24", action_of(call->verb),
                           tencent_region(account, call), &body, arena, out, err);
}

/* ---- replies ---- */

/* OFFLINE, ISOLATING and ISOLATED are no failures and not usable: they stay IMAGE_OTHER. */
static const struct state_word states[] = {
    {"NORMAL", IMAGE_READY},        {"SYNCING", IMAGE_SYNCING},  {"SYNCING_FAILED", IMAGE_FAILED},
    {"CREATEFAILED", IMAGE_FAILED}, {"CREATING", IMAGE_PENDING}, {"DELETING", IMAGE_LEAVING},
    {"DESTROYING", IMAGE_LEAVING},  {NULL, IMAGE_OTHER},
};

static bool read_image(const struct json *item, struct image *image, struct err *err)
{
    const char *platform;

    if (strcmp(json_string_or(item, "BlueprintType", "PRIVATE", err), "PRIVATE") != 0)
        return false;
    platform = json_string_or(item, "PlatformType", "", err);
    reply_image(item, "BlueprintId", "BlueprintName", "BlueprintState", states, image, err);
    clock_parse(json_string_or(item, "CreatedTime", "", err), 0, &image->created);
    image->size_gib = json_int_or(item, "RequiredSystemDiskSize", 0, err);
    if (strcmp(platform, "WINDOWS") == 0)
        image->os = IMAGE_OS_WINDOWS;
    else if (strcmp(platform, "LINUX_UNIX") == 0)
        image->os = IMAGE_OS_LINUX;
    return true;
}

static void read_quota(struct reply *reply, const struct json *body, struct err *err)
{
    struct json set = json_array(body, "GeneralResourceQuotaSet", err), item;

    for (item = json_first(&set); item.node != NULL; item = json_next(&item)) {
        if (strcmp(json_string_or(&item, "ResourceName", "", err), quota) != 0)
            continue;
        reply->out->quota_free = json_int(&item, "ResourceQuotaAvailable", err);
        reply->out->quota_total = json_int(&item, "ResourceQuotaTotal", err);
        return;
    }
    err_set(err, ERR_DATA, "GeneralResourceQuotaSet: BLUEPRINT is not in it");
}

static void read_json(struct reply *reply, const struct json *root, struct err *err)
{
    struct json body;

    if (!tencent_open(reply, root, &body, err))
        return;
    if (reply->call->verb == PORT_LIST)
        reply_images(reply, &body, "BlueprintSet", "TotalCount", read_image, err);
    else if (reply->call->verb == PORT_QUOTA)
        read_quota(reply, &body, err);
    else if (reply->call->verb == PORT_COPY)
        reply_copied(reply, &body, "DestinationRegionBlueprintSet", "Region", "BlueprintId", NULL,
                     err);
}

const struct provider tencent_lighthouse = {
    TENCENT_COMMON,
    .caps = &tencent_lighthouse_caps,
    .errors = &tencent_lighthouse_errors,
    .build = build,
    .sign = tc3_sign,
    .read = reply_read,
    .read_json = read_json,
};
