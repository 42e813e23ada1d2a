/* SPDX-License-Identifier: MIT */
/* Baidu BCC: the protocol, and single images (baidu-bcc.md sections 1, 2, 5 and 6). */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/baidu_bcc/baidu.h"
#include "cmd/cloudsim/common/check.h"

#define KEYS_MAX       1000
#define FUTURE_SECONDS 300 /* how far ahead a timestamp may lie is open; a few minutes */

/* ---- answers ---- */

static void request_id(struct sim *sim, struct exchange *x)
{
    uint64_t a = sim_draw(sim), b = sim_draw(sim);

    if (x->request_id != NULL)
        return;
    x->request_id =
        text_printf("%08x-%04x-%04x-%04x-%012llx", (unsigned)(a >> 32),
                    (unsigned)(a >> 16 & 0xFFFF), (unsigned)(a & 0xFFFF), (unsigned)(b >> 48),
                    (unsigned long long)(b & UINT64_C(0xFFFFFFFFFFFF)));
    pairs_add(&x->reply_headers, "x-bce-request-id", x->request_id);
}

static unsigned status_of(const char *code)
{
    static const struct {
        const char *code;
        unsigned status;
    } rows[] = {{"AccessDenied", 403},
                {"InvalidAccessKeyId", 403},
                {"OptInRequired", 403},
                {"QualifyNotPass", 403},
                {"IdempotentParameterMismatch", 403},
                {"InvalidVersion", 404},
                {"NoSuchObject", 404},
                {"PreconditionFailed", 412},
                {"InternalError", 500},
                {"TooManyRequests", 429},
                {"Image.ImageNameInvalid", 400},
                {"Image.ImageIdIsEmpty", 400},
                {"Image.ImageQuotaExceedLimit", 413},
                {"Image.UnCustomImageCannotBeDeleted", 403}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        if (text_same(rows[i].code, code))
            return rows[i].status;
    return text_starts(code, "Image.") ? 409 : 400;
}

void baidu_refuse(struct sim *sim, struct exchange *x, const char *code, const char *message)
{
    request_id(sim, x);
    exchange_failed(x, code);
    exchange_answer(x, status_of(code),
                    json_pack("{s:s,s:s,s:s}", "requestId", x->request_id, "code", code, "message",
                              message));
}

void baidu_succeed(struct sim *sim, struct exchange *x, json_t *reply)
{
    request_id(sim, x);
    exchange_answer(x, 200, reply);
}

/* ---- reading ---- */

static bool serves(const char *host)
{
    return text_same(host, "bcc.baidubce.com") ||
           (text_starts(host, "bcc.") && text_ends(host, ".baidubce.com"));
}

/* What the path after /v2/image asks for: "" the list, else the id (or "rename"). */
const char *baidu_tail(const struct exchange *x)
{
    if (text_same(x->path, "/v2/image"))
        return "";
    return text_starts(x->path, "/v2/image/") && strchr(x->path + 10, '/') == NULL ? x->path + 10
                                                                                   : NULL;
}

static const char *action_of(const struct exchange *x)
{
    const char *tail = baidu_tail(x);
    bool get = text_same(x->method, "GET"), post = text_same(x->method, "POST");

    if (post && text_same(x->path, "/v2/region/describeRegions"))
        return "describeRegions";
    if (tail == NULL)
        return NULL;
    if (tail[0] == '\0')
        return get ? "listImages" : NULL;
    if (text_same(tail, "rename"))
        return text_same(x->method, "PUT") ? "renameImage" : NULL;
    if (get)
        return "getImage";
    if (text_same(x->method, "DELETE"))
        return "deleteImage";
    if (post && pairs_get(&x->form, "remoteCopy") != NULL)
        return "remoteCopy";
    return post && pairs_get(&x->form, "cancelRemoteCopy") != NULL ? "cancelRemoteCopy" : NULL;
}

static void read_request(struct sim *sim, struct exchange *x)
{
    size_t length = strcspn(x->name + 4, ".");
    json_t *body;
    size_t i;

    (void)sim;
    if (strcmp(x->name + 4 + length, ".baidubce.com") == 0)
        x->region = text_cut(x->name + 4, length);
    x->params = json_object();
    if (pairs_parse(&x->form, x->query, false) != 0)
        return;
    for (i = 0; i < x->form.count; i++)
        json_object_set_new(x->params, x->form.items[i].name,
                            json_string(x->form.items[i].value == NULL ? ""
                                                                       : x->form.items[i].value));
    x->action = text_dup(action_of(x));
    body = json_loadb(x->body, x->body_length, JSON_REJECT_DUPLICATES, NULL);
    if (body != NULL)
        json_object_set_new(x->params, "body", body);
    if (baidu_tail(x) != NULL && baidu_tail(x)[0] != '\0')
        json_object_set_new(x->params, "image", json_string(baidu_tail(x)));
}

const char *baidu_query(const struct exchange *x, const char *name)
{
    return pairs_get(&x->form, name);
}

bool baidu_only_query(const struct exchange *x, const char *const *names)
{
    size_t i, k;

    for (i = 0; i < x->form.count; i++) {
        for (k = 0; names[k] != NULL && !text_same(names[k], x->form.items[i].name); k++)
            ;
        if (names[k] == NULL)
            return false;
    }
    return true;
}

/* ---- authentication ---- */

static const char *signature_note(const struct exchange *x, const struct bce_credential *credential)
{
    struct bce_request request = {.method = x->method,
                                  .path = x->path,
                                  .query = x->query,
                                  .headers = &x->headers};
    const char *const notes[] = {"ok", "ok: host without port"};
    TEXT_AUTO key = bce_signing_key(x->account->secret, credential->prefix);
    size_t i;

    for (i = 0; i < 2; i++) {
        TEXT_AUTO canonical = bce_canonical(&request, credential->signed_headers);
        TEXT_AUTO expected = canonical == NULL ? NULL : bce_signature(key, canonical);

        if (expected != NULL && text_same_secret(expected, credential->signature))
            return notes[i];
        request.host = x->name;
    }
    return "bad";
}

static const char *check_credential(struct sim *sim, struct exchange *x,
                                    const struct bce_credential *credential)
{
    const char *token = pairs_get_fold(&x->headers, "x-bce-security-token");
    const char *date = pairs_get_fold(&x->headers, "x-bce-date");
    int64_t now = sim_real() / 1000, signed_at, sent_at;

    x->account = world_account(&sim->world, CLOUD_BAIDU, credential->id);
    if (x->account == NULL)
        return "InvalidAccessKeyId";
    if (!time_parse_iso(credential->timestamp, &signed_at))
        return "InvalidHTTPAuthHeader";
    if (now > signed_at + credential->expiration || signed_at > now + FUTURE_SECONDS)
        return "RequestExpired";
    if (date != NULL &&
        (!time_parse_iso(date, &sent_at) || sent_at - signed_at > 2 || signed_at - sent_at > 2))
        return "SignatureDoesNotMatch";
    x->signature = signature_note(x, credential);
    if (text_same(x->signature, "bad"))
        return "SignatureDoesNotMatch";
    if (x->account->token == NULL)
        return token == NULL ? NULL : "InvalidAccessKeyId";
    /* a token must be signed: either it is listed, or the default set holds every x-bce- header */
    if (!text_same_secret(x->account->token, token) ||
        (credential->signed_headers[0] != '\0' &&
         strstr(credential->signed_headers, "x-bce-security-token") == NULL))
        return "AccessDenied";
    return NULL;
}

static const char *authenticate(struct sim *sim, struct exchange *x)
{
    const char *authorization = pairs_get_fold(&x->headers, "Authorization"), *fault;
    struct bce_credential credential;

    if (authorization == NULL)
        return "AccessDenied";
    if (bce_parse(authorization, &credential) != 0)
        return "InvalidHTTPAuthHeader";
    fault = check_credential(sim, x, &credential);
    bce_free(&credential);
    return fault;
}

/* ---- one image ---- */

/* The visible image that the path names, or a refusal and NULL. */
struct image *baidu_named(struct sim *sim, struct exchange *x, const char *id)
{
    struct image *image = world_image(&sim->world, CLOUD_BAIDU, x->region, id);

    if (image == NULL || !image_visible(image, sim_now(sim)) ||
        (!text_same(image->account, x->account->id) && !text_same(image->type, "public"))) {
        baidu_refuse(sim, x, "NoSuchObject",
                     "The specified object is not found or resource do not exist.");
        return NULL;
    }
    return image;
}

static void get_image(struct sim *sim, struct exchange *x)
{
    struct image *image = baidu_named(sim, x, baidu_tail(x));

    if (image != NULL)
        baidu_succeed(sim, x, json_pack("{s:o}", "image", baidu_show(sim, image)));
}

static void delete_image(struct sim *sim, struct exchange *x)
{
    struct image *image = baidu_named(sim, x, baidu_tail(x));
    const char *state = image == NULL ? NULL : image_state(image, sim_now(sim));

    if (image == NULL)
        return;
    if (!text_same(image->type, "private")) {
        baidu_refuse(sim, x, "Image.UnCustomImageCannotBeDeleted",
                     "Only custom image can be deleted.");
    } else if (text_same(state, "copying") || text_same(state, "creating")) {
        baidu_refuse(sim, x, "Image.CreatingImageCannotBeDeleted",
                     "Cannot delete image when creating.");
    } else {
        world_remove(&sim->world, image);
        baidu_succeed(sim, x, NULL);
    }
}

static void cancel_copy(struct sim *sim, struct exchange *x)
{
    struct image *image = baidu_named(sim, x, baidu_tail(x));

    if (image == NULL)
        return;
    if (!text_same(image->state, "copying")) {
        baidu_refuse(sim, x, "Image.ImageStatusForbidden", "Image status is not dest_copying.");
    } else {
        world_remove(&sim->world, image);
        baidu_succeed(sim, x, NULL);
    }
}

/* 1-65 characters: letters, digits, Chinese, - _ / . and space; the first a letter. */
bool baidu_name_fits(const char *name)
{
    static const char signs[] = "-_/. 0123456789";
    const char *c;

    if (name == NULL || name[0] == '\0' || strchr(signs, name[0]) != NULL ||
        text_characters(name) > 65)
        return false;
    for (c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x80 && strchr(signs, *c) == NULL &&
            !((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z')))
            return false;
    return true;
}

/* The request's body if it is a JSON object; else a refusal and NULL. */
json_t *baidu_body(struct sim *sim, struct exchange *x)
{
    json_t *body = json_object_get(x->params, "body");

    if (!text_starts(pairs_get_fold(&x->headers, "Content-Type"), "application/json"))
        baidu_refuse(sim, x, "InvalidHTTPRequest", "the body is not declared as JSON");
    else if (body == NULL)
        baidu_refuse(sim, x, "MalformedJSON", "the body is no JSON");
    else if (!json_is_object(body))
        baidu_refuse(sim, x, "InappropriateJSON", "the body is no object");
    else
        return body;
    return NULL;
}

static void rename_image(struct sim *sim, struct exchange *x)
{
    json_t *body = baidu_body(sim, x);
    const char *name = json_string_value(json_object_get(body, "name"));
    const char *id = json_string_value(json_object_get(body, "imageId"));
    struct image *image;

    if (body == NULL)
        return;
    if (id == NULL || id[0] == '\0') {
        baidu_refuse(sim, x, "Image.ImageIdIsEmpty", "Image ID cannot be empty");
    } else if (!baidu_name_fits(name)) {
        baidu_refuse(sim, x, "Image.ImageNameInvalid", "Image name is invalid.");
    } else {
        image = baidu_named(sim, x, id);
        if (image == NULL)
            return;
        text_set(&image->name, name);
        baidu_succeed(sim, x, NULL);
    }
}

/* ---- regions, and the table ---- */

static void describe_regions(struct sim *sim, struct exchange *x)
{
    const char *only =
        json_string_value(json_object_get(json_object_get(x->params, "body"), "region"));
    json_t *regions = json_array();
    size_t i;

    for (i = 0; i < sim->world.clouds[CLOUD_BAIDU].region_count; i++) {
        const char *id = sim->world.clouds[CLOUD_BAIDU].regions[i].id;
        TEXT_AUTO endpoint = text_printf("bcc.%s.baidubce.com", id);

        if (only == NULL || text_same(only, id))
            json_array_append_new(regions, json_pack("{s:s,s:s,s:s}", "regionId", id, "regionName",
                                                     id, "regionEndpoint", endpoint));
    }
    baidu_succeed(sim, x, json_pack("{s:o}", "regions", regions));
}

static void answer(struct sim *sim, struct exchange *x)
{
    static const struct {
        const char *name;
        bool regional, writes;
        void (*run)(struct sim *sim, struct exchange *x);
    } actions[] = {{"listImages", true, false, baidu_list_images},
                   {"getImage", true, false, get_image},
                   {"remoteCopy", true, true, baidu_remote_copy},
                   {"cancelRemoteCopy", true, true, cancel_copy},
                   {"deleteImage", true, true, delete_image},
                   {"renameImage", true, true, rename_image},
                   {"describeRegions", false, false, describe_regions}};
    const char *fault = authenticate(sim, x);
    size_t i = 0, count = sizeof actions / sizeof *actions;

    while (i < count && !text_same(actions[i].name, x->action))
        i++;
    if (fault != NULL)
        baidu_refuse(sim, x, fault, "The request is not authenticated.");
    else if (i == count)
        baidu_refuse(sim, x, text_starts(x->path, "/v2/") ? "InvalidURI" : "InvalidVersion",
                     "no such resource");
    else if (actions[i].regional && world_region(&sim->world, CLOUD_BAIDU, x->region) == NULL)
        baidu_refuse(sim, x, "NoSuchObject", "no such region");
    else if (account_denies(x->account, x->action, actions[i].writes))
        baidu_refuse(sim, x, "AccessDenied", "refused by policy");
    else
        actions[i].run(sim, x);
}

const struct api api_baidu = {.cloud = "baidu-bcc",
                              .serves = serves,
                              .read = read_request,
                              .answer = answer,
                              .refuse = baidu_refuse,
                              .throttled = "TooManyRequests",
                              .internal = "InternalError"};
