/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"
#include "reconcile/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Keeps secrets out of traces and messages: signatures, tokens and key ids, in headers and in
 * parameters of URLs and forms.  Private keys themselves never travel.
 *
 * `secrets` ends with NULL and holds what every cloud declares, not only the one that is spoken to:
 * a gateway's answer can quote another's request.
 */

/* True for a header whose value is not for people's eyes. */
bool redact_header(const char *name, const struct secret_names *const *secrets);

/* Copies text, with "***" for the value of each `Name=value` whose name tells a secret. */
void redact_text(struct buf *out, const char *text, size_t n,
                 const struct secret_names *const *secrets);

/* A whole exchange for --debug, '>' for what went and '<' for what came; long bodies are cut.  The
 * names are those of response->secrets. */
void redact_exchange(struct buf *out, const struct wire *wire, const struct response *response);
