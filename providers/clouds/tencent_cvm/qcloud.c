/* SPDX-License-Identifier: MIT */
/*
 * `gateway: qcloud` of tencent-cvm: the actions of 2017-03-12 as they were first published, on the
 * old gateway with its signature.  Whether a failure of the gateway itself comes
 * in the new envelope or the flat one is open, so both are read.
 */
#include "providers/clouds/tencent/gateway.h"
#include "providers/clouds/tencent/query.h"
#include "providers/clouds/tencent_cvm/tencent_cvm.h"
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"
#include "providers/wire/request.h"

#include <string.h>

static void add_list(struct pairs *parameters, const struct port_call *call)
{
    struct request_page page = request_page(call, tencent_qcloud_caps.page_size);

    pairs_add(parameters, "Filters.0.Name", "image-type");
    pairs_add(parameters, "Filters.0.Values.0", "PRIVATE_IMAGE");
    pairs_add_int(parameters, "Offset", page.offset);
    pairs_add_int(parameters, "Limit", page.limit);
}

/*
 * The page of 2017 knows no further parameters, and an unknown one is an error there.  Who planned
 * with the wider capabilities of API 3.0, though, relies on them: a copy under a wrong name would
 * be worse than a refusal.
 */
static void add_copy(struct pairs *parameters, const struct account *account,
                     const struct port_call *call)
{
    pairs_add_list(parameters, "ImageIds", request_source_ids(call, parameters->arena),
                   call->n_sources);
    pairs_add_list(parameters, "DestinationRegions", call->targets, call->n_targets);
    if (account->caps->can_rename)
        pairs_add(parameters, "ImageName", call->sources[0].name);
    if (account->caps->names_ids)
        pairs_add(parameters, "ImageSetRequired", "true");
}

static int build(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err)
{
    struct pairs parameters = PAIRS_INIT(arena);

    memset(out, 0, sizeof *out);
    if (request_check(&tencent_qcloud_caps, call, err) != 0)
        return -1;
    pairs_add(&parameters, "Version", TENCENT_CVM_VERSION);
    if (call->verb == PORT_LIST || call->verb == PORT_WHOAMI)
        add_list(&parameters, call);
    else if (call->verb == PORT_COPY)
        add_copy(&parameters, account, call);
    return tencent_gateway_request(account, call, tencent_cvm_action(call->verb),
                                   tencent_region(account, call), parameters.items, parameters.nr,
                                   arena, out, err);
}

static void read_json(struct reply *reply, const struct json *root, struct err *err)
{
    struct err other = ERR_INIT;
    struct json body;

    if (json_object_maybe(root, "Response", &other).node != NULL) {
        if (tencent_open(reply, root, &body, err))
            tencent_cvm_read_body(reply, &body, err);
        return;
    }
    reply->errors = &tencent_legacy_errors;
    if (!tencent_gateway_open(reply, root, err))
        return;
    if (reply->call->verb == PORT_COPY) /* "code": 0 is a success as it is */
        reply_accept_all(reply);
    else if (reply->call->verb != PORT_WHOAMI)
        err_set(err, ERR_DATA, "Response: expected an object, found nothing");
}

/* What API 3.0 can, less what came after 2017. */
const struct provider tencent_qcloud = {
    TENCENT_COMMON,      .caps = &tencent_qcloud_caps,
    .gateway = "qcloud", .errors = &tencent_cvm_errors,
    .build = build,      .sign = query_sign,
    .read = reply_read,  .read_json = read_json,
};
