/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/errors.h"
#include "providers/credentials/credentials.h"
#include "providers/wire/provider.h"

extern const struct caps ucloud_caps;
extern const struct provider ucloud;
extern const struct error_table ucloud_errors;
extern const struct key_sources ucloud_keys;
