/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent/tencent.h"

#include "providers/wire/pairs.h"
#include "providers/wire/request.h"
#include "providers/wire/uri.h"

#include <assert.h>
#include <string.h>

const char *const tencent_sites[] = {"china", "intl", NULL};
const char *const tencent_domains[] = {"tencentcloudapi.com", "api.qcloud.com", NULL};
const char *const tencent_env_prefixes[] = {"TENCENTCLOUD_", NULL};
const char *const tencent_secret_headers[] = {"X-TC-Token", NULL};
const char *const tencent_secret_parameters[] = {"Signature", "Token",      "SecretId",
                                                 "SecretKey", "Credential", NULL};

bool tencent_is_intl(const struct account *account)
{
    return account->site != NULL && strcmp(account->site, "intl") == 0;
}

const char *tencent_region(const struct account *account, const struct port_call *call)
{
    if (call->region != NULL)
        return call->region;
    return tencent_is_intl(account) ? "ap-singapore" : "ap-guangzhou";
}

/* Finance regions answer at their own hosts only; the others at the site's. */
static const char *default_host(const struct account *account, const char *product,
                                const char *region, struct arena *arena)
{
    const struct port_region *known = caps_region(account->caps, region);

    if (known != NULL && known->zone != NULL && strcmp(known->zone, "finance") == 0)
        return arena_printf(arena, "%s.%s.tencentcloudapi.com", product, region);
    return arena_printf(arena, "%s.%stencentcloudapi.com", product,
                        tencent_is_intl(account) ? "intl." : "");
}

int tencent_request(const struct account *account, const char *product, const char *version,
                    const char *action, const char *region, const struct buf *body,
                    struct arena *arena, struct request *out, struct err *err)
{
    struct pairs headers = PAIRS_INIT(arena);

    assert(product != NULL && action != NULL && region != NULL && !body->overflow);
    if (uri_set_endpoint(out, account->endpoint, region,
                         default_host(account, product, region, arena), arena, err) != 0)
        return -1;
    pairs_add(&headers, "Content-Type", "application/json");
    pairs_add(&headers, "X-TC-Action", action);
    pairs_add(&headers, "X-TC-Version", version);
    pairs_add(&headers, "X-TC-Region", region);
    pairs_add(&headers, "X-TC-Language", "en-US"); /* else messages come in Chinese */
    out->method = "POST";
    out->path = "/";
    out->headers = headers.items;
    out->n_headers = headers.nr;
    out->body = arena_strndup(arena, body->ptr, body->len);
    out->n_body = body->len;
    out->service = product;
    out->action = action;
    return 0;
}

void tencent_write_list(struct jsonw *w, const struct port_call *call, const char *filter,
                        const char *value, int page_size)
{
    struct request_page page = request_page(call, page_size);

    jsonw_array(w, "Filters");
    jsonw_object(w, NULL);
    jsonw_string(w, "Name", filter);
    jsonw_strings(w, "Values", &value, 1);
    jsonw_close(w);
    jsonw_close(w);
    jsonw_int(w, "Offset", page.offset);
    jsonw_int(w, "Limit", page.limit);
}

/* Errors come with HTTP 200; another status is a fault of a gateway, mostly without any code. */
bool tencent_open(struct reply *reply, const struct json *root, struct json *body, struct err *err)
{
    const char *code, *message;
    struct json error;

    *body = json_object(root, "Response", err);
    if (err->code != ERR_NONE)
        return false;
    reply->out->request_id = json_string_or(body, "RequestId", reply->out->request_id, err);
    /* The page of 2017 spells it so. */
    reply->out->request_id = json_string_or(body, "RequestID", reply->out->request_id, err);
    error = json_object_maybe(body, "Error", err);
    if (error.node != NULL) {
        code = json_string(&error, "Code", err);
        message = json_string_or(&error, "Message", NULL, err);
        if (err->code == ERR_NONE && reply->call->verb == PORT_DRYRUN &&
            strcmp(code, "DryRunOperation") == 0) {
            body->node = NULL;
            return true;
        }
        if (err->code == ERR_NONE) {
            reply_refuse(reply, code, message, PORT_PERMANENT);
            return false;
        }
    }
    return reply_went_well(reply, err);
}
