/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_TENCENT_TENCENT_H
#define CMD_CLOUDSIM_TENCENT_TENCENT_H

/* What CVM and Lighthouse share: API 3.0 (tencent-signing.md schemes a and b; tencent-cvm.md
 * "Common error codes").  A service is a table of actions with their parameters; this file checks
 * the request against it, so that an action finds only what it expects. */

#include "cmd/cloudsim/common/sim.h"

/* 's' text, 'S' list of texts, 'i' whole number from 0, 'b' truth, 'F' filters. */
struct tc_param {
    const char *name;
    char type;
    bool required;
};

struct tc_action {
    const char *name;
    bool regional, writes;
    const struct tc_param *params; /* up to a NULL name */
    void (*run)(struct sim *sim, struct exchange *x);
};

struct tc_service {
    const char *service, *version;
    enum cloud cloud;
    const struct tc_action *actions; /* up to a NULL name */
};

/* Host is <service>.tencentcloudapi.com, <service>.intl..., or <service>.<region>... */
bool tc_serves(const char *service, const char *host);
void tc_read(struct sim *sim, struct exchange *x);
void tc_answer(struct sim *sim, struct exchange *x, const struct tc_service *service);

/* {"Response":{"Error":...}}, HTTP 200. */
void tc_refuse(struct sim *sim, struct exchange *x, const char *code, const char *message);
/* {"Response":{...RESULT..., "RequestId":...}}; takes RESULT over. */
void tc_succeed(struct sim *sim, struct exchange *x, json_t *result);
void tc_request_id(struct sim *sim, struct exchange *x);

/* After authentication: version, action, region, parameters, policy; then runs the action. */
void tc_run(struct sim *sim, struct exchange *x, const struct tc_service *service,
            const char *version);

/* "A.0=x&A.1=y&F.0.Name=n" as {"A":["x","y"],"F":[{"Name":"n"}]}. */
json_t *tc_unflatten(const struct pairs *params);

/* ---- reading parameters that have been checked ---- */
const char *tc_text(const struct exchange *x, const char *name, const char *otherwise);
long tc_number(const struct exchange *x, const char *name, long otherwise);
bool tc_truth(const struct exchange *x, const char *name);
const json_t *tc_list(const struct exchange *x, const char *name); /* NULL: not given */

/* ---- listing ---- */

struct tc_filters {
    size_t most_values; /* of one filter */
    /* Does IMAGE match VALUE?  *KNOWN false: there is no such filter. */
    bool (*matches)(const struct image *image, int64_t now_ms, const char *name, const char *value,
                    bool *known);
    const char *unknown, *too_many, *bad_limit; /* codes */
    const char *ids_name;                       /* "ImageIds" */
    const char *both;                           /* code for ids and filters together */
    json_t *(*show)(struct sim *sim, const struct image *image);
    const char *set_name; /* "ImageSet" */
};
/* Filters, pages and answers {TotalCount, <set_name>}. */
void tc_list_images(struct sim *sim, struct exchange *x, enum cloud cloud,
                    const struct tc_filters *filters);

#endif
