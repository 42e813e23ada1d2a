/* SPDX-License-Identifier: MIT */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MAX = 200000,
    REQUEST_MS = 60 * 1000, /* nothing has an effect or an answer later than this */
    FACT_AGE_MS = 10 * 1000,
    LEAVE_WITHIN_MS = 5 * 1000,
    SLOW_FACT_AGE_MS = 10 * 60 * 1000, /* where requests fail or crawl, regions take long to read */
};

__attribute__((format(printf, 2, 3))) static void trace(struct sim *sim, const char *format, ...)
{
    char line[512];
    va_list ap;

    if (!sim->tracing)
        return;
    va_start(ap, format);
    vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    buf_printf(&sim->trace, "%9" PRId64 "  %s\n", sim->now, line);
}

static void breach(struct sim *sim, const char *what)
{
    trace(sim, "BROKEN: %s", what);
    if (sim->broken == NULL)
        sim->broken = what;
}

/* ---- set-up ----------------------------------------------------------------------------------
 */

void sim_init(struct sim *sim, const struct caps *caps, uint64_t seed)
{
    memset(sim, 0, sizeof *sim);
    sim->caps = *caps;
    cloud_init(&sim->cloud, &sim->caps, seed);
    sim->accounts[0] = (struct account){.name = "a", .caps = &sim->caps, .identity = "cloud-a"};
    sim->accounts[1] =
        (struct account){.name = "b", .caps = &sim->caps, .identity = "cloud-b", .cloud = 1};
    sim->desired =
        (struct desired){.accounts = sim->accounts, .n_accounts = 2, .images = sim->images};
    sim->now = INT64_C(1000000);
    sim->file = (struct buf)BUF_INIT(BUF_UNBOUNDED);
    sim->trace = (struct buf)BUF_INIT((size_t)4 << 20);
    sim->parallel = 4;
    sim->kill_at = sim->kill_after = sim->interrupt_at = -1;
    sim->options = (struct engine_options){.settle_ms = 120000,
                                           .poll_ms = 5000,
                                           .copy_timeout_ms = 45 * 60000,
                                           .request_ms = REQUEST_MS,
                                           .deadline_ms = INT64_MAX,
                                           .sends_per_cell = 3};
}

static void run_free(struct sim *sim)
{
    engine_free(sim->engine);
    sim->engine = NULL;
    sim->report = NULL;
    arena_free(&sim->arena);
    world_free(&sim->world);
    memset(&sim->planned, 0, sizeof sim->planned);
    memset(&sim->plan, 0, sizeof sim->plan);
}

void sim_free(struct sim *sim)
{
    size_t i;

    run_free(sim);
    for (i = 0; i < SIM_FLIGHTS; i++)
        arena_free(&sim->flights[i].arena);
    buf_free(&sim->file);
    buf_free(&sim->trace);
}

void sim_want(struct sim *sim, size_t account, const char *name, int from, const char *to)
{
    struct wanted *wanted = &sim->images[sim->desired.n_images];
    struct target *targets = sim->targets[sim->desired.n_images++];
    size_t i;

    for (i = 0; to[i] != '\0'; i++)
        targets[i] = (struct target){.region = cloud_region(to[i] - '0'), .selected = true};
    *wanted = (struct wanted){.name = name,
                              .account = account,
                              .from_region = cloud_region(from),
                              .targets = targets,
                              .n_targets = i};
}

void sim_fate(struct sim *sim, enum port_class class, bool arrives)
{
    sim->fates[sim->n_fates++] = (struct sim_fate){class, arrives};
}

/* ---- the journal's file ----------------------------------------------------------------------
 */

static void read_journal(struct sim *sim, struct arena *arena, struct journal *out)
{
    struct err err = ERR_INIT;

    memset(out, 0, sizeof *out);
    if (journal_decode(sim->file.ptr, sim->file.len, arena, out, &err) != 0)
        breach(sim, "the journal cannot be read");
}

size_t sim_open(const struct sim *sim)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    struct journal journal;
    struct err err = ERR_INIT;

    return journal_decode(sim->file.ptr, sim->file.len, &arena, &journal, &err) != 0
               ? SIZE_MAX
               : journal.n_open;
}

/* A torn end is cut off before anything is appended, as cmd/ does. */
static void mend_journal(struct sim *sim)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    struct journal journal;

    read_journal(sim, &arena, &journal);
    if (!journal.torn)
        return;
    sim->file.len = journal.sound;
    if (sim->file.len > 0)
        sim->file.ptr[sim->file.len] = '\0';
}

/* ---- what must hold when a copy request leaves -----------------------------------------------
 */

static bool asks_for(const struct port_call *call, const struct journal_target *target)
{
    size_t i, k;

    for (i = 0; i < call->n_sources; i++)
        for (k = 0; k < call->n_targets; k++)
            if (strcmp(call->sources[i].name, target->name) == 0 &&
                strcmp(call->targets[k], target->region) == 0)
                return true;
    return false;
}

/* How many of the call's pairs the intent covers. */
static size_t covered(const struct port_call *call, const struct journal_intent *intent)
{
    size_t n = 0, i;

    for (i = 0; i < intent->n_targets; i++)
        n += asks_for(call, &intent->targets[i]);
    return n;
}

/* The run knows that the intent is closed, though the disk would not take it. */
static bool was_closed(const struct sim *sim, uint64_t id)
{
    size_t i;

    for (i = 0; i < sim->n_unclosed; i++)
        if (sim->unclosed[i] == id)
            return true;
    return false;
}

static void check_intent(struct sim *sim, size_t account, const struct port_call *call)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    size_t pairs = call->n_sources * call->n_targets, own = 0, others = 0, i;
    struct journal journal;

    read_journal(sim, &arena, &journal);
    for (i = 0; i < journal.n_open; i++) {
        const struct journal_intent *intent = &journal.open[i];

        if (strcmp(intent->identity, sim->accounts[account].identity) != 0 ||
            was_closed(sim, intent->id))
            continue;
        if (covered(call, intent) == pairs && intent->n_targets == pairs &&
            intent->answered_ms == 0 && strcmp(intent->source_region, call->region) == 0)
            own += intent->at_ms >= sim->now - LEAVE_WITHIN_MS;
        else if (covered(call, intent) > 0)
            others++;
    }
    if (own == 0)
        breach(sim, "a copy left without a synced intent of just now");
    if (own > 1 || others > 0)
        breach(sim, "a copy left while an open intent covered it");
}

/* With no faults in the network no region takes long to read. */
static bool is_calm(const struct sim *sim)
{
    static const struct sim_faults none = {0};

    return memcmp(&sim->faults, &none, sizeof none) == 0;
}

static const struct snapshot *check_region(struct sim *sim, size_t account, const char *region)
{
    const struct snapshot *snapshot = world_find(&sim->world, sim->accounts[account].cloud, region);

    if (snapshot == NULL || !snapshot->complete) {
        breach(sim, "a copy left from or for a region that was not read");
        return NULL;
    }
    if (snapshot->read_at_ms < sim->planned_ms)
        breach(sim, "a copy left without a second look");
    if (snapshot->read_at_ms < sim->now - (is_calm(sim) ? FACT_AGE_MS : SLOW_FACT_AGE_MS))
        breach(sim, "a copy left on facts that were too old");
    return snapshot;
}

/* The engine knew of a copy there and asked for another. */
static void check_absent(struct sim *sim, const struct snapshot *snapshot, const char *name)
{
    const struct image *images;
    size_t n, i;

    if (snapshot == NULL)
        return;
    images = snapshot_named(snapshot, name, &n);
    for (i = 0; i < n; i++)
        if (images[i].state != IMAGE_FAILED)
            breach(sim, "a copy left for a region that shows one");
}

/* A plan that was approved: nothing but its calls, or parts of them. */
static void check_exact(struct sim *sim, const struct port_source *source, const char *region)
{
    char pair[64];
    size_t i;

    snprintf(pair, sizeof pair, "%s %s %s", source->id, source->name, region);
    for (i = 0; i < sim->n_pairs; i++)
        if (strcmp(sim->planned_pairs[i], pair) == 0)
            return;
    breach(sim, "a copy left that the approved plan does not hold");
}

static void keep_pairs(struct sim *sim)
{
    size_t i, k, m, cap = 0;

    sim->planned_pairs = NULL;
    sim->n_pairs = 0;
    for (i = 0; i < sim->plan.nr; i++) {
        const struct plan_call *call = &sim->plan.calls[i];

        for (k = 0; k < call->n_sources; k++) {
            for (m = 0; m < call->n_regions; m++) {
                ARENA_GROW(&sim->arena, sim->planned_pairs, sim->n_pairs, cap);
                sim->planned_pairs[sim->n_pairs++] =
                    arena_printf(&sim->arena, "%s %s %s", call->sources[k].id,
                                 call->sources[k].image, call->regions[m]);
            }
        }
    }
}

static void check_copy(struct sim *sim, size_t account, const struct port_call *call)
{
    size_t i, k;

    if (sim->interrupted)
        breach(sim, "a copy left after an interrupt");
    check_intent(sim, account, call);
    check_region(sim, account, call->region);
    for (i = 0; i < call->n_targets; i++) {
        const struct snapshot *snapshot = check_region(sim, account, call->targets[i]);

        for (k = 0; k < call->n_sources; k++) {
            check_absent(sim, snapshot, call->sources[k].name);
            if (sim->options.exact_calls)
                check_exact(sim, &call->sources[k], call->targets[i]);
        }
        if (strcmp(call->targets[i], call->region) == 0)
            breach(sim, "a copy onto its own region");
    }
    if (call->n_sources == 0 || call->n_targets == 0 ||
        call->n_sources > sim->caps.images_per_call ||
        (sim->caps.regions_per_call != 0 && call->n_targets > sim->caps.regions_per_call))
        breach(sim, "a copy of a size that the cloud does not know");
}

/* ---- the network -----------------------------------------------------------------------------
 */

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
        return (int64_t)(cloud_random(&sim->cloud) % ((REQUEST_MS - sim->crawl_ms) / 2 - 1000));
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

static void net_send(struct sim *sim, const struct out *out)
{
    struct sim_flight *flight = flight_new(sim);
    const struct port_call *call = out->call;

    flight->ticket = out->ticket;
    flight->account = sim->accounts[out->account].cloud;
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
    trace(sim, "copy %s from %s to %s%s leaves, fate %d", call->sources[0].name, call->region,
          call->targets[0], call->n_targets > 1 ? " …" : "", flight->fate);
    check_copy(sim, out->account, call);
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
        trace(sim, "copy arrives: class %d", flight->result.failure.class);
    if (sim->cloud.doubles > doubles)
        breach(sim, "a copy was made twice");
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
        trace(sim, "answer: class %d", flight->result.failure.class);
    machine->completed(machine->self, flight->ticket, sim->now, &flight->result);
}

static int64_t next_arrival(const struct sim *sim)
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
static void net_turn(struct sim *sim, struct machine *machine)
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
static void net_orphan(struct sim *sim)
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

/* ---- the process -----------------------------------------------------------------------------
 */

/* Dies here?  Each thing that a process does is a step. */
static bool dies(struct sim *sim)
{
    if (sim->killed || sim->steps++ != sim->kill_at)
        return sim->killed;
    trace(sim, "the process is killed");
    sim->killed = true;
    return true;
}

static void write_record(struct sim *sim, const struct out *out, struct machine *machine)
{
    size_t before = sim->file.len;

    if (dies(sim))
        return;
    if (cloud_chance(&sim->cloud, sim->faults.journal)) {
        if (out->record->kind == JOURNAL_CLOSED && sim->n_unclosed < 64)
            sim->unclosed[sim->n_unclosed++] = out->record->id;
        machine->journaled(machine->self, out->ticket, sim->now, false);
        return;
    }
    journal_encode(out->record, &sim->file);
    trace(sim, "journal: %.*s", (int)(sim->file.len - before - 1), sim->file.ptr + before);
    if (dies(sim)) { /* written, perhaps half, and nobody was told */
        if (sim->tear)
            sim->file.len -= 1 + cloud_random(&sim->cloud) % (sim->file.len - before);
        if (sim->file.cap > 0)
            sim->file.ptr[sim->file.len] = '\0';
        return;
    }
    sim->now += sim->disk_ms;
    machine->journaled(machine->self, out->ticket, sim->now, true);
}

static void hear(struct sim *sim, const struct event *event)
{
    sim->waits += event->kind == EVENT_CALL_WAITS;
    sim->settles += event->kind == EVENT_SETTLE;
    sim->warnings += event->kind == EVENT_WARNING;
    trace(sim, "event %d region %s call %d ok %d %s %s", event->kind,
          event->region == NULL ? "-" : event->region, event->call, event->ok,
          event->address == NULL ? "" : event->address, event->text == NULL ? "" : event->text);
}

static void sleep_until(struct sim *sim, int64_t until_ms)
{
    int64_t at = next_arrival(sim);

    if (until_ms < at)
        at = until_ms;
    if (at == INT64_MAX)
        breach(sim, "the engine waits for nothing");
    else if (until_ms <= sim->now)
        breach(sim, "the engine wants to sleep into the past");
    if (sim->broken != NULL)
        sim->killed = true;
    else if (at > sim->now)
        sim->now = at;
}

/* Drives a machine to its end, or to the death of the process. */
static void drive(struct sim *sim, struct machine machine)
{
    struct out out;

    if (sim->interrupted)
        machine.interrupt(machine.self, sim->now);
    while (!dies(sim)) {
        if (sim->steps == sim->interrupt_at) {
            sim->interrupted = true;
            machine.interrupt(machine.self, sim->now);
        }
        if (sim->steps > STEPS_MAX) {
            breach(sim, "the engine comes to no end");
            sim->killed = true;
            return;
        }
        machine.next(machine.self, sim->now, &out);
        switch (out.kind) {
        case OUT_SEND:
            if (!dies(sim))
                net_send(sim, &out);
            break;
        case OUT_JOURNAL:
            write_record(sim, &out, &machine);
            break;
        case OUT_EVENT:
            hear(sim, out.event);
            break;
        case OUT_SLEEP:
            sleep_until(sim, out.until_ms);
            net_turn(sim, &machine);
            break;
        case OUT_END:
            return;
        }
    }
}

static void read_world(struct sim *sim, struct sched *sched)
{
    struct reader *reader = reader_new(&sim->desired, &sim->world, sched);
    size_t i;

    diff_regions(&sim->desired, &sim->world);
    for (i = 0; i < sim->world.nr; i++)
        reader_want(reader, sim->world.snapshots[i]->cloud, sim->world.snapshots[i]->region,
                    sim->now, true);
    drive(sim, reader_machine(reader));
    net_orphan(sim); /* requests that nobody waits for any more */
    reader_free(reader);
}

static struct sched *new_sched(struct sim *sim)
{
    return sched_new(&sim->desired, sim->parallel, cloud_random(&sim->cloud));
}

void sim_plan(struct sim *sim)
{
    struct diff_input input = {.desired = &sim->desired, .world = &sim->world};
    struct plan_options options = {0};
    struct sched *sched = new_sched(sim);
    struct journal journal;

    run_free(sim);
    sim->steps = sim->copies_sent = sim->copies_unborn = 0;
    sim->n_unclosed = 0;
    sim->waits = sim->settles = sim->warnings = 0;
    sim->killed = sim->interrupted = false;
    mend_journal(sim);
    read_world(sim, sched);
    sched_free(sched);
    if (sim->killed)
        return;
    read_journal(sim, &sim->arena, &journal);
    input.open = journal.open;
    input.n_open = journal.n_open;
    diff(&input, &sim->arena, &sim->planned);
    plan(&input, &options, &sim->planned, &sim->arena, &sim->plan);
    keep_pairs(sim);
    trace(sim, "planned %zu calls, %zu intents are open", sim->plan.nr, journal.n_open);
}

void sim_apply(struct sim *sim)
{
    struct sched *sched = new_sched(sim);
    struct engine_setup setup = {.desired = &sim->desired,
                                 .world = &sim->world,
                                 .sched = sched,
                                 .plan = sim->only_wait ? NULL : &sim->plan,
                                 .cells = &sim->planned.cells,
                                 .options = sim->options};
    struct journal journal;

    if (!sim->killed) {
        read_journal(sim, &sim->arena, &journal);
        setup.open = journal.open;
        setup.n_open = journal.n_open;
        setup.options.run_id = cloud_random(&sim->cloud);
        sim->planned_ms = sim->now;
        sim->engine = engine_new(&setup);
        drive(sim, engine_machine(sim->engine));
        if (!sim->killed)
            sim->report = engine_report(sim->engine);
    }
    net_orphan(sim);
    sched_free(sched);
}

void sim_run(struct sim *sim)
{
    sim_plan(sim);
    sim_apply(sim);
}

const struct cell *sim_cell(const struct sim *sim, const char *name, int region)
{
    size_t i;

    for (i = 0; sim->report != NULL && i < sim->report->final->cells.nr; i++) {
        const struct cell *cell = &sim->report->final->cells.items[i];

        if (strcmp(cell->name, name) == 0 && strcmp(cell->region, cloud_region(region)) == 0)
            return cell;
    }
    return NULL;
}

bool sim_converged(const struct sim *sim)
{
    size_t i, k;

    for (i = 0; i < sim->desired.n_images; i++) {
        const struct wanted *wanted = &sim->desired.images[i];

        for (k = 0; k < wanted->n_targets; k++)
            if (cloud_usable(&sim->cloud, sim->accounts[wanted->account].cloud,
                             cloud_region_index(wanted->targets[k].region), wanted->name,
                             sim->now) != 1)
                return false;
    }
    return true;
}
