/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_TENCENT_CVM_LEGACY_REGIONS_H
#define CMD_CLOUDSIM_TENCENT_CVM_LEGACY_REGIONS_H

/* The modern id of a short region code; NULL: there is no such code. */
const char *legacy_region(const char *code);

#endif
