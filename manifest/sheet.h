/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/model/desired.h"

/*
 * A file of a manifest as people count it: lines and columns from 1, columns in characters.
 *
 * A line ends with LF, CRLF or CR, as in editors (YAML also breaks at NEL, LS and PS: those are
 * characters here).  A byte order mark is left out.  A byte that is not UTF-8 counts as one
 * character, so that even a broken file has places.
 */

struct sheet {
    const char *path; /* as the user named it */
    size_t order;     /* which of the sources it is: places sort by it first */
    const char *bytes;
    size_t n;
    size_t n_chars;
    const struct sheet_line *lines;
    size_t n_lines;
};

struct sheet_line { /* where a line begins */
    size_t offset, index;
};

struct place { /* a stretch of characters in one line */
    const struct sheet *sheet;
    int line, column;
    int length; /* at least 1 */
};

/* Indexes n bytes, which must outlive *sheet. */
void sheet_init(struct sheet *sheet, const char *path, size_t order, const char *bytes, size_t n,
                struct arena *arena);

/* The byte offset of a character, counted from 0; n for one past the end. */
size_t sheet_offset(const struct sheet *sheet, size_t index);

/* The place of the characters from `index` to `end`, cut at the end of the line. */
struct place sheet_place(const struct sheet *sheet, size_t index, size_t end);

/* A line without its end: its bytes, and how many in *n.  Empty for a line that is not there. */
const char *sheet_line(const struct sheet *sheet, int line, size_t *n);

struct origin place_origin(const struct place *place);
