/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/reply.h"

/*
 * The old gateway, *.api.qcloud.com/v2/index.php: flat parameters, signed over the sorted query;
 * two sets of actions behind it, those of tencent-cvm-legacy and the ones of 2017-03-12
 * (tencent_cvm/qcloud.c).
 */

/*
 * Sets host, path and method: GET for reads, POST for writes, since a middlebox may repeat a GET by
 * itself.  `action` and `region` become the parameters Action and Region, ahead of `parameters`.
 */
int tencent_gateway_request(const struct account *account, const struct port_call *call,
                            const char *action, const char *region, const struct pair *parameters,
                            size_t n, struct arena *arena, struct request *out, struct err *err);

/*
 * Looks into the flat envelope {"code", "message", "codeDesc", …}: true for a success.  The code
 * may be a number or a string; without one the reply is unreadable.
 */
bool tencent_gateway_open(struct reply *reply, const struct json *root, struct err *err);
