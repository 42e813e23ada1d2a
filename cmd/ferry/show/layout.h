/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"

#include <stddef.h>

/*
 * Text in columns: a Chinese character is two columns wide, a combining one none.
 *
 * What is laid out is foreign text, and it is here that it is made harmless for a terminal; only
 * layout_cut takes what is fit for one already.
 */

/* Columns of a text. */
size_t layout_width(const char *text);

/* Blanks from column `used` to column `width`; none if it is there already. */
void layout_pad(size_t used, size_t width, struct buf *out);

/* The text, then blanks up to `width` columns. */
void layout_left(const char *text, size_t width, struct buf *out);

/* The text, cut with an ellipsis where it would pass `width` columns; 0 cuts nothing. */
void layout_cut(const char *text, size_t width, struct buf *out);

/* The same, cut in the middle: of an address both ends tell. */
void layout_squeeze(const char *text, size_t width, struct buf *out);

/*
 * The text, folded at blanks so that no line passes `width` columns where that can be had; the
 * first line is thought to start at column `indent`, where the others are made to start.  A width
 * of 0, or one that leaves less than 24 columns, folds nothing.
 */
void layout_fold(const char *text, size_t indent, size_t width, struct buf *out);

struct layout_table;

/*
 * A table of columns: headings NULL-terminated.  Its cells are escaped here, newlines too: a name
 * must not start a line.  LAYOUT_BREAK, a byte that is in no text, starts a second line within the
 * cell.
 */
#define LAYOUT_BREAK "\xFF"
struct layout_table *layout_table_new(const char *const *headings);
void layout_table_free(struct layout_table *table); /* accepts NULL */

/* `cells` has as many entries as there are headings; NULL is an empty one. */
void layout_table_row(struct layout_table *table, const char *const *cells);

/* Columns that it needs. */
size_t layout_table_width(const struct layout_table *table);

void layout_table_print(const struct layout_table *table, struct buf *out);
