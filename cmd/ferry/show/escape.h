/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"

#include <stdarg.h>

/*
 * Foreign text - names, vendors' messages, paths - made harmless for where it goes.
 *
 * What a reader could not see or would be misled by comes out visibly in every form: controls,
 * escape sequences, text direction marks and other format characters as \u{1b}, bytes that are no
 * UTF-8 as \xff.  So a name cannot move the cursor, start a second line or reorder the text around
 * it.  The forms differ in what else they protect.
 */

typedef void escape_form(const char *text, struct buf *out);

escape_form escape_terminal;

/* A field of tab-separated values: \t, \n, \r and \\ as written here. */
escape_form escape_tsv;

/* Text and attribute values of HTML and XML. */
escape_form escape_markup;

/* A code span of Markdown that holds the text and nothing but it; fit for a table's cell, no
 * mention, no link.  Writes nothing for an empty text. */
escape_form escape_markdown;

/* The message, one line of a message (a line break in it is shown, not made) and a property of a
 * GitHub workflow command (`::error file=PROPERTY::MESSAGE`). */
escape_form escape_github, escape_github_line, escape_github_property;

/* A label's value in Prometheus' text format, without the quotes around it. */
escape_form escape_prometheus;

/*
 * As buf_printf, but every text that is put in comes out in the form, NULL as an empty one: only
 * the format itself is written as it is.  Knows %s, %d, %zu and %%, without widths.
 */
__attribute__((format(printf, 3, 4))) void escape_printf(escape_form *form, struct buf *out,
                                                         const char *format, ...);
__attribute__((format(printf, 3, 0))) void escape_vprintf(escape_form *form, struct buf *out,
                                                          const char *format, va_list args);
