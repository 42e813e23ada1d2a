/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/call.h"
#include "reconcile/engine/outbox.h"
#include "reconcile/engine/track.h"

/* What a run tells people, as events. */

void tell_waits(struct outbox *outbox, const struct call *call, const char *what);
void tell_sent(struct outbox *outbox, const struct call *call);

/* An answer came, or none will.  `at_ms`: when the call goes on; 0: it does not. */
void tell_answer(struct outbox *outbox, const struct call *call, const char *text, int64_t at_ms);
void tell_given_up(struct outbox *outbox, const struct call *call, const char *detail);

/* Its targets are listed until its intent is settled. */
void tell_settling(struct outbox *outbox, const struct call *call);

/* A copy changed: the vendor's word for it, or `ending` if it ended badly (NULL: it was not made).
 */
void tell_cell(struct outbox *outbox, const struct track *track, const char *ending);

void tell_warning(struct outbox *outbox, size_t account, const char *text);
void tell_interrupted(struct outbox *outbox);
