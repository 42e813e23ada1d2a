/* SPDX-License-Identifier: MIT */
/* Digests through GnuTLS.  What ferry computes with another library must come out the same here. */
#include "cmd/cloudsim/common/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

static void must(int result, const char *what)
{
    if (result < 0) {
        fprintf(stderr, "cloudsim: %s: %s\n", what, gnutls_strerror(result));
        abort();
    }
}

struct digest digest_of(enum digest_kind kind, const void *data, size_t length)
{
    gnutls_digest_algorithm_t algorithm = kind == DIGEST_SHA1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256;
    struct digest digest = {.length = (size_t)gnutls_hash_get_len(algorithm)};

    must(gnutls_hash_fast(algorithm, data, length, digest.bytes), "hash");
    return digest;
}

struct digest digest_hmac(enum digest_kind kind, const void *key, size_t key_length,
                          const char *text)
{
    gnutls_mac_algorithm_t algorithm = kind == DIGEST_SHA1 ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA256;
    struct digest digest = {.length = (size_t)gnutls_hmac_get_len(algorithm)};

    must(gnutls_hmac_fast(algorithm, key, key_length, text, strlen(text), digest.bytes), "hmac");
    return digest;
}

char *digest_hex(const struct digest *digest)
{
    char *hex = text_alloc(digest->length * 2 + 1);
    size_t i;

    for (i = 0; i < digest->length; i++)
        snprintf(hex + i * 2, 3, "%02x", (unsigned)digest->bytes[i]);
    return hex;
}

char *digest_base64(const struct digest *digest)
{
    gnutls_datum_t raw = {(unsigned char *)(uintptr_t)digest->bytes, (unsigned)digest->length};
    gnutls_datum_t encoded = {0};
    char *out;

    must(gnutls_base64_encode2(&raw, &encoded), "base64");
    out = text_cut((const char *)encoded.data, encoded.size);
    gnutls_free(encoded.data);
    return out;
}
