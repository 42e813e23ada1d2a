/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/model/desired.h"

/*
 * What is there: one snapshot for each region of each tenant, all that diff and plan know
 * of the clouds.  reader.h fills it; a snapshot is replaced as a whole, never mended.
 *
 * Invariant: `complete` is a claim about absence, and only a reader that saw the listing's total
 * hold still and equal the distinct ids received, for every item type, may make it.
 */

struct snapshot {
    size_t tenant;      /* account index (struct account.tenant) */
    char *region;       /* owned; lives as long as the snapshot's place in the world */
    bool complete;      /* what is not in `images` is not there */
    int64_t read_at_ms; /* when the reading of the newest complete listing began; 0: never read. The
                           beginning, since something may have changed after its page was read. */
    struct image *images; /* sorted by image_compare, distinct ids */
    size_t n_images;
    int64_t quota_total; /* -1 unknown: ceiling for this region */
    int64_t quota_free;  /* -1 unknown: as the cloud says or ceiling less images; never below 0 */
    int64_t quota_at_ms; /* when the quota was read; 0: never */
    bool quota_asked;    /* the cloud answered; else configured or published figures hold */
    const char *const *request_ids; /* evidence: of the requests that made this snapshot */
    size_t n_request_ids;
    struct port_failure failure; /* why it is not complete; class PORT_FINE otherwise */
    struct arena arena;          /* owns all of the above; freed when the snapshot is replaced */
};

struct world {
    struct snapshot **snapshots; /* sorted by tenant, then region */
    size_t nr, cap;
};

#define WORLD_INIT ((struct world){NULL, 0, 0})

/* The snapshot of a region; NULL when nobody asked for it. */
struct snapshot *world_find(const struct world *world, size_t tenant, const char *region);

/* The same, made empty and incomplete if it is not there.  `region` is copied. */
struct snapshot *world_ensure(struct world *world, size_t tenant, const char *region);

/* The images that bear a name: *n of them from the returned one on; NULL when there is none. */
const struct image *snapshot_named(const struct snapshot *snapshot, const char *name, size_t *n);
const struct image *snapshot_with_id(const struct snapshot *snapshot, const char *id);

void world_free(struct world *world);
