/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent/tencent.h"

#include "cmd/cloudsim/tencent/check.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_SECONDS = 300 };

const struct api3 *api3_of(const struct exchange *x)
{
    assert(x->cloud->more != NULL);
    return x->cloud->more;
}

static const char *header(const struct exchange *x, const char *name)
{
    return pairs_get_fold(&x->in->headers, name);
}

/* ---- answers ---- */

static void give_request_id(struct exchange *x)
{
    const char *id = sim_uuid(x->sim, x->arena); /* drawn each time: the seed's sequence */

    if (x->request_id == NULL)
        x->request_id = id;
}

void api3_succeed(struct exchange *x, json_t *result)
{
    give_request_id(x);
    json_object_set_new(result, "RequestId", json_string(x->request_id));
    exchange_answer(x, 200, json_pack("{s:o}", "Response", result));
}

void api3_refuse(struct exchange *x, const char *code, const char *message)
{
    give_request_id(x);
    exchange_fail(x, 200, code,
                  json_pack("{s:{s:{s:s,s:s},s:s}}", "Response", "Error", "Code", code, "Message",
                            message, "RequestId", x->request_id));
}

/* ---- reading ---- */

static bool by_header(const struct exchange *x)
{
    return str_starts(header(x, "Authorization"), "TC3-");
}

void api3_read(struct exchange *x)
{
    bool post = str_equal(x->in->method, "POST");
    bool json = str_starts(header(x, "Content-Type"), "application/json");

    if (by_header(x) || (post && json)) {
        x->action = header(x, "X-TC-Action");
        x->region = header(x, "X-TC-Region");
    }
    if (post && json) {
        x->params = json_loadb(x->in->body.ptr, x->in->body.len, JSON_REJECT_DUPLICATES, NULL);
        return;
    }
    x->form_style = true;
    if (pairs_parse(&x->form, post ? x->in->body.ptr : x->in->query, true) != 0)
        return;
    if (x->action == NULL) {
        x->action = pairs_get(&x->form, "Action");
        x->region = pairs_get(&x->form, "Region");
    }
    x->params = params_unflatten(x->arena, &x->form);
    json_object_del(x->params, "Language");
}

/* ---- authentication: a code, or NULL ---- */

static bool in_window(const char *timestamp)
{
    char *end;
    long long sent = timestamp == NULL ? 0 : strtoll(timestamp, &end, 10);
    long long apart = sent - sim_real() / 1000;

    return timestamp != NULL && end != timestamp && *end == '\0' && apart >= -WINDOW_SECONDS &&
           apart <= WINDOW_SECONDS;
}

/* An empty token is none. */
static const char *token_fault(const struct exchange *x, const char *token)
{
    if (token != NULL && token[0] == '\0')
        token = NULL;
    return exchange_token_fits(x, token) ? NULL : "AuthFailure.TokenFailure";
}

static const char *sign_tc3(struct exchange *x, const char *host, const void *context)
{
    const struct tc3_credential *credential = context;
    const struct tc3_request request = {.method = x->in->method,
                                        .path = x->in->path,
                                        .query = x->in->query,
                                        .headers = &x->in->headers,
                                        .host = host,
                                        .body = x->in->body.ptr,
                                        .n_body = x->in->body.len};
    const char *canonical = tc3_canonical(x->arena, &request, credential->signed_headers);

    if (canonical == NULL)
        return NULL;
    return tc3_signature(x->arena, x->account->secret, credential,
                         tc3_string_to_sign(x->arena, header(x, "X-TC-Timestamp"), credential,
                                            canonical));
}

static const char *authenticate_tc3(struct exchange *x, const struct tc3_credential *credential)
{
    const char *timestamp = header(x, "X-TC-Timestamp");
    int64_t sent = timestamp == NULL ? 0 : strtoll(timestamp, NULL, 10);

    x->account = world_account(x->world, x->cloud, credential->id);
    if (x->account == NULL)
        return "AuthFailure.SecretIdNotFound";
    if (!in_window(timestamp))
        return "AuthFailure.SignatureExpire";
    if (!exchange_verify(x, credential->signature, sign_tc3, credential))
        return "AuthFailure.SignatureFailure";
    /* the date in the scope is the timestamp's, in UTC */
    if (strlen(credential->date) != strlen("2026-01-02") ||
        !str_starts(instant(x->arena, sent * 1000), credential->date) ||
        !str_equal(credential->service, api3_of(x)->service))
        return "AuthFailure.SignatureFailure";
    return token_fault(x, header(x, "X-TC-Token"));
}

static const char *authenticate_form(struct exchange *x)
{
    x->account = world_account(x->world, x->cloud, pairs_get(&x->form, "SecretId"));
    if (x->account == NULL)
        return "AuthFailure.SecretIdNotFound";
    if (!in_window(pairs_get(&x->form, "Timestamp")))
        return "AuthFailure.SignatureExpire";
    if (!form_verify(x, false))
        return "AuthFailure.SignatureFailure";
    return token_fault(x, pairs_get(&x->form, "Token"));
}

/* NULL: content type, method and path are as documented; else what is wrong. */
static const char *shape_fault(const struct exchange *x)
{
    const char *type = header(x, "Content-Type");
    bool post = str_equal(x->in->method, "POST");
    bool form = str_starts(type, "application/x-www-form-urlencoded");

    if (!post && !str_equal(x->in->method, "GET"))
        return "only GET and POST";
    if (!str_equal(x->in->path, "/"))
        return "the path is /";
    if (post && (by_header(x) || !form))
        return str_starts(type, "application/json") && x->in->query[0] == '\0' ? NULL
                                                                               : "JSON or a form";
    if (by_header(x))
        return form && x->in->body.len == 0 ? NULL : "a TC3 GET has a form's content type, no body";
    return NULL;
}

void api3_answer(struct exchange *x)
{
    const char *fault = shape_fault(x);
    struct tc3_credential credential;

    if (fault != NULL) {
        api3_refuse(x, "InvalidRequest", fault);
        return;
    }
    if (by_header(x)) {
        if (tc3_parse(x->arena, header(x, "Authorization"), &credential) != 0) {
            api3_refuse(x, "AuthFailure.InvalidAuthorization", "header is malformed");
            return;
        }
        fault = authenticate_tc3(x, &credential);
    } else {
        fault = pairs_get(&x->form, "Signature") != NULL ? authenticate_form(x)
                                                         : "AuthFailure.InvalidAuthorization";
    }
    if (fault != NULL)
        api3_refuse(x, fault, "authentication failed");
    else
        api3_run(x, by_header(x) ? header(x, "X-TC-Version") : pairs_get(&x->form, "Version"));
}

/* ---- running an action ---- */

/* Finance regions are served by their own hosts only. */
static bool is_served(const struct exchange *x)
{
    const struct region *region = exchange_region(x, x->region);

    return region != NULL && (!str_equal(region->group, "finance") ||
                              str_starts(x->name, "image.") || strstr(x->name, x->region) != NULL);
}

void api3_run(struct exchange *x, const char *version)
{
    const struct action *action = cloud_action(x->cloud, x->action);
    const char *fault, *message;

    if (x->action == NULL || version == NULL) {
        api3_refuse(x, "MissingParameter", "action or version is missing");
    } else if (!str_equal(version, api3_of(x)->version)) {
        api3_refuse(x, "NoSuchVersion", "no such version");
    } else if (action == NULL) {
        api3_refuse(x, "InvalidAction", "no such action");
    } else if (action->regional && x->region == NULL) {
        api3_refuse(x, "MissingParameter", "X-TC-Region is missing");
    } else if (action->regional && !is_served(x)) {
        api3_refuse(x, "UnsupportedRegion", "the region is not supported here");
    } else {
        fault = params_fault(x, action, &message);
        if (fault != NULL)
            api3_refuse(x, fault, message);
        else if (account_denies(x->account, x->action, action->writes))
            api3_refuse(x, "AuthFailure.UnauthorizedOperation", "refused by policy");
        else
            action->run(x);
    }
}
