/* SPDX-License-Identifier: MIT */
/*
 * Format `prom`: Prometheus' text format, for the textfile collector.  No timestamps, since the
 * collector refuses them; every verdict has its series also at zero, so that alerts can end.
 */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"

#include <inttypes.h>

static void head(const char *name, const char *help, struct buf *out)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void put_account(const struct report *report, size_t account, struct buf *out)
{
    size_t counts[VERDICT_COUNT] = {0}, i;

    for (i = 0; i < report->cells->nr; i++)
        if (report->cells->items[i].selected && report->cells->items[i].account == account)
            counts[report->cells->items[i].verdict]++;
    for (i = 0; i < VERDICT_COUNT; i++) {
        buf_str(out, "ferry_cells{account=\"");
        escape_prometheus(report_account(report, account), out);
        buf_str(out, "\",provider=\"");
        escape_prometheus(report_provider(report, account), out);
        buf_printf(out, "\",verdict=\"%s\"} %zu\n", verdict_name((enum verdict)i), counts[i]);
    }
}

static void put_run(const struct report *report, const char *name, const char *help, int64_t value,
                    struct buf *out)
{
    head(name, help, out);
    buf_printf(out, "%s{command=\"%s\"} %" PRId64 "\n", name, report_kind_name(report->kind),
               value);
}

void format_prom(const struct report *report, const struct style *style, struct buf *out)
{
    struct report_counts counts;
    size_t i, n;

    (void)style;
    report_count(report, &counts);
    report_calls(report, &n);
    if (report->cells != NULL && report->desired != NULL) {
        head("ferry_cells", "declared images in regions, by verdict", out);
        for (i = 0; i < report->desired->n_accounts; i++)
            put_account(report, i, out);
        put_run(report, "ferry_stuck_copies", "copies under way for too long",
                (int64_t)counts.stuck, out);
    }
    if (report->plan != NULL)
        put_run(report, "ferry_write_calls", "copy calls that the plan needs", (int64_t)n, out);
    put_run(report, "ferry_last_run_timestamp_seconds", "when the last run ended",
            report->run.ended_ms / 1000, out);
    put_run(report, "ferry_last_run_complete", "1 if every selected cell was read",
            report_complete(report), out);
    put_run(report, "ferry_last_run_exit_code", "its exit code", report_exit_code(report), out);
}
