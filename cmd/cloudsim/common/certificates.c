/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/certificates.h"

#include "reconcile/base/arena.h"
#include "reconcile/base/str.h"

#include <gnutls/x509.h>

#include <arpa/inet.h>
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    LEAVES_MAX = 256, /* names are the client's choice: beyond that many, none is served */
    DAY = 24 * 60 * 60
};

struct leaf {
    const char *name;
    gnutls_pcert_st chain[2]; /* leaf, authority */
};

struct certificates {
    struct arena arena; /* of this struct and its leaves */
    pthread_mutex_t lock;
    gnutls_x509_privkey_t authority_key, leaf_key;
    gnutls_privkey_t signing_key; /* leaf_key as TLS wants it */
    gnutls_x509_crt_t authority;
    struct leaf leaves[LEAVES_MAX];
    size_t n_leaves;
    unsigned serial;
};

static struct certificates *serving; /* see certificates_choose */

static bool ok(int result, const char *what)
{
    if (result < 0)
        fprintf(stderr, "cloudsim: %s: %s\n", what, gnutls_strerror(result));
    return result >= 0;
}

static bool new_key(gnutls_x509_privkey_t *key)
{
    return ok(gnutls_x509_privkey_init(key), "key") &&
           ok(gnutls_x509_privkey_generate(*key, GNUTLS_PK_ECDSA,
                                           GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
              "key");
}

static bool begin(struct certificates *c, gnutls_x509_crt_t *crt, gnutls_x509_privkey_t key,
                  const char *common_name)
{
    unsigned serial = ++c->serial;
    unsigned char bytes[5] = {1, (unsigned char)(serial >> 24), (unsigned char)(serial >> 16),
                              (unsigned char)(serial >> 8), (unsigned char)serial};
    time_t now = time(NULL);

    return ok(gnutls_x509_crt_init(crt), "certificate") &&
           ok(gnutls_x509_crt_set_version(*crt, 3), "version") &&
           ok(gnutls_x509_crt_set_serial(*crt, bytes, sizeof bytes), "serial") &&
           ok(gnutls_x509_crt_set_activation_time(*crt, now - DAY), "time") &&
           ok(gnutls_x509_crt_set_expiration_time(*crt, now + 30 * DAY), "time") &&
           ok(gnutls_x509_crt_set_dn_by_oid(*crt, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                            (unsigned)strlen(common_name)),
              "name") &&
           ok(gnutls_x509_crt_set_key(*crt, key), "key");
}

static bool identify(gnutls_x509_crt_t crt, gnutls_x509_privkey_t own, gnutls_x509_privkey_t issuer)
{
    unsigned char id[64];
    size_t size = sizeof id;

    if (!ok(gnutls_x509_privkey_get_key_id(own, 0, id, &size), "key id") ||
        !ok(gnutls_x509_crt_set_subject_key_id(crt, id, size), "key id"))
        return false;
    size = sizeof id;
    return ok(gnutls_x509_privkey_get_key_id(issuer, 0, id, &size), "key id") &&
           ok(gnutls_x509_crt_set_authority_key_id(crt, id, size), "key id");
}

struct certificates *certificates_make(void)
{
    struct arena arena = ARENA_INIT;
    struct certificates *c = arena_alloc(&arena, sizeof *c);

    c->arena = arena;
    pthread_mutex_init(&c->lock, NULL);
    if (new_key(&c->authority_key) && new_key(&c->leaf_key) &&
        ok(gnutls_privkey_init(&c->signing_key), "key") &&
        ok(gnutls_privkey_import_x509(c->signing_key, c->leaf_key, 0), "key") &&
        begin(c, &c->authority, c->authority_key, "cloudsim certificate authority") &&
        ok(gnutls_x509_crt_set_basic_constraints(c->authority, 1, 0), "constraints") &&
        ok(gnutls_x509_crt_set_key_usage(c->authority, GNUTLS_KEY_KEY_CERT_SIGN), "usage") &&
        identify(c->authority, c->authority_key, c->authority_key) &&
        ok(gnutls_x509_crt_sign2(c->authority, c->authority, c->authority_key, GNUTLS_DIG_SHA256,
                                 0),
           "signing")) {
        serving = c;
        return c;
    }
    certificates_free(c);
    return NULL;
}

int certificates_write_ca(const struct certificates *c, const char *path)
{
    gnutls_datum_t pem = {0};
    FILE *file;
    bool written;

    if (!ok(gnutls_x509_crt_export2(c->authority, GNUTLS_X509_FMT_PEM, &pem), "certificate"))
        return -1;
    file = fopen(path, "w");
    written = file != NULL && fwrite(pem.data, 1, pem.size, file) == pem.size;
    if (file != NULL && fclose(file) != 0)
        written = false;
    gnutls_free(pem.data);
    return written ? 0 : -1;
}

static bool set_name(gnutls_x509_crt_t crt, const char *name)
{
    unsigned char address[16];

    if (inet_pton(AF_INET, name, address) == 1)
        return ok(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, address, 4,
                                                       GNUTLS_FSAN_SET),
                  "address");
    return ok(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, name,
                                                   (unsigned)strlen(name), GNUTLS_FSAN_SET),
              "name");
}

static bool leaf_make(struct certificates *c, const char *name, struct leaf *leaf)
{
    gnutls_x509_crt_t crt = NULL;
    bool made;

    leaf->name = arena_strdup(&c->arena, name);
    made = begin(c, &crt, c->leaf_key, "cloudsim") && set_name(crt, name) &&
           ok(gnutls_x509_crt_set_basic_constraints(crt, 0, -1), "constraints") &&
           ok(gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE), "usage") &&
           ok(gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0), "purpose") &&
           identify(crt, c->leaf_key, c->authority_key) &&
           ok(gnutls_x509_crt_sign2(crt, c->authority, c->authority_key, GNUTLS_DIG_SHA256, 0),
              "signing") &&
           ok(gnutls_pcert_import_x509(&leaf->chain[0], crt, 0), "leaf") &&
           ok(gnutls_pcert_import_x509(&leaf->chain[1], c->authority, 0), "authority");
    if (crt != NULL)
        gnutls_x509_crt_deinit(crt);
    return made;
}

int certificates_leaf(struct certificates *c, const char *name, gnutls_pcert_st **pcert,
                      unsigned *count, gnutls_privkey_t *key)
{
    struct leaf *leaf = NULL;
    size_t i;

    assert(c != NULL && name != NULL);
    pthread_mutex_lock(&c->lock);
    for (i = 0; i < c->n_leaves && leaf == NULL; i++)
        if (str_equal(c->leaves[i].name, name))
            leaf = &c->leaves[i];
    if (leaf == NULL && c->n_leaves < LEAVES_MAX && leaf_make(c, name, &c->leaves[c->n_leaves]))
        leaf = &c->leaves[c->n_leaves++];
    pthread_mutex_unlock(&c->lock);
    if (leaf == NULL)
        return -1;
    *pcert = leaf->chain;
    *count = 2;
    *key = c->signing_key;
    return 0;
}

int certificates_choose(gnutls_session_t session, const gnutls_datum_t *authorities,
                        int authority_count, const gnutls_pk_algorithm_t *algorithms,
                        int algorithm_count, gnutls_pcert_st **pcert, unsigned *count,
                        gnutls_privkey_t *key)
{
    char name[256] = "";
    size_t size = sizeof name;
    unsigned type = 0;

    (void)authorities, (void)authority_count, (void)algorithms, (void)algorithm_count;
    if (gnutls_server_name_get(session, name, &size, &type, 0) < 0 || type != GNUTLS_NAME_DNS)
        snprintf(name, sizeof name, "127.0.0.1"); /* an address has no server name in TLS */
    return certificates_leaf(serving, name, pcert, count, key);
}

void certificates_free(struct certificates *c)
{
    struct arena arena;
    size_t i;

    if (c == NULL)
        return;
    if (serving == c)
        serving = NULL;
    for (i = 0; i < c->n_leaves; i++) {
        gnutls_pcert_deinit(&c->leaves[i].chain[0]);
        gnutls_pcert_deinit(&c->leaves[i].chain[1]);
    }
    if (c->signing_key != NULL)
        gnutls_privkey_deinit(c->signing_key);
    if (c->leaf_key != NULL)
        gnutls_x509_privkey_deinit(c->leaf_key);
    if (c->authority_key != NULL)
        gnutls_x509_privkey_deinit(c->authority_key);
    if (c->authority != NULL)
        gnutls_x509_crt_deinit(c->authority);
    pthread_mutex_destroy(&c->lock);
    arena = c->arena; /* which holds *c */
    arena_free(&arena);
}
