/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/credentials/credentials.h"
#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* What a run needs of the operating system beside files: time, randomness, signals, its
 * environment, and a process that leaves no core file behind. */

/* Milliseconds since 1970 of a clock that never runs backwards: wall time at the first call,
 * monotonic from there, and going on while the machine sleeps: the journal's times are compared
 * with those of a later run, and a copy goes on in the cloud all the while. */
int64_t process_now_ms(void);

/* Seconds since 1970 as the wall clock has them: for signatures, whose times clouds check. */
int64_t process_wall_s(void);

uint64_t process_random(void);

/* A new run id: 26 characters that sort by time (a ULID). */
const char *process_run_id(int64_t now_ms, struct arena *arena);

/* No core file, no reading of our memory by others of the same user. */
void process_harden(void);

/*
 * Catches SIGINT and SIGTERM (SIGPIPE is ignored).  The returned descriptor becomes readable at
 * each; process_interrupts() drains it and tells how many came so far.  The second ends the process
 * at once, with process_leave_code.
 */
int process_catch_signals(void);
int process_interrupts(void);
int process_signal(void);          /* the first one caught; 0: none */
void process_leave_code(int code); /* what the second interrupt exits with; default 128 + signal */

/* The environment in the shapes that the layers below ask for, which read none. */
const char *environment_variable(void *context, const char *name); /* context is not used */
struct credential_environment environment_credentials(void);

/* A link to the pipeline run that we are part of (GitHub, GitLab), or NULL. */
const char *environment_ci_url(struct arena *arena);
