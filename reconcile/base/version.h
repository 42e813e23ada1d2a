/* SPDX-License-Identifier: MIT */
#ifndef RECONCILE_BASE_VERSION_H
#define RECONCILE_BASE_VERSION_H

#define FERRY_VERSION  "0.1.0"
#define FORMAT_VERSION "1.0"

#endif
