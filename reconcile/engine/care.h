/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/model/cell.h"

/*
 * The selected declared cells, and what a run learned about each beside the listing's own word.
 *
 * A spot is where a copy lands: a name in a region of a tenant.  Accounts that are one tenant may
 * declare the same spot, so several cells can lie on it; what happens at a spot happens to all.
 */

struct spot {
    size_t tenant;
    const char *region, *name;
};

struct care {
    struct spot spot;
    const char *address;
    size_t image; /* index into desired->images */
    size_t next;  /* the next care with the same hash; SIZE_MAX: none */
    int open;     /* open intents that cover it */
    int sends;    /* requests that asked for it and may have worked */
    bool replan;  /* nothing was made: to be planned again */
    bool stuck;
    enum reason reason;                 /* the cloud's or the plan's no */
    const struct port_failure *failure; /* the cloud's words; NULL */
    const char *detail;                 /* NULL */
};

struct cares {
    struct care *items;
    size_t nr;
    size_t *heads, n_heads; /* a hash table: chains of cares by spot; n_heads is 2^k */
};

/* Takes the selected declared cells; all memory, and what the cells point to, is the run's. */
void cares_init(struct cares *cares, const struct cells *cells, struct arena *arena);

/* The next care of a spot after `care` (NULL: the first); NULL when there is no other. */
struct care *cares_at(const struct cares *cares, struct care *care, struct spot spot);

/* The care of one cell; NULL when it is in nobody's care. */
const struct care *cares_of(const struct cares *cares, const struct cell *cell);

/* What each cell of a spot learns.  Texts and failures must live as long as the run. */
void cares_note(struct cares *cares, struct spot spot, enum reason reason,
                const struct port_failure *failure, const char *detail);
void cares_explain(struct cares *cares, struct spot spot, const char *detail); /* unless it knows */
void cares_stuck(struct cares *cares, struct spot spot);
void cares_count_open(struct cares *cares, struct spot spot, int by);
void cares_count_sends(struct cares *cares, struct spot spot, int by);

/* Nothing was made there.  Marks the cells for the next plan. */
void cares_replan(struct cares *cares, struct spot spot);

/* The same, but a cell that was asked for `most` times gets `detail` instead; true if any was left
 * that may be asked for again.  Only with `plan` the cells are marked. */
bool cares_ask_again(struct cares *cares, struct spot spot, int most, const char *detail,
                     bool plan);

bool cares_want_plan(const struct cares *cares); /* some cell is marked */
void cares_planned(struct cares *cares);         /* none is any more */

/* FNV-1a over a word in a region of a tenant; never 0. */
uint64_t spot_hash(struct spot spot);
