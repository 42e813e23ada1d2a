/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CLOUDS_REPLY_H
#define PROVIDERS_CLOUDS_REPLY_H

#include "providers/wire/json.h"
#include "providers/wire/provider.h"

/*
 * What all reply readers share: judging a reply that is missing, broken or a refusal.
 *
 * For a copy only a code of the vendor that a table knows, or one under an HTTP status of 4xx,
 * proves that nothing happened: an answer that is lost, cut, unreadable or a bare HTTP error is
 * PORT_LOST, an unknown code PORT_UNCLEAR.  For reads all that is PORT_TRANSIENT.
 */

struct reply {
    const char *provider; /* whose error table */
    const struct port_call *call;
    const struct response *response;
    struct arena *arena;
    struct port_result *out;
};

/* Clears the result, notes the request id of the headers, and looks whether there is a whole reply
 * to read.  False: the failure is set. */
bool reply_begin(struct reply *reply);

/* The failure of a reply that cannot be understood; drops what was read. */
void reply_unreadable(struct reply *reply, const char *why);

/* The failure that a code stands for.  `fallback` is for codes that no table knows. */
void reply_refuse(struct reply *reply, const char *code, const char *message,
                  enum port_class fallback);

/* The same for one target of a copy whose call was accepted as a whole. */
struct port_failure reply_refusal(struct reply *reply, const char *code, const char *message,
                                  enum port_class fallback);

/* An entry for each source and target, accepted, ids unknown. */
void reply_accept_all(struct reply *reply);

/*
 * Reads the array `set` of {region, id}: an entry for each target that it names.  Where it is
 * missing or empty, all targets were accepted and their ids are unknown.
 */
void reply_copied(struct reply *reply, const struct json *body, const char *set, const char *region,
                  const char *id, struct err *err);

struct state_word { /* a vendor's word; text NULL ends a table, with the state of all others */
    const char *text;
    enum image_state state;
};

enum image_state reply_state(const struct state_word *words, const char *text);

/* An image's id: a member that is there and not empty. */
const char *reply_id(const struct json *item, const char *key, struct err *err);

/* Turns "Offset" paging into a cursor: where the next page begins, NULL after the last. */
int64_t reply_offset(const struct port_call *call);
const char *reply_next_offset(const struct reply *reply, size_t received, int64_t total);

#endif
