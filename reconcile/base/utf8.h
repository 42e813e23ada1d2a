/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.  How wide a character is
 * on a screen is another question, answered where text is laid out (manifest/diag.c, cmd/ferry).
 */

/* Reads one character into *c.  Returns the bytes used, 1 to 4; 0 if they are not UTF-8 or n is 0.
 */
size_t utf8_decode(const char *bytes, size_t n, uint32_t *c);

/* Bytes of the first character; one where they are not UTF-8. */
size_t utf8_step(const char *bytes, size_t n);

/* A control character of ASCII or Latin-1. */
static inline bool utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* True if all n bytes are UTF-8. */
bool utf8_valid(const char *bytes, size_t n);

/* How many characters a text holds that is UTF-8 already; other bytes give some number, no more. */
size_t utf8_count(const char *text);
