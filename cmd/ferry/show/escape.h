/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"

/*
 * Foreign text - names, vendors' messages, paths - made harmless for where it goes.
 *
 * What a reader could not see or would be misled by comes out visibly in every form: controls,
 * escape sequences, text direction marks and other format characters as \u{1b}, bytes that are no
 * UTF-8 as \xff.  So a name cannot move the cursor, start a second line or reorder the text around
 * it.  The forms differ in what else they protect.
 */

void escape_terminal(const char *text, struct buf *out);

/* A field of tab-separated values: \t, \n, \r and \\ as written here. */
void escape_tsv(const char *text, struct buf *out);

/* Text and attribute values of HTML and XML. */
void escape_markup(const char *text, struct buf *out);

/* A code span of Markdown that holds the text and nothing but it; fit for a table's cell, no
 * mention, no link.  Writes nothing for an empty text. */
void escape_markdown(const char *text, struct buf *out);

/* The message, one line of a message (a line break in it is shown, not made) and a property of a
 * GitHub workflow command (`::error file=PROPERTY::MESSAGE`). */
void escape_github(const char *text, struct buf *out);
void escape_github_line(const char *text, struct buf *out);
void escape_github_property(const char *text, struct buf *out);

/* A label's value in Prometheus' text format, without the quotes around it. */
void escape_prometheus(const char *text, struct buf *out);
