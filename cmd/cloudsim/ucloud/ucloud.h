/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/exchange.h"

/* UCloud and its white labels: the protocol below, the actions on it, the declaration (cloud.c) on
 * top. */

/* ---- check.c ---- */

/* The signature as the server computes it: SHA-1 over the sorted keys and values, then the
 * private key. */
const char *ucloud_string_to_sign(struct arena *arena, const struct pairs *params,
                                  const char *private_key);
const char *ucloud_signature(struct arena *arena, const char *to_sign);

/* ---- protocol.c ---- */

#define UCLOUD_CHANNEL_HOST "api.ucloud-global.com" /* shared by labels: needs channel-key */

extern const struct quirk ucloud_retcode_string;

void ucloud_refuse(struct exchange *x, const char *code, const char *message);
void ucloud_refuse_param(struct exchange *x, const char *name); /* RetCode 230 */
void ucloud_succeed(struct exchange *x, json_t *more);          /* takes `more` over */

/* Reads parameters, of a form, a query or flat JSON, into x->form; -1: they cannot be read. */
int ucloud_read_params(struct exchange *x);
/* The elements of "NAME.0", "NAME.1", ... from 0 without a gap; a new list. */
json_t *ucloud_list(const struct exchange *x, const char *name);
/* The first that is neither common nor in `names` ("List." stands for its elements), or NULL. */
const char *ucloud_unknown(const struct exchange *x, const char *const *names);

/* The code of what is wrong with the keys, or NULL. */
const char *ucloud_authenticate(struct exchange *x);
/* The project that an authenticated request acts in; NULL: none that it may. */
const char *ucloud_project(const struct exchange *x);

/* ---- images.c, copy.c ---- */

extern const struct quirk ucloud_batch_ignored, ucloud_batch_forgets, ucloud_single_and_infos,
    ucloud_shared_listed;

void ucloud_describe_image(struct exchange *x);
void ucloud_terminate_image(struct exchange *x);
void ucloud_copy_image(struct exchange *x);
