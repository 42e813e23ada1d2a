/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/report.h"

#include <string.h>

static const char *const kind_names[] = {
    [REPORT_PLAN] = "plan",           [REPORT_DRIFT] = "drift", [REPORT_APPLY] = "apply",
    [REPORT_WAIT] = "wait",           [REPORT_LIST] = "list",   [REPORT_VALIDATE] = "validate",
    [REPORT_EXPORT] = "export",       [REPORT_WHY] = "why",     [REPORT_WHOAMI] = "whoami",
    [REPORT_PROVIDERS] = "providers",
};

static const char *const guard_names[] = {
    [GUARD_NONE] = NULL,           [GUARD_CHANGE_LIMIT] = "change_limit",
    [GUARD_APPROVAL] = "approval", [GUARD_PROMPT] = "prompt",
    [GUARD_LOCK] = "lock",         [GUARD_STALE] = "stale",
};

const char *report_kind_name(enum report_kind kind)
{
    return kind_names[kind];
}

const char *report_guard_name(enum report_guard guard)
{
    return guard_names[guard];
}

/* ---- lookups ------------------------------------------------------------------------------------
 */

const struct plan_call *report_calls(const struct report *report, size_t *n)
{
    if (report->calls != NULL) {
        *n = report->n_calls;
        return report->calls;
    }
    *n = report->plan != NULL ? report->plan->nr : 0;
    return report->plan != NULL ? report->plan->calls : NULL;
}

static bool call_covers(const struct plan_call *call, const struct cell *cell)
{
    size_t i, j;

    if (call->tenant != cell->tenant || cell->image == SIZE_MAX)
        return false;
    for (i = 0; i < call->n_sources; i++)
        if (strcmp(call->sources[i].image, cell->name) == 0)
            for (j = 0; j < call->n_regions; j++)
                if (strcmp(call->regions[j], cell->region) == 0)
                    return true;
    return false;
}

/* How far a call got, to choose among several that asked for one cell. */
static int call_rank(const struct plan_call *call)
{
    switch (call->outcome) {
    case OUTCOME_ACCEPTED:
    case OUTCOME_SETTLED:
        return 3;
    case OUTCOME_REJECTED:
    case OUTCOME_REFUSED:
    case OUTCOME_LOST:
        return 2;
    case OUTCOME_NONE:
    case OUTCOME_NOT_SENT:
        return 1;
    case OUTCOME_SPLIT:
        break;
    }
    return 0;
}

const struct plan_call *report_call_of(const struct report *report, const struct cell *cell)
{
    const struct plan_call *best = NULL;
    const struct plan_call *calls;
    size_t i, n;

    calls = report_calls(report, &n);
    if (report->calls == NULL) /* the planner's own calls: it has told the cells theirs */
        return cell->call >= 0 && (size_t)cell->call < n ? &calls[cell->call] : NULL;
    for (i = 0; i < n; i++)
        if (call_covers(&calls[i], cell) &&
            (best == NULL || call_rank(&calls[i]) >= call_rank(best)))
            best = &calls[i];
    return best;
}

const struct cell *report_find(const struct cells *cells, const char *address)
{
    size_t i;

    for (i = 0; cells != NULL && i < cells->nr; i++)
        if (strcmp(cells->items[i].address, address) == 0)
            return &cells->items[i];
    return NULL;
}

const struct wanted *report_wanted(const struct report *report, const struct cell *cell)
{
    if (report->desired == NULL || cell->image >= report->desired->n_images)
        return NULL;
    return &report->desired->images[cell->image];
}

const char *report_account(const struct report *report, size_t account)
{
    if (report->desired == NULL || account >= report->desired->n_accounts)
        return "";
    return report->desired->accounts[account].name;
}

const char *report_provider(const struct report *report, size_t account)
{
    if (report->desired == NULL || account >= report->desired->n_accounts)
        return "";
    return report->desired->accounts[account].caps->provider;
}

const char *report_reason(const struct cell *cell)
{
    if (cell->verdict == VERDICT_BLOCKED)
        return reason_name(cell->reason);
    if (cell->verdict == VERDICT_DIFFERS && cell->stale_from != NULL)
        return "older_than_source";
    if (cell->verdict == VERDICT_IN_PROGRESS && cell->stuck)
        return "stuck";
    return NULL;
}

/* ---- counting -----------------------------------------------------------------------------------
 */

static bool call_succeeded(const struct plan_call *call)
{
    return call != NULL && (call->outcome == OUTCOME_ACCEPTED || call->outcome == OUTCOME_SETTLED);
}

void report_count(const struct report *report, struct report_counts *counts)
{
    size_t i;

    memset(counts, 0, sizeof *counts);
    for (i = 0; report->cells != NULL && i < report->cells->nr; i++) {
        const struct cell *cell = &report->cells->items[i];

        if (!cell->selected)
            continue;
        counts->verdict[cell->verdict]++;
        counts->cells += cell->verdict != VERDICT_EXTRA;
        counts->stuck += cell->verdict == VERDICT_IN_PROGRESS && cell->stuck;
        counts->to_add += cell->call != CELL_NO_CALL;
        counts->waiting += cell->waiting_for != NULL;
        counts->added +=
            cell->verdict == VERDICT_IN_SYNC && call_succeeded(report_call_of(report, cell));
    }
}

bool report_complete(const struct report *report)
{
    struct report_counts counts;

    if (report->kind == REPORT_EXPORT)
        return report->document != NULL && report->regions_unread == 0;
    if (report->cells == NULL)
        return false;
    report_count(report, &counts);
    return counts.verdict[VERDICT_UNKNOWN] == 0;
}

bool report_errored(const struct report *report)
{
    return report->error.code != ERR_NONE || (report->diags != NULL && report->diags->errors > 0);
}

bool report_applyable(const struct report *report)
{
    const struct plan_call *calls;
    size_t i, n;

    if (report_errored(report) || report->guard != GUARD_NONE)
        return false;
    calls = report_calls(report, &n);
    for (i = 0; i < n; i++)
        if (calls[i].outcome == OUTCOME_NONE)
            return true;
    return false;
}

/* ---- the exit code ------------------------------------------------------------------------------
 */

/* Every selected cell is unknown because its cloud refused the credentials. */
static bool credentials_rejected(const struct report *report)
{
    size_t i, rejected = 0;

    for (i = 0; report->cells != NULL && i < report->cells->nr; i++) {
        const struct cell *cell = &report->cells->items[i];

        if (!cell->selected)
            continue;
        if (cell->verdict != VERDICT_UNKNOWN || cell->failure == NULL ||
            cell->failure->class != PORT_AUTH)
            return false;
        rejected++;
    }
    return rejected > 0;
}

static size_t count_outcome(const struct report *report, enum outcome outcome, size_t *n)
{
    const struct plan_call *calls = report_calls(report, n);
    size_t i, nr = 0;

    for (i = 0; i < *n; i++)
        nr += calls[i].outcome == outcome;
    return nr;
}

/* What ends a run whatever its command: -1 when nothing of that kind happened. */
static int code_of_error(const struct report *report)
{
    if (report->error.code == ERR_UNEXPECTED)
        return EXIT_UNEXPECTED;
    if (report->calls_made > 0) /* something may run on: never a code that says nothing happened */
        return report_errored(report) ? EXIT_INCOMPLETE : -1;
    switch (report->error.code) {
    case ERR_USAGE:
        return EXIT_USAGE;
    case ERR_DATA:
        return EXIT_DATA;
    case ERR_CREDENTIAL:
        return EXIT_CREDENTIAL;
    case ERR_REFUSED:
        return EXIT_REFUSED;
    default:
        break;
    }
    if (report_errored(report))
        return EXIT_DATA;
    if (report->signal != 0)
        return EXIT_SIGNAL + report->signal;
    return -1;
}

static bool refused_by_guard(const struct report *report)
{
    size_t n, stale = count_outcome(report, OUTCOME_REFUSED, &n);

    return report->guard != GUARD_NONE ||
           (report->locks_missed > 0 && report->locks_missed >= report->locks_wanted) ||
           (n > 0 && stale == n);
}

/* With --no-wait a copy that was asked for counts as done; but a call that was accepted may have
 * been refused for one region. */
static bool ended_well(const struct report *report, const struct cell *cell)
{
    if (cell->verdict == VERDICT_IN_SYNC || cell->verdict == VERDICT_EXTRA)
        return true;
    if (!report->no_wait)
        return false;
    return (cell->verdict == VERDICT_IN_PROGRESS && !cell->stuck) ||
           (cell->verdict == VERDICT_MISSING && cell->failure == NULL &&
            call_succeeded(report_call_of(report, cell)));
}

static int code_of_apply(const struct report *report)
{
    size_t i, n, bad = 0, unknown = 0;

    if (refused_by_guard(report))
        return EXIT_REFUSED;
    if (report->cells == NULL)
        return EXIT_INCOMPLETE;
    for (i = 0; i < report->cells->nr; i++) {
        const struct cell *cell = &report->cells->items[i];

        if (cell->selected && cell->verdict == VERDICT_UNKNOWN)
            unknown++;
        else if (cell->selected && !ended_well(report, cell))
            bad++;
    }
    if (bad > 0 || report->locks_missed > 0 || count_outcome(report, OUTCOME_REFUSED, &n) > 0)
        return EXIT_INCOMPLETE;
    if (unknown > 0 && report->signal != 0)
        return EXIT_INCOMPLETE;
    return unknown > 0 ? EXIT_UNKNOWN : EXIT_FINE;
}

/* Waited for are the copies that were in progress before.  A region that could not be read may hide
 * one, so `unknown` is never taken for done. */
static int code_of_wait(const struct report *report)
{
    struct report_counts counts;
    size_t i;

    for (i = 0; report->before != NULL && i < report->before->nr; i++) {
        const struct cell *was = &report->before->items[i];
        const struct cell *is = report_find(report->cells, was->address);

        if (was->selected && was->verdict == VERDICT_IN_PROGRESS &&
            (is == NULL || is->verdict != VERDICT_IN_SYNC))
            return EXIT_INCOMPLETE;
    }
    report_count(report, &counts);
    if (counts.verdict[VERDICT_IN_PROGRESS] > 0)
        return EXIT_INCOMPLETE;
    return counts.verdict[VERDICT_UNKNOWN] > 0 ? EXIT_UNKNOWN : EXIT_FINE;
}

static int code_of_plan(const struct report *report, const struct report_counts *counts)
{
    size_t n;

    report_calls(report, &n);
    if (!report->want_exit_code)
        return EXIT_FINE;
    if (n > 0 || counts->verdict[VERDICT_DIFFERS] + counts->verdict[VERDICT_AMBIGUOUS] +
                         counts->verdict[VERDICT_UNUSABLE] + counts->verdict[VERDICT_BLOCKED] +
                         counts->verdict[VERDICT_MISSING] >
                     0)
        return EXIT_DIFFERENT;
    return EXIT_FINE;
}

static int code_of_drift(const struct report *report, const struct report_counts *counts)
{
    size_t calm = counts->verdict[VERDICT_IN_SYNC] + counts->verdict[VERDICT_IN_PROGRESS];

    if (counts->cells > calm || counts->stuck > 0)
        return EXIT_DIFFERENT;
    if (report->fail_on_extra && counts->verdict[VERDICT_EXTRA] > 0)
        return EXIT_DIFFERENT;
    return EXIT_FINE;
}

static int code_of_whoami(const struct report *report)
{
    size_t i, rejected = 0, failed = 0;

    for (i = 0; i < report->n_identities; i++) {
        const struct report_identity *one = &report->identities[i];

        if (one->missing)
            return EXIT_CREDENTIAL;
        failed += one->failure != NULL;
        rejected += one->failure != NULL && one->failure->class == PORT_AUTH;
    }
    if (rejected > 0 && rejected == report->n_identities)
        return EXIT_CREDENTIAL;
    return failed > 0 ? EXIT_UNKNOWN : EXIT_FINE;
}

int report_exit_code(const struct report *report)
{
    struct report_counts counts;
    int code = code_of_error(report);

    if (code != -1)
        return code;
    if (report->saved)
        return EXIT_FINE;
    if (report->kind == REPORT_WHOAMI)
        return code_of_whoami(report);
    if (report->calls_made == 0 && credentials_rejected(report))
        return EXIT_CREDENTIAL;
    if (report->kind == REPORT_APPLY)
        return code_of_apply(report);
    if (report->kind == REPORT_WAIT)
        return code_of_wait(report);
    report_count(report, &counts);
    switch (report->kind) {
    case REPORT_PLAN:
        return counts.verdict[VERDICT_UNKNOWN] > 0 ? EXIT_UNKNOWN : code_of_plan(report, &counts);
    case REPORT_DRIFT:
        return counts.verdict[VERDICT_UNKNOWN] > 0 ? EXIT_UNKNOWN : code_of_drift(report, &counts);
    case REPORT_LIST:
    case REPORT_WHY:
        return counts.verdict[VERDICT_UNKNOWN] > 0 ? EXIT_UNKNOWN : EXIT_FINE;
    case REPORT_EXPORT:
        return report->regions_unread > 0 ? EXIT_UNKNOWN : EXIT_FINE;
    default:
        return EXIT_FINE;
    }
}
