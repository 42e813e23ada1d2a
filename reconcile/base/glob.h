/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/*
 * Cells are spoken of by address, "account/image@region": the account ends at the first `/`, the
 * region begins after the last `@`.  Globs know `*` (any run of characters) and `?` (one character,
 * which may be several bytes of UTF-8) and nothing else; everything is compared byte for byte.
 */

/* True if the whole text matches.  Linear in practice, never worse than pattern × text. */
bool glob_match(const char *pattern, const char *text);
