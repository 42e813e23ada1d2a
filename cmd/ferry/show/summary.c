/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/summary.h"

#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/words.h"

#include <assert.h>

/* "9 in_sync, 1 in_progress" behind `before`: the verdicts that occur, but those of `skip` (1 <<
 * verdict); nothing at all where there is none. */
static void put_verdicts(const struct findings_counts *counts, unsigned skip, const char *before,
                         struct buf *out)
{
    /* As people ask: what is well first, what nobody knows last. */
    static const enum verdict order[] = {
        VERDICT_IN_SYNC,   VERDICT_IN_PROGRESS, VERDICT_MISSING, VERDICT_UNUSABLE, VERDICT_DIFFERS,
        VERDICT_AMBIGUOUS, VERDICT_BLOCKED,     VERDICT_EXTRA,   VERDICT_UNKNOWN,
    };
    size_t i;

    for (i = 0; i < sizeof order / sizeof *order; i++) {
        if (counts->verdict[order[i]] == 0 || (skip & 1u << order[i]) != 0)
            continue;
        buf_printf(out, "%s%zu %s", before, counts->verdict[order[i]], verdict_name(order[i]));
        before = ", ";
    }
}

static void summary_of_plan(const struct findings *findings, const struct findings_counts *counts,
                            struct buf *out)
{
    const struct plan *plan = findings->plan;

    buf_printf(out, "Plan: %zu to add, 0 to change, 0 to destroy. ", counts->to_add);
    if (plan == NULL || plan->nr == 0) {
        buf_str(out, "No calls");
    } else {
        buf_printf(out, "%zu %s", plan->nr, words_noun(plan->nr, "write call", "write calls"));
        if (plan->proved_minimal)
            buf_str(out, " (the fewest possible)");
        else
            buf_printf(out, " (at least %d needed)", plan->lower_bound);
        buf_printf(out, " in %d %s", plan->waves, words_noun((size_t)plan->waves, "wave", "waves"));
    }
    put_verdicts(counts, 1u << VERDICT_MISSING, "; ", out);
    buf_char(out, '.');
    if (counts->waiting > 0)
        buf_printf(out, " %zu %s.", counts->waiting,
                   words_noun(counts->waiting, "waits for its source", "wait for their sources"));
    if (findings->refusal_text != NULL)
        buf_printf(out, "\nA guard would refuse it: %s.", findings->refusal_text);
}

static void summary_of_drift(const struct findings *findings, const struct findings_counts *counts,
                             struct buf *out)
{
    size_t unknown = counts->verdict[VERDICT_UNKNOWN];
    int code = exitcode_of(findings);

    if (unknown > 0) {
        buf_printf(out, "%zu %s of %zu could not be read: nothing is said about %s.", unknown,
                   words_noun(unknown, "cell", "cells"), counts->cells,
                   words_noun(unknown, "it", "them"));
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

static bool was_refused(const struct findings *findings)
{
    return findings->kind == FINDINGS_APPLY && exitcode_of(findings) == EXIT_REFUSED;
}

static const char *why_refused(const struct findings *findings)
{
    if (findings->refusal_text != NULL)
        return findings->refusal_text;
    if (findings->error.code == ERR_REFUSED)
        return findings->error.text;
    if (findings->refusal == REFUSAL_PROMPT)
        return "not confirmed";
    return findings->refusal == REFUSAL_LOCK || findings->locks_missed > 0
               ? "another run holds the lock"
               : "the plan is stale: every call rests on a fact that has moved";
}

static void summary_of_apply(const struct findings *findings, const struct findings_counts *counts,
                             struct buf *out)
{
    int code = exitcode_of(findings);

    if (was_refused(findings)) {
        buf_printf(out, "Refused: %s. Nothing was written.", why_refused(findings));
        return;
    }
    if (findings->signal != 0 && findings_calls_made(findings) == 0) {
        buf_str(out, "Interrupted before anything was written.");
        return;
    }
    buf_printf(out, "%s Resources: %zu added, 0 changed, 0 destroyed",
               code == EXIT_FINE ? "Apply complete!" : "Apply incomplete.", counts->added);
    put_verdicts(counts, 0, "; ", out);
    buf_char(out, '.');
    if (findings->signal != 0)
        buf_str(out, " It was interrupted; copies under way run on.");
    else if (findings_timed_out(findings))
        buf_str(out, " Time ran out; copies under way run on.");
    if (findings->locks_missed > 0)
        buf_printf(out, " Left alone: %zu of %zu accounts, whose lock another run holds.",
                   findings->locks_missed, findings->locks_wanted);
}

static void summary_of_wait(const struct findings *findings, const struct findings_counts *counts,
                            struct buf *out)
{
    size_t well, waited = findings_waited(findings, &well);

    if (waited == 0)
        buf_str(out, "No copy was in progress.");
    else
        buf_printf(out, "%zu of %zu copies ended well%s.", well, waited,
                   findings_timed_out(findings) ? " before the time was up" : "");
    put_verdicts(counts, 0, " ", out);
    buf_char(out, '.');
}

static void summary_of_validate(const struct findings *findings, struct buf *out)
{
    const struct desired *desired = &findings->desired;
    size_t errors = findings->diags.errors, warnings = findings->diags.warnings;
    size_t i, cells = 0;

    if (errors == 0 && desired->n_images == 0)
        return;
    for (i = 0; i < desired->n_images; i++)
        cells += desired->images[i].n_targets;
    if (errors > 0)
        buf_printf(out, "%zu %s", errors, words_noun(errors, "error", "errors"));
    else
        buf_printf(out, "Valid: %zu %s in %zu %s, %zu %s", desired->n_images,
                   words_noun(desired->n_images, "image", "images"), desired->n_accounts,
                   words_noun(desired->n_accounts, "account", "accounts"), cells,
                   words_noun(cells, "cell", "cells"));
    if (warnings > 0)
        buf_printf(out, ", %zu %s", warnings, words_noun(warnings, "warning", "warnings"));
    buf_char(out, '.');
}

void summary_write(const struct findings *findings, struct buf *out)
{
    struct findings_counts counts;

    assert(findings != NULL && out != NULL);
    findings_count(findings, &counts);
    if (findings->kind == FINDINGS_VALIDATE) {
        summary_of_validate(findings, out);
        return;
    }
    if (findings->error.code != ERR_NONE && !was_refused(findings) &&
        findings_calls_made(findings) == 0)
        return; /* the error speaks for itself */
    if (findings->judged == NULL && !was_refused(findings))
        return;
    switch (findings->kind) {
    case FINDINGS_PLAN:
        summary_of_plan(findings, &counts, out);
        break;
    case FINDINGS_DRIFT:
        summary_of_drift(findings, &counts, out);
        break;
    case FINDINGS_APPLY:
        summary_of_apply(findings, &counts, out);
        break;
    case FINDINGS_WAIT:
        summary_of_wait(findings, &counts, out);
        break;
    case FINDINGS_LIST:
        buf_printf(out, "%zu %s", counts.cells, words_noun(counts.cells, "cell", "cells"));
        put_verdicts(&counts, 0, ": ", out);
        buf_char(out, '.');
        break;
    default:
        break;
    }
}

/* ---- what to run next ---- */

static void put_command(const struct findings *findings, const char *command, struct buf *out)
{
    size_t i;

    buf_str(out, command);
    if (findings->selection != NULL)
        buf_printf(out, " %s", findings->selection);
    for (i = 0; i < findings->n_files; i++) {
        buf_char(out, ' ');
        words_shell(findings->files[i].path, out);
    }
}

static void put_apply(const struct findings *findings, struct buf *out)
{
    if (findings->plan_path != NULL) {
        buf_str(out, "ferry apply ");
        words_shell(findings->plan_path, out);
        return;
    }
    buf_str(out, "ferry apply");
    if (findings->kind == FINDINGS_PLAN && findings->checksum != NULL)
        buf_printf(out, " --approve %s", findings->checksum);
    put_command(findings, "", out);
}

static bool all_answered(const struct findings *findings)
{
    size_t n;

    findings_calls(findings, &n);
    return n > 0 && findings_outcomes(findings, OUTCOME_NONE) == 0 &&
           findings_outcomes(findings, OUTCOME_NOT_SENT) == 0;
}

/* A plan whose facts have moved, or whose calls are all answered, needs a new plan, copies that run
 * on a look, the rest the same command once more. */
static void next_of_apply(const struct findings *findings, const struct findings_counts *counts,
                          struct buf *out)
{
    int code = exitcode_of(findings);
    size_t running = counts->verdict[VERDICT_IN_PROGRESS];
    bool rest = counts->cells > counts->verdict[VERDICT_IN_SYNC] + running;

    if (findings_outcomes(findings, OUTCOME_REFUSED) > 0 ||
        (findings->plan_path != NULL && code == EXIT_INCOMPLETE && rest &&
         all_answered(findings))) {
        put_command(findings, "ferry plan", out);
    } else if (running > 0 && (code == EXIT_FINE || (code == EXIT_INCOMPLETE && !rest))) {
        put_command(findings, "ferry wait", out);
    } else if (code == EXIT_INCOMPLETE || code == EXIT_UNKNOWN || code > EXIT_SIGNAL) {
        put_apply(findings, out);
    }
}

void summary_next(const struct findings *findings, struct buf *out)
{
    struct findings_counts counts;

    assert(findings != NULL && out != NULL);
    if (findings->preview)
        return;
    findings_count(findings, &counts);
    if (findings->kind == FINDINGS_PLAN && findings_applyable(findings))
        put_apply(findings, out);
    else if (findings->kind == FINDINGS_APPLY)
        next_of_apply(findings, &counts, out);
    else if (findings->kind == FINDINGS_DRIFT &&
             counts.verdict[VERDICT_MISSING] + counts.verdict[VERDICT_UNUSABLE] > 0)
        put_command(findings, "ferry plan", out);
}
