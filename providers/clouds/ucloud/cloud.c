/* SPDX-License-Identifier: MIT */
/* UCloud, and SCloud, a white label of it: CopyCustomImage, DescribeImage. */
#include "providers/clouds/reply.h"
#include "providers/clouds/ucloud/sign.h"
#include "providers/clouds/ucloud/ucloud.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"

#include <string.h>

/* summary/regionlist; "cn-bj1" cannot copy (guide/image/copy.md). */
static const struct port_region regions[] = {
    {.id = "afr-nigeria"}, {.id = "bra-saopaulo"}, {.id = "cn-bj1", .no_copy = true},
    {.id = "cn-bj2"},      {.id = "cn-gd"},        {.id = "cn-gd2"},
    {.id = "cn-guiyang1"}, {.id = "cn-jx"},        {.id = "cn-sh"},
    {.id = "cn-sh2"},      {.id = "cn-wlcb"},      {.id = "cn-wlcb2"},
    {.id = "ge-fra"},      {.id = "hk"},           {.id = "idn-jakarta"},
    {.id = "ind-mumbai"},  {.id = "jpn-tky"},      {.id = "kr-seoul"},
    {.id = "kz-ala"},      {.id = "mx-mex"},       {.id = "ph-mnl"},
    {.id = "pk-khi"},      {.id = "rus-mosc"},     {.id = "sg"},
    {.id = "th-bkk"},      {.id = "tw-tp"},        {.id = "uae-dubai"},
    {.id = "uk-london"},   {.id = "us-ca"},        {.id = "us-den"},
    {.id = "us-ws"},       {.id = "uz-tas"},       {.id = "vn-sng"},
};

/* guide/image/common.md; for the other regions no number is published. */
static const struct port_region_quota region_quotas[] = {
    {"cn-bj2", 30}, {"cn-gd", 10}, {"cn-sh2", 30}, {"cn-wlcb", 30},
    {"hk", 10},     {"us-ca", 10}, {NULL, 0},
};

static const char *const sites[] = {"ucloud", "scloud", NULL};
static const char *const domains[] = {"ucloud.cn", "ucloud-global.com", "scloudsg.com", NULL};
static const char *const env_prefixes[] = {"UCLOUD_", NULL};

const struct caps ucloud_caps = {
    .provider = "ucloud",
    .title = "UCloud and SCloud",
    .action = "CopyCustomImage",
    .regions = regions,
    .n_regions = sizeof regions / sizeof *regions,
    .border = PORT_BORDER_NONE, /* no rule is documented */
    .images_per_call = 1,
    .regions_per_call = 0, /* TargetRegionList.N: no limit is published */
    .list_kinds = 1,
    .page_size = 100, /* no maximum is published; what Terraform's provider asks for */
    .read_rate = 5,   /* no figure is published; RetCode 153 tells of too many */
    .write_rate = 2,
    .region_quotas = region_quotas,
    .has_quota_call = false,
    .has_dry_run = false,
    .names_repeat = true, /* no rule forbids it */
    .can_rename = true,   /* TargetImageName */
    .names_ids = true,
    .source_is_busy = false,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_CREATED,
    .name = {.max_chars = 63, .punctuation = "-_.", .han = true}, /* summary: resource names */
    .settings = PORT_SET_PROJECT | PORT_SET_CHANNEL_KEY | PORT_SET_SITE,
    .sites = sites,
    .domains = domains,
    .env_prefixes = env_prefixes,
};

/* ---- requests ---- */

static bool is_scloud(const struct account *account)
{
    return account->site != NULL && strcmp(account->site, "scloud") == 0;
}

static void add_list(struct pairs *query, const struct port_call *call)
{
    struct request_page page = request_page(call, ucloud_caps.page_size);

    pairs_add(query, "ImageType", "Custom");
    pairs_add_int(query, "Offset", page.offset);
    pairs_add_int(query, "Limit", page.limit);
}

/*
 * One target goes by TargetRegion, which every gateway knows; TargetRegionList is of 2025.  Both
 * together are never sent.  TargetProjectId is demanded even when it is the source's.
 */
static int add_copy(struct pairs *query, const struct account *account,
                    const struct port_call *call, struct err *err)
{
    if (account->project == NULL)
        return err_set(err, ERR_DATA,
                       "account '%s' has no project, and CopyCustomImage demands one: set "
                       "'project: org-…' in the manifest, or UCLOUD_PROJECT_ID",
                       account->name);
    pairs_add(query, "SourceImageId", call->sources[0].id);
    pairs_add(query, "TargetProjectId", account->project);
    pairs_add(query, "TargetImageName", call->sources[0].name);
    if (call->n_targets == 1)
        pairs_add(query, "TargetRegion", call->targets[0]);
    else
        pairs_add_list(query, "TargetRegionList", call->targets, call->n_targets);
    return 0;
}

static int build(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct pairs query = PAIRS_INIT(arena), headers = PAIRS_INIT(arena);
    const char *region = call->region;

    memset(out, 0, sizeof *out);
    if (region == NULL)
        region = is_scloud(account) ? "hk" : "cn-bj2";
    if (request_check(&ucloud_caps, call, err) != 0 ||
        uri_set_endpoint(out, account->endpoint, region,
                         is_scloud(account) ? "api.scloudsg.com" : "api.ucloud.cn", arena,
                         err) != 0)
        return -1;
    out->action = call->verb == PORT_COPY ? "CopyCustomImage" : "DescribeImage";
    pairs_add(&query, "Action", out->action);
    pairs_add(&query, "Region", region);
    if (account->project != NULL)
        pairs_add(&query, "ProjectId", account->project);
    if (call->verb == PORT_LIST || call->verb == PORT_WHOAMI)
        add_list(&query, call);
    else if (add_copy(&query, account, call, err) != 0)
        return -1;
    if (account->channel_key != NULL)
        pairs_add(&headers, "channel-key", account->channel_key);
    out->writes = call->verb == PORT_COPY;
    out->method = "POST";
    out->path = "/";
    out->query = query.items;
    out->n_query = query.nr;
    out->headers = headers.items;
    out->n_headers = headers.nr;
    return 0;
}

/* ---- replies ---- */

static const struct state_word states[] = {
    {"Available", IMAGE_READY},    {"Making", IMAGE_PENDING}, {"Copying", IMAGE_SYNCING},
    {"Unavailable", IMAGE_FAILED}, {NULL, IMAGE_OTHER},
};

/* An unknown ImageType is not ours (shared images are not said to have one of their own). */
static bool read_image(const struct json *item, struct image *image, struct err *err)
{
    const char *os;

    if (strcmp(json_string_or(item, "ImageType", "Custom", err), "Custom") != 0)
        return false;
    os = json_string_or(item, "OsType", "", err);
    reply_image(item, "ImageId", "ImageName", "State", states, image, err);
    image->created = json_int_or(item, "CreateTime", 0, err);
    image->size_gib = json_int_or(item, "ImageSize", 0, err);
    if (strcmp(os, "Linux") == 0)
        image->os = IMAGE_OS_LINUX;
    else if (strcmp(os, "Windows") == 0)
        image->os = IMAGE_OS_WINDOWS;
    return true;
}

/* The vendor's example shows both forms of ids in one reply: the list comes first.  A region that
 * the list leaves out was not started, as far as one can tell. */
static void read_copy(struct reply *reply, const struct json *root, struct err *err)
{
    const char *id = json_string_or(root, "TargetImageId", "", err);
    struct port_copied *copied;

    reply_copied(reply, root, "Infos", "TargetRegion", "TargetImageId", NULL, err);
    if (*id == '\0' || reply->call->n_targets != 1 || reply->out->copied[0].id != NULL)
        return;
    copied = arena_alloc(reply->arena, sizeof *copied);
    copied->id = id;
    reply->out->copied = copied;
    reply->out->n_copied = 1;
}

/* Errors come with HTTP 200; RetCode is a number, from some gateways a string. */
static void read_json(struct reply *reply, const struct json *root, struct err *err)
{
    if (!reply_open_flat(reply, root, "RetCode", "Message", err))
        return;
    if (reply->call->verb == PORT_LIST)
        reply_images(reply, root, "ImageSet", "TotalCount", read_image, err);
    else if (reply->call->verb == PORT_COPY)
        read_copy(reply, root, err);
}

static const char *const secret_headers[] = {"channel-key", NULL};
static const char *const secret_parameters[] = {"Signature", "SecurityToken", "PublicKey",
                                                "PrivateKey", NULL};

const struct provider ucloud = {
    .caps = &ucloud_caps,
    .errors = &ucloud_errors,
    .keys = &ucloud_keys,
    .secrets = {secret_headers, secret_parameters},
    .request_id = "x-ucloud-request-uuid",
    .build = build,
    .sign = ucloud_sign,
    .read = reply_read,
    .read_json = read_json,
};
