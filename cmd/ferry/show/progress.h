/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/show/progress_options.h"
#include "reconcile/observe/machine.h"
#include "reconcile/plan/plan.h"

/*
 * Tells what is going on while it goes on.  Three views of the same events:
 *
 *   terminal   a few lines redrawn in place, lines that stay above them
 *   plain      one line for each change that means something, no animation
 *   ndjson     one JSON object a line: first {"type":"version",…}, then events; the last line, the
 *              result, is the format `ndjson` (format.h), written after progress_end
 *
 * A terminal is left as it was found even if the process is killed: the cursor is hidden only
 * within the single write that redraws.
 */

struct progress;

/* `desired` gives accounts their names and must outlive the progress. */
struct progress *progress_new(const struct progress_options *options, const struct desired *desired,
                              int64_t now_ms);
void progress_free(struct progress *progress); /* ends it first; accepts NULL */

/* A reading of so many regions begins ("regions read 3/12").  May be called again. */
void progress_regions(struct progress *progress, size_t total, int64_t now_ms);

/* The calls that events name by their ids; the plan must outlive the progress. */
void progress_plan(struct progress *progress, const struct plan *plan);

void progress_event(struct progress *progress, const struct event *event, int64_t now_ms);

/* Call it a few times a second on a terminal: elapsed times move.  Elsewhere it does nothing. */
void progress_tick(struct progress *progress, int64_t now_ms);

/* Takes away what is drawn; later calls but progress_free do nothing. */
void progress_end(struct progress *progress, int64_t now_ms);
