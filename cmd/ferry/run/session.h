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
 *         → session_manifest → session_select             what is wanted   session_wanted.h
 *         → session_credentials                           with which keys  session_accounts.h
 *         → session_connect → (apply: session_hold)       the way there    session_connect.h
 *         → session_observe → session_plan                what is there    session_look.h
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
