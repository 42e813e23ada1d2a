/* SPDX-License-Identifier: MIT */
/* What must hold whenever a copy request leaves. */
#include "tests/sim/parts.h"

#include <stdio.h>
#include <string.h>

enum {
    FACT_AGE_MS = 10 * 1000,
    LEAVE_WITHIN_MS = 5 * 1000,
    SLOW_FACT_AGE_MS = 10 * 60 * 1000, /* where requests fail or crawl, regions take long to read */
};

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

    sim_read_journal(sim, &arena, &journal);
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
        sim_breach(sim, "a copy left without a synced intent of just now");
    if (own > 1 || others > 0)
        sim_breach(sim, "a copy left while an open intent covered it");
}

/* With no faults in the network no region takes long to read. */
static bool is_calm(const struct sim *sim)
{
    static const struct sim_faults none = {0};

    return memcmp(&sim->faults, &none, sizeof none) == 0;
}

static const struct snapshot *check_region(struct sim *sim, size_t account, const char *region)
{
    const struct snapshot *snapshot =
        world_find(&sim->world, sim->accounts[account].tenant, region);

    if (snapshot == NULL || !snapshot->complete) {
        sim_breach(sim, "a copy left from or for a region that was not read");
        return NULL;
    }
    if (snapshot->read_at_ms < sim->planned_ms)
        sim_breach(sim, "a copy left without a second look");
    if (snapshot->read_at_ms < sim->now - (is_calm(sim) ? FACT_AGE_MS : SLOW_FACT_AGE_MS))
        sim_breach(sim, "a copy left on facts that were too old");
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
            sim_breach(sim, "a copy left for a region that shows one");
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
    sim_breach(sim, "a copy left that the approved plan does not hold");
}

void sim_keep_pairs(struct sim *sim)
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

void sim_check_copy(struct sim *sim, size_t account, const struct port_call *call)
{
    size_t i, k;

    if (sim->interrupted)
        sim_breach(sim, "a copy left after an interrupt");
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
            sim_breach(sim, "a copy onto its own region");
    }
    if (call->n_sources == 0 || call->n_targets == 0 ||
        call->n_sources > sim->caps.images_per_call ||
        (sim->caps.regions_per_call != 0 && call->n_targets > sim->caps.regions_per_call))
        sim_breach(sim, "a copy of a size that the cloud does not know");
}
