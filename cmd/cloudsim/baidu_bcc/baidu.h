/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_BAIDU_BCC_BAIDU_H
#define CMD_CLOUDSIM_BAIDU_BCC_BAIDU_H

/* Between Baidu's protocol (baidu.c) and its actions on images (baidu_images.c). */

#include "cmd/cloudsim/common/sim.h"

void baidu_refuse(struct sim *sim, struct exchange *x, const char *code, const char *message);
void baidu_succeed(struct sim *sim, struct exchange *x, json_t *reply); /* NULL: an empty body */

/* What the path after /v2/image asks for: "" the list, else an id or "rename"; NULL: another path.
 */
const char *baidu_tail(const struct exchange *x);
const char *baidu_query(const struct exchange *x, const char *name);
bool baidu_only_query(const struct exchange *x, const char *const *names);
/* The request's body if it is a JSON object; else a refusal and NULL. */
json_t *baidu_body(struct sim *sim, struct exchange *x);
/* The visible image ID of the request's region, or a refusal and NULL. */
struct image *baidu_named(struct sim *sim, struct exchange *x, const char *id);
/* 1-65 characters: letters, digits, Chinese, - _ / . and space; the first a letter. */
bool baidu_name_fits(const char *name);

json_t *baidu_show(struct sim *sim, const struct image *image);
void baidu_list_images(struct sim *sim, struct exchange *x);
void baidu_remote_copy(struct sim *sim, struct exchange *x);

#endif
