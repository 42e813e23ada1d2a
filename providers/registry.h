/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/errors.h"
#include "providers/wire/provider.h"

/*
 * All clouds: the one list of them, to which a new cloud adds a line.  Whoever needs something of
 * every cloud walks it, tests and fuzzers too.  The lists end with NULL and are in the order of the
 * names, a cloud's gateways behind it.
 */

const struct provider *const *registry(void);

/* The capabilities of every cloud, gateways left out.  What cmd/ hands to the manifest. */
const struct caps *const *registry_caps(void);

/* What every cloud declares secret: for transport_options. */
const struct secret_names *const *registry_secrets(void);

/* The index-th table of error codes, a family's before those of its members; NULL: no more. */
const struct error_table *registry_errors(size_t index);

/*
 * The provider that serves an account (its caps, its gateway).  Never NULL for an account whose
 * caps come from registry_caps() and whose gateway is among them.
 *
 * Its caps may be narrower than account->caps: the old gateway has no dry run and renames nothing.
 * So the caller puts them there before it plans: account->caps = registry_provider(account)->caps.
 */
const struct provider *registry_provider(const struct account *account);
