/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_REGISTRY_H
#define PROVIDERS_REGISTRY_H

#include "providers/wire/provider.h"

/* All clouds: the one table to which a new cloud adds a row. */

/* The capabilities of every provider, by name; NULL-terminated.  What cmd/ hands to the manifest.
 */
const struct caps *const *registry_caps(void);

/*
 * The provider that serves an account (its caps, its gateway).  Never NULL for an account whose
 * caps come from registry_caps().
 *
 * Its caps may be narrower than account->caps: the old gateway has no dry run and renames nothing.
 * So the caller puts them there before it plans: account->caps = registry_provider(account)->caps.
 */
const struct provider *registry_provider(const struct account *account);

#endif
