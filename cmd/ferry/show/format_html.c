/* SPDX-License-Identifier: MIT */
/*
 * Format `html`: one page that needs nothing else, for an artifact of CI or a mail.  No script, no
 * font, no image from anywhere; the browser's dark mode is followed.
 */
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/order.h"
#include "cmd/ferry/show/summary.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/clock.h"

#include <string.h>

static const char style_sheet[] =
    ":root{color-scheme:light dark;--ink:#1b1f24;--dim:#5f6b7a;--line:#d9dee5;--page:#fff;"
    "--card:#f6f8fa;--good:#1a7f4b;--copy:#0969da;--move:#8250df;--bad:#cf222e;--doubt:#9a6700}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--dim:#97a3b3;--line:#30363d;"
    "--page:#0f1318;--card:#171c23;--good:#4ac585;--copy:#58a6ff;--move:#bc8cff;--bad:#ff7b72;"
    "--doubt:#e3b341}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:1180px;padding:32px 24px;background:var(--page);"
    "color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}\n"
    "h1{font-size:22px;margin:0}h2{font-size:16px;margin:32px 0 8px}\n"
    "p{margin:6px 0}.dim{color:var(--dim);font-size:13px}\n"
    "code,.id{font-family:ui-monospace,'SF Mono',Consolas,monospace;font-size:13px;"
    "overflow-wrap:anywhere}\n"
    ".chips{display:flex;flex-wrap:wrap;gap:8px;margin:16px 0}\n"
    ".chip{border:1px solid var(--line);border-radius:999px;padding:2px 12px;"
    "background:var(--card)}.chip b{margin-right:4px}\n"
    ".scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}\n"
    "table{border-collapse:collapse;width:100%;font-size:14px}\n"
    ".matrix td:first-child{position:sticky;left:0;background:var(--page);white-space:nowrap}\n"
    "th,td{padding:6px 12px;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--line)}\n"
    "tr:last-child td{border-bottom:0}th{background:var(--card);font-weight:600;"
    "white-space:nowrap}\n"
    ".v,.address{white-space:nowrap}.v{font-weight:600}.v .id{font-weight:400}\n"
    ".in_sync{color:var(--good)}.missing{color:var(--copy)}.in_progress{color:var(--move)}\n"
    ".unusable,.differs,.ambiguous,.blocked,.error{color:var(--bad)}"
    ".unknown,.warning{color:var(--doubt)}.extra{color:var(--dim)}\n";

static void put_head(const struct findings *findings, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED),
                    line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    const char *rest;
    char ended[CLOCK_TEXT];
    size_t i;

    buf_str(out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            "style-src 'unsafe-inline'\">\n");
    buf_printf(out, "<title>ferry %s</title>\n<style>\n%s</style>\n</head>\n<body>\n",
               findings_kind_name(findings->kind), style_sheet);
    buf_printf(out, "<h1>ferry %s</h1>\n<p class=\"dim\">", findings_kind_name(findings->kind));
    for (i = 0; i < findings->n_files; i++)
        escape_printf(escape_markup, out, "%s · ", findings->files[i].path);
    clock_format(findings->run.ended_ms / 1000, ended);
    buf_printf(out, "%s · exit code %d</p>\n", ended, exitcode_of(findings));
    summary_write(findings, &text);
    for (rest = text.ptr; words_line(&rest, &line);)
        escape_printf(escape_markup, out, "<p>%s</p>\n", line.ptr);
    if (findings->error.code != ERR_NONE)
        escape_printf(escape_markup, out, "<p class=\"error\">%s</p>\n", findings->error.text);
}

static void put_chips(const struct findings *findings, struct buf *out)
{
    struct findings_counts counts;
    int i;

    findings_count(findings, &counts);
    buf_str(out, "<div class=\"chips\">");
    for (i = 0; i < VERDICT_COUNT; i++) {
        const char *name = verdict_name((enum verdict)i);

        if (counts.verdict[i] > 0)
            buf_printf(out, "<span class=\"chip %s\"><b>%zu</b>%s</span>", name, counts.verdict[i],
                       name);
    }
    buf_str(out, "</div>\n");
}

static void put_notices(const struct findings *findings, struct buf *out)
{
    size_t i, n;
    const struct diff_notice *notices = findings_notices(findings, &n);

    for (i = 0; i < findings->diags.nr; i++) {
        const struct diag *diag = &findings->diags.items[i];

        buf_printf(out, "<p class=\"%s\">", diag->severity == SEVERITY_ERROR ? "error" : "warning");
        if (diag->origin.path != NULL)
            escape_printf(escape_markup, out, "%s:%d:%d: ", diag->origin.path, diag->origin.line,
                          diag->origin.column);
        escape_printf(escape_markup, out, "%s: %s</p>\n", diag->code, diag->summary);
    }
    for (i = 0; i < n; i++)
        escape_printf(escape_markup, out, "<p class=\"warning\">%s: %s</p>\n", notices[i].code,
                      notices[i].text);
}

/* ---- what needs attention ---- */

static void put_cell(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    const char *name = verdict_name(cell->verdict);

    escape_printf(escape_markup, out,
                  "<tr><td class=\"v %s\">%s</td><td class=\"address\"><code>%s</code>", name, name,
                  cell->address);
    if (cell->origin.path != NULL)
        escape_printf(escape_markup, out, "<div class=\"dim\">%s:%d</div>", cell->origin.path,
                      cell->origin.line);
    words_sentence(findings, cell, &text);
    escape_printf(escape_markup, out, "</td><td>%s</td></tr>\n", text.ptr);
}

static void put_attention(const struct findings *findings, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    size_t i, n;
    const struct cell **list =
        order_cells(&findings->judged->cells, RANK_UNKNOWN, RANK_EXTRA, &arena, &n);

    if (n == 0)
        return;
    buf_str(out,
            "<h2>Not in sync</h2>\n<div class=\"scroll\"><table>\n"
            "<tr><th>verdict</th><th>cell</th><th>why</th></tr>\n");
    for (i = 0; i < n; i++)
        put_cell(findings, list[i], out);
    buf_str(out, "</table></div>\n");
}

/* ---- image × region, a table for each account ---- */

static void put_matrix_cell(const struct findings *findings, const struct cell *cell,
                            struct buf *out)
{
    const char *name = verdict_name(cell->verdict);
    size_t i;

    buf_printf(out, "<td class=\"v %s\">%s", name, name);
    if (cell->verdict == VERDICT_IN_PROGRESS && cell->n_images == 1 &&
        cell->images[0]->progress >= 0)
        buf_printf(out, " %d&thinsp;%%", cell->images[0]->progress);
    for (i = 0; i < cell->n_images; i++) {
        escape_printf(escape_markup, out, "<div class=\"dim id\">%s ", cell->images[i]->id);
        words_age(cell->images[i]->created, findings->run.ended_ms, out);
        buf_str(out, "</div>");
    }
    buf_str(out, "</td>");
}

/* One image's row: its cells lie side by side and sorted by region, as the headings are.  Returns
 * the cell after them. */
static const struct cell *put_row(const struct findings *findings, const struct cell *first,
                                  const char *const *regions, size_t n, struct buf *out)
{
    const struct cell *cell = first;
    size_t i;

    escape_printf(escape_markup, out, "<tr><td><code>%s</code></td>", first->name);
    for (i = 0; i < n; i++) {
        if (cell == NULL || !order_same_image(first, cell) ||
            strcmp(cell->region, regions[i]) != 0) {
            buf_str(out, "<td></td>");
            continue;
        }
        put_matrix_cell(findings, cell, out);
        cell = findings_next(findings, cell);
    }
    buf_str(out, "</tr>\n");
    return cell;
}

static void put_account(const struct findings *findings, size_t account, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    size_t i, n;
    const char **regions = order_regions(&findings->judged->cells, account, &arena, &n);
    const struct cell *cell = findings_next(findings, NULL);

    if (n == 0)
        return;
    escape_printf(escape_markup, out,
                  "<h2>%s <span class=\"dim\">%s</span></h2>\n<div class=\"scroll\">"
                  "<table class=\"matrix\">\n<tr><th>image</th>",
                  findings_account(findings, account), findings_provider(findings, account));
    for (i = 0; i < n; i++)
        escape_printf(escape_markup, out, "<th>%s</th>", regions[i]);
    buf_str(out, "</tr>\n");
    while (cell != NULL)
        cell = cell->account == account ? put_row(findings, cell, regions, n, out)
                                        : findings_next(findings, cell);
    buf_str(out, "</table></div>\n");
}

/* ---- calls ---- */

static void put_calls(const struct findings *findings, struct buf *out)
{
    size_t i, k, n;
    const struct plan_call *calls = findings_calls(findings, &n);

    if (n == 0 || (findings->kind != FINDINGS_PLAN && findings->kind != FINDINGS_APPLY))
        return;
    buf_str(out,
            "<h2>Calls</h2>\n<div class=\"scroll\"><table>\n<tr><th>call</th><th>action</th>"
            "<th>images</th><th>from</th><th>to</th><th>wave</th><th>outcome</th></tr>\n");
    for (i = 0; i < n; i++) {
        struct buf outcome cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        buf_printf(out, "<tr><td>%d</td><td>%s</td><td><code>", calls[i].id, calls[i].action);
        for (k = 0; k < calls[i].n_sources; k++)
            escape_printf(escape_markup, out, k > 0 ? ", %s" : "%s", calls[i].sources[k].image);
        escape_printf(escape_markup, out, "</code></td><td>%s</td><td>", calls[i].source_region);
        for (k = 0; k < calls[i].n_regions; k++)
            escape_printf(escape_markup, out, k > 0 ? ", %s" : "%s", calls[i].regions[k]);
        words_outcome(findings, &calls[i], &outcome);
        escape_printf(escape_markup, out, "</td><td>%d</td><td>%s</td></tr>\n", calls[i].wave,
                      outcome.len > 0 ? outcome.ptr : "planned");
    }
    buf_str(out, "</table></div>\n");
}

void format_html(const struct findings *findings, const struct style *style, struct buf *out)
{
    size_t i;

    (void)style;
    put_head(findings, out);
    put_notices(findings, out);
    if (findings->judged != NULL) {
        put_chips(findings, out);
        put_attention(findings, out);
        for (i = 0; i < findings->desired.n_accounts; i++)
            put_account(findings, i, out);
    }
    put_calls(findings, out);
    buf_str(out, "<p class=\"dim\">");
    if (findings->checksum != NULL)
        escape_printf(escape_markup, out, "plan <code>%s</code> · ", findings->checksum);
    escape_printf(escape_markup, out, "run <code>%s</code></p>\n</body>\n</html>\n",
                  findings->run.id);
}
