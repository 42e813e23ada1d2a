/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/buf.h"
#include "reconcile/base/err.h"
#include "reconcile/model/intent.h"

/*
 * The journal: what was about to be written to a cloud, on disk before it left.
 *
 * It covers the time in which a cloud does not show a copy yet.  One file a tenant, lines
 * of JSON, each closed by a checksum; appended and synced, never rewritten in place.  This module
 * turns bytes into records and back; cmd/ferry/state.c does the writing.
 *
 * A line is `{"v":1,…} 0123456789abcdef\n`: JSON, a blank, the FNV-1a 64 of the JSON's bytes.  The
 * last line may be torn by a crash (no newline): it was never relied on and is dropped.  Any other
 * bad line is an error that names the line: nothing may be decided from a journal that cannot be
 * read.
 */

enum journal_kind {
    JOURNAL_INTENT, /* synced before the request leaves: it may have happened from here on */
    JOURNAL_ANSWER, /* accepted, with ids where the reply named them, or lost */
    JOURNAL_CLOSED, /* settled: every target shows, or the settle time passed, or it was rejected */
};

struct journal_record {
    enum journal_kind kind;
    const struct journal_intent
        *intent; /* JOURNAL_INTENT, JOURNAL_ANSWER: with what is known by then */
    uint64_t id; /* JOURNAL_CLOSED: the intent's */
    int64_t at_ms;
    const char *outcome; /* JOURNAL_ANSWER, JOURNAL_CLOSED: one word for people who read the file */
};

/* Appends the record's line to *out, newline included. */
void journal_encode(const struct journal_record *record, struct buf *out);

struct journal {
    struct journal_intent *open; /* intents without a closing line, oldest first */
    size_t n_open, cap_open;
    size_t lines; /* records read */
    bool torn;    /* a half-written last line was dropped: truncate to `sound` before appending */
    size_t sound; /* bytes up to the last whole record */
};

/* Reads a whole file.  -1 with ERR_DATA for anything but a torn end. */
int journal_decode(const char *bytes, size_t n, struct arena *arena, struct journal *out,
                   struct err *err);
