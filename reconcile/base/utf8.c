/* SPDX-License-Identifier: MIT */
#include "reconcile/base/utf8.h"

size_t utf8_decode(const char *bytes, size_t n, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)bytes;
    size_t length, i;
    uint32_t value;

    if (n == 0)
        return 0;
    if (p[0] < 0x80) {
        *c = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF)
        length = 2, value = p[0] & 0x1F;
    else if (p[0] >= 0xE0 && p[0] <= 0xEF)
        length = 3, value = p[0] & 0x0F;
    else if (p[0] >= 0xF0 && p[0] <= 0xF4)
        length = 4, value = p[0] & 0x07;
    else
        return 0;
    if (n < length)
        return 0;
    for (i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (p[i] & 0x3F);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *c = value;
    return length;
}

size_t utf8_step(const char *bytes, size_t n)
{
    uint32_t c;
    size_t used = utf8_decode(bytes, n, &c);

    return used == 0 ? 1 : used;
}

bool utf8_valid(const char *bytes, size_t n)
{
    size_t at = 0, used;
    uint32_t c;

    for (at = 0; at < n; at += used) {
        used = utf8_decode(bytes + at, n - at, &c);
        if (used == 0)
            return false;
    }
    return true;
}

size_t utf8_count(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}
