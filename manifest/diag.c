/* SPDX-License-Identifier: MIT */
#include "manifest/diag.h"

#include "manifest/secret.h"
#include "reconcile/base/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

enum {
    LINE_WIDTH = 160, /* cells of a source line that are shown */
    LEFT_OF_CARET = 100,
    TAB_WIDTH = 4,
    LINE_MAX_SHOWN = 64 << 10, /* bytes: a longer line is left out */
    TEXT_MAX = 400,            /* bytes of a summary or hint: a value in it may be of any size */
};

/* ---- collecting ---- */

/* Cuts a long text at a character's edge. */
static char *cut(char *text)
{
    static const char dots[] = "…";
    size_t end = TEXT_MAX - sizeof dots;

    if (strlen(text) < TEXT_MAX)
        return text;
    while ((text[end] & 0xC0) == 0x80)
        end--;
    memcpy(text + end, dots, sizeof dots);
    return text;
}

__attribute__((format(printf, 2, 0))) static char *format_masked(struct arena *arena,
                                                                 const char *format, va_list ap)
{
    const char *text = arena_vprintf(arena, format, ap);

    return cut(secret_mask(arena, text, strlen(text), NULL));
}

static struct diag_place make_place(struct arena *arena, const struct place *at)
{
    struct diag_place place = {.length = 1};
    const char *line;

    if (at == NULL)
        return place;
    place.origin = place_origin(at);
    place.length = at->length;
    line = sheet_line(at->sheet, at->line, &place.n_line);
    if (place.n_line > LINE_MAX_SHOWN) {
        place.n_line = 0;
        return place;
    }
    place.line = secret_mask(arena, line, place.n_line, &place.n_line);
    return place;
}

static int compare(const struct diag *a, size_t order, const struct origin *at)
{
    if ((a->origin.path == NULL) != (at->path == NULL))
        return a->origin.path == NULL ? 1 : -1;
    if (a->order != order)
        return a->order < order ? -1 : 1;
    if (a->origin.line != at->line)
        return a->origin.line < at->line ? -1 : 1;
    if (a->origin.column != at->column)
        return a->origin.column < at->column ? -1 : 1;
    return 0;
}

/* Makes room before `slot` among as many as are kept of a severity, by dropping the last of them;
 * false if that would be the one to come. */
static bool make_room(struct diags *diags, enum severity severity, size_t slot)
{
    size_t last = diags->nr;

    while (last > slot && diags->items[last - 1].severity != severity)
        last--;
    if (last == slot)
        return false;
    memmove(diags->items + last - 1, diags->items + last,
            (diags->nr - last) * sizeof *diags->items);
    diags->nr--;
    return true;
}

/* Takes a diagnostic in at its place; NULL: it is not kept. */
static struct diag *take(struct diags *diags, enum diag_code code, const struct place *at,
                         char *summary)
{
    const char *name = diag_code_name(code);
    enum severity severity = name[0] == 'W' ? SEVERITY_WARNING : SEVERITY_ERROR;
    struct origin origin = {0};
    size_t order = at == NULL ? 0 : at->sheet->order, slot, i, *told;
    struct diag_place place;
    struct diag *diag;

    if (at != NULL)
        origin = place_origin(at);
    for (slot = diags->nr; slot > 0; slot--)
        if (compare(&diags->items[slot - 1], order, &origin) <= 0)
            break;
    for (i = slot; i > 0 && compare(&diags->items[i - 1], order, &origin) == 0; i--)
        if (strcmp(diags->items[i - 1].code, name) == 0 &&
            strcmp(diags->items[i - 1].summary, summary) == 0)
            return NULL;
    told = severity == SEVERITY_ERROR ? &diags->errors : &diags->warnings;
    if (++*told > DIAG_MAX && !make_room(diags, severity, slot))
        return NULL;
    ARENA_GROW(diags->arena, diags->items, diags->nr, diags->cap);
    diag = diags->items + slot;
    memmove(diag + 1, diag, (diags->nr - slot) * sizeof *diag);
    diags->nr++;
    *diag = (struct diag){.severity = severity, .code = name, .summary = summary, .order = order};
    place = make_place(diags->arena, at);
    diag->origin = place.origin;
    diag->length = place.length;
    diag->line = place.line;
    diag->n_line = place.n_line;
    return diag;
}

struct diag *diag_tell(struct diags *diags, enum diag_code code, const struct place *at,
                       const char *hint, const char *format, ...)
{
    struct diag *diag;
    char *summary;
    va_list ap;

    assert(diags->arena != NULL);
    va_start(ap, format);
    summary = format_masked(diags->arena, format, ap);
    va_end(ap);
    diag = take(diags, code, at, summary);
    if (hint != NULL)
        diag_hint(diags, diag, "%s", hint);
    return diag;
}

void diag_hint(struct diags *diags, struct diag *diag, const char *format, ...)
{
    va_list ap;

    if (diag == NULL)
        return;
    va_start(ap, format);
    diag->hint = format_masked(diags->arena, format, ap);
    va_end(ap);
}

void diag_also(struct diags *diags, struct diag *diag, const char *text, const struct place *at)
{
    if (diag == NULL)
        return;
    diag->other = make_place(diags->arena, at);
    diag->other.text = text;
}

/* ---- rendering ---- */

struct glyph { /* one character as it is shown */
    char text[16];
    int width; /* cells */
};

/*
 * What controls the terminal or the direction of text is shown by its number, and a tab as spaces,
 * so that the caret stands right wherever the line is shown.
 */
static size_t next_glyph(const char *bytes, size_t n, int cell, struct glyph *glyph)
{
    uint32_t c;
    size_t used = utf8_decode(bytes, n, &c);
    utf8proc_category_t category;

    if (used == 0) {
        glyph->width = snprintf(glyph->text, sizeof glyph->text, "\\x%02X", (unsigned char)*bytes);
        return 1;
    }
    if (c == '\t') {
        glyph->width = TAB_WIDTH - cell % TAB_WIDTH;
        snprintf(glyph->text, sizeof glyph->text, "%*s", glyph->width, "");
        return used;
    }
    category = utf8proc_category((utf8proc_int32_t)c);
    if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
        category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP) {
        glyph->width =
            snprintf(glyph->text, sizeof glyph->text, c < 0x100 ? "\\x%02X" : "\\u%04X", c);
        return used;
    }
    memcpy(glyph->text, bytes, used);
    glyph->text[used] = '\0';
    glyph->width = utf8proc_charwidth((utf8proc_int32_t)c);
    return used;
}

static void add_visible(struct buf *out, const char *text)
{
    size_t n = strlen(text), at = 0;
    struct glyph glyph;

    while (at < n) {
        at += next_glyph(text + at, n - at, 0, &glyph);
        buf_str(out, glyph.text);
    }
}

static int digits(int number)
{
    return snprintf(NULL, 0, "%d", number);
}

struct span { /* cells of a line */
    int caret, caret_end, total;
};

static struct span measure(const struct diag_place *place)
{
    struct span span = {-1, -1, 0};
    size_t at = 0;
    int column = 1;
    struct glyph glyph;

    for (; at < place->n_line; column++) {
        if (column == place->origin.column)
            span.caret = span.total;
        if (column == place->origin.column + place->length)
            span.caret_end = span.total;
        at += next_glyph(place->line + at, place->n_line - at, span.total, &glyph);
        span.total += glyph.width;
    }
    if (span.caret < 0)
        span.caret = span.total;
    if (span.caret_end <= span.caret)
        span.caret_end = span.total > span.caret ? span.total : span.caret + 1;
    return span;
}

/* Adds the cells from `from` to `to` of the line, with "…" for what is left out. */
static void add_cut_line(struct buf *out, const struct diag_place *place, int from, int to)
{
    struct glyph glyph;
    size_t at = 0;
    int cell = 0;

    if (from > 0)
        buf_str(out, "…");
    while (at < place->n_line && cell < to) {
        at += next_glyph(place->line + at, place->n_line - at, cell, &glyph);
        if (cell >= from)
            buf_str(out, glyph.text);
        else if (cell + glyph.width > from) /* a wide character cut in half */
            buf_printf(out, "%*s", cell + glyph.width - from, "");
        cell += glyph.width;
    }
    if (at < place->n_line)
        buf_str(out, "…");
}

static void render_place(const struct diag_place *place, int gutter, const char *paint, bool color,
                         struct buf *out)
{
    struct span span;
    int from = 0, to, i, shift;

    if (place->line == NULL)
        return;
    span = measure(place);
    if (span.total > LINE_WIDTH && span.caret > LEFT_OF_CARET)
        from = span.caret - LEFT_OF_CARET;
    to = from + LINE_WIDTH;
    buf_printf(out, " %*d | ", gutter, place->origin.line);
    add_cut_line(out, place, from, to);
    shift = span.caret - from + (from > 0);
    buf_printf(out, "\n %*s | %*s%s", gutter, "", shift, "", color ? paint : "");
    if (span.caret_end > to)
        span.caret_end = to;
    for (i = span.caret; i == span.caret || i < span.caret_end; i++)
        buf_char(out, '^');
    buf_str(out, color ? "\033[0m\n" : "\n");
}

static void render_note(int gutter, const char *text, struct buf *out)
{
    buf_printf(out, " %*s = ", gutter, "");
    add_visible(out, text);
}

void diag_render(const struct diag *diag, bool color, struct buf *out)
{
    const char *paint = diag->severity == SEVERITY_ERROR ? "\033[1;31m" : "\033[1;33m";
    const char *word = diag->severity == SEVERITY_ERROR ? "error" : "warning";
    struct diag_place here = {NULL, diag->origin, diag->length, diag->line, diag->n_line};
    int gutter = digits(diag->origin.line);

    if (diag->other.text != NULL && digits(diag->other.origin.line) > gutter)
        gutter = digits(diag->other.origin.line);
    if (diag->origin.path != NULL) {
        add_visible(out, diag->origin.path);
        buf_printf(out, ":%d:%d: ", diag->origin.line, diag->origin.column);
    }
    buf_printf(out, "%s%s[%s]%s: ", color ? paint : "", word, diag->code, color ? "\033[0m" : "");
    add_visible(out, diag->summary);
    buf_char(out, '\n');
    render_place(&here, gutter, paint, color, out);
    if (diag->other.text != NULL) {
        render_note(gutter, diag->other.text, out);
        buf_str(out, ": ");
        add_visible(out, diag->other.origin.path);
        buf_printf(out, ":%d:%d\n", diag->other.origin.line, diag->other.origin.column);
        render_place(&diag->other, gutter, "\033[1;36m", color, out);
    }
    if (diag->hint != NULL) {
        render_note(gutter, diag->hint, out);
        buf_char(out, '\n');
    }
}
