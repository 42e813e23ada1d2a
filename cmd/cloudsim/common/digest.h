/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Digests by GnuTLS: never by the library that ferry uses, so that one error cannot pass twice. */

enum digest_kind { DIGEST_SHA1, DIGEST_SHA256 };

struct digest {
    unsigned char bytes[64];
    size_t n;
};

struct digest digest_of(enum digest_kind kind, const void *data, size_t n);
struct digest digest_hmac(enum digest_kind kind, const void *key, size_t n_key, const char *text);

char *digest_hex(struct arena *arena, const struct digest *digest); /* lower case */
char *digest_base64(struct arena *arena, const struct digest *digest);

/* For signatures and tokens: takes as long for any two of one length.  NULL equals nothing. */
bool digest_equal(const char *a, const char *b);
