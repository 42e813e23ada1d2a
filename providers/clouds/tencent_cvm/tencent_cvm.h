/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/tencent/tencent.h"

extern const struct caps tencent_cvm_caps, tencent_qcloud_caps;
extern const struct provider tencent_cvm, tencent_qcloud; /* its own API; `gateway: qcloud` */
extern const struct error_table tencent_cvm_errors;

/* actions.c: CVM images 2017-03-12: the same words through API 3.0 and through the old gateway. */

#define TENCENT_CVM_VERSION "2017-03-12"

const char *tencent_cvm_action(enum port_verb verb);

/* Reads the success of any verb: `body` is what stands in the envelope. */
void tencent_cvm_read_body(struct reply *reply, const struct json *body, struct err *err);
