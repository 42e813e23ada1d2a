/* SPDX-License-Identifier: MIT */
/* FNV-1a, fed with numbers and texts. */
#include "tests/sim/digest.h"

#include <string.h>

void digest_bytes(uint64_t *digest, const char *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        *digest = (*digest ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001B3);
    digest_number(digest, n); /* so that "ab" and "c" is not "a" and "bc" */
}

void digest_number(uint64_t *digest, uint64_t number)
{
    int i;

    for (i = 0; i < 64; i += 8)
        *digest = (*digest ^ (number >> i & 0xFF)) * UINT64_C(0x100000001B3);
}

void digest_text(uint64_t *digest, const char *text)
{
    if (text == NULL)
        digest_number(digest, UINT64_MAX);
    else
        digest_bytes(digest, text, strlen(text));
}
