/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/saved/planfile.h"
#include "providers/wire/json.h"

/* The parts of reading a plan; only planfile_*.c includes this. */

struct planfile_reading {
    struct arena *arena;
    const struct caps *const *caps;
    struct desired *desired;
    struct target **targets; /* of each of desired->images: writable here, const for all others */
    struct diff_output *judged;
    struct plan *plan;
    struct findings *out;
    struct err *err; /* sticky, as json.h has it: what comes after the first mistake is ignored */

    /* What the summary says, to be held against what is there. */
    int write_calls;
    size_t verdicts[VERDICT_COUNT];
};

/* planfile_parts.c: fields as their types; a mistake goes into in->err. */
int planfile_refuse(struct planfile_reading *in, const char *what, const char *name); /* -1 */

/* The text of a member, NULL where it is null: what the manifest did not say. */
const char *planfile_maybe(const struct json *object, const char *key, struct planfile_reading *in);

/* A time, 0 where it is null. */
int64_t planfile_seconds(const struct json *object, const char *key, struct planfile_reading *in);

/* Index of the account of that name among the first `n`; n if there is none. */
size_t planfile_account_at(const struct desired *desired, size_t n, const char *name);

/* Index of the account that the member "account" names; 0 with an error if there is none. */
size_t planfile_account(const struct json *object, struct planfile_reading *in);

struct origin planfile_origin(const struct json *object, const char *key,
                              struct planfile_reading *in);
const char *const *planfile_strings(const struct json *object, const char *key, size_t *n,
                                    struct planfile_reading *in);
struct port_failure *planfile_failure(const struct json *object, struct planfile_reading *in);

/* planfile_cells.c; accounts, images and calls are read by then */
void planfile_read_cells(const struct json *root, struct planfile_reading *in);

/* planfile_shown.c: the parts that nothing but showing needs */
void planfile_read_shown(const struct json *root, struct planfile_reading *in);

/* planfile_check.c: do the parts fit each other, and may each call be made as it stands? */
void planfile_check(struct planfile_reading *in);

/* All that planfile_read does but for holding the checksum against the calls.  *err unset. */
int planfile_take(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct findings *out, struct err *err);
