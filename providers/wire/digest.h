/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/err.h"

#include <stddef.h>

/*
 * The digests that signatures are made of.  Pure; the only home of mbedTLS, through the PSA API,
 * which its 2.28, 3.x and 4.x share.
 */

enum digest_kind { DIGEST_SHA1, DIGEST_SHA256 };

struct digest {
    unsigned char bytes[32];
    size_t n; /* 20 or 32 */
};

/* Sets the library up and tries it once.  Before it has returned 0 nothing may be signed, so
 * credentials_load() calls it: whoever has credentials can sign with them. */
int digest_ready(struct err *err);

struct digest digest_hash(enum digest_kind kind, const void *bytes, size_t n);
struct digest digest_hmac(enum digest_kind kind, const void *key, size_t n_key, const void *bytes,
                          size_t n);

const char *digest_hex(const struct digest *digest, struct arena *arena); /* lower case */
const char *digest_hash_hex(enum digest_kind kind, const void *bytes, size_t n,
                            struct arena *arena);
const char *digest_base64(const struct digest *digest, struct arena *arena);
