/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"
#include "reconcile/base/buf.h"

/* URLs, as text: escaping (RFC 3986, hex in upper case) and where a request goes. */

/* Keeps A-Z a-z 0-9 - . _ ~ and turns all other bytes into %XX; a space becomes %20. */
const char *uri_escaped(const char *text, struct arena *arena);

/* The same, keeping '/' too. */
const char *uri_escaped_path(const char *path, struct arena *arena);

/* "a=1&b&c=x%20y", in the order given; a value of NULL gives the key alone.  Also the form body. */
const char *uri_query(const struct pair *pairs, size_t n, struct arena *arena);

/* Scheme, host, path and query of a request as one URL. */
const char *uri_of(const struct request *request, struct arena *arena);

/*
 * Sets a request's scheme and host: to `endpoint`, with "{region}" replaced, or, where that is
 * NULL, to https and `host`.  -1 with ERR_DATA for what endpoint.h refuses.
 */
int uri_set_endpoint(struct request *request, const char *endpoint, const char *region,
                     const char *host, struct arena *arena, struct err *err);
