/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/care.h"

#include <assert.h>
#include <string.h>

/* ---- by spot ---- */

uint64_t spot_hash(struct spot spot)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ spot.tenant;

    for (; *spot.region != '\0'; spot.region++)
        hash = (hash ^ (unsigned char)*spot.region) * UINT64_C(0x100000001B3);
    for (hash = (hash ^ '/') * UINT64_C(0x100000001B3); *spot.name != '\0'; spot.name++)
        hash = (hash ^ (unsigned char)*spot.name) * UINT64_C(0x100000001B3);
    return hash == 0 ? 1 : hash;
}

/* Where the chain of a spot begins. */
static size_t *head_of(const struct cares *cares, struct spot spot)
{
    uint64_t hash = spot_hash(spot);

    return &cares->heads[(size_t)(hash ^ hash >> 32) & (cares->n_heads - 1)];
}

static void add(struct cares *cares, const struct cell *cell)
{
    struct spot spot = {cell->tenant, cell->region, cell->name};
    size_t *head = head_of(cares, spot);
    struct care *care = &cares->items[cares->nr];

    *care =
        (struct care){.spot = spot, .address = cell->address, .image = cell->image, .next = *head};
    *head = cares->nr++;
    /* Room is the plan's to judge; diff, which has the last word, does not look at it. */
    if (cell->verdict == VERDICT_BLOCKED && cell->reason == REASON_QUOTA_FULL) {
        care->reason = cell->reason;
        care->detail = cell->detail;
    }
}

void cares_init(struct cares *cares, const struct cells *cells, struct arena *arena)
{
    size_t i;

    *cares = (struct cares){.n_heads = 64};
    while (cares->n_heads < cells->nr)
        cares->n_heads *= 2;
    cares->heads = arena_array(arena, cares->n_heads, sizeof *cares->heads);
    for (i = 0; i < cares->n_heads; i++)
        cares->heads[i] = SIZE_MAX;
    cares->items = arena_array(arena, cells->nr, sizeof *cares->items);
    for (i = 0; i < cells->nr; i++)
        if (cells->items[i].selected && cells->items[i].image != SIZE_MAX)
            add(cares, &cells->items[i]);
}

struct care *cares_at(const struct cares *cares, struct care *care, struct spot spot)
{
    size_t at = care != NULL ? care->next : *head_of(cares, spot);

    assert(spot.region != NULL && spot.name != NULL);
    for (; at != SIZE_MAX; at = care->next) {
        care = &cares->items[at];
        if (care->spot.tenant == spot.tenant && strcmp(care->spot.region, spot.region) == 0 &&
            strcmp(care->spot.name, spot.name) == 0)
            return care;
    }
    return NULL;
}

const struct care *cares_of(const struct cares *cares, const struct cell *cell)
{
    struct spot spot = {cell->tenant, cell->region, cell->name};
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL)
        if (care->image == cell->image)
            return care;
    return NULL;
}

/* ---- what they learn ---- */

void cares_note(struct cares *cares, struct spot spot, enum reason reason,
                const struct port_failure *failure, const char *detail)
{
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL) {
        care->reason = reason;
        care->failure = failure;
        care->detail = detail;
    }
}

void cares_explain(struct cares *cares, struct spot spot, const char *detail)
{
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL)
        if (care->detail == NULL)
            care->detail = detail;
}

void cares_stuck(struct cares *cares, struct spot spot)
{
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL)
        care->stuck = true;
}

void cares_count_open(struct cares *cares, struct spot spot, int by)
{
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL) {
        care->open += by;
        assert(care->open >= 0);
    }
}

void cares_count_sends(struct cares *cares, struct spot spot, int by)
{
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL) {
        care->sends += by;
        assert(care->sends >= 0);
    }
}

/* ---- planning again ---- */

void cares_replan(struct cares *cares, struct spot spot)
{
    struct care *care = NULL;

    while ((care = cares_at(cares, care, spot)) != NULL)
        care->replan = true;
}

bool cares_ask_again(struct cares *cares, struct spot spot, int most, const char *detail, bool plan)
{
    struct care *care = NULL;
    bool again = false;

    while ((care = cares_at(cares, care, spot)) != NULL) {
        if (care->sends >= most) {
            care->detail = detail;
            continue;
        }
        again = true;
        care->replan = plan;
    }
    return again;
}

bool cares_want_plan(const struct cares *cares)
{
    size_t i;

    for (i = 0; i < cares->nr; i++)
        if (cares->items[i].replan)
            return true;
    return false;
}

void cares_planned(struct cares *cares)
{
    size_t i;

    for (i = 0; i < cares->nr; i++)
        cares->items[i].replan = false;
}
