/* SPDX-License-Identifier: MIT */
#include "manifest/sheet.h"

#include "reconcile/base/utf8.h"

#include <assert.h>
#include <string.h>

void sheet_init(struct sheet *sheet, const char *path, size_t order, const char *bytes, size_t n,
                struct arena *arena)
{
    struct sheet_line *lines = NULL;
    size_t n_lines = 0, cap_lines = 0, at, index = 0, used;

    assert(path != NULL && (bytes != NULL || n == 0));
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    ARENA_GROW(arena, lines, n_lines, cap_lines);
    lines[n_lines++] = (struct sheet_line){0, 0};
    for (at = 0; at < n; at += used, index++) {
        used = utf8_step(bytes + at, n - at);
        if (bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == n || bytes[at + 1] != '\n'))) {
            ARENA_GROW(arena, lines, n_lines, cap_lines);
            lines[n_lines++] = (struct sheet_line){at + 1, index + 1};
        }
    }
    *sheet = (struct sheet){path, order, bytes, n, index, lines, n_lines};
}

/* The index in sheet->lines of the line that holds a character. */
static size_t line_of(const struct sheet *sheet, size_t index)
{
    size_t low = 0, high = sheet->n_lines;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (sheet->lines[middle].index <= index)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t sheet_offset(const struct sheet *sheet, size_t index)
{
    const struct sheet_line *line;
    size_t at, left;

    if (index >= sheet->n_chars)
        return sheet->n;
    line = &sheet->lines[line_of(sheet, index)];
    for (at = line->offset, left = index - line->index; left > 0; left--)
        at += utf8_step(sheet->bytes + at, sheet->n - at);
    return at;
}

struct place sheet_place(const struct sheet *sheet, size_t index, size_t end)
{
    size_t line, line_end, offset;

    assert(sheet->n_lines > 0); /* it was indexed */
    if (index > sheet->n_chars)
        index = sheet->n_chars;
    line = line_of(sheet, index);
    line_end = sheet->n_chars;
    if (line + 1 < sheet->n_lines) {
        line_end = sheet->lines[line + 1].index - 1;
        offset = sheet->lines[line + 1].offset;
        if (offset >= 2 && line_end > index && sheet->bytes[offset - 2] == '\r' &&
            sheet->bytes[offset - 1] == '\n')
            line_end--;
    }
    if (end > line_end)
        end = line_end;
    return (struct place){sheet, (int)(line + 1), (int)(index - sheet->lines[line].index + 1),
                          end > index ? (int)(end - index) : 1};
}

const char *sheet_line(const struct sheet *sheet, int line, size_t *n)
{
    size_t begin, end;

    assert(sheet != NULL && n != NULL);
    *n = 0;
    if (line < 1 || (size_t)line > sheet->n_lines)
        return "";
    begin = sheet->lines[line - 1].offset;
    end = (size_t)line < sheet->n_lines ? sheet->lines[line].offset : sheet->n;
    if (end > begin && sheet->bytes[end - 1] == '\n')
        end--;
    if (end > begin && sheet->bytes[end - 1] == '\r')
        end--;
    *n = end - begin;
    return sheet->bytes + begin;
}

struct origin place_origin(const struct place *place)
{
    assert(place->sheet != NULL && place->line > 0 && place->column > 0);
    return (struct origin){place->sheet->path, place->line, place->column};
}
