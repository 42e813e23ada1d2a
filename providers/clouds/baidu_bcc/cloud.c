/* SPDX-License-Identifier: MIT */
/* Baidu AI Cloud BCC: POST /v2/image/{id}?remoteCopy, GET /v2/image.  Facts and sources: README.md.
 */
#include "providers/clouds/baidu_bcc/baidu_bcc.h"
#include "providers/clouds/baidu_bcc/sign.h"
#include "providers/clouds/reply.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"
#include "reconcile/base/clock.h"

#include <string.h>

/* "Service Domain Name", and terraform-provider-baiducloud; nj is named for other products. */
static const struct port_region regions[] = {
    {.id = "bd"},  {.id = "bj"}, {.id = "cd"},  {.id = "fsh"}, {.id = "fwh"}, {.id = "gz"},
    {.id = "hkg"}, {.id = "nj"}, {.id = "sin"}, {.id = "su"},  {.id = "yq"},
};

/* "Custom" does not hold the images of elastic bare metal. */
static const char *const kinds[] = {"Custom", "EbcCustom"};

static const char *const domains[] = {"baidubce.com", NULL};
static const char *const env_prefixes[] = {"BCE_", "BAIDUCLOUD_", NULL};

const struct caps baidu_bcc_caps = {
    .provider = "baidu-bcc",
    .title = "Baidu AI Cloud BCC",
    .action = "remoteCopy",
    .regions = regions,
    .n_regions = sizeof regions / sizeof *regions,
    .border = PORT_BORDER_NONE, /* no rule is documented */
    .images_per_call = 1,
    .regions_per_call = 0, /* destRegion: no limit is published */
    .list_kinds = sizeof kinds / sizeof *kinds,
    .page_size = 1000, /* maxKeys: at most 1000 */
    .read_rate = 10,   /* no figure is published */
    .write_rate = 2,
    .image_quota = 20, /* "Create a custom image": 20 an account and region */
    .has_quota_call = false,
    .has_dry_run = false,
    .names_repeat = true, /* not said to be unique */
    .can_rename = true,   /* "name" */
    .names_ids = true,    /* older deployments answer with an empty body */
    .source_is_busy = true,
    .max_size_gib = 0, /* 200 GB until 2023; gone from today's page */
    .refused_traits = IMAGE_WHOLE_MACHINE | IMAGE_DATA_DISKS,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_ARCH | PORT_HAS_CREATED,
    .name = {.max_chars = 65, .punctuation = "-_/.", .han = true, .letter_first = true},
    .domains = domains,
    .env_prefixes = env_prefixes,
};

/* ---- requests ---- */

static void build_copy(const struct port_call *call, struct pairs *query, struct arena *arena,
                       struct request *out)
{
    struct buf body cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&body);

    jsonw_object(&w, NULL);
    jsonw_string(&w, "name", call->sources[0].name);
    jsonw_strings(&w, "destRegion", call->targets, call->n_targets);
    jsonw_close(&w);
    pairs_add(query, "remoteCopy", NULL);
    out->method = "POST";
    out->path = arena_printf(arena, "/v2/image/%s", call->sources[0].id);
    out->body = arena_strndup(arena, body.ptr, body.len);
    out->n_body = body.len;
    out->action = "remoteCopy";
    out->writes = true;
}

static void build_list(const struct port_call *call, struct pairs *query, struct request *out)
{
    bool whole = call->verb == PORT_LIST;

    pairs_add(query, "imageType", kinds[whole ? call->kind : 0]);
    pairs_add_int(query, "maxKeys", whole ? baidu_bcc_caps.page_size : 1);
    if (whole && call->cursor != NULL)
        pairs_add(query, "marker", call->cursor);
    out->method = "GET";
    out->path = "/v2/image";
    out->action = "listImages";
}

static int build(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err)
{
    static const struct pair content_type = {"Content-Type", "application/json; charset=utf-8"};
    const char *region = call->region == NULL ? "bj" : call->region;
    struct pairs query = PAIRS_INIT(arena);

    memset(out, 0, sizeof *out);
    if (request_check(&baidu_bcc_caps, call, err) != 0 ||
        uri_set_endpoint(out, account->endpoint, region,
                         arena_printf(arena, "bcc.%s.baidubce.com", region), arena, err) != 0)
        return -1;
    if (call->verb == PORT_COPY) {
        build_copy(call, &query, arena, out);
        out->headers = &content_type;
        out->n_headers = 1;
    } else {
        build_list(call, &query, out);
    }
    out->query = query.items;
    out->n_query = query.nr;
    return 0;
}

/* ---- replies ---- */

/* While a copy arrives the list should say Creating; the other words are of the pages on copying
 * and of the console.  NotAvailable may pass. */
static const struct state_word states[] = {
    {"Available", IMAGE_READY},      {"Creating", IMAGE_PENDING},
    {"NotAvailable", IMAGE_PENDING}, {"dest_copying", IMAGE_SYNCING},
    {"Copying", IMAGE_SYNCING},      {"Replicating", IMAGE_SYNCING},
    {"CreatedFailed", IMAGE_FAILED}, {"CreateFailed", IMAGE_FAILED},
    {"Error", IMAGE_FAILED},         {NULL, IMAGE_OTHER},
};

/* "x86_64 (64bit)" */
static enum image_arch arch_of(const char *text)
{
    if (strstr(text, "x86_64") != NULL || strstr(text, "amd64") != NULL)
        return IMAGE_ARCH_X86_64;
    if (strstr(text, "aarch64") != NULL || strstr(text, "arm64") != NULL)
        return IMAGE_ARCH_ARM64;
    if (strstr(text, "i386") != NULL || strstr(text, "32bit") != NULL)
        return IMAGE_ARCH_I386;
    return IMAGE_ARCH_UNKNOWN;
}

static unsigned traits_of(const struct json *item, struct err *err)
{
    struct json snapshots = json_array_maybe(item, "snapshots", err);

    return (json_bool_or(item, "package", false, err) ? IMAGE_WHOLE_MACHINE : 0u) |
           (json_bool_or(item, "encrypted", false, err) ? IMAGE_ENCRYPTED : 0u) |
           (json_count(&snapshots) > 0 ? IMAGE_DATA_DISKS : 0u);
}

/* Only words that are known to be another's; what the type EbcCustom calls its images is open. */
static bool is_foreign(const char *type)
{
    size_t n = strlen(type);

    return strcmp(type, "Integration") == 0 || strcmp(type, "Sharing") == 0 ||
           (n >= 6 && strcmp(type + n - 6, "System") == 0);
}

static bool read_image(const struct json *item, struct image *image, struct err *err)
{
    if (is_foreign(json_string_or(item, "type", "", err)))
        return false;
    reply_image(item, "id", "name", "status", states, image, err);
    clock_parse(json_string_or(item, "createTime", "", err), 0, &image->created);
    /* The page's examples have minDiskGb on every image, diskSize on some. */
    image->size_gib = json_int_or(item, "minDiskGb", json_int_or(item, "diskSize", 0, err), err);
    image_os_parse(json_string_or(item, "osType", "", err), &image->os);
    image->arch = arch_of(json_string_or(item, "osArch", "", err));
    image->traits = traits_of(item, err);
    return true;
}

static void read_list(struct reply *reply, const struct json *root, struct err *err)
{
    /* Demanded: there is no total, so only this word says that the list is whole. */
    bool truncated = json_bool(root, "isTruncated", err);
    const char *next = json_string_or(root, "nextMarker", "", err);

    reply_images(reply, root, "images", NULL, read_image, err);
    if (!truncated)
        return;
    reply->out->cursor = next;
    if (*next == '\0')
        err_set(err, ERR_DATA,
                "nextMarker: the list is truncated, but nothing says where to go on");
}

/* What the code of an error no table knows may mean: no throttling code is documented. */
static enum port_class guess(const struct response *response, const char *code)
{
    bool throttled = response->status == 429 || strstr(code, "Throttl") != NULL ||
                     strstr(code, "TooMany") != NULL || strncmp(code, "Flow", 4) == 0 ||
                     (strstr(code, "Limit") != NULL && strstr(code, "Request") != NULL);

    if (throttled)
        return PORT_THROTTLED;
    return response->status >= 500 ? PORT_TRANSIENT : PORT_PERMANENT;
}

/* A 200 may hold failures, one a region.  Older deployments send no body at all. */
static void read_target(struct reply *reply, const struct json *item, struct port_copied *copied,
                        struct err *err)
{
    const char *code = json_string_or(item, "code", "", err);
    const char *id = json_string_or(item, "imageId", "", err);

    if (strcmp(code, "success") == 0)
        copied->id = *id == '\0' ? NULL : id;
    else if (*code == '\0') /* it says nothing of this region */
        copied->failure = reply_refusal(reply, "(no code)", NULL, PORT_LOST);
    else
        copied->failure = reply_refusal(reply, code, json_string_or(item, "errMsg", NULL, err),
                                        guess(reply->response, code));
}

static void read_error(struct reply *reply, const struct json *root, struct err *err)
{
    const char *code = json_code_maybe(root, "code", err);
    const char *message = json_string_or(root, "message", NULL, err);

    reply->out->request_id = json_string_or(root, "requestId", reply->out->request_id, err);
    if (err->code == ERR_NONE && code == NULL)
        err_set(err, ERR_DATA, "code: expected a string, found nothing");
    if (err->code == ERR_NONE)
        reply_refuse(reply, code, message, guess(reply->response, code));
}

static void read_json(struct reply *reply, const struct json *root, struct err *err)
{
    if (reply->response->status != 200 || json_has(root, "code"))
        read_error(reply, root, err);
    else if (reply->call->verb == PORT_LIST)
        read_list(reply, root, err);
    else if (reply->call->verb == PORT_COPY)
        reply_copied(reply, root, "result", "region", NULL, read_target, err);
}

static void read(const struct provider *provider, const struct port_call *call,
                 const struct response *response, struct arena *arena, struct port_result *out)
{
    struct response whole = *response;

    if (call->verb == PORT_COPY && whole.status == 200 && whole.n_body == 0) {
        whole.body = "{}"; /* older deployments accept a copy without a word */
        whole.n_body = strlen(whole.body);
    }
    reply_read(provider, call, &whole, arena, out);
}

static const char *const secret_names[] = {"x-bce-security-token", NULL};

const struct provider baidu_bcc = {
    .caps = &baidu_bcc_caps,
    .errors = &baidu_bcc_errors,
    .keys = &baidu_bcc_keys,
    .secrets = {secret_names, secret_names},
    .request_id = "x-bce-request-id",
    .build = build,
    .sign = bce_sign,
    .read = read,
    .read_json = read_json,
};
