/* SPDX-License-Identifier: MIT */
/* The network: what becomes of a request, by chance or by an order of the test. */
#include "tests/sim/parts.h"

#include <stdlib.h>
#include <string.h>

static struct sim_flight *flight_new(struct sim *sim)
{
    size_t i;

    for (i = 0; i < SIM_FLIGHTS; i++)
        if (!sim->flights[i].used)
            break;
    if (i == SIM_FLIGHTS)
        abort();
    arena_reset(&sim->flights[i].arena);
    sim->flights[i] = (struct sim_flight){.used = true, .arena = sim->flights[i].arena};
    return &sim->flights[i];
}

static int64_t latency(struct sim *sim)
{
    if (cloud_chance(&sim->cloud, sim->faults.slow))
        return (int64_t)(cloud_random(&sim->cloud) % ((SIM_REQUEST_MS - sim->crawl_ms) / 2 - 1000));
    return 5 + (int64_t)(cloud_random(&sim->cloud) % 200);
}

static void decide_fate(struct sim *sim, struct sim_flight *flight)
{
    const struct sim_faults *faults = &sim->faults;

    flight->arrive_ms = sim->now + latency(sim);
    flight->answer_ms = flight->arrive_ms + latency(sim);
    if (cloud_chance(&sim->cloud, faults->unborn)) {
        flight->fate = PORT_TRANSIENT;
        flight->arrive_ms = INT64_MAX;
    } else if (cloud_chance(&sim->cloud, faults->throttled)) {
        flight->fate = PORT_THROTTLED;
        flight->arrive_ms = INT64_MAX;
    } else if (cloud_chance(&sim->cloud, faults->broken)) {
        flight->fate = PORT_BUSY; /* a word for "later" that came with a status */
        flight->arrive_ms = INT64_MAX;
    } else if (cloud_chance(&sim->cloud, faults->lost_before)) {
        flight->fate = PORT_LOST;
        flight->arrive_ms = INT64_MAX;
    } else if (cloud_chance(&sim->cloud, faults->lost_after)) {
        flight->fate = PORT_LOST;
    }
}

static void take_fate(struct sim *sim, struct sim_flight *flight)
{
    struct sim_fate fate = sim->fates[0];

    memmove(sim->fates, sim->fates + 1, --sim->n_fates * sizeof *sim->fates);
    flight->fate = fate.class;
    flight->arrive_ms = sim->now + latency(sim);
    flight->answer_ms = flight->arrive_ms + latency(sim);
    if (!fate.arrives)
        flight->arrive_ms = INT64_MAX;
}

void sim_net_send(struct sim *sim, const struct out *out)
{
    struct sim_flight *flight = flight_new(sim);
    const struct port_call *call = out->call;

    flight->ticket = out->ticket;
    flight->account = sim->accounts[out->account].tenant;
    flight->call = call;
    if (call->verb == PORT_COPY && sim->n_fates > 0)
        take_fate(sim, flight);
    else
        decide_fate(sim, flight);
    if (call->verb != PORT_COPY)
        return;
    if (flight->arrive_ms != INT64_MAX)
        flight->arrive_ms += sim->crawl_ms;
    flight->answer_ms += sim->crawl_ms;
    sim_trace(sim, "copy %s from %s to %s%s leaves, fate %d", call->sources[0].name, call->region,
              call->targets[0], call->n_targets > 1 ? " …" : "", flight->fate);
    sim_check_copy(sim, out->account, call);
    sim_sum_copy(sim, flight);
    sim->copies_sent++;
    if (sim->kill_after >= 0 && sim->kill_at < 0)
        sim->kill_at = sim->steps + sim->kill_after;
    sim->copies_unborn += flight->fate == PORT_TRANSIENT;
}

/* The request reaches the cloud: now or never. */
static void arrive(struct sim *sim, struct sim_flight *flight)
{
    int doubles = sim->cloud.doubles;

    flight->arrived = true;
    cloud_answer(&sim->cloud, flight->account, flight->orphan ? &flight->copy : flight->call,
                 flight->arrive_ms, &flight->arena, &flight->result);
    if (flight->result.has_total && cloud_chance(&sim->cloud, sim->faults.torn))
        flight->result.total++;
    if (flight->call->verb == PORT_COPY)
        sim_trace(sim, "copy arrives: class %d", flight->result.failure.class);
    if (sim->cloud.doubles > doubles)
        sim_breach(sim, "a copy was made twice");
}

static void answer(struct sim *sim, struct sim_flight *flight, struct machine *machine)
{
    if (flight->fate != PORT_FINE)
        flight->result.failure =
            (struct port_failure){.class = flight->fate,
                                  .message = "the network",
                                  .http_status = flight->fate == PORT_TRANSIENT ? 0 : 503};
    flight->used = false;
    if (flight->call->verb == PORT_COPY)
        sim_sum_answer(sim, flight);
    machine->completed(machine->self, flight->ticket, sim->now, &flight->result);
}

int64_t sim_next_arrival(const struct sim *sim)
{
    int64_t at = INT64_MAX;
    size_t i;

    for (i = 0; i < SIM_FLIGHTS; i++) {
        const struct sim_flight *flight = &sim->flights[i];

        if (!flight->used)
            continue;
        if (!flight->arrived && flight->arrive_ms < at)
            at = flight->arrive_ms;
        if (!flight->orphan && flight->answer_ms < at)
            at = flight->answer_ms;
    }
    return at;
}

/* The request that arrives first of those that are due; NULL when none is. */
static struct sim_flight *due(struct sim *sim)
{
    struct sim_flight *first = NULL;
    size_t i;

    for (i = 0; i < SIM_FLIGHTS; i++) {
        struct sim_flight *flight = &sim->flights[i];

        if (flight->used && !flight->arrived && flight->arrive_ms <= sim->now &&
            (first == NULL || flight->arrive_ms < first->arrive_ms))
            first = flight;
    }
    return first;
}

/* Lets arrive and answers what is due. */
void sim_net_turn(struct sim *sim, struct machine *machine)
{
    struct sim_flight *flight;
    size_t i;

    while ((flight = due(sim)) != NULL) {
        arrive(sim, flight);
        flight->used = !flight->orphan;
    }
    for (i = 0; i < SIM_FLIGHTS; i++)
        if (sim->flights[i].used && !sim->flights[i].orphan &&
            sim->flights[i].answer_ms <= sim->now)
            answer(sim, &sim->flights[i], machine);
}

/* The process is gone.  What it had sent may still arrive. */
void sim_net_orphan(struct sim *sim)
{
    size_t i, k;

    for (i = 0; i < SIM_FLIGHTS; i++) {
        struct sim_flight *flight = &sim->flights[i];
        struct arena *arena = &flight->arena;
        struct port_source *sources;
        const char **targets;

        if (!flight->used || flight->orphan)
            continue;
        if (flight->arrived || flight->arrive_ms == INT64_MAX || flight->call->verb != PORT_COPY ||
            cloud_chance(&sim->cloud, 300)) {
            flight->used = false;
            continue;
        }
        flight->copy = *flight->call;
        flight->copy.region = arena_strdup(arena, flight->call->region);
        sources = arena_array(arena, flight->call->n_sources, sizeof *sources);
        targets = arena_array(arena, flight->call->n_targets, sizeof *targets);
        for (k = 0; k < flight->call->n_sources; k++)
            sources[k] = (struct port_source){arena_strdup(arena, flight->call->sources[k].id),
                                              arena_strdup(arena, flight->call->sources[k].name)};
        for (k = 0; k < flight->call->n_targets; k++)
            targets[k] = arena_strdup(arena, flight->call->targets[k]);
        flight->copy.sources = sources;
        flight->copy.targets = targets;
        flight->call = &flight->copy;
        flight->orphan = true;
    }
}
