/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/clouds/errors.h"
#include "providers/wire/json.h"
#include "providers/wire/provider.h"

/*
 * What all reply readers share: judging a reply that is missing, broken or a refusal, and the
 * shapes that the clouds' replies have in common.
 *
 * For a copy only a code of the vendor that a table knows, or one under an HTTP status of 4xx,
 * proves that nothing happened: an answer that is lost, cut, unreadable or a bare HTTP error is
 * PORT_LOST, an unknown code PORT_UNCLEAR.  For reads all that is PORT_TRANSIENT.
 */

struct reply {
    const struct provider *provider;
    const struct error_table *errors; /* the provider's, unless its reader says otherwise */
    const struct port_call *call;
    const struct response *response;
    struct arena *arena;
    struct port_result *out;
};

/*
 * A provider's `read`: fills *out, which may hold anything before, from any response at all.  Its
 * `read_json` is called only for a whole answer that is JSON: a success it reads into reply->out, a
 * refusal it hands to reply_refuse(), what it does not understand it puts into *err.
 * response->secrets must be set.
 */
void reply_read(const struct provider *provider, const struct port_call *call,
                const struct response *response, struct arena *arena, struct port_result *out);

/* ---- refusals ---- */

/* The failure that a code stands for.  `fallback` is for codes that no table knows. */
void reply_refuse(struct reply *reply, const char *code, const char *message,
                  enum port_class fallback);

/* The same for one target of a copy whose call was accepted as a whole. */
struct port_failure reply_refusal(struct reply *reply, const char *code, const char *message,
                                  enum port_class fallback);

/* True if nothing went wrong: no error was found, and the status says the same; else *err is set.
 */
bool reply_went_well(const struct reply *reply, struct err *err);

/* Opens a flat envelope: `code` is "0" in a success, a number or a string.  False: refused, or *err
 * is set. */
bool reply_open_flat(struct reply *reply, const struct json *root, const char *code,
                     const char *message, struct err *err);

/* ---- copies ---- */

/* An entry for each source and target, accepted, ids unknown. */
void reply_accept_all(struct reply *reply);

/* Fills the entry of a target from its item. */
typedef void reply_target_reader(struct reply *reply, const struct json *item,
                                 struct port_copied *copied, struct err *err);

/*
 * Reads the array `set` of {region, id}: an entry for each target that it names.  Where it is
 * missing or empty, all targets were accepted and their ids are unknown.  `id` may be NULL, and
 * `read` where there is nothing more to an item.
 */
void reply_copied(struct reply *reply, const struct json *body, const char *set, const char *region,
                  const char *id, reply_target_reader *read, struct err *err);

/* ---- images ---- */

/* Fills an image from an item of a listing; false for one that is no custom image. */
typedef bool reply_image_reader(const struct json *item, struct image *image, struct err *err);

/*
 * Reads the array `set` of a page; a missing or null one is empty.  `total` is the member that says
 * how long the whole list is, from which the cursor of the next page follows ("Offset" paging);
 * NULL for a cloud that pages otherwise.
 */
void reply_images(struct reply *reply, const struct json *body, const char *set, const char *total,
                  reply_image_reader *read, struct err *err);

/* A vendor's word; text NULL ends a table, with the state of all others. */
struct state_word {
    const char *text;
    enum image_state state;
};

/* Id, name and state from the members of these names, which must be there; no progress.  `state` is
 * NULL where the word is no string: reply_state() is the caller's then. */
void reply_image(const struct json *item, const char *id, const char *name, const char *state,
                 const struct state_word *words, struct image *image, struct err *err);

/* The state from the vendor's word, which may be NULL for one that is missing: then *err is set. */
void reply_state(const struct state_word *words, const char *text, struct image *image,
                 struct err *err);
