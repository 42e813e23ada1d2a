/* SPDX-License-Identifier: MIT */
#include "tests/sim/parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 200000 };

__attribute__((format(printf, 2, 3))) void sim_trace(struct sim *sim, const char *format, ...)
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

void sim_breach(struct sim *sim, const char *what)
{
    sim_trace(sim, "BROKEN: %s", what);
    if (sim->broken == NULL)
        sim->broken = what;
}

/* ---- set-up ---- */

void sim_init(struct sim *sim, const struct caps *caps, uint64_t seed)
{
    memset(sim, 0, sizeof *sim);
    sim->caps = *caps;
    sim->digest = (struct sim_digest)SIM_DIGEST_INIT;
    cloud_init(&sim->cloud, &sim->caps, seed);
    sim->accounts[0] = (struct account){.name = "a", .caps = &sim->caps, .identity = "cloud-a"};
    sim->accounts[1] =
        (struct account){.name = "b", .caps = &sim->caps, .identity = "cloud-b", .tenant = 1};
    sim->desired =
        (struct desired){.accounts = sim->accounts, .n_accounts = 2, .images = sim->images};
    sim->now = INT64_C(1000000);
    sim->file = BUF_INIT(BUF_UNBOUNDED);
    sim->trace = BUF_INIT((size_t)4 << 20);
    sim->parallel = 4;
    sim->kill_at = sim->kill_after = sim->interrupt_at = -1;
    sim->options = (struct engine_options){.settle_ms = 120000,
                                           .poll_ms = 5000,
                                           .copy_timeout_ms = 45 * 60000,
                                           .request_ms = SIM_REQUEST_MS,
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

/* ---- the journal's file ---- */

void sim_read_journal(struct sim *sim, struct arena *arena, struct journal *out)
{
    struct err err = ERR_INIT;

    memset(out, 0, sizeof *out);
    if (journal_decode(sim->file.ptr, sim->file.len, arena, out, &err) != 0)
        sim_breach(sim, "the journal cannot be read");
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

    sim_read_journal(sim, &arena, &journal);
    if (!journal.torn)
        return;
    sim->file.len = journal.sound;
    if (sim->file.len > 0)
        sim->file.ptr[sim->file.len] = '\0';
}

/* ---- the process ---- */

/* Dies here?  Each thing that a process does is a step. */
static bool dies(struct sim *sim)
{
    if (sim->killed || sim->steps++ != sim->kill_at)
        return sim->killed;
    sim_trace(sim, "the process is killed");
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
    digest_bytes(&sim->digest.told, sim->file.ptr + before, sim->file.len - before);
    sim_trace(sim, "journal: %.*s", (int)(sim->file.len - before - 1), sim->file.ptr + before);
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
    sim_sum_event(sim, event);
    sim_trace(sim, "event %d region %s call %d ok %d %s %s", event->kind,
              event->region == NULL ? "-" : event->region, event->call, event->ok,
              event->address == NULL ? "" : event->address, event->text == NULL ? "" : event->text);
}

static void sleep_until(struct sim *sim, int64_t until_ms)
{
    int64_t at = sim_next_arrival(sim);

    if (until_ms < at)
        at = until_ms;
    if (at == INT64_MAX)
        sim_breach(sim, "the engine waits for nothing");
    else if (until_ms <= sim->now)
        sim_breach(sim, "the engine wants to sleep into the past");
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
            sim_breach(sim, "the engine comes to no end");
            sim->killed = true;
            return;
        }
        machine.next(machine.self, sim->now, &out);
        switch (out.kind) {
        case OUT_SEND:
            if (!dies(sim))
                sim_net_send(sim, &out);
            break;
        case OUT_JOURNAL:
            write_record(sim, &out, &machine);
            break;
        case OUT_EVENT:
            hear(sim, out.event);
            break;
        case OUT_SLEEP:
            sleep_until(sim, out.until_ms);
            sim_net_turn(sim, &machine);
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
        reader_want(reader, sim->world.snapshots[i]->tenant, sim->world.snapshots[i]->region,
                    sim->now, true);
    drive(sim, reader_machine(reader));
    sim_net_orphan(sim); /* requests that nobody waits for any more */
    reader_free(reader);
}

static struct sched *new_sched(struct sim *sim)
{
    return sched_new(&sim->desired, sim->parallel, cloud_random(&sim->cloud));
}

void sim_plan(struct sim *sim)
{
    struct diff_input input = {.desired = &sim->desired, .world = &sim->world};
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
    sim_read_journal(sim, &sim->arena, &journal);
    input.open = journal.open;
    input.n_open = journal.n_open;
    diff(&input, &sim->arena, &sim->planned);
    plan(&input, &sim->planned, &sim->arena, &sim->plan);
    sim_keep_pairs(sim);
    sim_trace(sim, "planned %zu calls, %zu intents are open", sim->plan.nr, journal.n_open);
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
        sim_read_journal(sim, &sim->arena, &journal);
        setup.open = journal.open;
        setup.n_open = journal.n_open;
        setup.options.run_id = cloud_random(&sim->cloud);
        sim->planned_ms = sim->now;
        sim->engine = engine_new(&setup);
        drive(sim, engine_machine(sim->engine));
        if (!sim->killed)
            sim->report = engine_report(sim->engine);
    }
    sim_net_orphan(sim);
    sched_free(sched);
    sim_sum_report(sim);
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
            if (cloud_usable(&sim->cloud, sim->accounts[wanted->account].tenant,
                             cloud_region_index(wanted->targets[k].region), wanted->name,
                             sim->now) != 1)
                return false;
    }
    return true;
}
