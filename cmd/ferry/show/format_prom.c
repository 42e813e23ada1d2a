/* SPDX-License-Identifier: MIT */
/*
 * Format `prom`: Prometheus' text format, for the textfile collector.  No timestamps, since the
 * collector refuses them; every verdict has its series also at zero, so that alerts can end.
 */
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"

#include <inttypes.h>

static void head(const char *name, const char *help, struct buf *out)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void put_account(const struct findings *findings, size_t account, struct buf *out)
{
    const struct cell *cell;
    size_t counts[VERDICT_COUNT] = {0}, i;

    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell))
        if (cell->account == account)
            counts[cell->verdict]++;
    for (i = 0; i < VERDICT_COUNT; i++)
        escape_printf(escape_prometheus, out,
                      "ferry_cells{account=\"%s\",provider=\"%s\",verdict=\"%s\"} %zu\n",
                      findings_account(findings, account), findings_provider(findings, account),
                      verdict_name((enum verdict)i), counts[i]);
}

static void put_run(const struct findings *findings, const char *name, const char *help,
                    int64_t value, struct buf *out)
{
    head(name, help, out);
    buf_printf(out, "%s{command=\"%s\"} %" PRId64 "\n", name, findings_kind_name(findings->kind),
               value);
}

void format_prom(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct findings_counts counts;
    size_t i, n;

    (void)style;
    findings_count(findings, &counts);
    findings_calls(findings, &n);
    if (findings->judged != NULL) {
        head("ferry_cells", "declared images in regions, by verdict", out);
        for (i = 0; i < findings->desired.n_accounts; i++)
            put_account(findings, i, out);
        put_run(findings, "ferry_stuck_copies", "copies under way for too long",
                (int64_t)counts.stuck, out);
    }
    if (findings->plan != NULL)
        put_run(findings, "ferry_write_calls", "copy calls that the plan needs", (int64_t)n, out);
    put_run(findings, "ferry_last_run_timestamp_seconds", "when the last run ended",
            findings->run.ended_ms / 1000, out);
    put_run(findings, "ferry_last_run_complete", "1 if every selected cell was read",
            findings_complete(findings), out);
    put_run(findings, "ferry_last_run_exit_code", "its exit code", exitcode_of(findings), out);
}
