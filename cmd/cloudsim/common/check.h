/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_CHECK_H
#define CMD_CLOUDSIM_COMMON_CHECK_H

/* Signature checkers.  Each computes what the signature should be, stage by stage so that the
 * published vectors can be held against it, and knows nothing of the world: the API finds the key
 * and compares. All results are allocated. */

#include <stddef.h>
#include <stdint.h>

#include "cmd/cloudsim/common/text.h"

/* ---- TC3-HMAC-SHA256 (tencent-signing.md, scheme a) ---- */

struct tc3_credential { /* what the Authorization header says */
    char *id, *date, *service, *signed_headers, *signature;
};
/* -1: not the documented form. */
int tc3_parse(const char *authorization, struct tc3_credential *credential);
void tc3_free(struct tc3_credential *credential);

struct tc3_request {
    const char *method, *path, *query;
    const struct pairs *headers; /* as sent */
    const char *host;            /* taken in place of the Host header; NULL: as sent */
    const char *body;
    size_t body_length;
};
/* NULL: a signed header is missing from the request, or "content-type" or "host" is not signed. */
char *tc3_canonical(const struct tc3_request *request, const char *signed_headers);
char *tc3_string_to_sign(const char *timestamp, const char *date, const char *service,
                         const char *canonical);
char *tc3_signature(const char *secret, const char *date, const char *service, const char *to_sign);

/* ---- HmacSHA1/HmacSHA256 over sorted parameters (schemes b and c) ---- */

/* LEGACY: the 2017 gateway, which for POST leaves out values that begin with "@". */
char *form_string_to_sign(const char *method, const char *host, const char *path,
                          const struct pairs *params, bool legacy);
char *form_signature(const char *secret, const struct pairs *params, const char *to_sign);

/* ---- UCloud: SHA-1 over sorted keys and values, then the private key (ucloud.md section 2) ----
 */

char *ucloud_string_to_sign(const struct pairs *params, const char *private_key);
char *ucloud_signature(const char *to_sign);

/* ---- bce-auth-v1 (baidu-bcc.md section 2) ---- */

struct bce_credential {
    char *id, *timestamp, *signed_headers, *signature, *prefix;
    long expiration;
};
int bce_parse(const char *authorization, struct bce_credential *credential);
void bce_free(struct bce_credential *credential);

struct bce_request {
    const char *method, *path, *query; /* path as sent, encoded */
    const struct pairs *headers;
    const char *host; /* in place of the Host header; NULL: as sent */
};
/* SIGNED_HEADERS "": the default set.  NULL: "host" is not signed or a signed header is missing. */
char *bce_canonical(const struct bce_request *request, const char *signed_headers);
char *bce_signing_key(const char *secret, const char *prefix);
char *bce_signature(const char *signing_key, const char *canonical);

#endif
