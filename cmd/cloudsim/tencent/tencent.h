/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/exchange.h"

/*
 * What Tencent's services share: API 3.0, signed by TC3-HMAC-SHA256 in headers or, as "v1", by a
 * digest over sorted parameters.  A service is a cloud whose `more` is a struct api3; the request
 * is checked against the table of its actions, so that an action finds only what it expects.
 */

/* ---- api3.c: the protocol ---- */

struct api3 {
    const char *service, *version; /* "cvm", "2017-03-12" */
    bool tells_mainland;           /* its DescribeRegions says which regions lie there */
};

/* Members of struct cloud. */
#define API3_HOSTS(service)                                                                        \
    CLOUD_TEXTS(service ".tencentcloudapi.com", service ".*.tencentcloudapi.com")
#define API3_THROTTLED     "RequestLimitExceeded"
#define API3_INTERNAL      "InternalError"
#define TENCENT_KEY_ID     "AKIDcloudsimFAKEcvm0000000001"
#define TENCENT_KEY_SECRET "cloudsim-fake-secret-cvm-0001"

void api3_read(struct exchange *x);
void api3_answer(struct exchange *x);
void api3_refuse(struct exchange *x, const char *code, const char *message);

/* {"Response": {...result..., "RequestId": ...}}; the result is taken over. */
void api3_succeed(struct exchange *x, json_t *result);

const struct api3 *api3_of(const struct exchange *x); /* the service that it speaks to */

/* After authentication: version, action, region, parameters, policy; then runs the action. */
void api3_run(struct exchange *x, const char *version);

/* ---- params.c: parameters ---- */

enum param_kind {
    PARAM_TEXT,
    PARAM_TEXTS,
    PARAM_NUMBER, /* whole, from 0 */
    PARAM_TRUTH,
    PARAM_FILTERS /* [{"Name": text, "Values": texts}] */
};

/* What an action's `params` point to; a NULL name ends them. */
struct param {
    const char *name;
    enum param_kind kind;
    bool required;
};

#define PARAMS(...) ((const struct param[]){__VA_ARGS__, {NULL, 0, false}})
#define PARAMS_NONE ((const struct param[]){{NULL, 0, false}})

/* "A.0=x&A.1=y&F.0.Name=n" as {"A":["x","y"],"F":[{"Name":"n"}]}; without what every request of
 * Tencent carries beside its parameters. */
json_t *params_unflatten(struct arena *arena, const struct pairs *form);

/* The code of what is wrong with x->params for an action, with a message; NULL: they fit.  Texts of
 * a form become numbers and truths where those are wanted. */
const char *params_fault(struct exchange *x, const struct action *action, const char **message);

const char *param_text(const struct exchange *x, const char *name, const char *otherwise);
long param_number(const struct exchange *x, const char *name, long otherwise);
bool param_truth(const struct exchange *x, const char *name);
const json_t *param_list(const struct exchange *x, const char *name); /* NULL: not given */

/* ---- images.c: what CVM's images and Lighthouse's blueprints share but for the names ---- */

/* Left open by the documents of both. */
extern const struct quirk quirk_busy_code, quirk_null_fields, quirk_quota_call_fails;

struct images_rules {
    const char *ids_name, *set_name; /* "ImageIds", "ImageSet" */
    size_t most_values;              /* of one filter */
    /* Does the image match a filter's value?  *known false: there is no such filter. */
    bool (*matches)(const struct image *image, int64_t now_ms, const char *name, const char *value,
                    bool *known);
    json_t *(*show)(struct exchange *x, const struct image *image);
    const char *unknown, *too_many,
        *bad_limit;              /* codes of filters and pages that are not allowed */
    const char *both;            /* of ids and filters together */
    const char *malformed, *how; /* code and message, of an id */
};

/* Filters, pages and answers {TotalCount, <set_name>}. */
void images_list(struct exchange *x, const struct images_rules *rules);

/* Deletes those that are listed under a name: all, or none.  `deletable` finds one that may go, or
 * refuses and returns NULL; `dry` does all but the deleting. */
void images_delete(struct exchange *x, const char *ids_name,
                   struct image *(*deletable)(struct exchange *x, const char *id), bool dry);

/*
 * Which of the regions under "DestinationRegions" may be copied to: a new list.  `fault` gives the
 * code that refuses the one at a place in the list.  With the quirk partial-on-bad-region bad ones
 * are passed over if any is good; else *first is the code of the first bad one, NULL if there is
 * none.
 */
json_t *images_sift(struct exchange *x, const char **first,
                    const char *(*fault)(struct exchange *x, const json_t *regions, size_t at,
                                         const void *context),
                    const void *context);

void images_describe_regions(struct exchange *x); /* {TotalCount, RegionSet} */
