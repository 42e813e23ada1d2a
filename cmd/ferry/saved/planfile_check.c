/* SPDX-License-Identifier: MIT */
/* The parts of a saved plan held against each other. */
#include "cmd/ferry/saved/planfile_parts.h"
#include "providers/wire/digest.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void planfile_checksum(const struct plan *plan, const struct desired *desired,
                       char text[static PLANFILE_CHECKSUM])
{
    struct buf bytes cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct arena arena cleanup_arena = ARENA_INIT;

    assert(plan != NULL && desired != NULL);
    plan_canonical(plan, desired, &bytes);
    snprintf(text, PLANFILE_CHECKSUM, "sha256:%s",
             digest_hash_hex(DIGEST_SHA256, bytes.ptr, bytes.len, &arena));
}

bool planfile_is(const char *bytes, size_t n)
{
    size_t i = 0;

    assert(bytes != NULL || n == 0);
    while (i < n && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n'))
        i++;
    return i < n && bytes[i] == '{';
}

/* ---- calls that may be made ---- */

static int check_limits(const struct plan_call *call, const struct caps *caps, struct err *err)
{
    if (strcmp(call->action, caps->action) != 0)
        return err_set(err, ERR_DATA, "call %d is %s, but %s copies with %s", call->id,
                       call->action, caps->provider, caps->action);
    if (call->n_sources == 0 || call->n_sources > caps->images_per_call)
        return err_set(err, ERR_DATA, "call %d has %zu images", call->id, call->n_sources);
    if (call->n_regions == 0 ||
        (caps->regions_per_call > 0 && call->n_regions > caps->regions_per_call))
        return err_set(err, ERR_DATA, "call %d has %zu regions", call->id, call->n_regions);
    return 0;
}

static bool has_fact(const struct plan_call *call, enum fact_kind kind, const char *region,
                     const char *name, const char *id)
{
    size_t i;

    for (i = 0; i < call->n_facts; i++) {
        const struct fact *fact = &call->facts[i];

        if (fact->kind == kind && strcmp(fact->region, region) == 0 &&
            (name == NULL || strcmp(fact->name, name) == 0) &&
            (id == NULL || strcmp(fact->id, id) == 0))
            return true;
    }
    return false;
}

/* Without its facts a call would be carried out blindly: each source and each target has one. */
static int check_facts(const struct plan_call *call, struct err *err)
{
    size_t i, k;

    for (i = 0; i < call->n_sources; i++) {
        if (!has_fact(call, FACT_SOURCE_STATE, call->source_region, NULL, call->sources[i].id))
            return err_set(err, ERR_DATA, "call %d does not say in which state '%s' must be",
                           call->id, call->sources[i].id);
        for (k = 0; k < call->n_regions; k++) {
            if (strcmp(call->regions[k], call->source_region) == 0)
                return err_set(err, ERR_DATA, "call %d copies '%s' onto itself", call->id,
                               call->source_region);
            if (!has_fact(call, FACT_ABSENT, call->regions[k], call->sources[i].image, NULL))
                return err_set(err, ERR_DATA,
                               "call %d does not demand that '%s' has no '%s' already", call->id,
                               call->regions[k], call->sources[i].image);
        }
    }
    return 0;
}

/* Where in call's table of sources × regions a cell is; SIZE_MAX if it is not in it. */
static size_t pair_of(const struct plan_call *call, const struct cell *cell)
{
    size_t i, k;

    for (i = 0; i < call->n_sources; i++)
        for (k = 0; k < call->n_regions; k++)
            if (strcmp(call->sources[i].image, cell->name) == 0 &&
                strcmp(call->regions[k], cell->region) == 0)
                return i * call->n_regions + k;
    return SIZE_MAX;
}

/* Every cell's call asks for it, every pair that a call asks for is a cell, and the account that a
 * call speaks for wants one of them: only such accounts have credentials and a lock. */
static int check_cover(struct planfile_reading *in)
{
    const struct plan *plan = in->plan;
    const struct cells *cells = &in->judged->cells;
    bool **asked = arena_array(in->arena, plan->nr, sizeof *asked);
    bool *wanted = arena_array(in->arena, plan->nr, sizeof *wanted);
    size_t i, k, pair;

    for (i = 0; i < plan->nr; i++)
        asked[i] = arena_array(in->arena, plan->calls[i].n_sources, plan->calls[i].n_regions);
    for (i = 0; i < cells->nr; i++) {
        const struct cell *cell = &cells->items[i];

        if (cell->call == CELL_NO_CALL)
            continue;
        if (cell->call < 0 || (size_t)cell->call >= plan->nr ||
            plan->calls[cell->call].tenant != cell->tenant || cell->image == SIZE_MAX ||
            (pair = pair_of(&plan->calls[cell->call], cell)) == SIZE_MAX)
            return err_set(in->err, ERR_DATA, "the call of cell '%s' does not ask for it",
                           cell->address);
        asked[cell->call][pair] = true;
        wanted[cell->call] |= plan->calls[cell->call].account == cell->account;
    }
    for (i = 0; i < plan->nr; i++) {
        if (!wanted[i])
            return err_set(in->err, ERR_DATA, "call %zu speaks for an account without a cell", i);
        for (k = 0; k < plan->calls[i].n_sources * plan->calls[i].n_regions; k++)
            if (!asked[i][k])
                return err_set(in->err, ERR_DATA, "call %zu asks for more than its cells", i);
    }
    return 0;
}

static int check_summary(struct planfile_reading *in)
{
    const struct plan *plan = in->plan;
    const struct cells *cells = &in->judged->cells;
    size_t counts[VERDICT_COUNT] = {0}, i;

    for (i = 0; i < cells->nr; i++)
        counts[cells->items[i].verdict]++;
    for (i = 0; i < VERDICT_COUNT; i++)
        if (counts[i] != in->verdicts[i])
            return err_set(in->err, ERR_DATA, "its summary says %zu %s, but it holds %zu",
                           in->verdicts[i], verdict_name((enum verdict)i), counts[i]);
    if ((size_t)in->write_calls != plan->nr)
        return err_set(in->err, ERR_DATA, "its summary says %d write calls, but it holds %zu",
                       in->write_calls, plan->nr);
    if (plan->proved_minimal != ((size_t)plan->lower_bound == plan->nr))
        return err_set(in->err, ERR_DATA, "its summary contradicts itself on the fewest calls");
    return 0;
}

void planfile_check(struct planfile_reading *in)
{
    const struct plan *plan = in->plan;
    const struct desired *desired = in->desired;
    size_t i;

    assert(in->plan != NULL && in->judged != NULL && in->err->code == ERR_NONE);
    for (i = 0; i < plan->nr; i++) {
        const struct plan_call *call = &plan->calls[i];

        if ((size_t)call->id != i) {
            err_set(in->err, ERR_DATA, "call %d stands at place %zu", call->id, i);
            return;
        }
        if (check_limits(call, desired->accounts[call->account].caps, in->err) != 0 ||
            check_facts(call, in->err) != 0)
            return;
    }
    if (check_cover(in) == 0)
        check_summary(in);
}
