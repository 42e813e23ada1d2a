/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/findings/findings.h"
#include "cmd/ferry/run/driver.h"

/*
 * A session is one run of a command: the front half that they share, from the command line to
 * verdicts, in steps that each command takes as far as it needs.  Each step returns 0, or -1 with
 * the reason in session->findings.error; the command then ends the session all the same, which
 * prints what is known.
 *
 *     session_begin
 *         → session_manifest → session_select             what is wanted   session_wanted.c
 *         → session_credentials                           with which keys  session_accounts.c
 *         → session_connect → (apply: session_hold)       the way there    session_connect.c
 *         → session_observe → session_plan                what is there    session_look.c
 *     → session_end
 */

struct session {
    struct arena arena; /* of the run */
    struct options options;
    const struct command *commands; /* all of them: help and completion are printed from these */
    struct findings findings;       /* all that is known, and nowhere else */

    struct sched *sched;
    struct driver driver;
    struct progress *progress;
    const char *store_folder;
    struct journal_intent *open; /* unsettled writes of earlier runs */
    size_t n_open;
    struct arena judged;   /* owns judgement and plan */
    struct engine *engine; /* apply, wait: findings look into it */
    struct buf trace;
};

void session_begin(struct session *session, enum findings_kind kind);

/* Runs a machine, with the display; `regions` is how many it will read, 0 when that is not the
 * matter. */
void session_drive(struct session *session, const struct machine *machine, size_t regions);

/* The input of diff and plan as the session has it. */
struct diff_input session_diff_input(struct session *session);

/* Prints the result and the reports, releases everything, returns the exit code. */
int session_end(struct session *session);

/* ---- what a run is about: a manifest, a saved plan, or accounts alone ---- */

/* All fill findings.desired, and let in no endpoint that the operator has not allowed. */

int session_manifest(struct session *session);

/* Desired, verdicts and plan from a saved plan instead of a manifest: -1 if it is not sound.
 * Before it, findings.plan_path; and findings.saved if it shall only be shown, as it was made. */
int session_saved_plan(struct session *session, const char *bytes, size_t n);

/*
 * The accounts to speak of, without need of images: the manifest's, if there is one, and for each
 * --account that names a provider instead, an account of that provider with its default
 * credentials.
 */
int session_accounts(struct session *session);

/* True if --account names the account, or is not given. */
bool session_chooses(const struct session *session, const char *account);

/* Marks the cells that --only, --exclude, --account and --region leave; none left is an error. */
int session_select(struct session *session);

/* ---- with which credentials, and which accounts are one tenant ---- */

/* Finds credentials and identity of every account that has a selected cell. */
int session_credentials(struct session *session);

/* The same for one account, in use or not; -1 leaves the reason in *err alone. */
int session_lane(struct session *session, size_t account, const char **warning, struct err *err);

/* ---- the way to the world ---- */

/* Opens the transport, the display and the signals; reads the journals without touching them. */
int session_connect(struct session *session);

/* Takes the lock and opens the journal of every account in use; findings.locks_missed counts those
 * that another run has.  -1 only for other trouble. */
int session_hold(struct session *session);

/* ---- what is there, and what follows from it: nothing here writes ---- */

/* Reads every region that the selected cells need. */
int session_observe(struct session *session);

/* Verdicts and calls from what was read. */
void session_plan(struct session *session);

/* Would the plan copy more cells than --max-change allows?  Then findings have that refusal. */
bool session_over_limit(struct session *session);

/* From the manifest to the plan: every step but session_hold. */
int session_look(struct session *session);
