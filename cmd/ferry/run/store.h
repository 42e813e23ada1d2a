/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/err.h"
#include "reconcile/engine/journal.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The state folder: a journal and a lock for each identity of a cloud account.
 *
 *     DIR/journal/<hash>.ndjson    intents of copies (reconcile/engine/journal.h), appended and
 * synced DIR/locks/<hash>.lock        held with flock while `apply` runs: it dies with the process
 *
 * <hash> is the start of the SHA-256 of the identity, which is in the journal's records as text.
 * Folders are 0700, files 0600, no symbolic link is followed.  Deleting the folder while no copy
 * was asked for in the last settle time is harmless: the clouds' own listings are the truth.
 */

/* The folder: --state-dir, $XDG_STATE_HOME/ferry, ~/.local/state/ferry.  NULL if there is no home.
 */
const char *store_folder(const char *option, struct arena *arena);

/* Reads the journal of an identity without touching anything: what reading commands do.  No journal
 * is an empty one.  -1 with ERR_DATA if it cannot be read: nothing may be decided then. */
int store_look(const char *folder, const char *identity, struct arena *arena, struct journal *out,
               struct err *err);

struct store; /* one identity's lock and journal, held */

/*
 * Makes the folders, takes the lock and opens the journal.  Waits up to `timeout_ms` for another
 * run. Returns 0; 1 when another run holds the lock (*err says who); -1 on any other trouble.
 */
int store_hold(const char *folder, const char *identity, int64_t timeout_ms, struct arena *arena,
               struct store **out, struct journal *journal, struct err *err);

/* Appends a record and syncs it to the disk.  False if it may not be there after a crash. */
bool store_append(struct store *store, const struct journal_record *record);

void store_release(struct store *store); /* accepts NULL */
