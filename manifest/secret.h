/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What looks like a secret, at two strengths: what is surely one is refused (a manifest is reviewed
 * and committed), what may be one is only not shown.
 */

/* True for names that people give to secrets: "secret_key", "privateKey", "password". */
bool secret_is_key(const char *name);

/* True for a value that can only be a key: a vendor's prefix with its length, a PEM head. */
bool secret_is_value(const char *text);

/* True for what reads like the name of an environment variable: it may be shown where a secret
 * might have been written. */
bool secret_is_variable(const char *text);

/*
 * May a manifest or a saved plan have this environment variable read?  Either may come from a
 * stranger's pull request, so only variables that hold a cloud's keys: those that begin with one of
 * `prefixes` (caps->env_prefixes, NULL-terminated) or with SECRET_OWN_PREFIX.
 */
#define SECRET_OWN_PREFIX "FERRY_CRED_"
bool secret_may_be_read(const char *const *prefixes, const char *variable);

/*
 * A copy of a line with '*' for each character of what may be a secret: the value after a key that
 * names one, and whole words of 24 and more letters and digits mixed.  Characters keep their
 * columns; *n_out (may be NULL) gets the bytes.
 */
char *secret_mask(struct arena *arena, const char *line, size_t n, size_t *n_out);
