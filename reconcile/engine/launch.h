/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/run.h"

/*
 * A call's way out: its turn, its guard, its intent, its leaving.  A slot of the scheduler is taken
 * before the intent is written, so that the request leaves right after it: how late a request can
 * have left is what a later run goes by.
 */

enum {
    LEAVE_WITHIN_MS = 5 * 1000
}; /* a request leaves at most this long after its intent's time */

/* What the intent of an account is kept under. */
const char *launch_identity(const struct account *account);

/* Lets a call that has not left look at the world and the time. */
void launch_step(struct run *run, struct call *call, int64_t now_ms);

/* Its intent is on the disk, or cannot be put there. */
void launch_synced(struct run *run, struct call *call, bool ok);

/* The last look: a synced call leaves, with its request in *out, or is called off, if anything has
 * changed while the intent was written. */
bool launch_leaves(struct run *run, struct call *call, int64_t now_ms, struct out *out);
