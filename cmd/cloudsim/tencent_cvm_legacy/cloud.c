/* SPDX-License-Identifier: MIT */
/* The gateway of 2017, image.api.qcloud.com (tencent-cvm-legacy.md; tencent-signing.md scheme c):
 * the old image actions, and with Version=2017-03-12 those of cvm.c. */
#include "cmd/cloudsim/tencent_cvm_legacy/regions.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/check.h"
#include "cmd/cloudsim/tencent_cvm/cloud.h"

#define GATEWAY_PATH   "/v2/index.php"
#define WINDOW_SECONDS 300
#define NONCES_MAX     50000
#define IDS_MAX        10

static const struct api api_gateway; /* the same host, for Version=2017-03-12 */

/* ---- answers ---- */

static json_t *code_value(const struct sim *sim, const char *code)
{
    return quirk_on(&sim->quirks, QUIRK_CODE_AS_TEXT)
               ? json_string(code)
               : json_integer((json_int_t)strtol(code, NULL, 10));
}

static void refuse(struct sim *sim, struct exchange *x, const char *code, const char *message)
{
    TEXT_AUTO numbered = text_printf("(%s) %s", code, message);

    exchange_failed(x, code);
    exchange_answer(x, 200,
                    json_pack("{s:o,s:s,s:s}", "code", code_value(sim, code), "message", numbered,
                              "codeDesc", "Failure"));
}

static void succeed(struct sim *sim, struct exchange *x, json_t *more)
{
    json_t *reply = json_pack("{s:o,s:s}", "code", code_value(sim, "0"), "message", "");

    if (more != NULL)
        json_object_update(reply, more);
    json_decref(more);
    exchange_answer(x, 200, reply);
}

/* ---- reading ---- */

static bool serves(const char *host)
{
    return text_same(host, "image.api.qcloud.com");
}

static json_t *own_params(const struct pairs *form)
{
    static const char *const common[] = {"Action",        "Version",   "Timestamp",
                                         "Nonce",         "SecretId",  "Region",
                                         "Token",         "Signature", "SignatureMethod",
                                         "RequestClient", NULL};
    json_t *params = tc_unflatten(form);
    size_t i;

    for (i = 0; common[i] != NULL; i++)
        json_object_del(params, common[i]);
    return params;
}

static void read_request(struct sim *sim, struct exchange *x)
{
    const char *region, *version;

    (void)sim;
    x->form_style = true;
    if (pairs_parse(&x->form, text_same(x->method, "POST") ? x->body : x->query, true) != 0)
        return;
    region = pairs_get(&x->form, "Region");
    version = pairs_get(&x->form, "Version");
    x->action = text_dup(pairs_get(&x->form, "Action"));
    x->region = text_dup(legacy_region(region) != NULL ? legacy_region(region) : region);
    x->params = own_params(&x->form);
    if (text_same(version, cvm_service.version))
        x->api = &api_gateway;
}

/* ---- authentication ---- */

/* True: NONCE was used by this key within the window.  Remembers it. */
static bool replayed(struct sim *sim, const char *id, const char *nonce)
{
    TEXT_AUTO key = text_printf("%s %s", id, nonce);
    json_int_t now = (json_int_t)(sim_real() / 1000);
    const json_t *seen = json_object_get(sim->recent, key);
    bool again = seen != NULL && now - json_integer_value(seen) <= WINDOW_SECONDS;

    if (json_object_size(sim->recent) >= NONCES_MAX)
        json_object_clear(sim->recent);
    json_object_set_new(sim->recent, key, json_integer(now));
    return again;
}

/* The code of the failure, or NULL. */
static const char *authenticate(struct sim *sim, struct exchange *x)
{
    static const char *const needed[] = {"Action",   "Region",    "Timestamp", "Nonce",
                                         "SecretId", "Signature", NULL};
    const char *const hosts[] = {x->host, x->name}, *token = pairs_get(&x->form, "Token");
    const char *timestamp = pairs_get(&x->form, "Timestamp");
    long long apart = timestamp == NULL ? 0 : strtoll(timestamp, NULL, 10) - sim_real() / 1000;
    size_t i;

    for (i = 0; needed[i] != NULL; i++)
        if (pairs_get(&x->form, needed[i]) == NULL)
            return "4000";
    x->account = world_account(&sim->world, CLOUD_CVM, pairs_get(&x->form, "SecretId"));
    if (x->account == NULL)
        return "4104";
    x->signature = "bad";
    for (i = 0; i < 2 && text_same(x->signature, "bad"); i++) {
        TEXT_AUTO to_sign = form_string_to_sign(x->method, hosts[i], x->path, &x->form, true);
        TEXT_AUTO expected = form_signature(x->account->secret, &x->form, to_sign);

        if (text_same_secret(expected, pairs_get(&x->form, "Signature")))
            x->signature = i == 0 ? "ok" : "ok: host without port";
    }
    if (text_same(x->signature, "bad"))
        return "4100";
    if (x->account->token == NULL ? token != NULL : !text_same_secret(x->account->token, token))
        return "4105";
    if (apart < -WINDOW_SECONDS || apart > WINDOW_SECONDS ||
        replayed(sim, x->account->id, pairs_get(&x->form, "Nonce")))
        return "4500";
    return NULL;
}

static bool well_formed(const struct exchange *x)
{
    const char *type = pairs_get_fold(&x->headers, "Content-Type");

    if (!text_same(x->path, GATEWAY_PATH) || x->params == NULL)
        return false;
    return text_same(x->method, "GET") ? x->body_length == 0
                                       : text_same(x->method, "POST") &&
                                             text_starts(type, "application/x-www-form-urlencoded");
}

/* ---- reading parameters: all are text ---- */

static const char *param(const struct exchange *x, const char *name)
{
    return json_string_value(json_object_get(x->params, name));
}

/* A whole number, OTHERWISE if not given, -1 if it is none. */
static long number(const struct exchange *x, const char *name, long otherwise)
{
    const char *text = param(x, name);

    if (json_object_get(x->params, name) == NULL)
        return otherwise;
    return text != NULL && text[0] != '\0' && strspn(text, "0123456789") == strlen(text) &&
                   strlen(text) < 9
               ? strtol(text, NULL, 10)
               : -1;
}

static bool only(const struct exchange *x, const char *const *names)
{
    const char *name;
    json_t *value;

    json_object_foreach(x->params, name, value) {
        const char *const *allowed = names;

        while (*allowed != NULL && !text_same(*allowed, name))
            allowed++;
        if (*allowed == NULL)
            return false;
    }
    return true;
}

/* ---- SyncCvmImage ---- */

/* Why SOURCE cannot be copied to the region with the short code CODE; NULL: it can. */
static const char *pair_fault(struct sim *sim, const struct exchange *x, const struct image *source,
                              const char *code)
{
    const struct region *from = world_region(&sim->world, CLOUD_CVM, x->region);
    const struct region *to = world_region(&sim->world, CLOUD_CVM, legacy_region(code));
    const char *state;

    if (from == NULL || to == NULL || from == to)
        return "4000";
    if (text_same(code, "ca") || text_same(from->id, "na-toronto")) /* "not for North America" */
        return "4000";
    if (source == NULL || !text_same(source->account, x->account->id) ||
        !text_same(source->type, "private") || !image_visible(source, sim_now(sim)))
        return "5000";
    state = image_state(source, sim_now(sim));
    if (!to->copies || !text_same(state, "ready") || image_has(source, "whole-machine") ||
        image_has(source, "encrypted") || !cvm_border_open(x->account, from->group, to->group) ||
        world_used(&sim->world, CLOUD_CVM, x->account->id, to->id) >= to->quota)
        return "5100";
    return NULL;
}

/* A list of texts without repeats, at least one. */
static bool sound_list(const json_t *list)
{
    size_t i, k;

    for (i = 0; i < json_array_size(list); i++) {
        if (!json_is_string(json_array_get(list, i)))
            return false;
        for (k = 0; k < i; k++)
            if (json_equal(json_array_get(list, i), json_array_get(list, k)))
                return false;
    }
    return json_array_size(list) > 0;
}

static void sync_image(struct sim *sim, struct exchange *x)
{
    static const char *const names[] = {"srcRegion", "imgIdList", "dstRegion", NULL};
    const json_t *ids = tc_list(x, "imgIdList"), *regions = tc_list(x, "dstRegion");
    bool partly = quirk_on(&sim->quirks, QUIRK_PARTLY_DONE), apply;
    const char *fault = NULL;
    size_t i, k, done = 0, count = json_array_size(ids) * json_array_size(regions);
    struct image **sources;

    if (!only(x, names) || !sound_list(ids) || !sound_list(regions) ||
        !text_same(legacy_region(param(x, "srcRegion")), x->region)) {
        refuse(sim, x, "4000", "a parameter is missing or wrong");
        return;
    }
    sources = text_alloc((count + 1) * sizeof(struct image *));
    for (i = 0; i < count; i++) {
        const char *id = json_string_value(json_array_get(ids, i / json_array_size(regions)));
        const char *to = json_string_value(json_array_get(regions, i % json_array_size(regions)));
        const char *bad;

        sources[i] = world_image(&sim->world, CLOUD_CVM, x->region, id);
        bad = pair_fault(sim, x, sources[i], to);
        if (bad != NULL)
            sources[i] = NULL;
        if (fault == NULL)
            fault = bad;
    }
    apply = fault == NULL || partly;
    for (i = 0; i < count && apply; i++) {
        k = i % json_array_size(regions);
        if (sources[i] != NULL &&
            sim_copy(sim, x, sources[i],
                     legacy_region(json_string_value(json_array_get(regions, k))), NULL,
                     NULL) != NULL)
            done++;
    }
    free(sources);
    if (fault == NULL)
        succeed(sim, x, NULL);
    else
        refuse(sim, x, partly && done > 0 ? "5400" : fault, "the copy is refused");
}

/* ---- DescribeImages ---- */

/* 0: such an image is not shown (a failed copy has no status). */
static int status_of(const struct image *image, int64_t now)
{
    static const struct {
        const char *state;
        int status;
    } rows[] = {{"ready", 2}, {"busy", 5},   {"copying", 4},       {"creating", 1},
                {"using", 3}, {"failed", 0}, {"import-failed", 0}, {"importing", 1}};
    const char *state = image_state(image, now);
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        if (text_same(rows[i].state, state))
            return rows[i].status;
    return (int)strtol(state, NULL, 10);
}

static int type_of(const struct image *image)
{
    if (text_same(image->type, "public"))
        return 2;
    return text_same(image->type, "shared") ? 4 : 1;
}

static json_t *show(struct sim *sim, const struct image *image)
{
    const struct account *owner = world_account(&sim->world, CLOUD_CVM, image->account);
    TEXT_AUTO created = time_iso(image->created_ms / 1000 + 8 * 60 * 60); /* China time */

    created[10] = ' ';
    created[19] = '\0';
    return json_pack("{s:s,s:s,s:s,s:i,s:s,s:s,s:s,s:i}", "unImgId", image->id, "imageName",
                     image->name, "imageDescription", image->description, "imageType",
                     type_of(image), "osName", image->os_name, "createTime", created,
                     quirk_on(&sim->quirks, QUIRK_CREATEOR) ? "createor" : "creator",
                     owner == NULL ? "" : owner->owner, "status", status_of(image, sim_now(sim)));
}

static bool listed(const struct sim *sim, const struct exchange *x, const struct image *image,
                   long type, long status)
{
    const json_t *ids = tc_list(x, "imageIds"), *id;
    int64_t now = sim_now(sim);
    bool named = ids == NULL;
    size_t i;

    json_array_foreach(ids, i, id) {
        named |= text_same(json_string_value(id), image->id);
    }
    return named && image->cloud == CLOUD_CVM && text_same(image->region, x->region) &&
           image_visible(image, now) && type_of(image) == type && status_of(image, now) != 0 &&
           (status == 0 || status_of(image, now) == status) &&
           (type == 2 || text_same(image->account, x->account->id));
}

static void describe_images(struct sim *sim, struct exchange *x)
{
    static const char *const names[] = {"imageType", "imageIds", "status", "offset", "limit", NULL};
    long type = number(x, "imageType", -1), status = number(x, "status", 0);
    long offset = number(x, "offset", 0), limit = number(x, "limit", 20), total = 0;
    json_t *set = json_array();
    size_t i;

    if (!only(x, names) || type < 1 || type > 4 || status < 0 || offset < 0 || limit < 1 ||
        limit > 100 || json_array_size(tc_list(x, "imageIds")) > IDS_MAX) {
        json_decref(set);
        refuse(sim, x, "4000", "a parameter is missing or wrong");
        return;
    }
    for (i = sim->world.image_count; i > 0; i--) { /* newest first: no order is documented */
        const struct image *image = sim->world.images[i - 1];

        if (!listed(sim, x, image, type, status))
            continue;
        if (total >= offset && total < offset + limit)
            json_array_append_new(set, show(sim, image));
        total++;
    }
    succeed(sim, x,
            json_pack("{s:I,s:o}", "totalCount", (json_int_t)(total + x->plan.total_off),
                      "imageSet", set));
}

/* ---- ModifyImageAttributes ---- */

static void modify_image(struct sim *sim, struct exchange *x)
{
    static const char *const names[] = {"imageId", "imageName", "imageDescription", NULL};
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    struct image *image = world_image(&sim->world, CLOUD_CVM, x->region, param(x, "imageId"));
    const char *name = param(x, "imageName"), *description = param(x, "imageDescription");
    bool named = name != NULL && name[0] != '\0';

    if (!only(x, names) || param(x, "imageId") == NULL ||
        (named && (strlen(name) > 16 || strspn(name, letters) != strlen(name) ||
                   world_image_named(&sim->world, CLOUD_CVM, x->region, name) != NULL))) {
        refuse(sim, x, "4000", "a parameter is missing or wrong");
    } else if (image == NULL || !text_same(image->account, x->account->id) ||
               !text_same(image->type, "private")) {
        refuse(sim, x, "5000", "no such image");
    } else {
        if (named)
            text_set(&image->name, name);
        if (description != NULL && description[0] != '\0')
            text_set(&image->description, description);
        succeed(sim, x, NULL);
    }
}

static void answer(struct sim *sim, struct exchange *x)
{
    static const struct {
        const char *name;
        bool writes;
        void (*run)(struct sim *sim, struct exchange *x);
    } actions[] = {{"SyncCvmImage", true, sync_image},
                   {"DescribeImages", false, describe_images},
                   {"ModifyImageAttributes", true, modify_image}};
    const char *fault = well_formed(x) ? authenticate(sim, x) : "4000";
    size_t i = 0;

    while (i < sizeof actions / sizeof *actions && !text_same(actions[i].name, x->action))
        i++;
    if (fault != NULL)
        refuse(sim, x, fault, "authentication failed, or a parameter is missing");
    else if (i == sizeof actions / sizeof *actions || pairs_get(&x->form, "Version") != NULL)
        refuse(sim, x, "6100", "no such action here");
    else if (world_region(&sim->world, CLOUD_CVM, x->region) == NULL)
        refuse(sim, x, "4000", "no such region");
    else if (account_denies(x->account, x->action, actions[i].writes))
        refuse(sim, x, "4101", "refused by policy");
    else
        actions[i].run(sim, x);
}

/* ---- Version=2017-03-12 ---- */

static void gateway_refuse(struct sim *sim, struct exchange *x, const char *code,
                           const char *message)
{
    /* numbers are the gateway's own codes, words those of API 3.0 */
    if (strspn(code, "0123456789") == strlen(code))
        refuse(sim, x, code, message);
    else
        tc_refuse(sim, x, code, message);
}

static void gateway_answer(struct sim *sim, struct exchange *x)
{
    static const char *const words[][2] = {{"4000", "MissingParameter"},
                                           {"4100", "AuthFailure.SignatureFailure"},
                                           {"4104", "AuthFailure.SecretIdNotFound"},
                                           {"4105", "AuthFailure.TokenFailure"},
                                           {"4500", "AuthFailure.SignatureExpire"}};
    const char *fault = well_formed(x) ? authenticate(sim, x) : "4000";
    json_t *response;
    size_t i;

    if (fault == NULL)
        tc_run(sim, x, &cvm_service, pairs_get(&x->form, "Version"));
    for (i = 0; i < sizeof words / sizeof *words && fault != NULL; i++)
        if (text_same(words[i][0], fault))
            gateway_refuse(sim, x,
                           quirk_on(&sim->quirks, QUIRK_FLAT_2017_FAILURES) ? fault : words[i][1],
                           "refused by the gateway");
    response = json_object_get(x->reply, "Response");
    if (response != NULL && quirk_on(&sim->quirks, QUIRK_REQUEST_ID_SPELLING)) {
        json_object_set(response, "RequestID", json_object_get(response, "RequestId"));
        json_object_del(response, "RequestId");
    }
}

const struct api api_legacy = {.cloud = "tencent-cvm-legacy",
                               .serves = serves,
                               .read = read_request,
                               .answer = answer,
                               .refuse = refuse,
                               .throttled = "4400",
                               .internal = "6000"};

static const struct api api_gateway = {.cloud = "tencent-cvm",
                                       .serves = serves,
                                       .read = read_request,
                                       .answer = gateway_answer,
                                       .refuse = gateway_refuse,
                                       .throttled = "RequestLimitExceeded",
                                       .internal = "InternalError"};
