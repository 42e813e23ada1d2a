/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/model/port.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A cloud as data: what exists when is fixed the moment a copy is made, so that any instant can be
 * asked about, and nothing needs to tick.  Like the real ones it makes a second image when it is
 * asked a second time.
 */

enum { CLOUD_REGIONS = 8, CLOUD_IMAGES = 256 };

struct cloud_image {
    char id[16], name[16];
    size_t account; /* cloud identity */
    int region;
    bool ferry; /* made by a copy request; else it was there, or a person made it */
    bool fails;
    int source;       /* index of the image it is copied from; -1 */
    int64_t born_ms;  /* the request's effect */
    int64_t shown_ms; /* listings show it from here on … */
    int64_t gone_ms;  /* … to here; INT64_MAX */
    int64_t done_ms;  /* it is ready, or failed */
};

struct cloud { /* zero is a cloud without mischief; cloud_init() sets what must not be zero */
    const struct caps *caps;
    bool busy_sources; /* an image that is copied from says so, and takes no second copy */
    uint64_t random;
    int page;
    int quota[2][CLOUD_REGIONS];         /* -1: none */
    bool closed[CLOUD_REGIONS];          /* takes no copies: the whole call is refused */
    bool dark[CLOUD_REGIONS];            /* listings are refused */
    int64_t dim_until_ms[CLOUD_REGIONS]; /* listings fail for a passing reason */
    bool foreign_denied;                 /* copies are refused: no permission */
    int64_t late_ms;                     /* a copy shows at most so long after its effect */
    int64_t copy_ms;                     /* … and takes at most so long … */
    int64_t copy_least_ms;               /* … and at least so long */
    unsigned fail_permille;              /* copies that end badly */
    bool refuses_names;                  /* a taken name is refused (EXISTS) */
    bool starts_some;    /* a refusal for one region comes after others were started */
    bool per_target;     /* a target that says no is refused alone, by an entry */
    bool silent_entries; /* replies speak of some targets only */

    struct cloud_image images[CLOUD_IMAGES];
    size_t n_images;
    int copies_heard; /* copy requests that arrived */
    int copies_made;  /* images made by them */
    int doubles;      /* of these, beside one that did not fail */
};

void cloud_init(struct cloud *cloud, const struct caps *caps, uint64_t seed);
uint64_t cloud_random(struct cloud *cloud);
bool cloud_chance(struct cloud *cloud, unsigned permille);

const char *cloud_region(int region); /* "r0" … */
int cloud_region_index(const char *region);

/* Puts a healthy image there that was there for ever. */
struct cloud_image *cloud_add(struct cloud *cloud, size_t account, int region, const char *name);

/* A person copies or removes behind ferry's back. */
void cloud_person_adds(struct cloud *cloud, size_t account, int region, const char *name,
                       int64_t at_ms, int64_t takes_ms);
void cloud_person_removes(struct cloud *cloud, const char *id, int64_t at_ms);

/* The state at an instant; false when a listing does not show it then. */
bool cloud_state(const struct cloud *cloud, const struct cloud_image *image, int64_t at_ms,
                 enum image_state *state);

/* Usable images of a name in a region at an instant. */
int cloud_usable(const struct cloud *cloud, size_t account, int region, const char *name,
                 int64_t at_ms);

/* The request arrives: its effect, and the answer. */
void cloud_answer(struct cloud *cloud, size_t account, const struct port_call *call, int64_t at_ms,
                  struct arena *arena, struct port_result *out);
