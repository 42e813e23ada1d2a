/* SPDX-License-Identifier: MIT */
/* API 3.0: reading a request, authenticating it, checking its parameters. */
#include "cmd/cloudsim/tencent/tencent.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/check.h"

#define WINDOW_SECONDS 300

/* ---- answers ---- */

void tc_request_id(struct sim *sim, struct exchange *x)
{
    uint64_t a = sim_draw(sim), b = sim_draw(sim);

    if (x->request_id == NULL)
        x->request_id =
            text_printf("%08x-%04x-%04x-%04x-%012llx", (unsigned)(a >> 32),
                        (unsigned)(a >> 16 & 0xFFFF), (unsigned)(a & 0xFFFF), (unsigned)(b >> 48),
                        (unsigned long long)(b & UINT64_C(0xFFFFFFFFFFFF)));
}

void tc_succeed(struct sim *sim, struct exchange *x, json_t *result)
{
    tc_request_id(sim, x);
    json_object_set_new(result, "RequestId", json_string(x->request_id));
    exchange_answer(x, 200, json_pack("{s:o}", "Response", result));
}

void tc_refuse(struct sim *sim, struct exchange *x, const char *code, const char *message)
{
    tc_request_id(sim, x);
    exchange_failed(x, code);
    exchange_answer(x, 200,
                    json_pack("{s:{s:{s:s,s:s},s:s}}", "Response", "Error", "Code", code, "Message",
                              message, "RequestId", x->request_id));
}

/* ---- reading ---- */

bool tc_serves(const char *service, const char *host)
{
    size_t length = strlen(service);
    const char *domain = "tencentcloudapi.com", *rest;

    if (strncmp(host, service, length) != 0 || host[length] != '.')
        return false;
    rest = host + length + 1;
    if (text_same(rest, domain))
        return true;
    /* one label between: a region or "intl" */
    length = strcspn(rest, ".");
    return length > 0 && rest[length] == '.' && text_same(rest + length + 1, domain);
}

static bool by_header(const struct exchange *x)
{
    return text_starts(pairs_get_fold(&x->headers, "Authorization"), "TC3-");
}

static json_t *without_common(json_t *params)
{
    static const char *const common[] = {"Action",          "Version",       "Timestamp",
                                         "Nonce",           "SecretId",      "Region",
                                         "Token",           "Language",      "Signature",
                                         "SignatureMethod", "RequestClient", NULL};
    size_t i;

    for (i = 0; common[i] != NULL; i++)
        json_object_del(params, common[i]);
    return params;
}

void tc_read(struct sim *sim, struct exchange *x)
{
    bool post = text_same(x->method, "POST");
    bool json = text_starts(pairs_get_fold(&x->headers, "Content-Type"), "application/json");

    (void)sim;
    if (by_header(x) || (post && json)) {
        x->action = text_dup(pairs_get_fold(&x->headers, "X-TC-Action"));
        x->region = text_dup(pairs_get_fold(&x->headers, "X-TC-Region"));
    }
    if (post && json) {
        x->params = json_loadb(x->body, x->body_length, JSON_REJECT_DUPLICATES, NULL);
        return;
    }
    x->form_style = true;
    if (pairs_parse(&x->form, post ? x->body : x->query, true) != 0)
        return;
    if (x->action == NULL) {
        x->action = text_dup(pairs_get(&x->form, "Action"));
        x->region = text_dup(pairs_get(&x->form, "Region"));
    }
    x->params = without_common(tc_unflatten(&x->form));
}

/* ---- authentication ---- */

static bool in_window(const char *timestamp)
{
    char *end;
    long long sent = timestamp == NULL ? 0 : strtoll(timestamp, &end, 10);
    long long apart = sent - sim_real() / 1000;

    return timestamp != NULL && end != timestamp && *end == '\0' && apart >= -WINDOW_SECONDS &&
           apart <= WINDOW_SECONDS;
}

/* NULL: fine; else the error code. */
static const char *token_fault(const struct exchange *x, const char *token)
{
    if (x->account->token == NULL)
        return token == NULL || token[0] == '\0' ? NULL : "AuthFailure.TokenFailure";
    return text_same_secret(x->account->token, token) ? NULL : "AuthFailure.TokenFailure";
}

/* The signature of the request as it came, or, if that is not it, with the host without its port.
 */
static const char *verify_tc3(struct exchange *x, const struct tc3_credential *credential)
{
    struct tc3_request request = {.method = x->method,
                                  .path = x->path,
                                  .query = x->query,
                                  .headers = &x->headers,
                                  .body = x->body,
                                  .body_length = x->body_length};
    const char *const notes[] = {"ok", "ok: host without port"};
    size_t i;

    for (i = 0; i < 2; i++) {
        TEXT_AUTO canonical = tc3_canonical(&request, credential->signed_headers);
        TEXT_AUTO to_sign =
            canonical == NULL
                ? NULL
                : tc3_string_to_sign(pairs_get_fold(&x->headers, "X-TC-Timestamp"),
                                     credential->date, credential->service, canonical);
        TEXT_AUTO expected = to_sign == NULL ? NULL
                                             : tc3_signature(x->account->secret, credential->date,
                                                             credential->service, to_sign);

        if (expected != NULL && text_same_secret(expected, credential->signature))
            return notes[i];
        request.host = x->name;
    }
    return "bad";
}

static const char *authenticate_tc3(struct sim *sim, struct exchange *x,
                                    const struct tc_service *service,
                                    const struct tc3_credential *credential)
{
    const char *timestamp = pairs_get_fold(&x->headers, "X-TC-Timestamp");
    TEXT_AUTO day = time_iso(timestamp == NULL ? 0 : strtoll(timestamp, NULL, 10));

    x->account = world_account(&sim->world, service->cloud, credential->id);
    if (x->account == NULL)
        return "AuthFailure.SecretIdNotFound";
    if (!in_window(timestamp))
        return "AuthFailure.SignatureExpire";
    x->signature = verify_tc3(x, credential);
    if (text_same(x->signature, "bad"))
        return "AuthFailure.SignatureFailure";
    day[10] = '\0'; /* the date in the scope is the timestamp's, in UTC */
    if (!text_same(credential->date, day) || !text_same(credential->service, service->service))
        return "AuthFailure.SignatureFailure";
    return token_fault(x, pairs_get_fold(&x->headers, "X-TC-Token"));
}

static const char *authenticate_form(struct sim *sim, struct exchange *x,
                                     const struct tc_service *service)
{
    const char *signature = pairs_get(&x->form, "Signature");
    const char *const hosts[] = {x->host, x->name};
    size_t i;

    x->account = world_account(&sim->world, service->cloud, pairs_get(&x->form, "SecretId"));
    if (x->account == NULL)
        return "AuthFailure.SecretIdNotFound";
    if (!in_window(pairs_get(&x->form, "Timestamp")))
        return "AuthFailure.SignatureExpire";
    x->signature = "bad";
    for (i = 0; i < 2 && text_same(x->signature, "bad"); i++) {
        TEXT_AUTO to_sign = form_string_to_sign(x->method, hosts[i], x->path, &x->form, false);
        TEXT_AUTO expected = form_signature(x->account->secret, &x->form, to_sign);

        if (text_same_secret(expected, signature))
            x->signature = i == 0 ? "ok" : "ok: host without port";
    }
    if (text_same(x->signature, "bad"))
        return "AuthFailure.SignatureFailure";
    return token_fault(x, pairs_get(&x->form, "Token"));
}

/* NULL: content type, method and path are as documented; else what is wrong. */
static const char *shape_fault(const struct exchange *x)
{
    const char *type = pairs_get_fold(&x->headers, "Content-Type");
    bool post = text_same(x->method, "POST"), form;

    if (!post && !text_same(x->method, "GET"))
        return "only GET and POST";
    if (!text_same(x->path, "/"))
        return "the path is /";
    form = text_starts(type, "application/x-www-form-urlencoded");
    if (post && (by_header(x) || !form))
        return text_starts(type, "application/json") && x->query[0] == '\0' ? NULL
                                                                            : "JSON or a form";
    if (by_header(x))
        return form && x->body_length == 0 ? NULL : "a TC3 GET has a form's content type, no body";
    return NULL;
}

void tc_answer(struct sim *sim, struct exchange *x, const struct tc_service *service)
{
    const char *fault = shape_fault(x);
    struct tc3_credential credential;
    const char *authorization = pairs_get_fold(&x->headers, "Authorization");

    if (fault != NULL) {
        tc_refuse(sim, x, "InvalidRequest", fault);
        return;
    }
    if (by_header(x)) {
        if (tc3_parse(authorization, &credential) != 0) {
            tc_refuse(sim, x, "AuthFailure.InvalidAuthorization", "header is malformed");
            return;
        }
        fault = authenticate_tc3(sim, x, service, &credential);
        tc3_free(&credential);
    } else if (pairs_get(&x->form, "Signature") != NULL) {
        fault = authenticate_form(sim, x, service);
    } else {
        fault = "AuthFailure.InvalidAuthorization";
    }
    if (fault != NULL)
        tc_refuse(sim, x, fault, "authentication failed");
    else
        tc_run(sim, x, service,
               by_header(x) ? pairs_get_fold(&x->headers, "X-TC-Version")
                            : pairs_get(&x->form, "Version"));
}

/* ---- parameters ---- */

static bool all_digits(const char *s)
{
    return s[0] != '\0' && strspn(s, "0123456789") == strlen(s) && strlen(s) < 10;
}

/* Objects whose keys are all numbers become lists, from the innermost outwards. */
static json_t *listed(json_t *value)
{
    json_t *out, *item;
    const char *name;
    size_t i;
    bool list = json_object_size(value) > 0;

    if (!json_is_object(value))
        return json_incref(value);
    json_object_foreach(value, name, item) {
        list &= all_digits(name);
    }
    out = list ? json_array() : json_object();
    if (list) {
        for (i = 0; i < json_object_size(value); i++) {
            TEXT_AUTO key = text_printf("%zu", i);

            item = json_object_get(value, key);
            json_array_append_new(out, item == NULL ? json_null() : listed(item));
        }
    } else {
        json_object_foreach(value, name, item) {
            json_object_set_new(out, name, listed(item));
        }
    }
    return out;
}

json_t *tc_unflatten(const struct pairs *params)
{
    json_t *tree = json_object(), *out;
    size_t i;

    for (i = 0; i < params->count; i++) {
        json_t *at = tree, *next;
        const char *name = params->items[i].name;
        size_t depth = 0;

        while (strchr(name, '.') != NULL && depth++ < 8) {
            TEXT_AUTO part = text_cut(name, strcspn(name, "."));

            next = json_object_get(at, part);
            if (!json_is_object(next)) {
                next = json_object();
                json_object_set_new(at, part, next);
            }
            at = next;
            name += strcspn(name, ".") + 1;
        }
        json_object_set_new(at, name,
                            json_string(params->items[i].value == NULL ? ""
                                                                       : params->items[i].value));
    }
    out = listed(tree);
    json_decref(tree);
    return out;
}

static bool texts(const json_t *list)
{
    size_t i;
    const json_t *item;

    json_array_foreach(list, i, item) {
        if (!json_is_string(item))
            return false;
    }
    return json_is_array(list);
}

static bool filters(const json_t *list)
{
    size_t i;
    const json_t *item;

    json_array_foreach(list, i, item) {
        if (json_object_size(item) != 2 || !json_is_string(json_object_get(item, "Name")) ||
            !texts(json_object_get(item, "Values")))
            return false;
    }
    return json_is_array(list);
}

/* A parameter in its right type; form parameters are text and are turned into theirs. */
static bool fits(struct exchange *x, const struct tc_param *param, json_t *value)
{
    const char *text = x->form_style ? json_string_value(value) : NULL;

    switch (param->type) {
    case 's':
        return json_is_string(value);
    case 'S':
        return texts(value);
    case 'F':
        return filters(value);
    case 'i':
        if (text != NULL && all_digits(text))
            return json_object_set_new(x->params, param->name,
                                       json_integer(strtol(text, NULL, 10))) == 0;
        return json_is_integer(value) && json_integer_value(value) >= 0;
    default:
        if (text_same_fold(text, "true") || text_same_fold(text, "false"))
            return json_object_set_new(x->params, param->name,
                                       json_boolean(text_same_fold(text, "true"))) == 0;
        return json_is_boolean(value);
    }
}

static const struct tc_param *param_of(const struct tc_action *action, const char *name)
{
    const struct tc_param *param;

    for (param = action->params; param->name != NULL; param++)
        if (text_same(param->name, name))
            return param;
    return NULL;
}

/* Refuses and returns false unless the parameters are what ACTION takes. */
static bool params_fit(struct sim *sim, struct exchange *x, const struct tc_action *action)
{
    const struct tc_param *param;
    const char *name;
    json_t *value;
    void *next;

    if (!json_is_object(x->params)) {
        tc_refuse(sim, x, "InvalidParameter", "the parameters cannot be read");
        return false;
    }
    json_object_foreach_safe(x->params, next, name, value) {
        param = param_of(action, name);
        if (param == NULL || !fits(x, param, value)) {
            TEXT_AUTO message = text_printf(param == NULL ? "The parameter `%s` is not recognized."
                                                          : "wrong type of parameter `%s`",
                                            name);

            tc_refuse(sim, x, param == NULL ? "UnknownParameter" : "InvalidParameter", message);
            return false;
        }
    }
    for (param = action->params; param->name != NULL; param++) {
        if (param->required && json_object_get(x->params, param->name) == NULL) {
            TEXT_AUTO message =
                text_printf("The request is missing the parameter `%s`.", param->name);

            tc_refuse(sim, x, "MissingParameter", message);
            return false;
        }
    }
    return true;
}

/* Finance regions are served by their own hosts only (tencent-cvm.md, endpoints). */
static bool region_fits(struct sim *sim, struct exchange *x, const struct tc_service *service)
{
    const struct region *region = world_region(&sim->world, service->cloud, x->region);

    if (x->region == NULL)
        tc_refuse(sim, x, "MissingParameter", "X-TC-Region is missing");
    else if (region == NULL ||
             (text_same(region->group, "finance") && !text_starts(x->name, "image.") &&
              strstr(x->name, x->region) == NULL))
        tc_refuse(sim, x, "UnsupportedRegion", "the region is not supported here");
    else
        return true;
    return false;
}

void tc_run(struct sim *sim, struct exchange *x, const struct tc_service *service,
            const char *version)
{
    const struct tc_action *action = service->actions;

    while (action->name != NULL && !text_same(action->name, x->action))
        action++;
    if (x->action == NULL || version == NULL)
        tc_refuse(sim, x, "MissingParameter", "action or version is missing");
    else if (!text_same(version, service->version))
        tc_refuse(sim, x, "NoSuchVersion", "no such version");
    else if (action->name == NULL)
        tc_refuse(sim, x, "InvalidAction", "no such action");
    else if ((!action->regional || region_fits(sim, x, service)) && params_fit(sim, x, action)) {
        if (account_denies(x->account, x->action, action->writes))
            tc_refuse(sim, x, "AuthFailure.UnauthorizedOperation", "refused by policy");
        else
            action->run(sim, x);
    }
}

const char *tc_text(const struct exchange *x, const char *name, const char *otherwise)
{
    const char *value = json_string_value(json_object_get(x->params, name));

    return value != NULL ? value : otherwise;
}

long tc_number(const struct exchange *x, const char *name, long otherwise)
{
    const json_t *value = json_object_get(x->params, name);

    return value != NULL ? (long)json_integer_value(value) : otherwise;
}

bool tc_truth(const struct exchange *x, const char *name)
{
    return json_is_true(json_object_get(x->params, name));
}

const json_t *tc_list(const struct exchange *x, const char *name)
{
    return json_object_get(x->params, name);
}
