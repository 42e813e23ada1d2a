/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/registry.h"

#include <stdlib.h>
#include <string.h>

/*
 * An input that is some cloud's: its first line is the cloud's name in the registry ("ucloud",
 * "tencent-cvm/qcloud" for a gateway), a blank, and words; what follows the line is its bytes.  So
 * seeds outlive a change of the registry, and a test can tell which clouds have any
 * (tests/providers/test_registry.c).  A line that names nobody stands for a cloud all the same.
 */
struct fuzz_input {
    const struct provider *provider;
    const char *words; /* what follows the name on the first line; "" without any */
    const char *rest;  /* NUL-terminated */
    size_t n;
};

static inline void demand(bool truth)
{
    if (!truth)
        abort();
}

static inline const struct provider *fuzz_provider(const char *name, size_t n)
{
    const struct provider *const *provider;
    size_t count = 0, sum = 0, i;

    for (provider = registry(); *provider != NULL; provider++, count++) {
        const char *cloud = (*provider)->caps->provider, *gateway = (*provider)->gateway;
        size_t n_cloud = strlen(cloud), n_gateway = gateway == NULL ? 0 : strlen(gateway) + 1;

        if (n == n_cloud + n_gateway && memcmp(name, cloud, n_cloud) == 0 &&
            (gateway == NULL ||
             (name[n_cloud] == '/' && memcmp(name + n_cloud + 1, gateway, n_gateway - 1) == 0)))
            return *provider;
    }
    for (i = 0; i < n; i++)
        sum += (unsigned char)name[i];
    return registry()[sum % count];
}

static inline struct fuzz_input fuzz_input(const uint8_t *data, size_t size, struct arena *arena)
{
    char *text = arena_strndup(arena, (const char *)data, size);
    const char *newline = memchr(text, '\n', size);
    size_t n_line = newline == NULL ? size : (size_t)(newline - text), n_name;
    struct fuzz_input input = {.n = newline == NULL ? 0 : size - n_line - 1};

    text[n_line] = '\0';
    n_name = strcspn(text, " ");
    input.provider = fuzz_provider(text, n_name);
    input.words = text + n_name + (text[n_name] == ' ');
    input.rest = newline == NULL ? "" : newline + 1;
    return input;
}
