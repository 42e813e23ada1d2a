/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_BAIDU_BCC_BAIDU_BCC_H
#define PROVIDERS_CLOUDS_BAIDU_BCC_BAIDU_BCC_H

#include "providers/clouds/errors.h"
#include "providers/credentials/credentials.h"
#include "providers/wire/provider.h"

extern const struct caps baidu_bcc_caps;
extern const struct provider baidu_bcc;
extern const struct error_table baidu_bcc_errors;
extern const struct key_sources baidu_bcc_keys;

#endif
