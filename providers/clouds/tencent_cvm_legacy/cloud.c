/* SPDX-License-Identifier: MIT */
/*
 * Tencent Cloud's image API before 2017: SyncCvmImage and its DescribeImages.
 *
 * Sources: the vendor's pages 213/1336 (SyncCvmImage), 213/1272 (DescribeImages) and 213/6982
 * (error codes), qcloudapi-sdk-python, qcloudcli.  Whether the gateway still answers is open.
 */
#include "providers/clouds/tencent_cvm_legacy/cloud.h"

#include "providers/clouds/clouds.h"
#include "providers/clouds/tencent/query.h"
#include "providers/clouds/tencent/tencent.h"
#include "providers/wire/pairs.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"
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

/* ---- the gateway, also for tencent_qcloud.c ---------------------------------------------------
 */

int tencent_legacy_request(const struct account *account, const struct port_call *call,
                           const char *action, const char *region, const struct pair *parameters,
                           size_t n, struct arena *arena, struct request *out, struct err *err)
{
    struct pairs query = PAIRS_INIT(arena);

    if (uri_set_endpoint(out, account->endpoint, call->region, "image.api.qcloud.com", arena,
                         err) != 0)
        return -1;
    pairs_add(&query, "Action", action);
    pairs_add(&query, "Region", region);
    pairs_add_all(&query, parameters, n);
    out->writes = call->verb == PORT_COPY;
    out->method = out->writes ? "POST" : "GET";
    out->path = "/v2/index.php";
    out->query = query.items;
    out->n_query = query.nr;
    out->action = action;
    return 0;
}

bool tencent_legacy_open(struct reply *reply, const struct json *root)
{
    struct err err = ERR_INIT;
    const char *code = json_code_maybe(root, "code", &err);
    const char *message = json_string_or(root, "message", NULL, &err);

    reply->out->request_id = json_string_or(root, "requestId", reply->out->request_id, &err);
    if (err.code == ERR_NONE && code == NULL)
        err_set(&err, ERR_DATA, "code: expected a number or a string, found nothing");
    if (err.code == ERR_NONE && strcmp(code, "0") != 0) {
        reply->provider = tencent_legacy_caps.provider;
        reply_refuse(reply, code, message, PORT_PERMANENT);
        return false;
    }
    if (err.code == ERR_NONE && reply->response->status != 200)
        err_set(&err, ERR_DATA, "no error in it, but the status is not 200");
    if (err.code != ERR_NONE)
        reply_unreadable(reply, err.text);
    return err.code == ERR_NONE;
}

void tencent_legacy_sign(const struct account *account, const struct credentials *credentials,
                         const struct request *request, struct moment moment, struct arena *arena,
                         struct wire *out)
{
    (void)account;
    query_sign(QUERY_LEGACY, credentials, request, moment, arena, out);
}

/* ---- requests ---------------------------------------------------------------------------------
 */

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
    struct pairs parameters = PAIRS_INIT(arena);

    memset(out, 0, sizeof *out);
    if (request_check(&tencent_legacy_caps, call, err) != 0)
        return -1;
    if (call->verb == PORT_COPY) {
        add_copy(&parameters, call);
    } else {
        pairs_add(&parameters, "imageType", "1"); /* private; demanded */
        pairs_add_int(&parameters, "offset", call->verb == PORT_LIST ? reply_offset(call) : 0);
        pairs_add_int(&parameters, "limit",
                      call->verb == PORT_LIST ? tencent_legacy_caps.page_size : 1);
    }
    return tencent_legacy_request(account, call,
                                  call->verb == PORT_COPY ? "SyncCvmImage" : "DescribeImages",
                                  short_code(tencent_region(account, call)), parameters.items,
                                  parameters.nr, arena, out, err);
}

/* ---- replies ----------------------------------------------------------------------------------
 */

/* There is no word for a failure: a failed copy probably vanishes. */
static const struct state_word states[] = {
    {"1", IMAGE_PENDING}, {"2", IMAGE_READY}, {"3", IMAGE_BUSY},
    {"4", IMAGE_SYNCING}, {"5", IMAGE_BUSY},  {NULL, IMAGE_OTHER},
};

static void read_image(const struct json *item, struct image *image, struct err *err)
{
    const char *os = json_string_or(item, "osName", "", err);
    const char *status = json_code_maybe(item, "status", err);

    if (status == NULL)
        err_set(err, ERR_DATA, "an image without a status");
    image->id = reply_id(item, "unImgId", err);
    image->name = json_string(item, "imageName", err);
    image->state_text = status == NULL ? "" : status;
    image->state = reply_state(states, image->state_text);
    image->progress = -1;
    clock_parse(json_string_or(item, "createTime", "", err), CHINA_TIME_S, &image->created);
    if (*os != '\0')
        image->os = strncmp(os, "Windows", 7) == 0 ? IMAGE_OS_WINDOWS : IMAGE_OS_LINUX;
}

static void read_list(struct reply *reply, const struct json *root, struct err *err)
{
    struct json set = json_array_maybe(root, "imageSet", err), item;
    struct image *images = arena_array(reply->arena, json_count(&set), sizeof *images);
    size_t n = 0;

    reply->out->has_total = true;
    reply->out->total = json_int(root, "totalCount", err);
    for (item = json_first(&set); item.node != NULL; item = json_next(&item)) {
        if (json_int_or(&item, "imageType", 1, err) == 1)
            read_image(&item, &images[n++], err);
        else
            reply->out->n_foreign++;
    }
    reply->out->images = images;
    reply->out->n_images = n;
    reply->out->cursor = reply_next_offset(reply, json_count(&set), reply->out->total);
}

static void read(const struct account *account, const struct port_call *call,
                 const struct response *response, struct arena *arena, struct port_result *out)
{
    struct reply reply = {tencent_legacy_caps.provider, call, response, arena, out};
    struct json_document *document cleanup_json = NULL;
    struct err err = ERR_INIT;
    struct json root;

    (void)account;
    if (!reply_begin(&reply))
        return;
    document = json_parse(response->body, response->n_body, arena, &err);
    root = json_root(document);
    if (document != NULL && !tencent_legacy_open(&reply, &root))
        return;
    if (document != NULL && call->verb == PORT_LIST)
        read_list(&reply, &root, &err);
    else if (document != NULL && call->verb == PORT_COPY)
        reply_accept_all(&reply);
    if (err.code != ERR_NONE)
        reply_unreadable(&reply, err.text);
}

const struct provider tencent_legacy = {&tencent_legacy_caps, build, tencent_legacy_sign, read};
