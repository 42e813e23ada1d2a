/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/reply.h"

/* CVM images 2017-03-12: the same words through API 3.0 and through the old gateway. */

#define TENCENT_CVM_VERSION "2017-03-12"

const char *tencent_cvm_action(enum port_verb verb);

/* Reads the success of any verb: `body` is what stands in the envelope. */
void tencent_cvm_read_body(struct reply *reply, const struct json *body, struct err *err);
