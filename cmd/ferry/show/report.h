/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_SHOW_REPORT_H
#define CMD_FERRY_SHOW_REPORT_H

#include "manifest/diag.h"
#include "reconcile/base/err.h"
#include "reconcile/model/diff.h"
#include "reconcile/model/world.h"
#include "reconcile/plan/plan.h"

/*
 * What a run found and did: one struct from which every output is printed and from which the exit
 * code follows, so that the two cannot disagree.
 *
 * A command fills in what it knows, in any order, and stops where it must: every pointer may be
 * NULL, and a report of a run that failed early is still a report.  Nothing here is owned; it all
 * lives in the run's arena or outlives the report otherwise.
 */

enum report_kind {
    REPORT_PLAN,
    REPORT_DRIFT,
    REPORT_APPLY,
    REPORT_WAIT,
    REPORT_LIST,
    REPORT_VALIDATE,
    REPORT_EXPORT,
    REPORT_WHY,
    REPORT_WHOAMI,
    REPORT_PROVIDERS,
    REPORT_KINDS
};

const char *report_kind_name(enum report_kind kind); /* "plan": also the command's name */

/* Why the whole run was refused before its first call. */
enum report_guard {
    GUARD_NONE,
    GUARD_CHANGE_LIMIT, /* --max-change */
    GUARD_APPROVAL,     /* --approve names another checksum */
    GUARD_PROMPT,       /* the person said no */
    GUARD_LOCK,         /* another run holds the lock of every account */
    GUARD_STALE,        /* every call of a plan rests on a fact that moved */
};

const char *report_guard_name(enum report_guard guard); /* "change_limit"; NULL for GUARD_NONE */

struct report_file { /* a manifest that was read */
    const char *path;
    const char *sha256; /* 64 hex digits */
};

struct report_run {
    const char *id;
    int64_t started_ms, ended_ms; /* 0: not known */
    const char *ci_url;           /* NULL outside a known CI system */
};

struct report_identity { /* whoami: one account */
    const char *account, *provider;
    const char *source;   /* where the credentials come from, never a value; NULL: none found */
    const char *identity; /* who the cloud takes us for; NULL while unknown */
    bool missing;         /* no credentials, or half a pair: nothing was asked */
    const struct port_failure *failure; /* NULL: they work */
    const char *problem;                /* one line: why they are missing, or a warning; NULL */
    const char *request_id;             /* NULL */
};

struct report_rehearsal { /* plan --rehearse: what the cloud's own dry run said of a call */
    bool asked;           /* false: it has none, the call was only computed */
    const struct port_failure *failure; /* NULL: it would take the call */
    const char *request_id;             /* NULL */
};

struct report {
    enum report_kind kind;
    struct report_run run;
    const struct report_file *files;
    size_t n_files;
    const char *plan_path; /* plan --out PLAN, apply PLAN, show PLAN: the saved plan; NULL */
    bool saved;            /* shown from a file: its verdicts were true when it was made */
    bool preview;          /* shown before apply asks: what to run next is not the question */
    const char *selection; /* --only … as they can be typed again, quoted for a shell; NULL */

    /* What was wanted, and what was found. */
    const struct desired *desired;
    const struct world *world; /* source lines and `why` look things up in it; NULL */
    const struct cells *cells; /* the last judgement; NULL: there was none */
    const struct diff_notice *notices;
    size_t n_notices;
    const struct diags *diags; /* mistakes and warnings of the manifest */

    /* What shall be done, or was done. */
    const struct plan *plan;       /* as planned: write_calls, lower_bound, waves */
    const struct plan_call *calls; /* apply: the engine's, with outcomes; else NULL: plan->calls */
    size_t n_calls;
    const struct report_rehearsal
        *rehearsals;      /* one for each of plan->calls; NULL: none was asked */
    int calls_made;       /* copy requests that left, or may have */
    const char *checksum; /* "sha256:…"; NULL */

    /* wait: the judgement before waiting.  Its cells in progress are those that are waited for. */
    const struct cells *before;

    /* How the run went, beyond its cells. */
    struct err error;        /* what stopped it; ERR_NONE otherwise */
    enum report_guard guard; /* plan: only makes it not applyable; apply: refuses the run */
    const char *guard_text;  /* one line: the limit, the counts, the way out */
    int signal;              /* SIGINT, SIGTERM: it was interrupted; 0 */
    bool timed_out;          /* --deadline or --copy-timeout ended it */
    size_t locks_missed;     /* accounts whose lock another run holds, of … */
    size_t locks_wanted;     /* … these */
    size_t regions_unread;   /* export: regions whose images are not in the document */

    /* Flags of the command line that bear on the exit code. */
    bool want_exit_code; /* plan --exit-code */
    bool fail_on_extra;  /* --fail-on extra */
    bool no_wait;        /* apply --no-wait */

    /* Commands that are no matter of cells. */
    const char *document; /* export: the manifest */
    const struct report_identity *identities;
    size_t n_identities;
    const struct caps *const *caps; /* providers: NULL-terminated */
};

/* ---- the exit code ----------------------------------------------------------------------------
 */

enum {
    EXIT_FINE = 0,
    EXIT_UNEXPECTED = 1,
    EXIT_DIFFERENT = 2,
    EXIT_INCOMPLETE = 3, /* apply, wait: not all ended well; running it again is safe */
    EXIT_UNKNOWN = 4,    /* a selected cell could not be read */
    EXIT_REFUSED = 5,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_CREDENTIAL = 77,
    EXIT_SIGNAL = 128, /* plus the signal's number */
};

/* The one function that maps a result to the code (product.md section 7). */
int report_exit_code(const struct report *report);

/* ---- what outputs ask -------------------------------------------------------------------------
 */

struct report_counts { /* of selected cells */
    size_t verdict[VERDICT_COUNT];
    size_t cells;   /* all of them but `extra` */
    size_t stuck;   /* of those in progress */
    size_t to_add;  /* cells with a call: Terraform's "to add" */
    size_t waiting; /* of these, the ones whose source is not ready yet */
    size_t added;   /* in_sync, and a call of this run brought it about */
};

void report_count(const struct report *report, struct report_counts *counts);

/* Every selected cell was read. */
bool report_complete(const struct report *report);

/* The run stopped for an error (of the manifest, the command line, the credentials, of ours). */
bool report_errored(const struct report *report);

/* There is a call to make and no guard forbids it. */
bool report_applyable(const struct report *report);

/* The calls: the engine's where there are any, else the plan's. */
const struct plan_call *report_calls(const struct report *report, size_t *n);

/*
 * The call that asks for the cell's image in the cell's region, NULL without one.  Of several (a
 * call that was split, and the smaller one that took its place) the last that went best.
 */
const struct plan_call *report_call_of(const struct report *report, const struct cell *cell);

/* The cell of the same address in another list; NULL if it is not there. */
const struct cell *report_find(const struct cells *cells, const char *address);

/* Why in one word: a blocked reason, "older_than_source", "stuck"; NULL for what needs none. */
const char *report_reason(const struct cell *cell);

/* The declared image of a cell; NULL for `extra`. */
const struct wanted *report_wanted(const struct report *report, const struct cell *cell);

/* The name of the account of a cell, as the manifest has it; "" when nobody knows. */
const char *report_account(const struct report *report, size_t account);
const char *report_provider(const struct report *report, size_t account);

#endif
