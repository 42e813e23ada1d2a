/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/run.h"

/* What follows for a run from what its parts say: the rulings, carried out. */

/* The answer to a call, or that none will come (PORT_LOST). */
void apply_answer(struct run *run, struct call *call, const struct port_result *result,
                  int64_t now_ms);

/* The facts of a call whose regions are being read: it may leave, waits, shrinks, or is refused. */
void apply_facts(struct run *run, struct call *call, int64_t now_ms);

/* A track saw something new. */
void apply_track(struct run *run, const struct track *track);

/* The intent is closed if it is settled, and what was not made is asked for again, split, or given
 * up. */
void apply_settled(struct run *run, struct entry *entry, int64_t now_ms);

/* Closes an open intent, with a word for people who read the journal. */
void apply_close(struct run *run, struct entry *entry, const char *word, int64_t now_ms);

/* The call waits, and whoever watches is told for what, once. */
void apply_wait(struct run *run, struct call *call, const char *what);
void apply_later(struct run *run, struct call *call, int64_t at_ms);

/* Never sent: its cells say why, unless they have a better reason. */
void apply_give_up(struct run *run, struct call *call, enum outcome outcome, const char *detail);

/* A call that begins now. */
void apply_add(struct run *run, const struct plan_call *plan, int64_t now_ms);
