/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/options.h"
#include "reconcile/model/desired.h"

/*
 * A manifest or plan may come from a pull request; it must not send a signature to a host of its
 * choosing.  Hosts under the vendor's own domains are fine, any other needs the operator's word
 * (--allow-endpoint HOST, FERRY_ALLOW_ENDPOINT).  -1 with ERR_DATA that names place, host and way
 * out.
 */
int permit_endpoints(const struct desired *desired, const struct texts *allowed, struct err *err);

/*
 * What a manifest's reader has checked at its mark, and a saved plan's has not: variables that
 * credentials are read from, `site` and `gateway`.  -1 with ERR_DATA.
 */
int permit_settings(const struct desired *desired, struct err *err);
