/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/order.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/clock.h"

#include <inttypes.h>
#include <string.h>

enum {
    NARROW = 30,  /* columns that a sentence wants beside the cell */
    OWN_LINE = 6, /* where it begins below it */
};

void text_mark(const struct cell *cell, const struct style *style, struct buf *out)
{
    static const struct {
        const char *mark;
        enum shade shade;
    } marks[] = {
        [RANK_UNKNOWN] = {"?", SHADE_YELLOW}, [RANK_WRONG] = {"!", SHADE_RED},
        [RANK_COPY] = {"+", SHADE_GREEN},     [RANK_UNDER_WAY] = {"~", SHADE_CYAN},
        [RANK_EXTRA] = {"*", SHADE_BLUE},     [RANK_FINE] = {".", SHADE_DIM},
    };
    enum rank rank = order_rank(cell);

    style_put(style, marks[rank].shade, marks[rank].mark, out);
    buf_char(out, ' ');
}

void text_sentence(const struct findings *findings, const struct cell *cell, size_t indent,
                   const struct style *style, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    words_sentence(findings, cell, &text);
    if (style->width > 0 && indent + NARROW > (size_t)style->width &&
        indent + layout_width(text.ptr) > (size_t)style->width) {
        /* no room to fold it here: it gets lines of its own */
        while (out->len > 0 && out->ptr[out->len - 1] == ' ')
            out->ptr[--out->len] = '\0';
        buf_char(out, '\n');
        indent = OWN_LINE;
        layout_pad(0, indent, out);
    }
    layout_fold(text.ptr, indent, (size_t)style->width, out);
}

static void put_heading(const struct findings *findings, const struct order_group *group,
                        const struct image *const *originals, const struct style *style,
                        struct buf *out)
{
    const struct cell *first = group->cells[0];
    const struct wanted *wanted = findings_wanted(findings, first);

    style_begin(style, SHADE_BOLD, out);
    escape_terminal(findings_account(findings, first->account), out);
    buf_char(out, '/');
    escape_terminal(first->name, out);
    style_end(style, SHADE_BOLD, out);
    style_begin(style, SHADE_DIM, out);
    if (wanted == NULL) {
        buf_str(out, "  undeclared");
    } else {
        const struct image *source = originals[first->image];

        buf_str(out, "  from ");
        escape_terminal(wanted->from_region, out);
        if (source != NULL || wanted->from_id != NULL) {
            buf_str(out, " (");
            escape_terminal(source != NULL ? source->id : wanted->from_id, out);
            if (source != NULL && source->size_gib > 0)
                buf_printf(out, ", %" PRId64 " GiB", source->size_gib);
            buf_char(out, ')');
        }
        if (wanted->origin.path != NULL) {
            buf_str(out, "  ");
            escape_terminal(wanted->origin.path, out);
            buf_printf(out, ":%d", wanted->origin.line);
        }
    }
    style_end(style, SHADE_DIM, out);
    buf_char(out, '\n');
}

/* -v: what the verdict rests on. */
static void put_facts(const struct cell *cell, size_t indent, const struct style *style,
                      struct buf *out)
{
    char time[CLOCK_TEXT];
    size_t i;

    layout_pad(0, indent, out);
    style_begin(style, SHADE_DIM, out);
    for (i = 0; i < cell->n_images; i++) {
        escape_terminal(cell->images[i]->id, out);
        if (cell->images[i]->state_text != NULL) {
            buf_char(out, ' ');
            escape_terminal(cell->images[i]->state_text, out);
        }
        buf_str(out, ", ");
    }
    if (cell->read_at_ms > 0) {
        clock_format(cell->read_at_ms / 1000, time);
        buf_printf(out, "read %s", time);
    } else {
        buf_str(out, "never read");
    }
    for (i = 0; i < cell->n_evidence; i++) {
        buf_str(out, i == 0 ? ", request " : ", ");
        escape_terminal(cell->evidence[i], out);
    }
    style_end(style, SHADE_DIM, out);
    buf_char(out, '\n');
}

static void put_cell(const struct findings *findings, const struct cell *cell, size_t region_width,
                     const struct style *style, struct buf *out)
{
    /* two blanks, mark, blank, region, two blanks, the longest verdict, two blanks */
    size_t indent = 4 + region_width + 2 + strlen("in_progress") + 2;
    size_t start;

    buf_str(out, "  ");
    text_mark(cell, style, out);
    layout_left(cell->region, region_width + 2, out);
    layout_left(verdict_name(cell->verdict), strlen("in_progress") + 2, out);
    start = out->len;
    text_sentence(findings, cell, indent, style, out);
    if (out->len == start) /* nothing to say: no blanks at the end */
        while (out->len > 0 && out->ptr[out->len - 1] == ' ')
            out->ptr[--out->len] = '\0';
    buf_char(out, '\n');
    if (style->verbose)
        put_facts(cell, indent, style, out);
}

static size_t widest_region(const struct findings *findings)
{
    const struct cell *cell;
    size_t widest = 0;

    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        size_t width = layout_width(cell->region);

        widest = width > widest ? width : widest;
    }
    return widest;
}

static void put_group(const struct findings *findings, const struct order_group *group,
                      const struct image *const *originals, size_t region_width,
                      const struct style *style, struct buf *out)
{
    size_t i;

    put_heading(findings, group, originals, style, out);
    for (i = 0; i < group->nr; i++)
        if (style->verbose || order_rank(group->cells[i]) != RANK_FINE)
            put_cell(findings, group->cells[i], region_width, style, out);
    if (!style->verbose && group->fine > 0) {
        buf_str(out, "  ");
        style_put(style, SHADE_DIM, ".", out);
        buf_printf(out, " %zu in_sync\n", group->fine);
    }
    buf_char(out, '\n');
}

void text_groups(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    const struct image *const *originals = findings_originals(findings, &arena);
    const struct order_group *groups;
    size_t i, n, quiet = 0, width;

    if (findings->judged == NULL)
        return;
    groups = order_groups(&findings->judged->cells, &arena, &n);
    width = widest_region(findings);
    for (i = 0; i < n; i++) {
        if (!style->verbose && groups[i].fine == groups[i].nr)
            quiet++;
        else
            put_group(findings, &groups[i], originals, width, style, out);
    }
    if (quiet > 0) {
        style_put(style, SHADE_DIM, ".", out);
        buf_char(out, ' ');
        words_number(quiet, "image is", "images are", out);
        buf_str(out, " in sync in every region\n\n");
    }
}
