/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Lists of words, compared byte for byte. */

/* The index of a word among n; n if it is not there.  NULL among them is no word. */
size_t word_index(const char *const *words, size_t n, const char *word);

/* True if a word is among n. */
bool word_among(const char *const *words, size_t n, const char *word);

/* True if a word is in a NULL-terminated list. */
bool word_listed(const char *const *words, const char *word);
