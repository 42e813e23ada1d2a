/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/exchange.h"

/* Baidu BCC: the protocol below, the actions on it, the declaration (cloud.c) on top. */

/* ---- check.c ---- */

/* bce-auth-v1 as the server computes it, stage by stage, so that published vectors can be held
 * against each.  Knows nothing of the world. */

struct bce_credential { /* what the Authorization header says */
    const char *id, *timestamp, *signed_headers, *signature, *prefix;
    long expiration;
};

/* -1: not the documented form. */
int bce_parse(struct arena *arena, const char *authorization, struct bce_credential *credential);

struct bce_request {
    const char *method, *path, *query; /* path as sent, encoded */
    const struct pairs *headers;
    const char *host; /* in place of the Host header; NULL: as sent */
};

/* `signed_headers` "": the default set.  NULL: "host" is not signed or a signed header is missing.
 */
const char *bce_canonical(struct arena *arena, const struct bce_request *request,
                          const char *signed_headers);
const char *bce_signing_key(struct arena *arena, const char *secret, const char *prefix);
const char *bce_signature(struct arena *arena, const char *signing_key, const char *canonical);

/* ---- protocol.c ---- */

void baidu_refuse(struct exchange *x, const char *code, const char *message);
void baidu_succeed(struct exchange *x, json_t *reply); /* NULL: an empty body */

/* What the path after /v2/image asks for: "" the list, else an id or "rename"; NULL: another path.
 */
const char *baidu_tail(const struct exchange *x);
bool baidu_only_query(const struct exchange *x, const char *const *names);
/* The request's body if it is a JSON object; else a refusal and NULL. */
json_t *baidu_body(struct exchange *x);

/* The code of what is wrong with the keys, or NULL. */
const char *baidu_authenticate(struct exchange *x);

/* ---- images.c, copy.c ---- */

extern const struct quirk baidu_empty_copy_body, baidu_copying_word, baidu_failed_word,
    baidu_busy_word, baidu_gpu_under_custom, baidu_whole_failure;

/* The image with an id that the caller sees, or a refusal and NULL. */
struct image *baidu_named(struct exchange *x, const char *id);
/* 1-65 characters: letters, digits, Chinese, - _ / . and space; the first a letter. */
bool baidu_name_fits(const char *name);

void baidu_list_images(struct exchange *x);
void baidu_get_image(struct exchange *x);
void baidu_delete_image(struct exchange *x);
void baidu_rename_image(struct exchange *x);
void baidu_remote_copy(struct exchange *x);
void baidu_cancel_copy(struct exchange *x);
