/* SPDX-License-Identifier: MIT */
/* Format `markdown`: a comment for a pull request, or a CI job's summary. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/matrix.h"
#include "cmd/ferry/show/order.h"
#include "cmd/ferry/show/summary.h"
#include "cmd/ferry/show/words.h"

/* GitHub takes comments of up to 65,536 characters; what is beyond is counted, not cut in two. */
enum { MOST_BYTES = 60000 };

static void put_title(const struct findings *findings, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED),
                    line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    const char *rest;

    buf_printf(out, "### ferry %s\n\n", findings_kind_name(findings->kind));
    summary_write(findings, &text);
    if (text.len == 0 && findings->error.code != ERR_NONE)
        buf_str(&text, findings->error.text);
    for (rest = text.ptr; words_line(&rest, &line);)
        escape_printf(escape_markdown, out, "%s\n\n", line.ptr);
}

static void put_cell(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    escape_printf(escape_markdown, out, "| %s | ", cell->address);
    buf_str(out, verdict_name(cell->verdict));
    words_sentence(findings, cell, &text);
    escape_printf(escape_markdown, out, " | %s |\n", text.ptr);
}

/* A table of the cells of some ranks, the most urgent first: what no longer fits is counted. */
static size_t put_table(const struct findings *findings, enum rank first, enum rank last,
                        struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    size_t i, n;
    const struct cell **list = order_cells(&findings->judged->cells, first, last, &arena, &n);

    if (n > 0)
        buf_str(out, "| cell | verdict | why |\n|---|---|---|\n");
    for (i = 0; i < n && out->len < MOST_BYTES; i++)
        put_cell(findings, list[i], out);
    return n - i;
}

static void put_cells(const struct findings *findings, struct buf *out)
{
    struct findings_counts counts;
    size_t fine, left_out, start = out->len;

    findings_count(findings, &counts);
    fine = counts.verdict[VERDICT_IN_SYNC];
    left_out = put_table(findings, RANK_UNKNOWN, RANK_EXTRA, out);
    if (out->len > start)
        buf_char(out, '\n');
    if (left_out > 0)
        buf_printf(out, "… and %zu more: see the JSON report.\n\n", left_out);
    if (fine == 0 || out->len >= MOST_BYTES)
        return;
    buf_printf(out, "<details><summary>%zu in_sync</summary>\n\n", fine);
    left_out = put_table(findings, RANK_FINE, RANK_FINE, out);
    if (left_out > 0)
        buf_printf(out, "\n… and %zu more\n", left_out);
    buf_str(out, "\n</details>\n\n");
}

static void put_call(const struct findings *findings, const struct plan_call *call, struct buf *out)
{
    struct buf outcome cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    buf_printf(out, "| %d | %s | ", call->id, call->action);
    escape_printf(escape_markdown, out, "%s | ", findings_account(findings, call->account));
    for (i = 0; i < call->n_sources; i++)
        escape_printf(escape_markdown, out, i > 0 ? " %s" : "%s", call->sources[i].image);
    escape_printf(escape_markdown, out, " | %s | ", call->source_region);
    for (i = 0; i < call->n_regions; i++)
        escape_printf(escape_markdown, out, i > 0 ? " %s" : "%s", call->regions[i]);
    buf_printf(out, " | %d | ", call->wave);
    words_outcome(findings, call, &outcome);
    if (call->outcome == OUTCOME_NONE && outcome.len > 0) /* a cloud's words may be in it */
        escape_markdown(outcome.ptr, out);
    else
        buf_str(out, outcome.ptr);
    buf_str(out, " |\n");
}

/* A refusal foretold is news: it is not left to the folded list of calls. */
static void put_refusals(const struct findings *findings, struct buf *out)
{
    size_t i, n, found = 0;
    const struct plan_call *calls = findings_calls(findings, &n);

    for (i = 0; i < n && out->len < MOST_BYTES; i++) {
        const struct findings_rehearsal *rehearsal = findings_rehearsal_of(findings, &calls[i]);
        struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        if (rehearsal == NULL || rehearsal->failure == NULL)
            continue;
        words_rehearsal(rehearsal, &text);
        escape_printf(escape_markdown, out, "- call %d: %s\n", calls[i].id, text.ptr);
        found++;
    }
    if (found > 0)
        buf_char(out, '\n');
}

static void put_calls(const struct findings *findings, struct buf *out)
{
    size_t i, n;
    const struct plan_call *calls = findings_calls(findings, &n);

    if (n == 0 || out->len >= MOST_BYTES ||
        (findings->kind != FINDINGS_PLAN && findings->kind != FINDINGS_APPLY))
        return;
    buf_printf(out, "<details><summary>%zu %s</summary>\n\n", n, words_noun(n, "call", "calls"));
    buf_str(out,
            "| call | action | account | images | from | to | wave | outcome |\n"
            "|---|---|---|---|---|---|---|---|\n");
    for (i = 0; i < n && out->len < MOST_BYTES; i++)
        put_call(findings, &calls[i], out);
    if (i < n)
        buf_printf(out, "\n… and %zu more\n", n - i);
    buf_str(out, "\n</details>\n\n");
}

static void put_diags(const struct findings *findings, struct buf *out)
{
    size_t i, n;
    const struct diff_notice *notices = findings_notices(findings, &n);

    for (i = 0; i < findings->diags.nr; i++) {
        const struct diag *diag = &findings->diags.items[i];
        struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        if (diag->origin.path != NULL)
            buf_printf(&text, "%s:%d:%d: ", diag->origin.path, diag->origin.line,
                       diag->origin.column);
        buf_printf(&text, "%s[%s]: %s", diag->severity == SEVERITY_ERROR ? "error" : "warning",
                   diag->code, diag->summary);
        escape_printf(escape_markdown, out, "- %s\n", text.ptr);
    }
    for (i = 0; i < n; i++) {
        buf_printf(out, "- warning[%s]: ", notices[i].code);
        escape_printf(escape_markdown, out, "%s\n", notices[i].text);
    }
    if (findings->diags.nr > 0 || n > 0)
        buf_char(out, '\n');
}

/* The matrix alone, as the README has it. */
static void put_providers(const struct findings *findings, struct buf *out)
{
    const struct caps *const *all = findings->caps;
    size_t i, j;

    buf_str(out, "| |");
    for (j = 0; all != NULL && all[j] != NULL; j++)
        buf_printf(out, " %s |", all[j]->provider);
    buf_str(out, "\n|---|");
    for (j = 0; all != NULL && all[j] != NULL; j++)
        buf_str(out, "---|");
    buf_char(out, '\n');
    for (i = 0; i < matrix_count(); i++) {
        buf_printf(out, "| %s |", matrix_name(i));
        for (j = 0; all != NULL && all[j] != NULL; j++) {
            buf_char(out, ' ');
            matrix_value(i, all[j], out);
            buf_str(out, " |");
        }
        buf_char(out, '\n');
    }
}

void format_markdown(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct buf next cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    (void)style;
    if (findings->kind == FINDINGS_PROVIDERS) {
        put_providers(findings, out);
        return;
    }
    put_title(findings, out);
    put_diags(findings, out);
    if (findings->judged != NULL)
        put_cells(findings, out);
    put_refusals(findings, out);
    put_calls(findings, out);
    summary_next(findings, &next);
    if (next.len > 0)
        escape_printf(escape_markdown, out, "Next: %s\n", next.ptr);
}
