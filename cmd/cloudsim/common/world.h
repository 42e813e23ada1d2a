/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What exists in the simulated clouds: accounts, regions, images.
 *
 * The world knows nothing of wire formats: an image has a neutral state ("ready", "copying",
 * "failed", ...) that each cloud translates into its vendor's words; a state that is none of the
 * neutral words is shown to clients as it stands, so that a test can hand out words that nobody has
 * heard of.
 *
 * All of it lives in one arena: what an image was called before, or an image that is gone, is given
 * back with the whole world.  Times are milliseconds since 1970 by the clock that sim.h describes.
 * Nothing here locks: callers hold sim->lock.
 */

struct cloud;

enum { WORLD_IMAGES_MAX = 200000 }; /* beyond it copies are refused: memory stays bounded */

struct account {
    const char *id, *secret;     /* the key pair that signs */
    const char *token;           /* NULL: a permanent key; else requests must bring this one */
    const char *owner;           /* the vendor's account number, shown in listings */
    const char *const *deny;     /* actions that policy refuses; "*" all, "write" all that change */
    const char *const *projects; /* UCloud: ids; the first is the default project */
    const char
        *channel;      /* UCloud white labels: the channel-key that requests must bring, or NULL */
    bool sub_account;  /* UCloud: must name a project */
    bool cross_border; /* the vendor has approved copies across the mainland border */
};

struct region {
    const char *id;
    const char *group; /* "mainland", "finance", "outside": where copies may go */
    int quota;         /* custom images an account may hold here */
    bool copies;       /* false: takes no part in copying */
    bool offline;      /* true: every request to it is answered with the vendor's internal error */
};

struct image {
    const struct cloud *cloud;              /* one that has a world of its own */
    const char *account, *project, *region; /* account: id of the key pair that owns it */
    const char *id, *name, *description;
    const char *state; /* neutral word, or a vendor's word to be shown as it is */
    const char *type;  /* "private", "public", "shared" */
    const char *os, *os_name, *arch;
    const char *const *traits; /* "whole-machine", "encrypted", "data-disks", "gpu", ... */
    int size_gib;
    int64_t created_ms;
    int64_t started_ms, done_ms; /* of a copy on its way; done_ms 0: never ends by itself */
    int64_t busy_ms;             /* until then it is being read as a source */
    int64_t visible_ms;          /* not listed before */
    bool fails;                  /* the copy on its way will fail */
};

/* What one cloud holds beside images. */
struct estate {
    const struct cloud *cloud;
    struct account *accounts;
    struct region *regions;
    size_t n_accounts, n_regions;
};

struct world {
    struct arena arena;
    const struct cloud *const *clouds; /* the registry: all that are served; ends with NULL */
    struct estate *estates;            /* of the clouds with a world of their own */
    struct image **images;
    size_t n_estates, n_images, cap;
};

void world_free(struct world *world); /* keeps `clouds` */

/* A cloud without a world of its own shows that of its home.  NULL: there is no such thing. */
struct estate *world_estate(const struct world *world, const struct cloud *cloud);
const struct account *world_account(const struct world *world, const struct cloud *cloud,
                                    const char *id);
struct region *world_region(const struct world *world, const struct cloud *cloud, const char *id);
struct image *world_image(const struct world *world, const struct cloud *cloud, const char *region,
                          const char *id);
struct image *world_image_named(const struct world *world, const struct cloud *cloud,
                                const char *region, const char *name);

struct image *world_add(struct world *world, const struct image *image); /* strings in the arena */
void world_remove(struct world *world, const struct image *image);
/* Gives it another name and description; NULL leaves the one it has. */
void world_describe(struct world *world, struct image *image, const char *name,
                    const char *description);

/* Custom images that count against the quota of an account in a region, the invisible ones too. */
int world_used(const struct world *world, const struct cloud *cloud, const char *account,
               const char *region);

bool image_has(const struct image *image, const char *trait);
bool account_denies(const struct account *account, const char *action, bool writes);

/* ---- time passing (clockwork.c) ---- */

struct copy {
    const struct image *source;
    const char *region, *id;
    const char *name, *project; /* NULL: as the source */
    int64_t lasts_ms;           /* 0: done at the next look */
    int64_t hidden_ms;          /* this long until it is listed */
    bool fails, vanishes;       /* vanishes: a failed copy leaves no trace */
};

/* Begins a copy; the caller marks the source busy if its cloud does that. */
struct image *world_copy(struct world *world, const struct copy *copy, int64_t now_ms);
void world_tick(struct world *world, int64_t now_ms); /* ends what has ended by then */
/* Milliseconds until the next copy ends, -1: none is running. */
int64_t world_next(const struct world *world, int64_t now_ms);

bool image_visible(const struct image *image, int64_t now_ms);
/* The neutral state as clients see it: "busy" for a ready image that is being read. */
const char *image_state(const struct image *image, int64_t now_ms);
int image_percent(const struct image *image, int64_t now_ms); /* 0-100 while copying, else -1 */
