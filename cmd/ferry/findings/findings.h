/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/diag.h"
#include "reconcile/base/err.h"
#include "reconcile/engine/engine.h"

/*
 * What a run found and did: one struct from which every output is printed and from which the exit
 * code follows, so that the two cannot disagree.
 *
 * A command fills in what it knows, in any order, and stops where it must: every pointer may be
 * NULL, and findings of a run that failed early are findings still.  What they point to lives in
 * the run's arena, or outlives them otherwise; the world is the session's to free.
 */

enum findings_kind {
    FINDINGS_PLAN,
    FINDINGS_DRIFT,
    FINDINGS_APPLY,
    FINDINGS_WAIT,
    FINDINGS_LIST,
    FINDINGS_VALIDATE,
    FINDINGS_EXPORT,
    FINDINGS_WHY,
    FINDINGS_WHOAMI,
    FINDINGS_PROVIDERS,
    FINDINGS_KINDS
};

const char *findings_kind_name(enum findings_kind kind); /* "plan": also the command's name */

/* Why the whole run was refused before its first call. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_CHANGE_LIMIT, /* --max-change */
    REFUSAL_APPROVAL,     /* --approve names another checksum */
    REFUSAL_PROMPT,       /* the person said no */
    REFUSAL_LOCK,         /* another run holds the lock of every account */
    REFUSAL_STALE,        /* every call of a plan rests on a fact that moved */
};

const char *refusal_name(enum refusal refusal); /* "change_limit"; NULL for REFUSAL_NONE */

struct findings_file { /* a manifest that was read */
    const char *path;
    const char *sha256; /* 64 hex digits */
};

struct findings_run {
    const char *id;
    int64_t started_ms, ended_ms; /* 0: not known */
    const char *ci_url;           /* NULL outside a known CI system */
};

struct findings_identity { /* whoami: one account */
    const char *account, *provider;
    const char *source;   /* where the credentials come from, never a value; NULL: none found */
    const char *identity; /* who the cloud takes us for; NULL while unknown */
    bool missing;         /* no credentials, or half a pair: nothing was asked */
    const struct port_failure *failure; /* NULL: they work */
    const char *problem;                /* one line: why they are missing, or a warning; NULL */
    const char *request_id;             /* NULL */
};

struct findings_rehearsal { /* plan --rehearse: what the cloud's own dry run said of a call */
    bool asked;             /* false: it has none, the call was only computed */
    const struct port_failure *failure; /* NULL: it would take the call */
    const char *request_id;             /* NULL */
};

struct findings {
    enum findings_kind kind;
    struct findings_run run;
    const struct findings_file *files;
    size_t n_files;
    const char *plan_path; /* plan --out PLAN, apply PLAN, show PLAN: the saved plan; NULL */
    bool saved;            /* shown from a file: its verdicts were true when it was made */
    int saved_code;        /* … and with this exit code */
    bool preview;          /* shown before apply asks: what to run next is not the question */
    const char *selection; /* --only … as they can be typed again, quoted for a shell; NULL */

    /* What was wanted, and what was found. */
    struct desired desired;           /* empty until it is known as a whole */
    struct diags diags;               /* mistakes and warnings of the manifest */
    struct world world;               /* source lines and `why` look things up in it */
    const struct diff_output *judged; /* the last judgement: cells and notices; NULL: none */
    const struct image *const
        *originals; /* a saved plan's: of each of desired.images, as it was; NULL */

    /* What shall be done, or was done. */
    const struct plan *plan;          /* as planned: write_calls, lower_bound, waves; NULL */
    const struct engine_report *done; /* apply, wait: what the engine came to; NULL: it never ran */
    const struct findings_rehearsal *rehearsals; /* one for each of plan->calls; NULL: none */
    const char *checksum;                        /* "sha256:…"; NULL */

    /* wait: the judgement before waiting.  Its cells in progress are those that are waited for. */
    const struct diff_output *before;

    /* How the run went, beyond its cells. */
    struct err error;         /* what stopped it; ERR_NONE otherwise */
    enum refusal refusal;     /* plan: only makes it not applyable; apply: refuses the run */
    const char *refusal_text; /* one line: the limit, the counts, the way out */
    int signal;               /* SIGINT, SIGTERM: it was interrupted; 0 */
    size_t locks_missed;      /* accounts whose lock another run holds, of … */
    size_t locks_wanted;      /* … these */
    size_t regions_unread;    /* export: regions whose images are not in the document */

    /* Flags of the command line that bear on the exit code. */
    bool want_exit_code; /* plan --exit-code */
    bool fail_on_extra;  /* --fail-on extra */
    bool no_wait;        /* apply --no-wait */

    /* Commands that are no matter of cells. */
    const char *document; /* export: the manifest */
    const struct findings_identity *identities;
    size_t n_identities;
    const struct caps *const *caps; /* providers: NULL-terminated */
};

struct findings_counts { /* of selected cells */
    size_t verdict[VERDICT_COUNT];
    size_t cells;   /* all of them but `extra` */
    size_t stuck;   /* of those in progress */
    size_t to_add;  /* cells with a call: Terraform's "to add" */
    size_t waiting; /* of these, the ones whose source is not ready yet */
    size_t added;   /* in_sync, and a call of this run brought it about */
};

void findings_count(const struct findings *findings, struct findings_counts *counts);

/* Every selected cell was read. */
bool findings_complete(const struct findings *findings);

/* The run stopped for an error (of the manifest, the command line, the credentials, of ours). */
bool findings_errored(const struct findings *findings);

/* There is a call to make and no refusal stands against it. */
bool findings_applyable(const struct findings *findings);

/* "throttled"; NULL for PORT_FINE */
const char *findings_class_name(enum port_class class);

/* What a rehearsal said of a planned call; NULL where none was asked. */
const struct findings_rehearsal *findings_rehearsal_of(const struct findings *findings,
                                                       const struct plan_call *call);

/* The images that the source's region shows under the source's id or name; `snapshot` may be NULL.
 */
const struct image *findings_sources(const struct snapshot *snapshot, const struct wanted *wanted,
                                     size_t *n);

/* The original of each of desired.images, where it was seen and is one image; else NULL. */
const struct image *const *findings_originals(const struct findings *findings, struct arena *arena);

/* The calls: the engine's where there are any, else the plan's. */
const struct plan_call *findings_calls(const struct findings *findings, size_t *n);

/* How many of them came to an outcome. */
size_t findings_outcomes(const struct findings *findings, enum outcome outcome);

/* wait: how many copies are waited for, and how many of them are in sync now. */
size_t findings_waited(const struct findings *findings, size_t *well);

/* Copy requests that left, or may have. */
int findings_calls_made(const struct findings *findings);

/* --deadline or --copy-timeout ended the run. */
bool findings_timed_out(const struct findings *findings);

/* What the judgement says of whole images: the original is gone, healthy copies serve, … */
const struct diff_notice *findings_notices(const struct findings *findings, size_t *n);

/*
 * The call that asks for the cell's image in the cell's region, NULL without one.  Of several (a
 * call that was split, and the smaller one that took its place) the last that went best.
 */
const struct plan_call *findings_call_of(const struct findings *findings, const struct cell *cell);

/* Its copies were asked for; false for NULL. */
bool findings_succeeded(const struct plan_call *call);

/* The selected cells, in the order of the judgement: the one after `cell`, the first for NULL; NULL
 * at the end.  Outputs speak of no others. */
const struct cell *findings_next(const struct findings *findings, const struct cell *cell);

/* The cell of the same address in another list; NULL if it is not there. */
const struct cell *findings_find(const struct cells *cells, const char *address);

/* Why in one word: a blocked reason, "older_than_source", "stuck"; NULL for what needs none. */
const char *findings_reason(const struct cell *cell);

/* The declared image of a cell; NULL for `extra`. */
const struct wanted *findings_wanted(const struct findings *findings, const struct cell *cell);

/* The name of the account of a cell, as the manifest has it; "" when nobody knows. */
const char *findings_account(const struct findings *findings, size_t account);
const char *findings_provider(const struct findings *findings, size_t account);
