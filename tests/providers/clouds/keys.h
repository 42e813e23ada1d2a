/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/credentials/credentials.h"
#include "tests/unit.h"

#include <sys/types.h>

/* A home of its own and a made-up environment, to look for keys in.  All keys are made up, and each
 * of their values holds the word "fake". */
struct keys {
    struct arena arena;
    char home[64];
    const char *variables[16]; /* "NAME=value" */
    size_t n_variables;
    struct credentials found;
    const char *warning;
    struct err err;
};

int keys_setup(void **state); /* *state is a struct keys */
int keys_teardown(void **state);
#define KEYS_TEST(name) cmocka_unit_test_setup_teardown(name, keys_setup, keys_teardown)

void keys_set(struct keys *keys, const char *variable);
void keys_write(struct keys *keys, const char *path, const char *text); /* below the home */
void keys_write_mode(struct keys *keys, const char *path, const char *text, mode_t mode);

/* 0 or -1, as credentials_load(). */
int keys_load_account(struct keys *keys, const struct provider *provider,
                      const struct account *account);
int keys_load(struct keys *keys, const struct provider *provider, const char *profile);

void keys_expect(const struct keys *keys, const char *id, const char *secret, const char *token,
                 const char *source);
void keys_expect_error(struct keys *keys, const char *part); /* and that it tells no value */
