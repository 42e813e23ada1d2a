/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/ruling.h"

#include <assert.h>

enum { TRANSIENT_MAX = 6 }; /* attempts of a call that fails for a passing reason */

static size_t pairs_of(const struct plan_call *call)
{
    return call->n_sources * call->n_regions;
}

bool pair_may_be_made(enum pair_word word)
{
    return word == PAIR_ACCEPTED || word == PAIR_UNKNOWN || word == PAIR_DOUBTED;
}

enum reason ruling_reason(const struct port_failure *failure)
{
    if (failure->reason != REASON_NONE)
        return failure->reason;
    switch (failure->class) {
    case PORT_AUTH:
        return REASON_NOT_AUTHORIZED;
    case PORT_QUOTA_HIT:
        return REASON_QUOTA_FULL;
    case PORT_REGION:
        return REASON_REGION_UNSUPPORTED;
    default:
        return REASON_NONE;
    }
}

/* ---- rejected as a whole ---- */

/* Could another combination of regions or images fare better? */
static bool is_divisible(const struct plan_call *call, const struct port_failure *failure)
{
    if (pairs_of(call) == 1)
        return failure->class == PORT_EXISTS; /* nothing to divide, but something to look at */
    switch (failure->class) {
    case PORT_QUOTA_HIT:
    case PORT_REGION:
    case PORT_EXISTS:
        return true;
    case PORT_PERMANENT:
        return call->n_sources > 1 || failure->reason == REASON_QUOTA_FULL ||
               failure->reason == REASON_REGION_UNSUPPORTED ||
               failure->reason == REASON_CROSS_BORDER;
    default:
        return false;
    }
}

static const struct pair_ruling *all_pairs(const struct plan_call *call, enum pair_word word,
                                           const struct port_failure *failure, struct arena *arena)
{
    struct pair_ruling *pairs = arena_array(arena, pairs_of(call), sizeof *pairs);
    size_t i;

    for (i = 0; i < pairs_of(call); i++)
        pairs[i] = (struct pair_ruling){.word = word, .failure = failure};
    return pairs;
}

static void rule_rejection(const struct plan_call *call, int attempts,
                           const struct port_failure *failure, struct arena *arena,
                           struct ruling *out)
{
    enum pair_word word = PAIR_REJECTED;

    if (failure->class == PORT_THROTTLED || failure->class == PORT_BUSY ||
        (failure->class == PORT_TRANSIENT && attempts + 1 < TRANSIENT_MAX)) {
        *out = (struct ruling){.closed_as = "not_now"};
        word = PAIR_AGAIN;
    } else if (is_divisible(call, failure)) {
        *out = (struct ruling){.outcome = pairs_of(call) > 1 ? OUTCOME_SPLIT : OUTCOME_REJECTED,
                               .answer = ANSWER_REJECTED,
                               .settles = true,
                               .divides = true};
        word = PAIR_DOUBTED;
    } else {
        *out = (struct ruling){.outcome = OUTCOME_REJECTED,
                               .answer = ANSWER_REJECTED,
                               .closed_as = "rejected"};
        if (failure->class == PORT_UNCLEAR)
            word = PAIR_UNPROVED;
    }
    out->detail = out->told = failure->message;
    out->pairs = all_pairs(call, word, failure, arena);
}

/* ---- accepted, perhaps not all of it ---- */

/* What the reply says of a pair; NULL when it does not speak of it. */
static const struct port_copied *entry_of(const struct plan_call *call,
                                          const struct port_result *result, size_t pair)
{
    size_t i;

    for (i = 0; i < result->n_copied; i++) {
        const struct port_copied *copied = &result->copied[i];

        if (copied->source < call->n_sources && copied->target < call->n_regions &&
            copied->source * call->n_regions + copied->target == pair)
            return copied;
    }
    return NULL;
}

/* One pair rejected in a reply that accepts others: a proof that this one was not made. */
static enum pair_word rejected_alone(const struct port_failure *failure, int attempts)
{
    if ((failure->class == PORT_THROTTLED || failure->class == PORT_BUSY ||
         failure->class == PORT_TRANSIENT) &&
        attempts + 1 < TRANSIENT_MAX)
        return PAIR_AGAIN;
    return failure->class == PORT_UNCLEAR ? PAIR_UNPROVED : PAIR_REJECTED;
}

/* A reply that names nothing accepts all; one that names some leaves it open for the others. */
static struct pair_ruling rule_pair(const struct port_result *result,
                                    const struct port_copied *entry, int attempts)
{
    if (result->n_copied == 0)
        return (struct pair_ruling){.word = PAIR_ACCEPTED};
    if (entry == NULL)
        return (struct pair_ruling){.word = PAIR_UNKNOWN};
    if (entry->failure.class == PORT_FINE || entry->failure.class == PORT_LOST)
        return (struct pair_ruling){.word = entry->failure.class == PORT_FINE ? PAIR_ACCEPTED
                                                                              : PAIR_UNKNOWN,
                                    .id = entry->id};
    return (struct pair_ruling){.word = rejected_alone(&entry->failure, attempts),
                                .failure = &entry->failure};
}

static void rule_acceptance(const struct plan_call *call, int attempts,
                            const struct port_result *result, struct arena *arena,
                            struct ruling *out)
{
    struct pair_ruling *pairs = arena_array(arena, pairs_of(call), sizeof *pairs);
    bool any = false;
    size_t i;

    for (i = 0; i < pairs_of(call); i++) {
        pairs[i] = rule_pair(result, entry_of(call, result, i), attempts);
        any = any || pair_may_be_made(pairs[i].word);
    }
    *out = (struct ruling){.outcome = any ? OUTCOME_ACCEPTED : OUTCOME_REJECTED,
                           .answer = any ? ANSWER_ACCEPTED : ANSWER_REJECTED,
                           .closed_as = "rejected",
                           .detail = any ? NULL : "each of its targets was refused",
                           .pairs = pairs};
}

void ruling_make(const struct plan_call *call, int attempts, const struct port_result *result,
                 struct arena *arena, struct ruling *out)
{
    assert(pairs_of(call) > 0);
    switch (result->failure.class) {
    case PORT_FINE:
        rule_acceptance(call, attempts, result, arena, out);
        return;
    case PORT_LOST:
        *out = (struct ruling){.outcome = OUTCOME_LOST,
                               .answer = ANSWER_LOST,
                               .settles = true,
                               .detail = result->failure.message,
                               .pairs = all_pairs(call, PAIR_UNKNOWN, NULL, arena)};
        return;
    default:
        rule_rejection(call, attempts, &result->failure, arena, out);
    }
}
