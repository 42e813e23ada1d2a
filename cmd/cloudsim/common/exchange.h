/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/cloud.h"
#include "cmd/cloudsim/common/http.h"
#include "cmd/cloudsim/common/sim.h"
#include "cmd/cloudsim/common/values.h"
#include "cmd/cloudsim/common/world.h"
#include "reconcile/base/str.h"

/*
 * One request to a cloud with its answer, on its way from the server through the cloud's code to
 * the log.  Its texts live in `arena`, which goes with the request.
 */
struct exchange {
    struct sim *sim;
    struct world *world; /* the next three are of the simulator */
    const struct quirks *quirks;
    int64_t now_ms; /* by the clock of the world */
    struct arena *arena;

    const struct http_request *in;
    struct http_answer *out; /* its headers; the rest is filled from what stands below */
    const char *host;        /* header Host as sent */
    const char *name;        /* its name in lower case, without the port */
    unsigned number;         /* of all exchanges, from 1 */

    /* as understood */
    const struct cloud *cloud;
    const char *action, *region;
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
    const char *request_id;
    const char *code; /* error code answered, NULL: success */
    json_t *effects;  /* the copies that it started; NULL: none */
};

void exchange_free(struct exchange *x); /* all but the arena */

/* Fills the answer; the reply is taken over. */
void exchange_answer(struct exchange *x, unsigned status, json_t *reply);
/* The same with an error, whose code the log shows. */
void exchange_fail(struct exchange *x, unsigned status, const char *code, json_t *reply);

/*
 * Holds a signature against the request, signed with the Host header as sent or, if that is not it,
 * without its port; x->signature notes how it came out.  `sign` computes what it should be for a
 * host, NULL if it cannot.
 */
bool exchange_verify(struct exchange *x, const char *given,
                     const char *(*sign)(struct exchange *x, const char *host, const void *context),
                     const void *context);

/* Does the request bring the session token that its account wants, or none if it wants none? */
bool exchange_token_fits(const struct exchange *x, const char *token);

/* ---- the world as the caller sees it ---- */

/* Of its cloud; NULL: there is none. */
struct region *exchange_region(const struct exchange *x, const char *id);

/* The image with an id in the request's region, if it is listed by now; NULL. */
struct image *exchange_image(const struct exchange *x, const char *id);
bool exchange_owns(const struct exchange *x, const struct image *image); /* whatever its type */
/* Is it in the request's region, listed by now, and the caller's own or public? */
bool exchange_sees(const struct exchange *x, const struct image *image);

/* A listing of the images that the caller sees. */
struct listing {
    bool (*shows)(const struct exchange *x, const struct image *image, const void *context);
    const void *context;
    int (*order)(const void *a,
                 const void *b); /* for qsort of struct image *; NULL: newest first */
    json_t *(*show)(struct exchange *x, const struct image *image);
};
/* The page that begins at `offset`, a new list; *total: how many all pages hold. */
json_t *exchange_page(struct exchange *x, const struct listing *listing, size_t offset,
                      size_t limit, size_t *total);
/* By the quirk null-lists an empty list is null; it is taken over. */
json_t *exchange_list_or_null(const struct exchange *x, json_t *list);

/* Starts a copy and notes the effect.  `name` and `project` NULL: as the source.  NULL: the world
 * is full. */
struct image *exchange_copy(struct exchange *x, struct image *source, const char *region,
                            const char *name, const char *project);
/* Is there room for one more of the caller's images? */
bool exchange_has_room(const struct exchange *x, const struct region *region, int quota);

/* The request log: a line of JSON an exchange; `done` says what became of its answer.  Signatures
 * and tokens are in it only with --log-raw. */
void log_write(const struct exchange *x, const char *done);
