/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_SAVED_PLANFILE_PARTS_H
#define CMD_FERRY_SAVED_PLANFILE_PARTS_H

#include "cmd/ferry/saved/planfile.h"
#include "providers/wire/json.h"

/* The parts of reading a plan; only planfile_*.c includes this. */

struct planfile_reading {
    struct arena *arena;
    const struct caps *const *caps;
    struct planfile *out;
    struct err *err; /* sticky, as json.h has it: what comes after the first mistake is ignored */

    /* What the summary says, to be held against what is there. */
    int write_calls;
    size_t verdicts[VERDICT_COUNT];
};

/* planfile_cells.c; accounts, images and calls are read by then */
void planfile_read_cells(const struct json *root, struct planfile_reading *in);

/* planfile_check.c: do the parts fit each other, and may each call be made as it stands? */
void planfile_check(struct planfile_reading *in);

/* Everything that planfile_read does but for holding the checksum against the calls.  *out begins
 * zeroed, *err unset. */
int planfile_take(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct planfile *out, struct err *err);

#endif
