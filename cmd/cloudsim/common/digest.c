/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/digest.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(int result, const char *what)
{
    if (result < 0) {
        fprintf(stderr, "cloudsim: %s: %s\n", what, gnutls_strerror(result));
        abort();
    }
}

struct digest digest_of(enum digest_kind kind, const void *data, size_t n)
{
    gnutls_digest_algorithm_t algorithm = kind == DIGEST_SHA1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256;
    struct digest digest = {.n = (size_t)gnutls_hash_get_len(algorithm)};

    must(gnutls_hash_fast(algorithm, data, n, digest.bytes), "hash");
    return digest;
}

struct digest digest_hmac(enum digest_kind kind, const void *key, size_t n_key, const char *text)
{
    gnutls_mac_algorithm_t algorithm = kind == DIGEST_SHA1 ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA256;
    struct digest digest = {.n = (size_t)gnutls_hmac_get_len(algorithm)};

    must(gnutls_hmac_fast(algorithm, key, n_key, text, strlen(text), digest.bytes), "hmac");
    return digest;
}

char *digest_hex(struct arena *arena, const struct digest *digest)
{
    char *hex = arena_alloc(arena, digest->n * 2 + 1);
    size_t i;

    for (i = 0; i < digest->n; i++)
        snprintf(hex + i * 2, 3, "%02x", (unsigned)digest->bytes[i]);
    return hex;
}

char *digest_base64(struct arena *arena, const struct digest *digest)
{
    gnutls_datum_t raw = {(unsigned char *)(uintptr_t)digest->bytes, (unsigned)digest->n};
    gnutls_datum_t encoded = {0};
    char *out;

    must(gnutls_base64_encode2(&raw, &encoded), "base64");
    out = arena_strndup(arena, (const char *)encoded.data, encoded.size);
    gnutls_free(encoded.data);
    return out;
}

bool digest_equal(const char *a, const char *b)
{
    size_t i, n;
    unsigned char differ = 0;

    if (a == NULL || b == NULL || strlen(a) != strlen(b))
        return false;
    n = strlen(a);
    for (i = 0; i < n; i++)
        differ = (unsigned char)(differ | (a[i] ^ b[i]));
    return differ == 0;
}
