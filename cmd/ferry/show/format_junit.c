/* SPDX-License-Identifier: MIT */
/*
 * Format `junit`: a test case for each declared cell, a suite for each account.  In sync passes,
 * what could not be read is an error, a copy under way is skipped, anything else is a failure.
 */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/order.h"
#include "cmd/ferry/show/words.h"

enum sort { PASSED, FAILED, ERROR, SKIPPED, SORTS };

static enum sort sort_of(const struct findings *findings, const struct cell *cell)
{
    static const enum sort sorts[] = {
        [RANK_UNKNOWN] = ERROR,     [RANK_WRONG] = FAILED, [RANK_COPY] = FAILED,
        [RANK_UNDER_WAY] = SKIPPED, [RANK_EXTRA] = PASSED, [RANK_FINE] = PASSED,
    };
    enum rank rank = order_rank(cell);

    return rank == RANK_EXTRA && findings->fail_on_extra ? FAILED : sorts[rank];
}

static void put_case(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    static const char *const elements[] = {
        [FAILED] = "failure", [ERROR] = "error", [SKIPPED] = "skipped"};
    enum sort sort = sort_of(findings, cell);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    escape_printf(escape_markup, out, "    <testcase classname=\"%s.%s\" name=\"%s@%s\">",
                  findings_account(findings, cell->account),
                  findings_provider(findings, cell->account), cell->name, cell->region);
    if (sort != PASSED) {
        words_sentence(findings, cell, &text);
        buf_printf(out, "<%s", elements[sort]);
        if (sort != SKIPPED)
            buf_printf(out, " type=\"%s\"", verdict_name(cell->verdict));
        escape_printf(escape_markup, out, " message=\"%s\"/>", text.ptr);
    }
    buf_str(out, "</testcase>\n");
}

static void put_suite(const struct findings *findings, size_t account, struct buf *out)
{
    const struct cell *cell;
    size_t counts[SORTS] = {0}, all = 0;

    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        if (cell->account != account)
            continue;
        all++;
        counts[sort_of(findings, cell)]++;
    }
    if (all == 0)
        return;
    escape_printf(escape_markup, out,
                  "  <testsuite name=\"%s\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
                  "skipped=\"%zu\">\n",
                  findings_account(findings, account), all, counts[FAILED], counts[ERROR],
                  counts[SKIPPED]);
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell))
        if (cell->account == account)
            put_case(findings, cell, out);
    buf_str(out, "  </testsuite>\n");
}

/* A run that stopped is one test that could not be run: an empty report would look green. */
static void put_error(const char *code, const char *text, struct buf *out)
{
    escape_printf(escape_markup, out,
                  "  <testsuite name=\"ferry\" tests=\"1\" failures=\"0\" errors=\"1\" "
                  "skipped=\"0\">\n    <testcase classname=\"ferry\" name=\"run\">"
                  "<error type=\"%s\" message=\"%s\"/></testcase>\n  </testsuite>\n",
                  code, text);
}

void format_junit(const struct findings *findings, const struct style *style, struct buf *out)
{
    size_t i;

    (void)style;
    buf_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ferry %s\">\n",
               findings_kind_name(findings->kind));
    if (findings->error.code != ERR_NONE)
        put_error("run", findings->error.text, out);
    for (i = 0; i < findings->diags.nr; i++)
        if (findings->diags.items[i].severity == SEVERITY_ERROR)
            put_error(findings->diags.items[i].code, findings->diags.items[i].summary, out);
    for (i = 0; findings->judged != NULL && i < findings->desired.n_accounts; i++)
        put_suite(findings, i, out);
    buf_str(out, "</testsuites>\n");
}
