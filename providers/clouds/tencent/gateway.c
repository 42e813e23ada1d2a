/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent/gateway.h"

#include "providers/wire/pairs.h"
#include "providers/wire/uri.h"

#include <assert.h>

int tencent_gateway_request(const struct account *account, const struct port_call *call,
                            const char *action, const char *region, const struct pair *parameters,
                            size_t n, struct arena *arena, struct request *out, struct err *err)
{
    struct pairs query = PAIRS_INIT(arena);

    assert(action != NULL && region != NULL && (parameters != NULL || n == 0));
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

bool tencent_gateway_open(struct reply *reply, const struct json *root, struct err *err)
{
    reply->out->request_id = json_string_or(root, "requestId", reply->out->request_id, err);
    return reply_open_flat(reply, root, "code", "message", err);
}
