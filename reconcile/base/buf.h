/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * A text or byte string that grows up to a maximum.
 *
 * Invariants: `ptr` is never NULL and always NUL-terminated (the NUL is not counted in `len`);
 * `len` never exceeds `max`.  What would not fit is left out whole and `overflow` is set for good:
 * a stranger can neither fill the memory nor make a cut text look complete.  Check it once, at the
 * end.
 */
struct buf {
    char *ptr;
    size_t len, cap;
    size_t max;    /* bytes, without the NUL */
    bool overflow; /* something did not fit */
};

extern char buf_empty[1]; /* what `ptr` of an empty buf points to; never written */

#define BUF_INIT(maximum) ((struct buf){buf_empty, 0, 0, (maximum), false})
#define BUF_UNBOUNDED     ((size_t)1 << 40) /* for what ferry itself composes */

void buf_add(struct buf *buf, const void *bytes, size_t n);
void buf_str(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *buf, const char *format, ...);
void buf_reset(struct buf *buf); /* empties it, keeps the storage, clears `overflow` */
void buf_free(struct buf *buf);  /* accepts one that was freed; it may be used again */

#define cleanup_buf __attribute__((cleanup(buf_free)))
