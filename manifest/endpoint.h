/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/desired.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * `endpoint:` - https://HOST[:PORT], or http:// to this machine only.  "{region}" may stand in the
 * host.  No path, no query, no user: the provider adds what belongs to its protocol.
 */

/* Why an endpoint cannot be used; NULL when it can. */
const char *endpoint_fault(const char *url);

/* The host of an endpoint without fault: where it begins in `url`, and its length in *n (without
 * port, and without the brackets of an IPv6 address). */
const char *endpoint_host(const char *url, size_t *n);

/*
 * True if signed requests may go to an account's endpoint without a word of the operator: there is
 * none, or its host is one of the vendor's domains or below one.  "{region}" is no part of a
 * domain, so a region cannot change the answer.
 */
bool endpoint_is_vendors(const struct account *account);
