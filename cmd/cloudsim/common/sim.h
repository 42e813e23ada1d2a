/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_SIM_H
#define CMD_CLOUDSIM_COMMON_SIM_H

/* One simulator: the world, its clock, quirks, faults and log behind one lock; and an exchange,
 * which is one request with its answer on the way from the server through an API to the log.
 *
 * A connection has a thread of its own (server.c).  Whatever touches the simulator holds `lock`; a
 * stalled answer sleeps without it, so that it holds up no other. */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "cmd/cloudsim/common/faults.h"
#include "cmd/cloudsim/common/quirks.h"
#include "cmd/cloudsim/common/rates.h"
#include "cmd/cloudsim/common/text.h"
#include "cmd/cloudsim/common/world.h"

#define SIM_BODY_MAX                                                                               \
    ((size_t)10 << 20) /* tencent-signing.md: 10 MB by TC3; the largest of the five */

struct sim {
    pthread_mutex_t lock;
    pthread_cond_t wake; /* quitting, or the virtual clock moved */
    bool quitting;

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
    json_t *recent;     /* nonces of the 2017 gateway: it refuses a repeat */
    FILE *log;          /* NULL: none */
    bool log_raw;       /* with headers and body, for signing again; holds signatures */
};

/* What an API's wire form knows of itself. */
struct exchange;
struct api {
    const char *cloud; /* the name that ferry's manifests use: "tencent-cvm", "ucloud", ... */
    bool (*serves)(const char *host);
    /* Finds action, region and parameters as far as they can be read, for the log and the faults.
     */
    void (*read)(struct sim *sim, struct exchange *x);
    void (*answer)(struct sim *sim, struct exchange *x);
    /* An error in the vendor's shape; CODE as the vendor writes it. */
    void (*refuse)(struct sim *sim, struct exchange *x, const char *code, const char *message);
    const char *throttled; /* the vendor's code for "too many requests" */
    const char *internal;  /* and for "our fault" */
};

struct exchange {
    /* as it came */
    char *method, *path, *query; /* path and query raw; query without "?" or "" */
    struct pairs headers;
    char *body; /* never NULL once read whole; a NUL ends it */
    size_t body_length;
    char *host;             /* header Host as sent */
    char *name;             /* its name in lower case, without the port */
    unsigned number;        /* of all exchanges, from 1 */
    unsigned on_connection; /* 1: the first of its connection */

    /* as understood */
    const struct api *api;
    char *action, *region;
    json_t *params; /* without signature and token */
    struct pairs form;
    bool form_style; /* parameters are text (a form or a query), not JSON */
    const struct account *account;
    const char *signature; /* "ok", "ok: host without port", "bad", NULL: not looked at */

    /* what faults want of it */
    struct fault_plan plan;

    /* the answer */
    unsigned status;
    json_t *reply; /* NULL: empty body */
    char *request_id;
    struct pairs reply_headers;
    char *code; /* error code answered, NULL: success */
    json_t *effects;
};

int64_t sim_now(const struct sim *sim); /* milliseconds of the world's clock */
int64_t sim_real(void); /* milliseconds of the real clock: what signatures are held to */
uint64_t sim_draw(struct sim *sim); /* the next number of the seed */
char *sim_id(struct sim *sim, const char *prefix, size_t length, const char *alphabet);
#define SIM_LOWER "0123456789abcdefghijklmnopqrstuvwxyz"
#define SIM_MIXED "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Starts a copy for exchange X and notes the effect.  NAME, PROJECT NULL: as the source.  Busy
 * marking of the source follows the quirk source-stays-normal.  NULL: the world is full. */
struct image *sim_copy(struct sim *sim, struct exchange *x, struct image *source,
                       const char *region, const char *name, const char *project);

/* Fills the answer.  REPLY is taken over. */
void exchange_answer(struct exchange *x, unsigned status, json_t *reply);
void exchange_failed(struct exchange *x, const char *code);
void exchange_free(struct exchange *x);

/* One line of the request log. */
void log_write(struct sim *sim, const struct exchange *x, const char *done);

/* The APIs; NULL at the end. */
const struct api *const *sim_apis(void);
extern const struct api api_cvm, api_lighthouse, api_legacy, api_ucloud, api_baidu;

#endif
