/* SPDX-License-Identifier: MIT */
/*
 * Tencent Cloud CVM, API 3.0: SyncImages, DescribeImages, DescribeImageQuota.
 *
 * Sources: api.json of the vendor's CLI (cvm/v20170312), its Go SDK, and the API pages of 2025;
 * what they leave open is marked "open".
 */
#include "providers/clouds/tencent_cvm/cloud.h"

#include "providers/clouds/clouds.h"
#include "providers/clouds/tencent/tc3.h"
#include "providers/clouds/tencent/tencent.h"
#include "providers/wire/request.h"
#include "reconcile/base/clock.h"
#include "reconcile/base/jsonw.h"

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

const char *tencent_cvm_action(enum port_verb verb)
{
    switch (verb) {
    case PORT_COPY:
    case PORT_DRYRUN:
        return "SyncImages";
    case PORT_QUOTA:
        return "DescribeImageQuota";
    case PORT_LIST:
    case PORT_WHOAMI:
        break;
    }
    return "DescribeImages";
}

/* ---- requests ---------------------------------------------------------------------------------
 */

static void write_list(struct jsonw *w, int64_t offset, int limit)
{
    jsonw_array(w, "Filters");
    jsonw_object(w, NULL);
    jsonw_string(w, "Name", "image-type");
    jsonw_array(w, "Values");
    jsonw_string(w, NULL, "PRIVATE_IMAGE");
    jsonw_close(w);
    jsonw_close(w);
    jsonw_close(w);
    jsonw_int(w, "Offset", offset);
    jsonw_int(w, "Limit", limit);
}

static void write_copy(struct jsonw *w, const struct port_call *call)
{
    size_t i;

    jsonw_array(w, "ImageIds");
    jsonw_string(w, NULL, call->sources[0].id);
    jsonw_close(w);
    jsonw_array(w, "DestinationRegions");
    for (i = 0; i < call->n_targets; i++)
        jsonw_string(w, NULL, call->targets[i]);
    jsonw_close(w);
    jsonw_string(w, "ImageName", call->sources[0].name);
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
    if (call->verb == PORT_LIST)
        write_list(&w, reply_offset(call), tencent_cvm_caps.page_size);
    else if (call->verb == PORT_WHOAMI)
        write_list(&w, 0, 1);
    else if (call->verb != PORT_QUOTA)
        write_copy(&w, call);
    jsonw_close(&w);
    /* A dry run has a copy's form: should a cloud overlook the flag, it must not be sent twice. */
    out->writes = call->verb == PORT_COPY || call->verb == PORT_DRYRUN;
    return tencent_request(account, "cvm", TENCENT_CVM_VERSION, tencent_cvm_action(call->verb),
                           tencent_region(account, call), &body, arena, out, err);
}

static void sign(const struct account *account, const struct credentials *credentials,
                 const struct request *request, struct moment moment, struct arena *arena,
                 struct wire *out)
{
    (void)account;
    tc3_sign(credentials, request, moment, arena, out);
}

/* ---- replies ----------------------------------------------------------------------------------
 */

static const struct state_word states[] = {
    {"NORMAL", IMAGE_READY},        {"USING", IMAGE_BUSY},        {"SYNCING", IMAGE_SYNCING},
    {"CREATING", IMAGE_PENDING},    {"IMPORTING", IMAGE_PENDING}, {"CREATEFAILED", IMAGE_FAILED},
    {"IMPORTFAILED", IMAGE_FAILED}, {NULL, IMAGE_OTHER},
};

static enum image_arch arch_of(const char *text)
{
    enum image_arch arch = IMAGE_ARCH_UNKNOWN;

    if (strcmp(text, "arm") == 0)
        return IMAGE_ARCH_ARM64;
    image_arch_parse(text, &arch);
    return arch;
}

/* A snapshot of a data disk makes it an image of a whole machine, which SyncImages refuses
 * (InvalidParameter.InstanceImageNotSupport). */
static unsigned traits_of(const struct json *image, struct err *err)
{
    struct json set = json_array_maybe(image, "SnapshotSet", err), item;
    unsigned traits = 0;

    for (item = json_first(&set); item.node != NULL; item = json_next(&item))
        if (strcmp(json_string_or(&item, "DiskUsage", "", err), "DATA_DISK") == 0)
            traits |= IMAGE_WHOLE_MACHINE | IMAGE_DATA_DISKS;
    return traits;
}

static void read_image(const struct json *item, struct image *image, struct err *err)
{
    const char *platform = json_string_or(item, "Platform", "", err);
    int64_t percent;

    image->id = reply_id(item, "ImageId", err);
    image->name = json_string(item, "ImageName", err);
    image->state_text = json_string(item, "ImageState", err);
    image->state = reply_state(states, image->state_text);
    /* Numbers stand on NORMAL images too; they mean something only while a copy runs. */
    percent = json_int_or(item, "SyncPercent", -1, err);
    image->progress = -1;
    if (image->state == IMAGE_SYNCING && percent >= 0 && percent <= 100)
        image->progress = (int)percent;
    clock_parse(json_string_or(item, "CreatedTime", "", err), 0, &image->created);
    image->size_gib = json_int_or(item, "ImageSize", 0, err);
    if (*platform != '\0')
        image->os = strncmp(platform, "Windows", 7) == 0 ? IMAGE_OS_WINDOWS : IMAGE_OS_LINUX;
    image->arch = arch_of(json_string_or(item, "Architecture", "", err));
    image->traits = traits_of(item, err);
}

static void read_list(struct reply *reply, const struct json *body, struct err *err)
{
    struct json set = json_array_maybe(body, "ImageSet", err), item;
    struct image *images = arena_array(reply->arena, json_count(&set), sizeof *images);
    size_t n = 0;

    reply->out->has_total = true;
    reply->out->total = json_int(body, "TotalCount", err);
    for (item = json_first(&set); item.node != NULL; item = json_next(&item)) {
        const char *type = json_string_or(&item, "ImageType", "PRIVATE_IMAGE", err);

        if (strcmp(type, "PRIVATE_IMAGE") == 0)
            read_image(&item, &images[n++], err);
        else
            reply->out->n_foreign++;
    }
    reply->out->images = images;
    reply->out->n_images = n;
    reply->out->cursor = reply_next_offset(reply, json_count(&set), reply->out->total);
}

void tencent_cvm_read_body(struct reply *reply, const struct json *body)
{
    struct err err = ERR_INIT;

    switch (reply->call->verb) {
    case PORT_LIST:
        read_list(reply, body, &err);
        break;
    case PORT_QUOTA: /* the ceiling, not what is left */
        reply->out->quota_total = json_int(body, "ImageNumQuota", &err);
        break;
    case PORT_COPY:
        /* Old private clouds and the old gateway send no ids. */
        reply_copied(reply, body, "ImageSet", "Region", "ImageId", &err);
        break;
    case PORT_DRYRUN:
    case PORT_WHOAMI:
        break;
    }
    if (err.code != ERR_NONE)
        reply_unreadable(reply, err.text);
}

static void read(const struct account *account, const struct port_call *call,
                 const struct response *response, struct arena *arena, struct port_result *out)
{
    struct reply reply = {tencent_cvm_caps.provider, call, response, arena, out};
    struct json_document *document cleanup_json = NULL;
    struct err err = ERR_INIT;
    struct json root, body;

    (void)account;
    if (!reply_begin(&reply))
        return;
    document = json_parse(response->body, response->n_body, arena, &err);
    if (document == NULL) {
        reply_unreadable(&reply, err.text);
        return;
    }
    root = json_root(document);
    if (tencent_open(&reply, &root, &body))
        tencent_cvm_read_body(&reply, &body);
}

const struct provider tencent_cvm = {&tencent_cvm_caps, build, sign, read};
