/* SPDX-License-Identifier: MIT */
/* Formats `text`, made for reading, and `wide`, the same in one line a cell. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/summary.h"
#include "cmd/ferry/show/text.h"

#include <string.h>

/* `used`: columns that the first line has behind it already. */
static void put_escaped_lines(const char *text, size_t used, const struct style *style,
                              struct buf *out)
{
    struct buf line = BUF_INIT(BUF_UNBOUNDED), folded = BUF_INIT(BUF_UNBOUNDED);

    while (*text != '\0') {
        size_t n = strcspn(text, "\n");

        buf_reset(&line);
        buf_reset(&folded);
        layout_pad(0, used, &line); /* stands for the columns that are used */
        buf_add(&line, text, n);
        escape_terminal(line.ptr, &folded);
        buf_reset(&line);
        layout_fold(folded.ptr, 0, (size_t)style->width, &line);
        buf_str(out, line.ptr + used);
        buf_char(out, '\n');
        text += n + (text[n] == '\n');
        used = 0;
    }
    buf_free(&line);
    buf_free(&folded);
}

static void put_notices(const struct report *report, const struct style *style, struct buf *out)
{
    size_t i;

    for (i = 0; i < report->n_notices; i++) {
        const struct diff_notice *notice = &report->notices[i];

        if (notice->origin.path != NULL) {
            escape_terminal(notice->origin.path, out);
            buf_printf(out, ":%d:%d: ", notice->origin.line, notice->origin.column);
        }
        style_begin(style, SHADE_YELLOW, out);
        buf_printf(out, "warning[%s]: ", notice->code);
        style_end(style, SHADE_YELLOW, out);
        escape_terminal(notice->text, out);
        buf_char(out, '\n');
    }
    if (report->n_notices > 0)
        buf_char(out, '\n');
}

static enum shade shade_of(const struct report *report)
{
    switch (report_exit_code(report)) {
    case EXIT_FINE:
        return SHADE_GREEN;
    case EXIT_DIFFERENT:
    case EXIT_UNKNOWN:
        return SHADE_YELLOW;
    default:
        return SHADE_RED;
    }
}

static void put_closing(const struct report *report, const struct style *style, struct buf *out)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);

    summary_write(report, &text);
    if (text.len > 0) { /* only the first words in colour: the sentence stays easy to copy */
        size_t n = strcspn(text.ptr, " :.!");

        n += text.ptr[n] != '\0' && text.ptr[n] != ' ';
        style_begin(style, shade_of(report), out);
        buf_add(out, text.ptr, n);
        style_end(style, shade_of(report), out);
        put_escaped_lines(text.ptr + n, n, style, out);
    }
    if (report->kind == REPORT_PLAN && !report->preview && report->checksum != NULL &&
        report->cells != NULL)
        buf_printf(out, "Checksum: %s\n", report->checksum);
    buf_reset(&text);
    summary_next(report, &text);
    if (text.len > 0)
        buf_printf(out, "Next: %s\n", text.ptr);
    buf_free(&text);
}

static void put_diags(const struct report *report, const struct style *style, struct buf *out)
{
    size_t i;

    for (i = 0; report->diags != NULL && i < report->diags->nr; i++)
        diag_render(&report->diags->items[i], style->color, out);
}

static void put_body(const struct report *report, const struct style *style, struct buf *out)
{
    switch (report->kind) {
    case REPORT_PLAN:
        put_notices(report, style, out);
        text_groups(report, style, out);
        text_calls(report, style, out);
        break;
    case REPORT_DRIFT:
    case REPORT_WAIT:
        put_notices(report, style, out);
        text_groups(report, style, out);
        break;
    case REPORT_APPLY:
        text_apply(report, style, out);
        break;
    case REPORT_LIST:
        text_list(report, style, out);
        break;
    default:
        break;
    }
}

void format_text(const struct report *report, const struct style *style, struct buf *out)
{
    switch (report->kind) {
    case REPORT_VALIDATE:
        put_diags(report, style, out);
        break;
    case REPORT_EXPORT:
        if (report->document != NULL)
            buf_str(out, report->document); /* a manifest: its quoting is YAML's */
        return;
    case REPORT_WHY:
        text_why(report, style, out);
        return;
    case REPORT_WHOAMI:
        text_whoami(report, style, out);
        return;
    case REPORT_PROVIDERS:
        text_providers(report, style, out);
        return;
    default:
        if (!style->quiet)
            put_body(report, style, out);
        break;
    }
    put_closing(report, style, out);
}

void format_wide(const struct report *report, const struct style *style, struct buf *out)
{
    text_wide(report, style, out);
    if (report->cells != NULL)
        buf_char(out, '\n');
    put_closing(report, style, out);
}
