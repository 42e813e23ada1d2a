/* SPDX-License-Identifier: MIT */
/* What an engine did, summed up for digest.h. */
#include "tests/sim/parts.h"

void sim_sum_copy(struct sim *sim, const struct sim_flight *flight)
{
    uint64_t *done = &sim->digest.done;
    const struct port_call *call = flight->call;
    size_t i;

    digest_number(done, (uint64_t)sim->now);
    digest_number(done, flight->account);
    digest_number(done, flight->fate);
    digest_text(done, call->region);
    for (i = 0; i < call->n_sources; i++) {
        digest_text(done, call->sources[i].id);
        digest_text(done, call->sources[i].name);
    }
    for (i = 0; i < call->n_targets; i++)
        digest_text(done, call->targets[i]);
}

void sim_sum_answer(struct sim *sim, const struct sim_flight *flight)
{
    sim_trace(sim, "answer: class %d", flight->result.failure.class);
    digest_number(&sim->digest.done, (uint64_t)sim->now);
    digest_number(&sim->digest.done, flight->result.failure.class);
}

void sim_sum_event(struct sim *sim, const struct event *event)
{
    uint64_t *told = &sim->digest.told;

    digest_number(told, (uint64_t)sim->now);
    digest_number(told, event->kind);
    digest_number(told, event->account);
    digest_number(told, (uint64_t)event->call);
    digest_number(told, (uint64_t)event->progress);
    digest_number(told, (uint64_t)event->at_ms);
    digest_number(told, (uint64_t)(event->ok + 2 * event->ended + 4 * event->not_offered));
    digest_text(told, event->region);
    digest_text(told, event->address);
    digest_text(told, event->text);
    digest_text(told, event->request_id);
}

static void sum_cell(uint64_t *done, const struct cell *cell)
{
    size_t i;

    digest_text(done, cell->address);
    digest_number(done, cell->verdict);
    digest_number(done, cell->reason);
    digest_text(done, cell->detail);
    digest_number(done, cell->stuck);
    digest_text(done, cell->failure == NULL ? NULL : cell->failure->message);
    for (i = 0; i < cell->n_images; i++)
        digest_text(done, cell->images[i]->id);
}

static void sum_call(uint64_t *done, const struct plan_call *call)
{
    size_t i;

    digest_number(done, call->outcome);
    digest_text(done, call->outcome_detail);
    digest_text(done, call->request_id);
    digest_text(done, call->moved_now);
    digest_text(done, call->source_region);
    for (i = 0; i < call->n_regions; i++)
        digest_text(done, call->regions[i]);
    for (i = 0; i < call->n_sources; i++)
        digest_text(done, call->sources[i].id);
}

void sim_sum_report(struct sim *sim)
{
    uint64_t *done = &sim->digest.done;
    size_t i;

    digest_number(done, (uint64_t)sim->now);
    digest_number(done, (uint64_t)sim->cloud.copies_made);
    digest_number(done, sim->killed);
    if (sim->report == NULL)
        return;
    digest_number(done, (uint64_t)sim->report->calls_made);
    digest_number(done, (uint64_t)(sim->report->interrupted + 2 * sim->report->timed_out));
    for (i = 0; i < sim->report->final->cells.nr; i++)
        sum_cell(done, &sim->report->final->cells.items[i]);
    for (i = 0; i < sim->report->n_calls; i++)
        sum_call(done, &sim->report->calls[i]);
}
