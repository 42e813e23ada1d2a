/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/tencent/tencent.h"

/* CVM 2017-03-12.  The gateway of 2017 (tencent_cvm_legacy) shows the same world, and serves the
 * same actions to requests that ask for this version. */

/* ---- cloud.c ---- */

extern const struct cloud tencent_cvm;
extern const struct action cvm_actions[];
extern const struct api3 cvm_service;

/* ---- images.c, sync.c ---- */

extern const struct quirk cvm_dryrun_code, cvm_no_imageset, cvm_dup_name_refused, cvm_border_code,
    cvm_created_offset;

enum { CVM_NAME_MAX = 60, CVM_DESCRIPTION_MAX = 256 }; /* characters */

void cvm_describe_images(struct exchange *x);
void cvm_delete_images(struct exchange *x);
void cvm_modify_image(struct exchange *x);
void cvm_sync_images(struct exchange *x);

/* May an image be copied from a region of group `from` to one of group `to`? */
bool cvm_border_open(const struct account *account, const char *from, const char *to);
