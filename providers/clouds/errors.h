/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/port.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What the vendors' error codes mean: one table for deciding and for `ferry explain CODE`.
 *
 * The codes are those documented for the actions that ferry calls, and the vendors' common ones;
 * tests/data/codes/ lists them.  A table is a list of entries; a provider looks into its own table
 * first, then into its family's.
 */

struct error_entry {
    const char *code; /* exact; one '*' in it stands for any characters */

    /*
     * What it means for a read.  For a copy PORT_TRANSIENT becomes PORT_LOST, since such a code
     * does not say whether the copy was started - unless `refused` is set: then it proves that
     * nothing was.
     *
     * PORT_REGION without a reason is a guess: the code speaks of a parameter that may be one of
     * the regions, or their number.  A call with one region leaves nothing to guess:
     * PORT_PERMANENT.
     */
    enum port_class class;
    enum reason reason;
    bool refused;

    const char *meaning; /* what it says, in a few words */
    const char *advice;  /* what to do about it, one sentence */
};

struct error_table {
    const char *name;                 /* of the provider, or of the family: "tencent" */
    const struct error_table *family; /* the table to look into next; NULL: none */
    const struct error_entry *entries;
    size_t n;
};

/*
 * The entry of a code: the code itself, else the longest rule with '*' that fits, else the part
 * before the first dot; in the table, then in its family's.  NULL if nobody knows it.
 */
const struct error_entry *error_find(const struct error_table *table, const char *code);

/* What an entry means for a call of this verb: see `class` above. */
enum port_class error_class(const struct error_entry *entry, enum port_verb verb);

/* Words that many entries share. */
#define ADVICE_BUG      "this should not happen: report it with a --debug trace"
#define ADVICE_WAIT     "nothing to do: ferry waits and asks again"
#define ADVICE_RETRY    "nothing to do: ferry tries again; if it stays, ask the vendor's support"
#define ADVICE_POLICY   "give the key the policy that the README lists for this provider"
#define ADVICE_KEY      "check the key id and secret with 'ferry whoami'"
#define ADVICE_CLOCK    "set this machine's clock right"
#define ADVICE_QUOTA    "delete images in the full region, or have its quota raised"
#define ADVICE_REGION   "take the region out of 'to', or use one that the cloud copies to"
#define ADVICE_IMAGE_ID "check 'from': the image is not there, or not yours"

/* Rows that many tables have.  FINAL: the same again would fail again. */
#define ERROR_ROW(code, class, reason, meaning, advice)                                            \
    {                                                                                              \
        code, class, reason, false, meaning, advice                                                \
    }
#define ERROR_FINAL(code, reason, ...) ERROR_ROW(code, PORT_PERMANENT, reason, __VA_ARGS__)
#define ERROR_BUG(code, text)          ERROR_FINAL(code, REASON_NONE, text, ADVICE_BUG)
#define ERROR_AUTH(code, ...)          ERROR_ROW(code, PORT_AUTH, REASON_NOT_AUTHORIZED, __VA_ARGS__)
#define ERROR_BUSY(code, reason, text) ERROR_ROW(code, PORT_BUSY, reason, text, ADVICE_WAIT)
#define ERROR_QUOTA(code, text)                                                                    \
    ERROR_ROW(code, PORT_QUOTA_HIT, REASON_QUOTA_FULL, text, ADVICE_QUOTA)
#define ERROR_REGION(code, reason, ...) ERROR_ROW(code, PORT_REGION, reason, __VA_ARGS__)
#define ERROR_RETRY(code, text)         ERROR_ROW(code, PORT_TRANSIENT, REASON_NONE, text, ADVICE_RETRY)
