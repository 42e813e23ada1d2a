/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/care.h"
#include "reconcile/model/intent.h"

/*
 * The intents of this run and of earlier ones.  While one is open, no spot that it covers may be
 * asked for: it may have been made already.  The ledger keeps them; writing them to the journal is
 * the engine's.
 */

enum answer {
    ANSWER_NONE,     /* not yet, or the run that asked was killed */
    ANSWER_ACCEPTED, /* of each pair whose track says so; the others are unsure */
    ANSWER_LOST,
    ANSWER_REJECTED, /* rejected, but that is no proof that nothing was made */
};

const char *answer_name(enum answer answer); /* "accepted", as the journal has it */

enum { ENTRY_NO_CALL = -1 };

struct entry {
    struct journal_intent data;
    size_t account, tenant;
    bool open;          /* no closing record was written yet */
    int call;           /* the call's id; ENTRY_NO_CALL: of an earlier run */
    enum answer answer; /* what came of it, as far as this run knows */
    int64_t settled_ms; /* from then on the listings tell the truth about it */
    size_t group;       /* its tracks (track.h) */
};

struct ledger {
    struct arena *arena; /* the run's */
    struct cares *cares; /* which count the open intents that cover them */
    struct entry **entries;
    size_t nr, cap;
    uint64_t changes; /* moves when a spot is covered or free again */
};

/* Adds an intent, open.  The ledger's copy is returned; what `data` points to must live on. */
struct entry *ledger_add(struct ledger *ledger, const struct entry *entry);

/* From now on it speaks of these targets only: the others were rejected. */
void ledger_keep(struct ledger *ledger, struct entry *entry, const struct journal_target *targets,
                 size_t n);

/* It covers nothing any more. */
void ledger_close(struct ledger *ledger, struct entry *entry);

/* Does an open intent cover the spot? */
bool ledger_covers(const struct ledger *ledger, struct spot spot);

/* The open ones, as diff takes them. */
const struct journal_intent *ledger_open(const struct ledger *ledger, struct arena *arena,
                                         size_t *n);

struct spot entry_spot(const struct entry *entry, size_t target);
