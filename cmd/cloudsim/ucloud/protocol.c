/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/ucloud/ucloud.h"

#include <assert.h>
#include <stdlib.h>

const struct quirk ucloud_retcode_string = {"retcode-string", NULL, "ucloud [C]",
                                            "errors carry RetCode as text and no Action"};

/* ---- answers ---- */

static void give_request_id(struct exchange *x)
{
    unsigned long long first, second;

    if (x->request_id != NULL)
        return;
    second = sim_draw(x->sim), first = sim_draw(x->sim);
    x->request_id = arena_printf(x->arena, "%016llx-%016llx", first, second);
    pairs_add(&x->out->headers, "X-UCLOUD-REQUEST-UUID", x->request_id);
}

static json_t *envelope(const struct exchange *x)
{
    return json_pack("{s:s,s:i}", "Action",
                     arena_printf(x->arena, "%sResponse", x->action == NULL ? "" : x->action),
                     "RetCode", 0);
}

void ucloud_refuse(struct exchange *x, const char *code, const char *message)
{
    json_t *reply = envelope(x);

    give_request_id(x);
    if (quirk_on(x->quirks, &ucloud_retcode_string)) {
        json_object_set_new(reply, "RetCode", json_string(code));
        json_object_set_new(reply, "Action", json_string(""));
    } else {
        json_object_set_new(reply, "RetCode", json_integer(strtol(code, NULL, 10)));
    }
    json_object_set_new(reply, "Message", json_string(message));
    exchange_fail(x, 200, code, reply);
}

void ucloud_refuse_param(struct exchange *x, const char *name)
{
    ucloud_refuse(x, "230", arena_printf(x->arena, "Params [%s] not available", name));
}

void ucloud_succeed(struct exchange *x, json_t *more)
{
    json_t *reply = envelope(x);

    json_object_update(reply, more);
    json_decref(more);
    give_request_id(x);
    exchange_answer(x, 200, reply);
}

/* ---- parameters ---- */

/* A JSON body holds flat keys ("TargetRegionList.0"), as the JavaScript SDK sends them. */
static int read_json(struct exchange *x)
{
    json_t *body cleanup_json =
        json_loadb(x->in->body.ptr, x->in->body.len, JSON_REJECT_DUPLICATES, NULL);
    int result = json_is_object(body) ? 0 : -1;
    const char *name;
    json_t *value;

    json_object_foreach(body, name, value) {
        if (json_is_string(value))
            pairs_add(&x->form, name, json_string_value(value));
        else if (json_is_integer(value))
            pairs_add(&x->form, name,
                      arena_printf(x->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
        else if (json_is_boolean(value))
            pairs_add(&x->form, name, json_is_true(value) ? "true" : "false");
        else
            result = -1;
    }
    return result;
}

int ucloud_read_params(struct exchange *x)
{
    const char *type = pairs_get_fold(&x->in->headers, "Content-Type");
    int result;

    if (!str_equal(x->in->method, "POST"))
        return pairs_parse(&x->form, x->in->query, true);
    if (str_starts(type, "application/json"))
        result = read_json(x);
    else if (str_starts(type, "application/x-www-form-urlencoded"))
        result = pairs_parse(&x->form, x->in->body.ptr, true);
    else
        return -1;
    return x->in->query[0] == '\0' ? result : -1;
}

json_t *ucloud_list(const struct exchange *x, const char *name)
{
    json_t *list = json_array();
    const char *value;

    for (;;) {
        value = pairs_get(&x->form, arena_printf(x->arena, "%s.%zu", name, json_array_size(list)));
        if (value == NULL)
            return list;
        json_array_append_new(list, json_string(value));
    }
}

static bool is_known(const char *const *names, const char *name)
{
    for (; *names != NULL; names++)
        if (str_equal(*names, name) || (str_ends(*names, ".") && str_starts(name, *names)))
            return true;
    return false;
}

const char *ucloud_unknown(const struct exchange *x, const char *const *names)
{
    static const char *const common[] = {"Action", "PublicKey", "Signature",     "Region",
                                         "Zone",   "ProjectId", "SecurityToken", NULL};
    size_t i;

    for (i = 0; i < x->form.n; i++)
        if (!is_known(common, x->form.items[i].name) && !is_known(names, x->form.items[i].name))
            return x->form.items[i].name;
    return NULL;
}

/* ---- keys and projects ---- */

static bool channel_fits(const struct exchange *x)
{
    const char *given = pairs_get_fold(&x->in->headers, "channel-key");

    if (given != NULL && given[0] == '\0')
        return false;
    if (str_equal(x->name, UCLOUD_CHANNEL_HOST) || x->account->channel != NULL)
        return given != NULL && str_equal(x->account->channel, given);
    return true;
}

static const char *sign(struct exchange *x, const char *host, const void *context)
{
    (void)host, (void)context;
    return ucloud_signature(x->arena,
                            ucloud_string_to_sign(x->arena, &x->form, x->account->secret));
}

const char *ucloud_authenticate(struct exchange *x)
{
    if (pairs_get(&x->form, "Signature") == NULL)
        return "170";
    x->account = world_account(x->world, x->cloud, pairs_get(&x->form, "PublicKey"));
    if (x->account == NULL)
        return "172";
    if (!exchange_verify(x, pairs_get(&x->form, "Signature"), sign, NULL))
        return "171";
    return exchange_token_fits(x, pairs_get(&x->form, "SecurityToken")) && channel_fits(x) ? NULL
                                                                                           : "174";
}

const char *ucloud_project(const struct exchange *x)
{
    const char *given = pairs_get(&x->form, "ProjectId");

    assert(x->account != NULL);
    if (given != NULL)
        return str_in(x->account->projects, given) ? given : NULL;
    return x->account->sub_account ? NULL : x->account->projects[0];
}
