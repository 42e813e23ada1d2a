/* SPDX-License-Identifier: MIT */
#include "providers/wire/digest.h"

#include <psa/crypto.h>

#include <assert.h>
#include <string.h>

static psa_algorithm_t algorithm(enum digest_kind kind)
{
    return kind == DIGEST_SHA1 ? PSA_ALG_SHA_1 : PSA_ALG_SHA_256;
}

/*
 * A digest that the library refuses to make is left at zero: the cloud then refuses the signature.
 * It cannot happen after digest_ready(), and no caller has a better answer.
 */
struct digest digest_hash(enum digest_kind kind, const void *bytes, size_t n)
{
    struct digest digest = {{0}, 0};
    size_t made;

    assert(bytes != NULL || n == 0);
    digest.n = kind == DIGEST_SHA1 ? 20 : 32;
    if (psa_hash_compute(algorithm(kind), bytes, n, digest.bytes, sizeof digest.bytes, &made) !=
        PSA_SUCCESS)
        memset(digest.bytes, 0, sizeof digest.bytes);
    return digest;
}

struct digest digest_hmac(enum digest_kind kind, const void *key, size_t n_key, const void *bytes,
                          size_t n)
{
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_algorithm_t hmac = PSA_ALG_HMAC(algorithm(kind));
    struct digest digest = {{0}, 0};
    psa_key_id_t id;
    size_t made;

    assert(key != NULL && (bytes != NULL || n == 0));
    digest.n = kind == DIGEST_SHA1 ? 20 : 32;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_HMAC);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
    psa_set_key_algorithm(&attributes, hmac);
    if (psa_import_key(&attributes, key, n_key, &id) != PSA_SUCCESS)
        return digest;
    if (psa_mac_compute(id, hmac, bytes, n, digest.bytes, sizeof digest.bytes, &made) !=
        PSA_SUCCESS)
        memset(digest.bytes, 0, sizeof digest.bytes);
    psa_destroy_key(id);
    return digest;
}

int digest_ready(struct err *err)
{
    /* HMAC-SHA-256 and HMAC-SHA-1 of "" under the key "k" begin with these bytes. */
    static const unsigned char sha256[] = {0x8b, 0xb9, 0x90, 0xc4};
    static const unsigned char sha1[] = {0x3a, 0x84, 0xa2, 0x18};
    struct digest one, two;

    if (psa_crypto_init() != PSA_SUCCESS)
        return err_set(err, ERR_UNEXPECTED, "cannot start the crypto library");
    one = digest_hmac(DIGEST_SHA256, "k", 1, "", 0);
    two = digest_hmac(DIGEST_SHA1, "k", 1, "", 0);
    if (memcmp(one.bytes, sha256, sizeof sha256) != 0 || memcmp(two.bytes, sha1, sizeof sha1) != 0)
        return err_set(err, ERR_UNEXPECTED,
                       "the crypto library cannot make HMAC-SHA-256 and HMAC-SHA-1");
    return 0;
}

const char *digest_hex(const struct digest *digest, struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_alloc(arena, 2 * digest->n + 1);
    size_t i;

    assert(digest->n <= sizeof digest->bytes);
    for (i = 0; i < digest->n; i++) {
        text[2 * i] = digits[digest->bytes[i] >> 4];
        text[2 * i + 1] = digits[digest->bytes[i] & 15];
    }
    return text;
}

const char *digest_hash_hex(enum digest_kind kind, const void *bytes, size_t n, struct arena *arena)
{
    struct digest digest = digest_hash(kind, bytes, n);

    return digest_hex(&digest, arena);
}

const char *digest_base64(const struct digest *digest, struct arena *arena)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = arena_alloc(arena, (digest->n + 2) / 3 * 4 + 1), *at = text;
    size_t i;

    for (i = 0; i < digest->n; i += 3) {
        unsigned b1 = i + 1 < digest->n ? digest->bytes[i + 1] : 0;
        unsigned b2 = i + 2 < digest->n ? digest->bytes[i + 2] : 0;
        unsigned group = (unsigned)digest->bytes[i] << 16 | b1 << 8 | b2;

        *at++ = digits[group >> 18];
        *at++ = digits[group >> 12 & 63];
        *at++ = '=';
        *at++ = '=';
        if (i + 1 < digest->n)
            at[-2] = digits[group >> 6 & 63];
        if (i + 2 < digest->n)
            at[-1] = digits[group & 63];
    }
    return text;
}
