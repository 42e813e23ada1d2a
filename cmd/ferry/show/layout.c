/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/layout.h"

#include "cmd/ferry/show/escape.h"
#include "reconcile/base/arena.h"
#include "reconcile/base/utf8.h"

#include <assert.h>
#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { FOLD_LEAST = 24 };

/* The bytes of the first character, and its columns. */
static size_t first_of(const char *text, size_t n, size_t *columns)
{
    uint32_t c;
    size_t used = utf8_decode(text, n, &c);

    *columns = used > 0 ? (size_t)utf8proc_charwidth((utf8proc_int32_t)c) : 1;
    return used > 0 ? used : 1;
}

static size_t width_of(const char *text, size_t n)
{
    size_t width = 0, columns, i;

    for (i = 0; i < n; width += columns)
        i += first_of(text + i, n - i, &columns);
    return width;
}

size_t layout_width(const char *text)
{
    struct buf safe cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    escape_terminal(text, &safe);
    return width_of(safe.ptr, safe.len);
}

void layout_pad(size_t used, size_t width, struct buf *out)
{
    for (; used < width; used++)
        buf_char(out, ' ');
}

void layout_left(const char *text, size_t width, struct buf *out)
{
    size_t start = out->len;

    escape_terminal(text, out);
    layout_pad(width_of(out->ptr + start, out->len - start), width, out);
}

/* How many bytes of the text fit into so many columns. */
static size_t bytes_within(const char *text, size_t n, size_t width)
{
    size_t used = 0, step, columns;

    while (used < n) {
        step = first_of(text + used, n - used, &columns);
        if (columns > width)
            break;
        width -= columns;
        used += step;
    }
    return used;
}

void layout_cut(const char *text, size_t width, struct buf *out)
{
    size_t n = strlen(text);

    if (width == 0 || width_of(text, n) <= width) {
        buf_str(out, text);
        return;
    }
    buf_add(out, text, bytes_within(text, n, width - 1));
    buf_str(out, "\xE2\x80\xA6");
}

void layout_squeeze(const char *text, size_t width, struct buf *out)
{
    struct buf safe cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t n, total, head, skip, columns;

    escape_terminal(text, &safe);
    text = safe.ptr;
    n = safe.len;
    total = width_of(text, n);
    if (width < 3 || total <= width) {
        layout_cut(text, width, out);
        return;
    }
    head = (width - 1) * 2 / 5; /* a region is at the end */
    buf_add(out, text, bytes_within(text, n, head));
    buf_str(out, "\xE2\x80\xA6");
    skip = bytes_within(text, n, total - (width - 1 - head));
    while (width_of(text + skip, n - skip) > width - 1 - head) /* a wide one on the edge */
        skip += first_of(text + skip, n - skip, &columns);
    buf_str(out, text + skip);
}

void layout_fold(const char *text, size_t indent, size_t width, struct buf *out)
{
    struct buf safe cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t column = indent;

    escape_terminal(text, &safe);
    text = safe.ptr;
    if (width == 0 || width < indent + FOLD_LEAST) {
        buf_str(out, text);
        return;
    }
    while (*text != '\0') {
        size_t blanks = strspn(text, " "), n = strcspn(text + blanks, " ");
        size_t word = width_of(text + blanks, n);

        if (column > indent && column + blanks + word > width) {
            buf_char(out, '\n');
            layout_pad(0, indent, out);
            column = indent;
        } else {
            buf_add(out, text, blanks);
            column += blanks;
        }
        buf_add(out, text + blanks, n);
        column += word;
        text += blanks + n;
    }
}

/* ---- tables ---- */

struct layout_table {
    struct libscols_table *scols;
    size_t n_columns;
    size_t widths[];
};

static const size_t gap = 2;

struct layout_table *layout_table_new(const char *const *headings)
{
    struct layout_table *table;
    size_t i, n = 0;

    assert(headings != NULL && headings[0] != NULL);
    while (headings[n] != NULL)
        n++;
    table = calloc(1, sizeof *table + n * sizeof *table->widths);
    if (table == NULL || (table->scols = scols_new_table()) == NULL)
        arena_exhausted();
    table->n_columns = n;
    if (scols_table_set_column_separator(table->scols, "  ") != 0)
        arena_exhausted();
    scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
    for (i = 0; i < table->n_columns; i++) {
        struct libscols_column *column =
            scols_table_new_column(table->scols, headings[i], 0, SCOLS_FL_WRAP);

        if (column == NULL || scols_column_set_safechars(column, "\n") != 0)
            arena_exhausted();
        scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
        table->widths[i] = layout_width(headings[i]);
    }
    return table;
}

void layout_table_free(struct layout_table *table)
{
    if (table == NULL)
        return;
    scols_unref_table(table->scols);
    free(table);
}

/* Escapes each line of a cell by itself; returns the widest one's columns. */
static size_t add_lines(const char *text, struct buf *out)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t widest = 0;

    for (;;) {
        size_t n = strcspn(text, LAYOUT_BREAK), start = out->len, width;

        buf_reset(&line);
        buf_add(&line, text, n);
        escape_terminal(line.ptr, out);
        width = width_of(out->ptr + start, out->len - start);
        widest = width > widest ? width : widest;
        if (text[n] == '\0')
            break;
        buf_char(out, '\n');
        text += n + 1;
    }
    return widest;
}

void layout_table_row(struct layout_table *table, const char *const *cells)
{
    struct libscols_line *line = scols_table_new_line(table->scols, NULL);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    assert(table != NULL && cells != NULL);
    if (line == NULL)
        arena_exhausted();
    for (i = 0; i < table->n_columns; i++) {
        size_t width;

        buf_reset(&text);
        width = cells[i] != NULL ? add_lines(cells[i], &text) : 0;
        if (width > table->widths[i])
            table->widths[i] = width;
        if (scols_line_set_data(line, i, text.ptr) != 0)
            arena_exhausted();
    }
}

size_t layout_table_width(const struct layout_table *table)
{
    size_t i, width = 0;

    for (i = 0; i < table->n_columns; i++)
        width += table->widths[i] + (i > 0 ? gap : 0);
    return width;
}

/* libsmartcols fills the last column up; nobody wants blanks at the end of a line. */
void layout_table_print(const struct layout_table *table, struct buf *out)
{
    char *text = NULL;
    const char *at;

    assert(table != NULL && out != NULL);
    if (scols_print_table_to_string(table->scols, &text) != 0 || text == NULL)
        arena_exhausted();
    for (at = text; *at != '\0';) {
        size_t n = strcspn(at, "\n"), used = n;

        while (used > 0 && at[used - 1] == ' ')
            used--;
        buf_add(out, at, used);
        buf_char(out, '\n');
        at += n + (at[n] == '\n');
    }
    free(text);
}
