/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/findings/findings.h"

/* Where a run's words go: results to standard output, everything else to standard error. */

/* Refuses a --format or --report that the command does not offer: ERR_USAGE, before any work. */
int output_check(const struct options *options, enum findings_kind kind, struct err *err);

/* True if standard output is a stream of events, one for the whole run. */
bool output_streams(const struct options *options);

/* The display for a drive: the stream's events on standard output, else lines on standard error. */
struct progress *output_progress(const struct options *options, const struct findings *findings);

__attribute__((format(printf, 2, 3))) void output_warning(const struct options *options,
                                                          const char *format, ...);

/* Shows the plan on standard error before it is carried out. */
void output_preview(const struct options *options, const struct findings *findings);

/* Prints result, reports and error; returns the exit code.  A report that cannot be written becomes
 * the findings' error. */
int output_findings(const struct options *options, struct findings *findings);
