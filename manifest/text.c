/* SPDX-License-Identifier: MIT */
#include "manifest/text.h"

#include "reconcile/base/utf8.h"

#include <string.h>

enum { TEXT_STRIDE = 64 };

static size_t char_size(const char *bytes, size_t n)
{
    uint32_t c;
    size_t used = utf8_decode(bytes, n, &c);

    return used == 0 ? 1 : used;
}

void text_init(struct text *text, const char *path, size_t order, const char *bytes, size_t n,
               struct arena *arena)
{
    struct text_line *lines = NULL;
    size_t n_lines = 0, cap_lines = 0, at, index = 0, used;
    size_t *stride;

    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    stride = arena_array(arena, n / TEXT_STRIDE + 1, sizeof *stride);
    ARENA_GROW(arena, lines, n_lines, cap_lines);
    lines[n_lines++] = (struct text_line){0, 0};
    for (at = 0; at < n; at += used, index++) {
        used = char_size(bytes + at, n - at);
        if (index % TEXT_STRIDE == 0)
            stride[index / TEXT_STRIDE] = at;
        if (bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == n || bytes[at + 1] != '\n'))) {
            ARENA_GROW(arena, lines, n_lines, cap_lines);
            lines[n_lines++] = (struct text_line){at + 1, index + 1};
        }
    }
    *text = (struct text){path, order, bytes, n, index, stride, lines, n_lines};
}

size_t text_offset(const struct text *text, size_t index)
{
    size_t at, left;

    if (index >= text->n_chars)
        return text->n;
    at = text->stride[index / TEXT_STRIDE];
    for (left = index % TEXT_STRIDE; left > 0; left--)
        at += char_size(text->bytes + at, text->n - at);
    return at;
}

/* The index in text->lines of the line that holds a character. */
static size_t line_of(const struct text *text, size_t index)
{
    size_t low = 0, high = text->n_lines;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (text->lines[middle].index <= index)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct place text_place(const struct text *text, size_t index, size_t end)
{
    size_t line, line_end, offset;

    if (index > text->n_chars)
        index = text->n_chars;
    line = line_of(text, index);
    line_end = text->n_chars;
    if (line + 1 < text->n_lines) {
        line_end = text->lines[line + 1].index - 1;
        offset = text->lines[line + 1].offset;
        if (offset >= 2 && line_end > index && text->bytes[offset - 2] == '\r' &&
            text->bytes[offset - 1] == '\n')
            line_end--;
    }
    if (end > line_end)
        end = line_end;
    return (struct place){text, (int)(line + 1), (int)(index - text->lines[line].index + 1),
                          end > index ? (int)(end - index) : 1};
}

const char *text_line(const struct text *text, int line, size_t *n)
{
    size_t begin, end;

    *n = 0;
    if (line < 1 || (size_t)line > text->n_lines)
        return "";
    begin = text->lines[line - 1].offset;
    end = (size_t)line < text->n_lines ? text->lines[line].offset : text->n;
    if (end > begin && text->bytes[end - 1] == '\n')
        end--;
    if (end > begin && text->bytes[end - 1] == '\r')
        end--;
    *n = end - begin;
    return text->bytes + begin;
}

struct origin place_origin(const struct place *place)
{
    return (struct origin){place->text->path, place->line, place->column};
}
