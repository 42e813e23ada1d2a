/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_RUN_OUTPUT_H
#define CMD_FERRY_RUN_OUTPUT_H

#include "cmd/ferry/run/session.h"

/* Where a session's words go: results to standard output, everything else to standard error. */

/* Refuses a --format or --report that the command does not offer: ERR_USAGE, before any work. */
int output_check(const struct options *options, enum findings_kind kind, struct err *err);

/* The display for a drive: ndjson's events on standard output, else lines on standard error. */
struct progress *output_progress(const struct session *session);

__attribute__((format(printf, 2, 3))) void output_warning(const struct session *session,
                                                          const char *format, ...);

/* Shows the plan on standard error before it is carried out. */
void output_preview(const struct session *session);

/* Prints result, reports and error; returns the exit code. */
int output_report(struct session *session);

#endif
