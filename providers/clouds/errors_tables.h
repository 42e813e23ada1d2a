/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_ERRORS_TABLES_H
#define PROVIDERS_CLOUDS_ERRORS_TABLES_H

#include "providers/clouds/errors.h"

/* The tables themselves; only errors.c reads them. */

extern const struct error_table errors_tencent;     /* API 3.0, whatever the product */
extern const struct error_table errors_tencent_cvm; /* SyncImages, DescribeImages, …Quota */
extern const struct error_table errors_tencent_lighthouse;
extern const struct error_table errors_tencent_legacy;
extern const struct error_table errors_ucloud;
extern const struct error_table errors_baidu_bcc;

/* Words that many facts share. */
#define ADVICE_BUG      "this should not happen: report it with a --debug trace"
#define ADVICE_WAIT     "nothing to do: ferry waits and asks again"
#define ADVICE_RETRY    "nothing to do: ferry tries again; if it stays, ask the vendor's support"
#define ADVICE_POLICY   "give the key the policy that the README lists for this provider"
#define ADVICE_KEY      "check the key id and secret with 'ferry whoami'"
#define ADVICE_CLOCK    "set this machine's clock right"
#define ADVICE_QUOTA    "delete images in the full region, or have its quota raised"
#define ADVICE_REGION   "take the region out of 'to', or use one that the cloud copies to"
#define ADVICE_IMAGE_ID "check 'from': the image is not there, or not yours"

#endif
