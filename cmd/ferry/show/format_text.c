/* SPDX-License-Identifier: MIT */
/* Formats `text`, made for reading, and `wide`, the same in one line a cell. */
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/summary.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"

#include <string.h>

/* `used`: columns that the first line has behind it already. */
static void put_escaped_lines(const char *text, size_t used, const struct style *style,
                              struct buf *out)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    for (; words_line(&text, &line); used = 0) {
        struct buf padded cleanup_buf = BUF_INIT(BUF_UNBOUNDED),
                          folded cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        layout_pad(0, used, &padded); /* stands for the columns that are used */
        buf_str(&padded, line.ptr);
        layout_fold(padded.ptr, 0, (size_t)style->width, &folded);
        buf_printf(out, "%s\n", folded.ptr + used);
    }
}

static void put_notices(const struct findings *findings, const struct style *style, struct buf *out)
{
    size_t i, n;
    const struct diff_notice *notices = findings_notices(findings, &n);

    for (i = 0; i < n; i++) {
        const struct origin *origin = &notices[i].origin;

        if (origin->path != NULL)
            escape_printf(escape_terminal, out, "%s:%d:%d: ", origin->path, origin->line,
                          origin->column);
        style_printf(style, SHADE_YELLOW, out, "warning[%s]: ", notices[i].code);
        escape_printf(escape_terminal, out, "%s\n", notices[i].text);
    }
    if (n > 0)
        buf_char(out, '\n');
}

static enum shade shade_of(const struct findings *findings)
{
    switch (findings->saved ? findings->saved_code : exitcode_of(findings)) {
    case EXIT_FINE:
        return SHADE_GREEN;
    case EXIT_DIFFERENT:
    case EXIT_UNKNOWN:
        return SHADE_YELLOW;
    default:
        return SHADE_RED;
    }
}

static void put_closing(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    summary_write(findings, &text);
    if (text.len > 0) { /* only the first words in colour: the sentence stays easy to copy */
        size_t n = strcspn(text.ptr, " :.!");

        n += text.ptr[n] != '\0' && text.ptr[n] != ' ';
        style_begin(style, shade_of(findings), out);
        buf_add(out, text.ptr, n);
        style_end(style, shade_of(findings), out);
        put_escaped_lines(text.ptr + n, n, style, out);
    }
    if (findings->kind == FINDINGS_PLAN && !findings->preview && findings->checksum != NULL &&
        findings->judged != NULL)
        buf_printf(out, "Checksum: %s\n", findings->checksum);
    buf_reset(&text);
    summary_next(findings, &text);
    if (text.len > 0)
        escape_printf(escape_terminal, out, "Next: %s\n", text.ptr);
}

static void put_body(const struct text *text)
{
    switch (text->findings->kind) {
    case FINDINGS_PLAN:
    case FINDINGS_DRIFT:
    case FINDINGS_WAIT:
        put_notices(text->findings, text->style, text->out);
        text_groups(text);
        if (text->findings->kind == FINDINGS_PLAN)
            text_calls(text);
        break;
    case FINDINGS_APPLY:
        text_apply(text);
        break;
    case FINDINGS_LIST:
        text_list(text);
        break;
    default:
        break;
    }
}

void format_text(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    struct text text = {findings, style, out, &arena};
    size_t i;

    switch (findings->kind) {
    case FINDINGS_VALIDATE:
        for (i = 0; i < findings->diags.nr; i++)
            diag_render(&findings->diags.items[i], style->color, out);
        break;
    case FINDINGS_EXPORT:
        if (findings->document != NULL)
            buf_str(out, findings->document); /* a manifest: its quoting is YAML's */
        return;
    case FINDINGS_WHY:
        text_why(&text);
        return;
    case FINDINGS_WHOAMI:
        text_whoami(&text);
        return;
    case FINDINGS_PROVIDERS:
        text_providers(&text);
        return;
    default:
        if (!style->quiet)
            put_body(&text);
        break;
    }
    put_closing(findings, style, out);
}

void format_wide(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;

    text_wide(&(struct text){findings, style, out, &arena});
    if (findings->judged != NULL)
        buf_char(out, '\n');
    put_closing(findings, style, out);
}
