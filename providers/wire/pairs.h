/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/* Lists of headers and parameters, in an arena. */

struct pairs {
    struct arena *arena;
    struct pair *items;
    size_t nr, cap;
};

#define PAIRS_INIT(in)                                                                             \
    {                                                                                              \
        (in), NULL, 0, 0                                                                           \
    }

/* Both texts must outlive the list; a value of NULL is a key without '='. */
void pairs_add(struct pairs *pairs, const char *name, const char *value);
void pairs_add_int(struct pairs *pairs, const char *name, int64_t value);
void pairs_add_all(struct pairs *pairs, const struct pair *items, size_t n);

/* Adds name.0, name.1, …: how Tencent's and UCloud's flat forms write a list. */
void pairs_add_list(struct pairs *pairs, const char *name, const char *const *values, size_t n);

/* By the bytes of the names: upper case before lower, "L.10" before "L.2". */
struct pair *pairs_sorted(const struct pair *items, size_t n, struct arena *arena);

/* The headers of a reply as they came, names in lower case; what is no header is passed over. */
struct pairs pairs_of_headers(const char *raw, size_t n, struct arena *arena);

/* The value of the first pair whose name is `name`, in any case; NULL without one. */
const char *pairs_find(const struct pair *items, size_t n, const char *name);
