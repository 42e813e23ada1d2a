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

void text_mark(const struct text *text, const struct cell *cell)
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

    style_put(text->style, marks[rank].shade, marks[rank].mark, text->out);
    buf_char(text->out, ' ');
}

void text_fold(const struct text *text, const char *raw, size_t indent)
{
    layout_fold(raw, indent, (size_t)text->style->width, text->out);
    buf_char(text->out, '\n');
}

static void drop_blanks(struct buf *out)
{
    while (out->len > 0 && out->ptr[out->len - 1] == ' ')
        out->ptr[--out->len] = '\0';
}

void text_sentence(const struct text *text, const struct cell *cell, size_t indent)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t width = (size_t)text->style->width;

    words_sentence(text->findings, cell, &line);
    if (line.len == 0)
        drop_blanks(text->out);
    if (width > 0 && indent + NARROW > width && indent + layout_width(line.ptr) > width) {
        /* no room to fold it here: it gets lines of its own */
        drop_blanks(text->out);
        buf_char(text->out, '\n');
        indent = OWN_LINE;
        layout_pad(0, indent, text->out);
    }
    text_fold(text, line.ptr, indent);
}

static void put_source(const struct text *text, const struct wanted *wanted,
                       const struct image *source)
{
    struct buf *out = text->out;

    escape_printf(escape_terminal, out, "  from %s", wanted->from_region);
    if (source != NULL || wanted->from_id != NULL) {
        escape_printf(escape_terminal, out, " (%s", source != NULL ? source->id : wanted->from_id);
        if (source != NULL && source->size_gib > 0)
            buf_printf(out, ", %" PRId64 " GiB", source->size_gib);
        buf_char(out, ')');
    }
    if (wanted->origin.path != NULL)
        escape_printf(escape_terminal, out, "  %s:%d", wanted->origin.path, wanted->origin.line);
}

static void put_heading(const struct text *text, const struct cell *first,
                        const struct image *const *originals)
{
    const struct wanted *wanted = findings_wanted(text->findings, first);

    style_printf(text->style, SHADE_BOLD, text->out, "%s/%s",
                 findings_account(text->findings, first->account), first->name);
    style_begin(text->style, SHADE_DIM, text->out);
    if (wanted == NULL)
        buf_str(text->out, "  undeclared");
    else
        put_source(text, wanted, originals[first->image]);
    style_end(text->style, SHADE_DIM, text->out);
    buf_char(text->out, '\n');
}

/* -v: what the verdict rests on. */
static void put_facts(const struct text *text, const struct cell *cell, size_t indent)
{
    struct buf *out = text->out;
    char time[CLOCK_TEXT];
    size_t i;

    layout_pad(0, indent, out);
    style_begin(text->style, SHADE_DIM, out);
    for (i = 0; i < cell->n_images; i++) {
        const char *state = cell->images[i]->state_text;

        escape_printf(escape_terminal, out, "%s%s%s, ", cell->images[i]->id,
                      state != NULL ? " " : "", state);
    }
    clock_format(cell->read_at_ms / 1000, time);
    if (cell->read_at_ms > 0)
        buf_printf(out, "read %s", time);
    else
        buf_str(out, "never read");
    for (i = 0; i < cell->n_evidence; i++)
        escape_printf(escape_terminal, out, i == 0 ? ", request %s" : ", %s", cell->evidence[i]);
    style_end(text->style, SHADE_DIM, out);
    buf_char(out, '\n');
}

static void put_cell(const struct text *text, const struct cell *cell, size_t region_width)
{
    /* two blanks, mark, blank, region, two blanks, the longest verdict, two blanks */
    size_t indent = 4 + region_width + 2 + strlen("in_progress") + 2;

    buf_str(text->out, "  ");
    text_mark(text, cell);
    layout_left(cell->region, region_width + 2, text->out);
    layout_left(verdict_name(cell->verdict), strlen("in_progress") + 2, text->out);
    text_sentence(text, cell, indent);
    if (text->style->verbose)
        put_facts(text, cell, indent);
}

static size_t widest_region(const struct findings *findings)
{
    const struct cell *cell = NULL;
    size_t widest = 0;

    while ((cell = findings_next(findings, cell)) != NULL) {
        size_t width = layout_width(cell->region);

        widest = width > widest ? width : widest;
    }
    return widest;
}

static void put_group(const struct text *text, const struct order_group *group,
                      const struct image *const *originals, size_t region_width)
{
    bool verbose = text->style->verbose;
    size_t i;

    put_heading(text, group->cells[0], originals);
    for (i = 0; i < group->nr; i++)
        if (verbose || order_rank(group->cells[i]) != RANK_FINE)
            put_cell(text, group->cells[i], region_width);
    if (!verbose && group->fine > 0) {
        buf_str(text->out, "  ");
        style_put(text->style, SHADE_DIM, ".", text->out);
        buf_printf(text->out, " %zu in_sync\n", group->fine);
    }
    buf_char(text->out, '\n');
}

void text_groups(const struct text *text)
{
    const struct findings *findings = text->findings;
    const struct image *const *originals;
    const struct order_group *groups;
    size_t i, n, quiet = 0, width;

    if (findings->judged == NULL)
        return;
    originals = findings_originals(findings, text->arena);
    groups = order_groups(&findings->judged->cells, text->arena, &n);
    width = widest_region(findings);
    for (i = 0; i < n; i++) {
        if (!text->style->verbose && groups[i].fine == groups[i].nr)
            quiet++;
        else
            put_group(text, &groups[i], originals, width);
    }
    if (quiet > 0) {
        style_put(text->style, SHADE_DIM, ".", text->out);
        buf_printf(text->out, " %zu %s in sync in every region\n\n", quiet,
                   words_noun(quiet, "image is", "images are"));
    }
}
