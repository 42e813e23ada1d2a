/* SPDX-License-Identifier: MIT */
/* The gateway of 2017: the old image actions, and with Version=2017-03-12 those of CVM. */
#include "cmd/cloudsim/tencent_cvm/cvm.h"
#include "cmd/cloudsim/tencent_cvm_legacy/legacy.h"

static const struct quirk request_id_spelling = {"request-id-spelling", NULL,
                                                 "tencent-cvm-legacy [C]",
                                                 "the 2017 gateway spells it RequestID"};
static const struct quirk flat_2017_failures = {
    "flat-2017-failures", NULL, "tencent-signing [U]",
    "gateway failures of Version=2017-03-12 come as {code, message}"};

/* ---- Version=2017-03-12 ---- */

static void modern_refuse(struct exchange *x, const char *code, const char *message)
{
    /* numbers are the gateway's own codes, words those of API 3.0 */
    if (digits_only(code))
        legacy_refuse(x, code, message);
    else
        api3_refuse(x, code, message);
}

static void modern_answer(struct exchange *x)
{
    const char *fault = legacy_authenticate(x);
    json_t *response;

    if (fault == NULL)
        api3_run(x, pairs_get(&x->form, "Version"));
    else
        modern_refuse(x,
                      quirk_on(x->quirks, &flat_2017_failures)
                          ? fault
                          : WORD_FOR(fault, fault, {"4000", "MissingParameter"},
                                     {"4100", "AuthFailure.SignatureFailure"},
                                     {"4104", "AuthFailure.SecretIdNotFound"},
                                     {"4105", "AuthFailure.TokenFailure"},
                                     {"4500", "AuthFailure.SignatureExpire"}),
                      "refused by the gateway");
    response = json_object_get(x->reply, "Response");
    if (response != NULL && quirk_on(x->quirks, &request_id_spelling)) {
        json_object_set(response, "RequestID", json_object_get(response, "RequestId"));
        json_object_del(response, "RequestId");
    }
}

static void read_request(struct exchange *x);

static const struct cloud modern = {
    .name = "tencent-cvm",
    .home = &tencent_cvm,
    .read = read_request,
    .answer = modern_answer,
    .refuse = modern_refuse,
    .throttled = API3_THROTTLED,
    .internal = API3_INTERNAL,
    .actions = cvm_actions,
    .more = &cvm_service,
};

/* ---- the old actions ---- */

static void read_request(struct exchange *x)
{
    const char *region;

    x->form_style = true;
    if (pairs_parse(&x->form, str_equal(x->in->method, "POST") ? x->in->body.ptr : x->in->query,
                    true) != 0)
        return;
    region = pairs_get(&x->form, "Region");
    x->action = pairs_get(&x->form, "Action");
    x->region = legacy_region(region) != NULL ? legacy_region(region) : region;
    x->params = params_unflatten(x->arena, &x->form);
    if (str_equal(pairs_get(&x->form, "Version"), cvm_service.version))
        x->cloud = &modern;
}

static void answer(struct exchange *x)
{
    const char *fault = legacy_authenticate(x);
    const struct action *action = cloud_action(x->cloud, x->action);

    if (fault != NULL)
        legacy_refuse(x, fault, "authentication failed, or a parameter is missing");
    else if (action == NULL || pairs_get(&x->form, "Version") != NULL)
        legacy_refuse(x, "6100", "no such action here");
    else if (exchange_region(x, x->region) == NULL)
        legacy_refuse(x, "4000", "no such region");
    else if (account_denies(x->account, x->action, action->writes))
        legacy_refuse(x, "4101", "refused by policy");
    else
        action->run(x);
}

static const struct action actions[] = {{"SyncCvmImage", true, true, 0, NULL, legacy_sync_image},
                                        {"DescribeImages", true, false, 0, NULL,
                                         legacy_describe_images},
                                        {"ModifyImageAttributes", true, true, 0, NULL,
                                         legacy_modify_image},
                                        {NULL, false, false, 0, NULL, NULL}};

extern const struct cloud tencent_cvm_legacy;
const struct cloud tencent_cvm_legacy = {
    .name = "tencent-cvm-legacy",
    .alias = "legacy",
    .home = &tencent_cvm,
    .hosts = CLOUD_TEXTS("image.api.qcloud.com"),
    .read = read_request,
    .answer = answer,
    .refuse = legacy_refuse,
    .throttled = "4400",
    .internal = "6000",
    .actions = actions,
    .quirks = CLOUD_QUIRKS(&request_id_spelling, &flat_2017_failures, &legacy_code_as_text,
                           &legacy_createor, &legacy_partly_done),
};
