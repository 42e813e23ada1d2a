/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/summary.h"

#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/words.h"

#include <string.h>

void summary_verdicts(const struct report_counts *counts, unsigned skip, struct buf *out)
{
    /* As people ask: what is well first, what nobody knows last. */
    static const enum verdict order[] = {
        VERDICT_IN_SYNC,   VERDICT_IN_PROGRESS, VERDICT_MISSING, VERDICT_UNUSABLE, VERDICT_DIFFERS,
        VERDICT_AMBIGUOUS, VERDICT_BLOCKED,     VERDICT_EXTRA,   VERDICT_UNKNOWN,
    };
    bool first = true;
    size_t i;

    for (i = 0; i < sizeof order / sizeof *order; i++) {
        if (counts->verdict[order[i]] == 0 || (skip & 1u << order[i]) != 0)
            continue;
        buf_printf(out, "%s%zu %s", first ? "" : ", ", counts->verdict[order[i]],
                   verdict_name(order[i]));
        first = false;
    }
}

static void put_verdicts(const struct report_counts *counts, unsigned skip, const char *before,
                         struct buf *out)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);

    summary_verdicts(counts, skip, &text);
    if (text.len > 0)
        buf_printf(out, "%s%s", before, text.ptr);
    buf_free(&text);
}

static void summary_of_plan(const struct report *report, const struct report_counts *counts,
                            struct buf *out)
{
    const struct plan *plan = report->plan;

    buf_printf(out, "Plan: %zu to add, 0 to change, 0 to destroy. ", counts->to_add);
    if (plan == NULL || plan->nr == 0) {
        buf_str(out, "No calls");
    } else {
        words_number(plan->nr, "write call", "write calls", out);
        if (plan->proved_minimal)
            buf_str(out, " (the fewest possible)");
        else
            buf_printf(out, " (at least %d needed)", plan->lower_bound);
        buf_str(out, " in ");
        words_number((size_t)plan->waves, "wave", "waves", out);
    }
    put_verdicts(counts, 1u << VERDICT_MISSING, "; ", out);
    buf_char(out, '.');
    if (counts->waiting > 0)
        buf_printf(out, " %zu %s.", counts->waiting,
                   counts->waiting == 1 ? "waits for its source" : "wait for their sources");
    if (report->guard_text != NULL)
        buf_printf(out, "\nA guard would refuse it: %s.", report->guard_text);
}

static void summary_of_drift(const struct report *report, const struct report_counts *counts,
                             struct buf *out)
{
    size_t unknown = counts->verdict[VERDICT_UNKNOWN];
    int code = report_exit_code(report);

    if (unknown > 0) {
        words_number(unknown, "cell", "cells", out);
        buf_printf(out, " of %zu could not be read: nothing is said about %s.", counts->cells,
                   unknown == 1 ? "it" : "them");
        put_verdicts(counts, 1u << VERDICT_UNKNOWN, " Of the rest: ", out);
    } else {
        buf_str(out, code == EXIT_FINE ? "No drift." : "Drift:");
        put_verdicts(counts, 0, " ", out);
    }
    if (out->ptr[out->len - 1] != '.')
        buf_char(out, '.');
    if (counts->stuck > 0)
        buf_printf(out, " %zu stuck.", counts->stuck);
}

static bool guard_refused(const struct report *report)
{
    return report->kind == REPORT_APPLY && report_exit_code(report) == EXIT_REFUSED;
}

static void put_guard(const struct report *report, struct buf *out)
{
    if (report->guard_text != NULL)
        buf_str(out, report->guard_text);
    else if (report->error.code == ERR_REFUSED)
        buf_str(out, report->error.text);
    else if (report->guard == GUARD_PROMPT)
        buf_str(out, "not confirmed");
    else if (report->guard == GUARD_LOCK || report->locks_missed > 0)
        buf_str(out, "another run holds the lock");
    else
        buf_str(out, "the plan is stale: every call rests on a fact that has moved");
}

static void summary_of_apply(const struct report *report, const struct report_counts *counts,
                             struct buf *out)
{
    int code = report_exit_code(report);

    if (guard_refused(report)) {
        buf_str(out, "Refused: ");
        put_guard(report, out);
        buf_str(out, ". Nothing was written.");
        return;
    }
    if (report->signal != 0 && report->calls_made == 0) {
        buf_str(out, "Interrupted before anything was written.");
        return;
    }
    buf_printf(out, "%s Resources: %zu added, 0 changed, 0 destroyed",
               code == EXIT_FINE ? "Apply complete!" : "Apply incomplete.", counts->added);
    put_verdicts(counts, 0, "; ", out);
    buf_char(out, '.');
    if (report->signal != 0)
        buf_str(out, " It was interrupted; copies under way run on.");
    else if (report->timed_out)
        buf_str(out, " Time ran out; copies under way run on.");
    if (report->locks_missed > 0)
        buf_printf(out, " Left alone: %zu of %zu accounts, whose lock another run holds.",
                   report->locks_missed, report->locks_wanted);
}

static void summary_of_wait(const struct report *report, const struct report_counts *counts,
                            struct buf *out)
{
    size_t i, waited = 0, well = 0;

    for (i = 0; report->before != NULL && i < report->before->nr; i++) {
        const struct cell *was = &report->before->items[i];
        const struct cell *is = report_find(report->cells, was->address);

        if (!was->selected || was->verdict != VERDICT_IN_PROGRESS)
            continue;
        waited++;
        well += is != NULL && is->verdict == VERDICT_IN_SYNC;
    }
    if (waited == 0)
        buf_str(out, "No copy was in progress.");
    else
        buf_printf(out, "%zu of %zu copies ended well%s.", well, waited,
                   report->timed_out ? " before the time was up" : "");
    put_verdicts(counts, 0, " ", out);
    buf_char(out, '.');
}

static void summary_of_validate(const struct report *report, struct buf *out)
{
    size_t errors = report->diags != NULL ? report->diags->errors : 0;
    size_t warnings = report->diags != NULL ? report->diags->warnings : 0;
    size_t i, cells = 0;

    if (errors > 0) {
        words_number(errors, "error", "errors", out);
    } else if (report->desired != NULL) {
        for (i = 0; i < report->desired->n_images; i++)
            cells += report->desired->images[i].n_targets;
        buf_str(out, "Valid: ");
        words_number(report->desired->n_images, "image", "images", out);
        buf_str(out, " in ");
        words_number(report->desired->n_accounts, "account", "accounts", out);
        buf_str(out, ", ");
        words_number(cells, "cell", "cells", out);
    } else {
        return;
    }
    if (warnings > 0) {
        buf_str(out, ", ");
        words_number(warnings, "warning", "warnings", out);
    }
    buf_char(out, '.');
}

void summary_write(const struct report *report, struct buf *out)
{
    struct report_counts counts;

    report_count(report, &counts);
    if (report->kind == REPORT_VALIDATE) {
        summary_of_validate(report, out);
        return;
    }
    if (report->error.code != ERR_NONE && !guard_refused(report) && report->calls_made == 0)
        return; /* the error speaks for itself */
    if (report->cells == NULL && !guard_refused(report))
        return;
    switch (report->kind) {
    case REPORT_PLAN:
        summary_of_plan(report, &counts, out);
        break;
    case REPORT_DRIFT:
        summary_of_drift(report, &counts, out);
        break;
    case REPORT_APPLY:
        summary_of_apply(report, &counts, out);
        break;
    case REPORT_WAIT:
        summary_of_wait(report, &counts, out);
        break;
    case REPORT_LIST:
        words_number(counts.cells, "cell", "cells", out);
        put_verdicts(&counts, 0, ": ", out);
        buf_char(out, '.');
        break;
    default:
        break;
    }
}

/* ---- what to run next ---------------------------------------------------------------------------
 */

static void put_files(const struct report *report, struct buf *out)
{
    size_t i;

    if (report->selection != NULL)
        buf_printf(out, " %s", report->selection);
    for (i = 0; i < report->n_files; i++) {
        buf_char(out, ' ');
        escape_shell(report->files[i].path, out);
    }
}

static void put_apply(const struct report *report, struct buf *out)
{
    buf_str(out, "ferry apply");
    if (report->plan_path != NULL) {
        buf_char(out, ' ');
        escape_shell(report->plan_path, out);
        return;
    }
    if (report->kind == REPORT_PLAN && report->checksum != NULL)
        buf_printf(out, " --approve %s", report->checksum);
    put_files(report, out);
}

static bool any_refused(const struct report *report)
{
    size_t i, n;
    const struct plan_call *calls = report_calls(report, &n);

    for (i = 0; i < n; i++)
        if (calls[i].outcome == OUTCOME_REFUSED)
            return true;
    return false;
}

static bool all_answered(const struct report *report)
{
    size_t i, n;
    const struct plan_call *calls = report_calls(report, &n);

    for (i = 0; i < n; i++)
        if (calls[i].outcome == OUTCOME_NONE || calls[i].outcome == OUTCOME_NOT_SENT)
            return false;
    return n > 0;
}

/* A plan whose facts have moved, or whose calls are all answered, needs a new plan, copies that run
 * on a look, the rest the same command once more. */
static void next_of_apply(const struct report *report, const struct report_counts *counts,
                          struct buf *out)
{
    int code = report_exit_code(report);
    size_t running = counts->verdict[VERDICT_IN_PROGRESS];
    bool rest = counts->cells > counts->verdict[VERDICT_IN_SYNC] + running;

    if (any_refused(report) ||
        (report->plan_path != NULL && code == EXIT_INCOMPLETE && rest && all_answered(report))) {
        buf_str(out, "ferry plan");
        put_files(report, out);
    } else if (code == EXIT_INCOMPLETE && !rest && running > 0) {
        buf_str(out, "ferry wait");
        put_files(report, out);
    } else if (code == EXIT_INCOMPLETE || code == EXIT_UNKNOWN || code > EXIT_SIGNAL) {
        put_apply(report, out);
    } else if (code == EXIT_FINE && running > 0) {
        buf_str(out, "ferry wait");
        put_files(report, out);
    }
}

void summary_next(const struct report *report, struct buf *out)
{
    struct report_counts counts;

    if (report->preview)
        return;
    report_count(report, &counts);
    if (report->kind == REPORT_PLAN && report_applyable(report)) {
        put_apply(report, out);
    } else if (report->kind == REPORT_APPLY) {
        next_of_apply(report, &counts, out);
    } else if (report->kind == REPORT_DRIFT &&
               counts.verdict[VERDICT_MISSING] + counts.verdict[VERDICT_UNUSABLE] > 0) {
        buf_str(out, "ferry plan");
        put_files(report, out);
    }
}
