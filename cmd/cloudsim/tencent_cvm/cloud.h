/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_TENCENT_CVM_CLOUD_H
#define CMD_CLOUDSIM_TENCENT_CVM_CLOUD_H

/* CVM 2017-03-12; the 2017 gateway (legacy.c) serves the same actions. */

#include "cmd/cloudsim/tencent/tencent.h"

extern const struct tc_service cvm_service;

/* May an image be copied from a region of group FROM to one of group TO? */
bool cvm_border_open(const struct account *account, const char *from, const char *to);

#endif
