/* SPDX-License-Identifier: MIT */
/* UCloud and its white labels: the protocol (ucloud.md sections 1, 2, 7 and 10). */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/check.h"
#include "cmd/cloudsim/ucloud/ucloud.h"

#define PAGE_MAX     1000
#define CHANNEL_HOST "api.ucloud-global.com" /* shared by labels: needs channel-key */

/* ---- answers ---- */

static void request_id(struct sim *sim, struct exchange *x)
{
    if (x->request_id != NULL)
        return;
    x->request_id = text_printf("%016llx-%016llx", (unsigned long long)sim_draw(sim),
                                (unsigned long long)sim_draw(sim));
    pairs_add(&x->reply_headers, "X-UCLOUD-REQUEST-UUID", x->request_id);
}

static json_t *envelope(const struct exchange *x)
{
    TEXT_AUTO action = text_printf("%sResponse", x->action == NULL ? "" : x->action);

    return json_pack("{s:s,s:i}", "Action", action, "RetCode", 0);
}

void ucloud_refuse(struct sim *sim, struct exchange *x, const char *code, const char *message)
{
    json_t *reply = envelope(x);

    request_id(sim, x);
    exchange_failed(x, code);
    if (quirk_on(&sim->quirks, QUIRK_RETCODE_STRING)) {
        json_object_set_new(reply, "RetCode", json_string(code));
        json_object_set_new(reply, "Action", json_string(""));
    } else {
        json_object_set_new(reply, "RetCode", json_integer(strtol(code, NULL, 10)));
    }
    json_object_set_new(reply, "Message", json_string(message));
    exchange_answer(x, 200, reply);
}

void ucloud_refuse_param(struct sim *sim, struct exchange *x, const char *name)
{
    TEXT_AUTO message = text_printf("Params [%s] not available", name);

    ucloud_refuse(sim, x, "230", message);
}

void ucloud_succeed(struct sim *sim, struct exchange *x, json_t *more)
{
    json_t *reply = envelope(x);

    json_object_update(reply, more);
    json_decref(more);
    request_id(sim, x);
    exchange_answer(x, 200, reply);
}

/* ---- reading ---- */

static bool serves(const char *host)
{
    return text_same(host, "api.ucloud.cn") || text_same(host, "api.scloudsg.com") ||
           text_same(host, CHANNEL_HOST);
}

/* A JSON body holds flat keys ("TargetRegionList.0"), as the JavaScript SDK sends them. */
static int read_json(struct exchange *x)
{
    json_t *body = json_loadb(x->body, x->body_length, JSON_REJECT_DUPLICATES, NULL), *value;
    const char *name;
    int result = json_is_object(body) ? 0 : -1;

    json_object_foreach(body, name, value) {
        TEXT_AUTO text = json_is_string(value)    ? text_dup(json_string_value(value))
                         : json_is_integer(value) ? json_dumps(value, JSON_ENCODE_ANY)
                         : json_is_boolean(value) ? text_dup(json_is_true(value) ? "true" : "false")
                                                  : NULL;

        if (text == NULL)
            result = -1;
        else
            pairs_add(&x->form, name, text);
    }
    json_decref(body);
    return result;
}

static void read_request(struct sim *sim, struct exchange *x)
{
    const char *type = pairs_get_fold(&x->headers, "Content-Type");
    bool post = text_same(x->method, "POST");
    int result;
    size_t i;

    (void)sim;
    if (post && text_starts(type, "application/json"))
        result = read_json(x);
    else if (post && !text_starts(type, "application/x-www-form-urlencoded"))
        result = -1;
    else
        result = pairs_parse(&x->form, post ? x->body : x->query, true);
    if (result != 0 || (post && x->query[0] != '\0') || !text_same(x->path, "/"))
        return;
    x->action = text_dup(pairs_get(&x->form, "Action"));
    x->region = text_dup(pairs_get(&x->form, "Region"));
    x->params = json_object();
    for (i = 0; i < x->form.count; i++)
        if (!text_same(x->form.items[i].name, "Signature") &&
            !text_same(x->form.items[i].name, "SecurityToken"))
            json_object_set_new(x->params, x->form.items[i].name,
                                json_string(
                                    x->form.items[i].value == NULL ? "" : x->form.items[i].value));
}

const char *ucloud_param(const struct exchange *x, const char *name)
{
    return pairs_get(&x->form, name);
}

/* The elements of "NAME.0", "NAME.1", ... from 0 without a gap. */
json_t *ucloud_list(const struct exchange *x, const char *name)
{
    json_t *list = json_array();
    size_t i;

    for (i = 0;; i++) {
        TEXT_AUTO key = text_printf("%s.%zu", name, i);

        if (ucloud_param(x, key) == NULL)
            return list;
        json_array_append_new(list, json_string(ucloud_param(x, key)));
    }
}

long ucloud_number(const struct exchange *x, const char *name, long otherwise)
{
    const char *text = ucloud_param(x, name);

    if (text == NULL)
        return otherwise;
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text) && strlen(text) < 9
               ? strtol(text, NULL, 10)
               : -1;
}

/* The name of a parameter that is not in NAMES ("List." stands for its elements), or NULL. */
const char *ucloud_unknown(const struct exchange *x, const char *const *names)
{
    static const char *const common[] = {"Action", "PublicKey", "Signature",     "Region",
                                         "Zone",   "ProjectId", "SecurityToken", NULL};
    const char *const *lists[] = {common, names};
    size_t i, k, n;

    for (i = 0; i < x->form.count; i++) {
        const char *name = x->form.items[i].name;
        bool known = false;

        for (k = 0; k < 2; k++)
            for (n = 0; lists[k][n] != NULL; n++)
                known |= text_same(lists[k][n], name) ||
                         (text_ends(lists[k][n], ".") && text_starts(name, lists[k][n]));
        if (!known)
            return name;
    }
    return NULL;
}

/* ---- authentication ---- */

static bool channel_fits(const struct exchange *x)
{
    const char *given = pairs_get_fold(&x->headers, "channel-key");

    if (given != NULL && given[0] == '\0')
        return false;
    if (text_same(x->name, CHANNEL_HOST) || x->account->channel != NULL)
        return given != NULL && text_same(x->account->channel, given);
    return true;
}

static const char *authenticate(struct sim *sim, struct exchange *x)
{
    const char *token = ucloud_param(x, "SecurityToken");
    char *to_sign, *expected;

    if (ucloud_param(x, "Signature") == NULL)
        return "170";
    x->account = world_account(&sim->world, CLOUD_UCLOUD, ucloud_param(x, "PublicKey"));
    if (x->account == NULL)
        return "172";
    to_sign = ucloud_string_to_sign(&x->form, x->account->secret);
    expected = ucloud_signature(to_sign);
    x->signature = text_same_secret(expected, ucloud_param(x, "Signature")) ? "ok" : "bad";
    free(to_sign);
    free(expected);
    if (text_same(x->signature, "bad"))
        return "171";
    if (x->account->token == NULL ? token != NULL : !text_same_secret(x->account->token, token))
        return "174";
    return channel_fits(x) ? NULL : "174";
}

bool ucloud_has_project(const struct account *account, const char *id)
{
    size_t i;
    json_t *project;

    json_array_foreach(account->projects, i, project) {
        if (text_same(json_string_value(project), id))
            return true;
    }
    return false;
}

/* The project that the request acts in; NULL: it cannot. */
static const char *project_of(const struct exchange *x)
{
    const char *given = ucloud_param(x, "ProjectId");

    if (given != NULL)
        return ucloud_has_project(x->account, given) ? given : NULL;
    return x->account->sub_account ? NULL
                                   : json_string_value(json_array_get(x->account->projects, 0));
}

/* NULL: region, zone and project are fine; else refused. */
static bool place_fits(struct sim *sim, struct exchange *x, bool regional, const char *project)
{
    const char *zone = ucloud_param(x, "Zone");

    if (regional && world_region(&sim->world, CLOUD_UCLOUD, x->region) == NULL)
        ucloud_refuse_param(sim, x, "Region");
    else if (zone != NULL && !text_starts(zone, x->region == NULL ? "?" : x->region))
        ucloud_refuse_param(sim, x, "Zone");
    else if (project == NULL && ucloud_param(x, "ProjectId") != NULL)
        ucloud_refuse(sim, x, "292", "Project [?] not exists");
    else if (project == NULL)
        ucloud_refuse_param(sim, x, "ProjectId");
    else
        return true;
    return false;
}

static void answer(struct sim *sim, struct exchange *x)
{
    static const struct {
        const char *name;
        bool regional, writes;
        void (*run)(struct sim *sim, struct exchange *x, const char *project);
    } actions[] = {{"DescribeImage", true, false, ucloud_describe_image},
                   {"CopyCustomImage", true, true, ucloud_copy_image},
                   {"TerminateCustomImage", true, true, ucloud_terminate_image},
                   {"GetRegion", false, false, ucloud_get_region},
                   {"GetProjectList", false, false, ucloud_get_projects}};
    const char *fault, *project;
    size_t i = 0, count = sizeof actions / sizeof *actions;

    if (x->action == NULL) {
        ucloud_refuse(sim, x, "160", "Missing Action");
        return;
    }
    fault = authenticate(sim, x);
    if (fault != NULL) {
        ucloud_refuse(sim, x, fault, "authentication failed");
        return;
    }
    while (i < count && !text_same(actions[i].name, x->action))
        i++;
    project = project_of(x);
    if (i == count)
        ucloud_refuse(sim, x, "161", "no such Action");
    else if (account_denies(x->account, x->action, actions[i].writes))
        ucloud_refuse(sim, x, "299", "IAM permission error");
    else if (place_fits(sim, x, actions[i].regional, actions[i].regional ? project : "-"))
        actions[i].run(sim, x, project);
}

const struct api api_ucloud = {.cloud = "ucloud",
                               .serves = serves,
                               .read = read_request,
                               .answer = answer,
                               .refuse = ucloud_refuse,
                               .throttled = "153",
                               .internal = "130"};
