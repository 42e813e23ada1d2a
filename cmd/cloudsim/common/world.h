/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_WORLD_H
#define CMD_CLOUDSIM_COMMON_WORLD_H

/* What exists in the simulated clouds: accounts, regions, images; and how copies grow over time.
 *
 * The world knows nothing of wire formats: an image has a neutral state ("ready", "copying",
 * "failed", ...) that each API translates into its vendor's words; a state that is none of the
 * neutral words is shown to clients as it stands, so that a test can hand out words that nobody has
 * heard of.
 *
 * Times of the world are milliseconds since 1970 by the clock that `sim.h` describes.  Nothing here
 * locks: callers hold sim->lock. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

/* The CVM cloud is spoken by two APIs: API 3.0 (cvm.c) and the 2017 gateway (legacy.c). */
enum cloud { CLOUD_CVM, CLOUD_LIGHTHOUSE, CLOUD_UCLOUD, CLOUD_BAIDU, CLOUDS };

#define WORLD_IMAGES_MAX 200000 /* beyond it copies are refused: memory stays bounded */

struct account {
    char *id, *secret; /* the key pair that signs */
    char *token;       /* NULL: a permanent key; else requests must bring this session token */
    char *owner;       /* the vendor's account number, shown in listings */
    json_t *deny;      /* actions that policy refuses; "*" all, "write" all that change something */
    json_t *projects;  /* UCloud: ids; the first is the default project */
    char *channel;     /* UCloud white labels: the channel-key that requests must bring, or NULL */
    bool sub_account;  /* UCloud: must name a project */
    bool cross_border; /* the vendor has approved copies across the mainland border */
};

struct region {
    char *id;
    char *group;  /* "mainland", "finance", "outside": where copies may go */
    int quota;    /* custom images an account may hold here */
    bool copies;  /* false: takes no part in copying */
    bool offline; /* true: every request to it is answered with the vendor's internal error */
};

struct image {
    enum cloud cloud;
    char *account, *project, *region; /* account: id of the key pair that owns it */
    char *id, *name, *description;
    char *state; /* neutral word, or a vendor's word to be shown as it is */
    char *type;  /* "private", "public", "shared" */
    char *os, *os_name, *arch;
    json_t
        *traits; /* "whole-machine", "encrypted", "data-disks", "old-format", "ebc", "gpu", ... */
    int size_gib;
    int64_t created_ms;
    int64_t started_ms, done_ms; /* of a copy on its way; done_ms 0: never ends by itself */
    int64_t busy_ms;             /* until then it is being read as a source */
    int64_t visible_ms;          /* not listed before */
    bool fails;                  /* the copy on its way will fail */
};

struct world {
    struct {
        struct account *accounts;
        size_t account_count;
        struct region *regions;
        size_t region_count;
    } clouds[CLOUDS];
    struct image **images;
    size_t image_count;
};

const char *cloud_name(enum cloud cloud);
/* Short names stand for the long ones: "cvm", "legacy", "lighthouse", "baidu". */
const char *cloud_alias(const char *name);
bool cloud_find(const char *name, enum cloud *cloud); /* "legacy" is the cloud "tencent-cvm" */

/* JSON in and out; `cloudsim --help world` describes the format.  A loaded world replaces WORLD
 * whole; on failure WORLD is as before and *WHY is an allocated sentence.  What a file leaves out
 * of "clouds" stays as in the default world, so a small file suffices. */
int world_load(struct world *world, json_t *document, int64_t now_ms, char **why);
json_t *world_save(const struct world *world);
json_t *world_default(void);
json_t *image_save(const struct image *image);
/* Adds an image as a world file writes it; its owner, project and id may be left out. */
int world_insert(struct world *world, enum cloud cloud, json_t *object, int64_t now_ms, char **why);
int image_load(struct image *image, json_t *object, int64_t now_ms, char **why);
void world_free(struct world *world);

const struct account *world_account(const struct world *world, enum cloud cloud, const char *id);
const struct region *world_region(const struct world *world, enum cloud cloud, const char *id);
struct image *world_image(const struct world *world, enum cloud cloud, const char *region,
                          const char *id);
struct image *world_image_named(const struct world *world, enum cloud cloud, const char *region,
                                const char *name);
struct image *world_add(struct world *world,
                        const struct image *image); /* takes its strings over */
void world_remove(struct world *world, struct image *image);
void image_free(struct image *image);

bool image_has(const struct image *image, const char *trait);
bool account_denies(const struct account *account, const char *action, bool writes);

/* ---- time passing (clockwork.c) ---- */

struct copy {
    const struct image *source;
    const char *region, *name, *project; /* NULL: as the source */
    const char *id;
    int64_t seconds_ms;   /* how long it takes; 0 is done at the next look */
    int64_t visible_ms;   /* this long until it is listed */
    bool fails, vanishes; /* vanishes: a failed copy leaves no trace */
};

/* Begins a copy; the caller marks the source busy if its cloud does that. */
struct image *world_copy(struct world *world, const struct copy *copy, int64_t now_ms);
/* Ends what has ended by NOW_MS. */
void world_tick(struct world *world, int64_t now_ms);
/* Milliseconds until the next copy ends, -1: none is running. */
int64_t world_next(const struct world *world, int64_t now_ms);

bool image_visible(const struct image *image, int64_t now_ms);
/* The neutral state as clients see it: "busy" for a ready image that is being read. */
const char *image_state(const struct image *image, int64_t now_ms);
int image_percent(const struct image *image, int64_t now_ms); /* 0-100 while copying, else -1 */
/* Custom images that count against the quota of ACCOUNT in REGION, the invisible ones too. */
int world_used(const struct world *world, enum cloud cloud, const char *account,
               const char *region);

#endif
