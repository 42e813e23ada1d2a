/* SPDX-License-Identifier: MIT */
/* Format `markdown`: a comment for a pull request, or a CI job's summary. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/matrix.h"
#include "cmd/ferry/show/summary.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"

#include <string.h>

/* GitHub takes comments of up to 65,536 characters; what is beyond is counted, not cut in two. */
enum { MOST_BYTES = 60000 };

static void put_paragraphs(const char *text, struct buf *out)
{
    struct buf line = BUF_INIT(BUF_UNBOUNDED);

    while (*text != '\0') {
        size_t n = strcspn(text, "\n");

        buf_reset(&line);
        buf_add(&line, text, n);
        escape_markdown(line.ptr, out);
        buf_str(out, "\n\n");
        text += n + (text[n] == '\n');
    }
    buf_free(&line);
}

static void put_title(const struct findings *findings, struct buf *out)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);

    buf_printf(out, "### ferry %s\n\n", findings_kind_name(findings->kind));
    summary_write(findings, &text);
    if (text.len == 0 && findings->error.code != ERR_NONE)
        buf_printf(&text, "%s", findings->error.text);
    put_paragraphs(text.ptr, out);
    buf_free(&text);
}

static void put_cell(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    static const struct style plain = {false, 0, false, false};
    struct buf text = BUF_INIT(BUF_UNBOUNDED);

    buf_str(out, "| ");
    escape_markdown(cell->address, out);
    buf_printf(out, " | %s | ", verdict_name(cell->verdict));
    text_sentence(findings, cell, 0, &plain, &text);
    escape_markdown(text.ptr, out);
    buf_str(out, " |\n");
    buf_free(&text);
}

/* The cells of one rank; the most urgent ranks come first and so are the last to be left out. */
static size_t put_rank(const struct findings *findings, enum text_rank rank, struct buf *out)
{
    size_t i, left_out = 0;

    for (i = 0; i < findings->cells->nr; i++) {
        const struct cell *cell = &findings->cells->items[i];

        if (!cell->selected || text_rank(cell) != rank)
            continue;
        if (out->len < MOST_BYTES)
            put_cell(findings, cell, out);
        else
            left_out++;
    }
    return left_out;
}

static void put_cells(const struct findings *findings, struct buf *out)
{
    struct findings_counts counts;
    size_t left_out = 0;
    int rank;

    findings_count(findings, &counts);
    if (counts.cells + counts.verdict[VERDICT_EXTRA] > counts.verdict[VERDICT_IN_SYNC]) {
        buf_str(out, "| cell | verdict | why |\n|---|---|---|\n");
        for (rank = RANK_UNKNOWN; rank < RANK_FINE; rank++)
            left_out += put_rank(findings, (enum text_rank)rank, out);
        buf_char(out, '\n');
    }
    if (left_out > 0)
        buf_printf(out, "… and %zu more: see the JSON report.\n\n", left_out);
    if (counts.verdict[VERDICT_IN_SYNC] == 0 || out->len >= MOST_BYTES)
        return;
    buf_printf(out,
               "<details><summary>%zu in_sync</summary>\n\n| cell | verdict | why |\n"
               "|---|---|---|\n",
               counts.verdict[VERDICT_IN_SYNC]);
    left_out = put_rank(findings, RANK_FINE, out);
    if (left_out > 0)
        buf_printf(out, "\n… and %zu more\n", left_out);
    buf_str(out, "\n</details>\n\n");
}

static void put_call(const struct findings *findings, const struct plan_call *call, struct buf *out)
{
    struct buf outcome cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    buf_printf(out, "| %d | %s | ", call->id, call->action);
    escape_markdown(findings_account(findings, call->account), out);
    buf_str(out, " | ");
    for (i = 0; i < call->n_sources; i++) {
        buf_str(out, i > 0 ? " " : "");
        escape_markdown(call->sources[i].image, out);
    }
    buf_str(out, " | ");
    escape_markdown(call->source_region, out);
    buf_str(out, " | ");
    for (i = 0; i < call->n_regions; i++) {
        buf_str(out, i > 0 ? " " : "");
        escape_markdown(call->regions[i], out);
    }
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

    for (i = 0; findings->rehearsals != NULL && i < n && out->len < MOST_BYTES; i++) {
        struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        if (findings->rehearsals[calls[i].id].failure == NULL)
            continue;
        words_rehearsal(&findings->rehearsals[calls[i].id], &text);
        buf_printf(out, "- call %d: ", calls[i].id);
        escape_markdown(text.ptr, out);
        buf_char(out, '\n');
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
    buf_printf(out, "<details><summary>%zu %s</summary>\n\n", n, n == 1 ? "call" : "calls");
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
    size_t i;

    for (i = 0; findings->diags != NULL && i < findings->diags->nr; i++) {
        const struct diag *diag = &findings->diags->items[i];
        struct buf text = BUF_INIT(BUF_UNBOUNDED);

        if (diag->origin.path != NULL)
            buf_printf(&text, "%s:%d:%d: ", diag->origin.path, diag->origin.line,
                       diag->origin.column);
        buf_printf(&text, "%s[%s]: %s", diag->severity == SEVERITY_ERROR ? "error" : "warning",
                   diag->code, diag->summary);
        buf_str(out, "- ");
        escape_markdown(text.ptr, out);
        buf_char(out, '\n');
        buf_free(&text);
    }
    for (i = 0; i < findings->n_notices; i++) {
        buf_printf(out, "- warning[%s]: ", findings->notices[i].code);
        escape_markdown(findings->notices[i].text, out);
        buf_char(out, '\n');
    }
    if ((findings->diags != NULL && findings->diags->nr > 0) || findings->n_notices > 0)
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
    struct buf next = BUF_INIT(BUF_UNBOUNDED);

    (void)style;
    if (findings->kind == FINDINGS_PROVIDERS) {
        put_providers(findings, out);
        return;
    }
    put_title(findings, out);
    put_diags(findings, out);
    if (findings->cells != NULL)
        put_cells(findings, out);
    put_refusals(findings, out);
    put_calls(findings, out);
    summary_next(findings, &next);
    if (next.len > 0) {
        buf_str(out, "Next: ");
        escape_markdown(next.ptr, out);
        buf_char(out, '\n');
    }
    buf_free(&next);
}
