/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/faults.h"
#include "cmd/cloudsim/common/quirks.h"
#include "cmd/cloudsim/common/values.h"
#include "cmd/cloudsim/common/world.h"

#include <pthread.h>
#include <stdio.h>

/*
 * One simulator: the world, its clock, quirks, faults and log behind one lock.
 *
 * A connection has a thread of its own (http.h).  Whatever touches the simulator holds `lock`; a
 * stalled answer sleeps without it, so that it holds up no other.
 */
struct sim {
    pthread_mutex_t lock;
    pthread_cond_t wake; /* quitting */
    bool quitting;

    const struct cloud *const *clouds; /* the registry */
    struct world world;
    struct quirks quirks;
    struct faults faults;
    struct rates rates;

    bool virtual_time;    /* time stands still until it is advanced */
    int64_t virtual_ms;   /* the virtual clock */
    double speed;         /* copies take this many times less */
    double copy_seconds;  /* < 0: by size */
    uint64_t seed, drawn; /* ids and dice come from these */

    unsigned exchanges; /* requests to the clouds so far */
    json_t *copies;     /* every copy ever started: the effects that tests count */
    json_t *per_action; /* {"tencent-cvm DescribeImages": 12} */
    json_t *recent;     /* when something was seen that must not come twice: {"key nonce": s} */
    FILE *log;          /* NULL: none */
    bool log_raw;       /* with headers and body, for signing again; holds signatures */
};

void sim_init(struct sim *sim, const struct cloud *const *clouds);
void sim_free(struct sim *sim);

int64_t sim_now(const struct sim *sim); /* milliseconds of the world's clock */
int64_t sim_real(void); /* milliseconds of the real clock: what signatures are held to */

/* The next number of the seed, and what is made of it: splitmix64, so that every seed gives a full
 * sequence and the n-th number needs no history. */
uint64_t sim_draw(struct sim *sim);
char *sim_id(struct sim *sim, struct arena *arena, const char *prefix, size_t n,
             const char *alphabet);
char *sim_uuid(struct sim *sim, struct arena *arena); /* 8-4-4-4-12, draws two numbers */

/* How long a copy of an image takes, in milliseconds. */
int64_t sim_copy_ms(struct sim *sim, const struct image *source);

/* Was this seen in the last seconds?  Remembers it. */
bool sim_seen(struct sim *sim, const char *what, int64_t seconds);
