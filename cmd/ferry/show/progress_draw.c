/* SPDX-License-Identifier: MIT */
/* The live lines of a terminal: drawn as one write, so that it is never left half drawn. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/progress_view.h"

#include <sys/ioctl.h>

enum {
    ROWS_LEAST = 3, /* of copies on a low screen; */
    ROWS_MOST = 24, /* on a high one half of it, up to this */
    BAR = 24,
    BAR_WIDE = BAR + 8, /* "[", "] 100 %" */
    WORD_WIDE = 12,
    ELAPSED_WIDE = 10,
    ADDRESS_LEAST = 16,
};

struct screen {
    size_t columns, rows;
};

static struct screen measure(const struct progress *progress)
{
    struct screen screen = {80, 24};
    struct winsize size;

    if (progress->options.width > 0) {
        screen.columns = (size_t)progress->options.width;
    } else if (ioctl(fileno(progress->options.out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        screen.columns = size.ws_col;
        screen.rows = size.ws_row;
    }
    return screen;
}

static void put_bar(const struct progress *progress, int percent, struct buf *out)
{
    int i, full = percent * BAR / 100;

    buf_char(out, '[');
    style_begin(&progress->style, SHADE_CYAN, out);
    for (i = 0; i < full; i++)
        buf_char(out, '#');
    style_end(&progress->style, SHADE_CYAN, out);
    for (; i < BAR; i++)
        buf_char(out, '-');
    buf_printf(out, "] %3d %%", percent);
}

static void put_left(const struct progress_row *row, int64_t now_ms, struct buf *out)
{
    int64_t left = progress_left(row, now_ms);

    if (left < 0)
        return;
    if (left < 60 * 1000)
        buf_str(out, "  less than a minute left");
    else
        buf_printf(out, "  about %d min left", (int)((left + 30 * 1000) / (60 * 1000)));
}

/*
 * "  ~ game/web@ap-shanghai  [######------]  41 %  06m10s  about 9 min left"
 *
 * No wider than the screen: a bar is drawn where there is room for it beside the address, and only
 * then is the address cut, in its middle.
 */
static void put_row(const struct progress *progress, const struct progress_row *row,
                    size_t address_width, size_t columns, int64_t now_ms, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED),
                    cut cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t used = 4 + address_width + 2; /* mark and address */
    bool bar = row->percent >= 0 && columns > used + BAR_WIDE + ELAPSED_WIDE;

    layout_squeeze(row->address, address_width, &cut);
    buf_str(out, "  ");
    style_put(&progress->style, SHADE_CYAN, "~ ", out);
    layout_left(cut.ptr, address_width + 2, out);
    buf_reset(&cut);
    if (bar) {
        put_bar(progress, row->percent, out);
        used += BAR_WIDE;
    } else {
        escape_terminal(row->word, &text);
        if (row->percent >= 0)
            buf_printf(&text, " %d %%", row->percent);
        layout_pad(layout_width(text.ptr),
                   columns > used + BAR_WIDE + ELAPSED_WIDE ? BAR_WIDE : WORD_WIDE, &text);
    }
    buf_str(&text, "  ");
    progress_elapsed(now_ms - row->since_ms, &text);
    put_left(row, now_ms, &text);
    layout_cut(text.ptr, columns > used + 2 ? columns - used - 1 : 1, &cut);
    buf_str(out, cut.ptr);
}

static size_t widest_address(const struct progress *progress, size_t columns)
{
    size_t i, widest = ADDRESS_LEAST;
    size_t rest = 6 + WORD_WIDE + ELAPSED_WIDE; /* mark, word and percent, elapsed */
    size_t least = columns / 2 < ADDRESS_LEAST ? columns / 2 : ADDRESS_LEAST;
    size_t most = columns > rest + least ? columns - rest : least;

    for (i = 0; i < progress->n_rows; i++) {
        size_t width = progress->rows[i].ended ? 0 : layout_width(progress->rows[i].address);

        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

static void put_status(const struct progress *progress, size_t ready, size_t under_way,
                       int64_t now_ms, struct buf *out)
{
    if (progress->regions_total > 0) {
        buf_printf(out, "  reading regions %zu/%zu  ", progress->regions_read,
                   progress->regions_total);
        progress_elapsed(now_ms - progress->reading_ms, out);
        return;
    }
    if (progress->n_rows == 0) {
        if (progress->regions_read > 0 && !progress->copying)
            buf_printf(out, "  %zu regions read", progress->regions_read);
        if (progress->copying) {
            buf_str(out, "  no copy seen yet  ");
            progress_elapsed(now_ms - progress->start_ms, out);
        }
        return;
    }
    buf_printf(out, "  %zu of %zu copies ready, %zu under way  ", ready, progress->n_rows,
               under_way);
    if (progress->n_rows > ready + under_way)
        buf_printf(out, "%zu ended badly  ", progress->n_rows - ready - under_way);
    progress_elapsed(now_ms - progress->start_ms, out);
    if (progress->interrupted)
        style_put(&progress->style, SHADE_YELLOW, "  interrupted", out);
}

static void begin_line(struct progress *progress, struct buf *out)
{
    buf_str(out, "\x1B[2K");
    progress->drawn++;
}

/* The rows that moved last are as good as any other to leave out: those at the end. */
static void put_live(struct progress *progress, int64_t now_ms, struct buf *out)
{
    struct screen screen = measure(progress);
    size_t half = screen.rows / 2;
    size_t most = half < ROWS_LEAST ? ROWS_LEAST : half > ROWS_MOST ? ROWS_MOST : half;
    size_t i, shown = 0, under_way = 0, ready = 0, width = widest_address(progress, screen.columns);
    struct buf status cleanup_buf = BUF_INIT(BUF_UNBOUNDED),
                      cut cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    for (i = 0; i < progress->n_rows; i++) {
        ready += progress->rows[i].ready;
        if (progress->rows[i].ended)
            continue;
        under_way++;
        if (shown == most)
            continue;
        shown++;
        begin_line(progress, out);
        put_row(progress, &progress->rows[i], width, screen.columns, now_ms, out);
        buf_char(out, '\n');
    }
    put_status(progress, ready, under_way, now_ms, &status);
    if (under_way > shown)
        buf_printf(&status, "  (%zu not shown)", under_way - shown);
    if (status.len > 0) {
        layout_cut(status.ptr, screen.columns - 1, &cut);
        begin_line(progress, out);
        buf_str(out, cut.ptr);
        buf_char(out, '\n');
    }
}

void progress_draw(struct progress *progress, bool clear, int64_t now_ms)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    bool quiet = progress->options.quiet;

    if (quiet && progress->lines.len == 0)
        return;
    buf_str(&out, "\x1B[?25l");
    if (progress->drawn > 0)
        buf_printf(&out, "\x1B[%zuA\r\x1B[J", progress->drawn);
    progress->drawn = 0;
    buf_add(&out, progress->lines.ptr, progress->lines.len);
    if (!clear && !quiet)
        put_live(progress, now_ms, &out);
    buf_str(&out, "\x1B[?25h");
    fwrite(out.ptr, 1, out.len, progress->options.out);
    fflush(progress->options.out);
    buf_reset(&progress->lines);
    progress->drawn_ms = now_ms;
}
