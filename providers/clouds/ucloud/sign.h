/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * UCloud's signature: SHA-1 over the sorted names and values, nothing between them, and the private
 * key at the end.  There is no time and no nonce in it: what was signed once stays valid for ever,
 * so that nobody but us keeps a copy from being sent twice.  Sources: the vendor's "signature"
 * page, its Go and Python SDKs.
 */

/* The stages; `parameters` are all but Signature, in any order.  See
 * tests/data/vectors/ucloud.json.
 */
const char *ucloud_string_to_sign(const struct pair *parameters, size_t n, const char *secret,
                                  struct arena *arena);
const char *ucloud_signature(const char *string_to_sign, struct arena *arena);

/* Adds PublicKey, SecurityToken and Signature to the query of a POST, which becomes its form body.
 */
void ucloud_sign(const struct credentials *credentials, const struct request *request,
                 struct moment moment, struct arena *arena, struct wire *out);
