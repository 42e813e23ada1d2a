/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/findings/exitcode.h"

#include <assert.h>

/* Every selected cell is unknown because its cloud refused the credentials. */
static bool credentials_rejected(const struct findings *findings)
{
    const struct cell *cell;
    size_t rejected = 0;

    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        if (cell->verdict != VERDICT_UNKNOWN || cell->failure == NULL ||
            cell->failure->class != PORT_AUTH)
            return false;
        rejected++;
    }
    return rejected > 0;
}

/* What ends a run whatever its command: -1 when nothing of that kind happened. */
static int code_of_error(const struct findings *findings)
{
    static const int of_errors[] = {
        [ERR_USAGE] = EXIT_USAGE,
        [ERR_DATA] = EXIT_DATA,
        [ERR_CREDENTIAL] = EXIT_CREDENTIAL,
        [ERR_REFUSED] = EXIT_REFUSED,
    };

    if (findings->error.code == ERR_UNEXPECTED)
        return EXIT_UNEXPECTED;
    if (findings_calls_made(findings) > 0) /* something may run on: never "nothing happened" */
        return findings_errored(findings) ? EXIT_INCOMPLETE : -1;
    if (findings->error.code != ERR_NONE)
        return of_errors[findings->error.code];
    if (findings_errored(findings))
        return EXIT_DATA;
    if (findings->signal != 0)
        return EXIT_SIGNAL + findings->signal;
    return -1;
}

static bool was_refused(const struct findings *findings)
{
    size_t n;

    findings_calls(findings, &n);
    return findings->refusal != REFUSAL_NONE ||
           (findings->locks_missed > 0 && findings->locks_missed >= findings->locks_wanted) ||
           (n > 0 && findings_outcomes(findings, OUTCOME_REFUSED) == n);
}

/* With --no-wait a copy that was asked for counts as done; but a call that was accepted may have
 * been refused for one region. */
static bool ended_well(const struct findings *findings, const struct cell *cell)
{
    if (cell->verdict == VERDICT_IN_SYNC || cell->verdict == VERDICT_EXTRA)
        return true;
    if (!findings->no_wait)
        return false;
    return (cell->verdict == VERDICT_IN_PROGRESS && !cell->stuck) ||
           (cell->verdict == VERDICT_MISSING && cell->failure == NULL &&
            findings_succeeded(findings_call_of(findings, cell)));
}

static int code_of_apply(const struct findings *findings)
{
    const struct cell *cell;
    size_t bad = 0, unknown = 0;

    if (was_refused(findings))
        return EXIT_REFUSED;
    if (findings->judged == NULL)
        return EXIT_INCOMPLETE;
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        unknown += cell->verdict == VERDICT_UNKNOWN;
        bad += cell->verdict != VERDICT_UNKNOWN && !ended_well(findings, cell);
    }
    if (bad > 0 || findings->locks_missed > 0 || findings_outcomes(findings, OUTCOME_REFUSED) > 0)
        return EXIT_INCOMPLETE;
    if (unknown > 0 && findings->signal != 0)
        return EXIT_INCOMPLETE;
    return unknown > 0 ? EXIT_UNKNOWN : EXIT_FINE;
}

/* Waited for are the copies that were in progress before.  A region that could not be read may hide
 * one, so `unknown` is never taken for done. */
static int code_of_wait(const struct findings *findings)
{
    struct findings_counts counts;
    size_t well;

    findings_count(findings, &counts);
    if (findings_waited(findings, &well) > well || counts.verdict[VERDICT_IN_PROGRESS] > 0)
        return EXIT_INCOMPLETE;
    return counts.verdict[VERDICT_UNKNOWN] > 0 ? EXIT_UNKNOWN : EXIT_FINE;
}

/* Cells that nobody needs to see to. */
static size_t calm(const struct findings_counts *counts)
{
    return counts->verdict[VERDICT_IN_SYNC] + counts->verdict[VERDICT_IN_PROGRESS];
}

static int code_of_plan(const struct findings *findings, const struct findings_counts *counts)
{
    size_t n;

    findings_calls(findings, &n);
    return findings->want_exit_code && (n > 0 || counts->cells > calm(counts)) ? EXIT_DIFFERENT
                                                                               : EXIT_FINE;
}

static int code_of_drift(const struct findings *findings, const struct findings_counts *counts)
{
    bool extra = findings->fail_on_extra && counts->verdict[VERDICT_EXTRA] > 0;

    return counts->cells > calm(counts) || counts->stuck > 0 || extra ? EXIT_DIFFERENT : EXIT_FINE;
}

static int code_of_whoami(const struct findings *findings)
{
    size_t i, rejected = 0, failed = 0;

    for (i = 0; i < findings->n_identities; i++) {
        const struct findings_identity *one = &findings->identities[i];

        if (one->missing)
            return EXIT_CREDENTIAL;
        failed += one->failure != NULL;
        rejected += one->failure != NULL && one->failure->class == PORT_AUTH;
    }
    if (rejected > 0 && rejected == findings->n_identities)
        return EXIT_CREDENTIAL;
    return failed > 0 ? EXIT_UNKNOWN : EXIT_FINE;
}

int exitcode_of(const struct findings *findings)
{
    struct findings_counts counts;
    int code = code_of_error(findings);

    assert(findings != NULL && findings->kind < FINDINGS_KINDS);
    if (code != -1)
        return code;
    if (findings->saved)
        return EXIT_FINE;
    if (findings->kind == FINDINGS_WHOAMI)
        return code_of_whoami(findings);
    if (findings_calls_made(findings) == 0 && credentials_rejected(findings))
        return EXIT_CREDENTIAL;
    if (findings->kind == FINDINGS_APPLY)
        return code_of_apply(findings);
    if (findings->kind == FINDINGS_WAIT)
        return code_of_wait(findings);
    findings_count(findings, &counts);
    if (counts.verdict[VERDICT_UNKNOWN] > 0 || findings->regions_unread > 0)
        return EXIT_UNKNOWN;
    if (findings->kind == FINDINGS_PLAN)
        return code_of_plan(findings, &counts);
    return findings->kind == FINDINGS_DRIFT ? code_of_drift(findings, &counts) : EXIT_FINE;
}
