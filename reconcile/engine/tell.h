/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/call.h"
#include "reconcile/engine/outbox.h"
#include "reconcile/engine/track.h"

/* What a run tells people, as events. */

/* Of a call: what it waits for, that it was sent, its answer (or that none will come) with when it
 * goes on (0: it does not), or until when its targets are listed. */
void tell_call(struct outbox *outbox, const struct call *call, enum event_kind kind,
               const char *text, int64_t at_ms);

/* A copy changed: the vendor's word for it, or `ending` if it ended badly (NULL: it was not made).
 */
void tell_cell(struct outbox *outbox, const struct track *track, const char *ending);

/* Of the run: a warning, or that it was interrupted. */
void tell_run(struct outbox *outbox, enum event_kind kind, size_t account, const char *text);
