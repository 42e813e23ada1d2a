/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Where a signed request may go: scheme, host, port and domain of a URL are judged here and nowhere
 * else, since a request that leaves for the wrong host takes its signature along.
 *
 * An endpoint is https://HOST[:PORT], or http:// to this machine only, with one '/' after it at
 * most.  "{region}" may stand in its host.  This machine is "localhost", 127.0.0.0/8 written as
 * four numbers, and [::1]: names below localhost, short forms and other spellings are a resolver's
 * to explain, and a resolver may be somebody else's.
 */

/* Why an endpoint, as a person writes it, cannot be used; NULL when it can. */
const char *endpoint_fault(const char *url);

/* The same of a URL that a request goes to: a path may follow, but nothing is left to fill in. */
const char *endpoint_url_fault(const char *url);

/* The endpoint with `region` for each "{region}"; unchanged where `region` is NULL.  What comes out
 * is to be judged again: a region can be hostile too. */
const char *endpoint_fill(const char *url, const char *region, struct arena *arena);

/* The host: where it begins in `url`, and its length in *n (without port, and without the brackets
 * of an IPv6 address).  Of an endpoint without fault. */
const char *endpoint_host(const char *url, size_t *n);

/*
 * True if the host is one of the NULL-terminated domains (lower case) or below one.  "{region}" is
 * no part of a domain, so a region cannot change the answer.  `domains` may be NULL: there is none.
 */
bool endpoint_is_below(const char *url, const char *const *domains);
