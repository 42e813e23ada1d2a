/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_H
#define PROVIDERS_CLOUDS_H

#include "providers/provider.h"

/* What each cloud's file gives to the registry: its capabilities, and its three functions. */

extern const struct caps tencent_cvm_caps;
extern const struct provider tencent_cvm;

#endif
