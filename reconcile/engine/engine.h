/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/options.h"
#include "reconcile/model/diff.h"
#include "reconcile/model/intent.h"
#include "reconcile/observe/reader.h"
#include "reconcile/plan/plan.h"

/*
 * The engine carries out a plan: guards, intents, calls, lost answers, splits, tracking, and a last
 * look.  It decides everything and touches nothing (machine.h), so the same engine runs in
 * production and under tests/sim, where any request fails before or after its effect and the
 * process dies at any step.
 *
 * One call's life:
 *
 *   wait     for its wave, for open intents on its cells, for room in its target regions
 *   GUARD    absence is confirmed by a reading that began after the call was planned, and facts
 *            older than 10 s are read again, shared between calls.  One that moved refuses the
 *            call (OUTCOME_REFUSED), except "there by now" and "arriving", which shrink it.  A busy
 *            source is waited for.  A region that cannot be read just now is put into a call of its
 *            own for later; one that cannot be read at all gets nothing.
 *   INTENT   a journal record, synced, with the ids that bear the names already
 *   SEND     exactly once, at most 5 s after the intent's time; then, by the answer:
 *     accepted                    the targets are listed until each copy is ready, failed, or out
 *                                 of time
 *     throttled, busy, transient  nothing happened: later, from GUARD again
 *     quota, region, exists       the targets are listed for a settle time, since some may have
 *                                 been started all the same; then what the quotas explain is
 *                                 blocked, the rest is asked for again, in halves when nothing
 *                                 explained the rejection
 *     permanent, auth             its cells end blocked with the reason of the code
 *     lost                        the targets are listed until the copies show or the settle time
 *                                 has passed since the answer was given up; only then is what is
 *                                 still missing planned again
 *
 * Truths that hold at any time, whatever fails:
 *   - no PORT_COPY is sent without a synced intent, nor while another open intent covers one of its
 *     cells, nor after an interrupt;
 *   - no PORT_COPY is sent from or for a region without a complete reading at most 10 s old - or,
 *     where reading takes longer than that, one that began during the call's guard;
 *   - a target is sent again only after a proof that nothing happened, or a full settle time.
 *
 * An intent of an earlier run is settled like a lost answer.  If no answer was recorded, the settle
 * time counts from the latest moment at which its request can have had an effect.
 */

/* Plan, cells and open intents point into the world's snapshots, which the engine replaces: it
 * copies what it keeps, and after the first `next` nobody may look at them any more. */
struct engine_setup {
    const struct desired *desired;
    struct world *world; /* as the plan was made from; the engine replaces its snapshots */
    struct sched *sched;
    const struct plan *plan;   /* without calls: what open intents did not make is still planned
                                  again; NULL: only wait for what is under way, send nothing */
    const struct cells *cells; /* as planned: the selected ones are in the engine's care */
    const struct journal_intent *open; /* of earlier runs: settled first; their cells may then be
                                          sent, unless exact_calls */
    size_t n_open;
    struct engine_options options;
};

struct engine;

struct engine *engine_new(const struct engine_setup *setup);
void engine_free(struct engine *engine); /* accepts NULL */
struct machine engine_machine(struct engine *engine);

/* After OUT_END. */
struct engine_report {
    const struct diff_output *final; /* verdicts from a last, fresh reading; rejections folded in */
    const struct plan_call *calls;   /* all that were planned or made, with their outcomes */
    size_t n_calls;
    int calls_made; /* copy requests that left, or may have */
    bool interrupted, timed_out;
};

const struct engine_report *engine_report(const struct engine *engine);

/* Bytes that the engine holds, for tests that waiting does not grow. */
size_t engine_memory(const struct engine *engine);
