/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/world.h"
#include "reconcile/observe/machine.h"
#include "reconcile/observe/sched.h"

/*
 * The reader fills the world: it lists regions, page by page and item type by item type, repeats
 * what failed for a passing reason, and never calls a listing complete that is not.
 *
 * It cannot write: it has no way to make a PORT_COPY.  plan, drift, list and why are a reader and
 * nothing else - a dry run is the absence of the engine.
 *
 * A listing counts only if its total held still over all pages and equals the distinct ids
 * received (listing.h); else the region is listed again, up to READER_LISTINGS times, and then
 * stays incomplete.  So it does at once when a request fails for good, and after some repeats when
 * it fails for a passing reason; snapshot->failure keeps why.  A quota that cannot be read leaves
 * the region complete: the configured or published ceiling holds then.
 */

enum { READER_LISTINGS = 4 };

struct reader;

/* `world` must outlive the reader; `sched` is shared with the engine when there is one. */
struct reader *reader_new(const struct desired *desired, struct world *world, struct sched *sched);
void reader_free(struct reader *reader); /* accepts NULL */

/*
 * Asks for a snapshot of a region read at `since_ms` (not in the future) or later; one that is
 * there already is kept, one that is being read counts if its reading began late enough, and
 * several wishes share one reading. With `quota` the region's quota is read too, where the cloud
 * has a call for it.
 */
void reader_want(struct reader *reader, size_t tenant, const char *region, int64_t since_ms,
                 bool quota);

/* For reader_want and reader_settled: a reading that begins after this instant. */
static inline int64_t reader_after(int64_t now_ms)
{
    return now_ms + 1;
}

/* True when nothing that was wanted for the region since `since_ms` is still being read. */
bool reader_settled(const struct reader *reader, size_t tenant, const char *region,
                    int64_t since_ms);

/* When the last finished reading of a region began, complete or not; INT64_MIN before the first. */
int64_t reader_done_ms(const struct reader *reader, size_t tenant, const char *region);

/* How many readings have finished: where it did not move, no snapshot did. */
uint64_t reader_readings(const struct reader *reader);

struct machine reader_machine(struct reader *reader); /* ends when every wish is settled */
