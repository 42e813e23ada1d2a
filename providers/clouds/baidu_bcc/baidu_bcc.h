/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/errors.h"
#include "providers/credentials/credentials.h"
#include "providers/wire/provider.h"

extern const struct caps baidu_bcc_caps;
extern const struct provider baidu_bcc;
extern const struct error_table baidu_bcc_errors;
extern const struct key_sources baidu_bcc_keys;
