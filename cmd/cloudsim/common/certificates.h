/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A certificate authority made at start and gone at the end, and one leaf for each server name that
 * a client asks for.  Keys are ECDSA on P-256: made in a millisecond.
 */

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

struct certificates;

struct certificates *certificates_make(void); /* NULL: GnuTLS refused; said on standard error */
int certificates_write_ca(const struct certificates *certificates, const char *path);
void certificates_free(struct certificates *certificates);

/* The leaf for NAME, kept for the next time.  -1: not to be had. */
int certificates_leaf(struct certificates *certificates, const char *name, gnutls_pcert_st **pcert,
                      unsigned *count, gnutls_privkey_t *key);

/* What MHD_OPTION_HTTPS_CERT_CALLBACK wants.  It brings no argument, so it serves the set that was
 * made last: the one exception to "no globals", and the reason that a process has one server. */
int certificates_choose(gnutls_session_t session, const gnutls_datum_t *authorities,
                        int authority_count, const gnutls_pk_algorithm_t *algorithms,
                        int algorithm_count, gnutls_pcert_st **pcert, unsigned *count,
                        gnutls_privkey_t *key);
