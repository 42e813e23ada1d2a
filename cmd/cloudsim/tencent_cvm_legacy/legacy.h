/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/tencent/tencent.h"

/* The gateway of 2017, image.api.qcloud.com: parameters in a form or a query, signed over their
 * sorted text; answers {code, message, codeDesc}, with numbers for codes. */

/* ---- gateway.c: the protocol ---- */

extern const struct quirk legacy_code_as_text;

/* The modern id of a short region code; NULL: there is no such code. */
const char *legacy_region(const char *code);

void legacy_refuse(struct exchange *x, const char *code, const char *message);
void legacy_succeed(struct exchange *x, json_t *more); /* takes `more` over */

/* The code of what is wrong with the request's form or signature, or NULL. */
const char *legacy_authenticate(struct exchange *x);

/* Parameters, all of which are texts or lists of them.  A whole number, `otherwise` if not given,
 * -1 if it is none. */
long legacy_number(const struct exchange *x, const char *name, long otherwise);
/* Is no parameter given but those? */
bool legacy_only(const struct exchange *x, const char *const *names);

/* ---- images.c: the old actions ---- */

extern const struct quirk legacy_createor, legacy_partly_done;

void legacy_describe_images(struct exchange *x);
void legacy_modify_image(struct exchange *x);
void legacy_sync_image(struct exchange *x);
