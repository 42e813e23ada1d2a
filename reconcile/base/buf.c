/* SPDX-License-Identifier: MIT */
#include "reconcile/base/buf.h"

#include "reconcile/base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char buf_empty[1];

/* Makes room for n more bytes and a NUL; false and `overflow` if that would pass the maximum. */
static bool buf_room(struct buf *buf, size_t n)
{
    size_t cap = buf->cap;

    if (buf->overflow || n > buf->max - buf->len) {
        buf->overflow = true;
        return false;
    }
    if (buf->len + n < cap)
        return true;
    if (cap < 64)
        cap = 64;
    while (cap <= buf->len + n)
        cap *= 2;
    buf->ptr = arena_must(realloc(buf->cap == 0 ? NULL : buf->ptr, cap));
    buf->cap = cap;
    return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t n)
{
    if (n == 0 || !buf_room(buf, n))
        return;
    memcpy(buf->ptr + buf->len, bytes, n);
    buf->len += n;
    buf->ptr[buf->len] = '\0';
}

void buf_str(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list ap, again;
    int n;

    va_start(ap, format);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0)
        buf->overflow = true;
    else if (n > 0 && buf_room(buf, (size_t)n)) {
        vsnprintf(buf->ptr + buf->len, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->overflow = false;
    if (buf->cap > 0)
        buf->ptr[0] = '\0';
}

void buf_free(struct buf *buf)
{
    if (buf->cap > 0)
        free(buf->ptr);
    buf->ptr = buf_empty;
    buf->len = buf->cap = 0;
}
