/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The INI dialect of the vendors' credential files: [section], key = value, whole-line comments
 * with '#' or ';'.  Names are compared without case; lines that are none of these are passed over.
 */

/* The value of the first such key, in the arena; NULL if there is none. */
const char *ini_get(const char *text, size_t n, const char *section, const char *key,
                    struct arena *arena);

bool ini_has_section(const char *text, size_t n, const char *section);
