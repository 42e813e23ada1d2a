/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_UCLOUD_UCLOUD_H
#define CMD_CLOUDSIM_UCLOUD_UCLOUD_H

/* Between UCloud's protocol (ucloud.c) and its actions (ucloud_images.c). */

#include "cmd/cloudsim/common/sim.h"

void ucloud_refuse(struct sim *sim, struct exchange *x, const char *code, const char *message);
void ucloud_refuse_param(struct sim *sim, struct exchange *x, const char *name); /* RetCode 230 */
void ucloud_succeed(struct sim *sim, struct exchange *x, json_t *more); /* takes MORE over */

const char *ucloud_param(const struct exchange *x, const char *name); /* NULL: not given */
/* The elements of "NAME.0", "NAME.1", ... from 0 without a gap; a new list. */
json_t *ucloud_list(const struct exchange *x, const char *name);
/* A whole number; OTHERWISE if not given, -1 if it is none. */
long ucloud_number(const struct exchange *x, const char *name, long otherwise);
/* The first parameter that is neither common nor in NAMES ("List." stands for its elements), or
 * NULL. */
const char *ucloud_unknown(const struct exchange *x, const char *const *names);
bool ucloud_has_project(const struct account *account, const char *id);

/* The actions; PROJECT is the one that the request acts in. */
void ucloud_describe_image(struct sim *sim, struct exchange *x, const char *project);
void ucloud_copy_image(struct sim *sim, struct exchange *x, const char *project);
void ucloud_terminate_image(struct sim *sim, struct exchange *x, const char *project);
void ucloud_get_region(struct sim *sim, struct exchange *x, const char *project);
void ucloud_get_projects(struct sim *sim, struct exchange *x, const char *project);

#endif
