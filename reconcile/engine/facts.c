/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/facts.h"

#include <assert.h>

enum {
    ROUNDS_MAX = 3, /* where reading takes longer than a fact may age, what was read since the guard
                       began will do after so many rounds */
    UNREAD_MAX = 4, /* times that a call waits for a region that cannot be read just now */
};

/* ---- reading ---- */

static bool needs_quota(const struct plan_call *call)
{
    size_t i;

    for (i = 0; i < call->n_facts; i++)
        if (call->facts[i].kind == FACT_QUOTA_FREE)
            return true;
    return false;
}

/* Region `i` of the call: the targets, then the source region. */
static const char *region_of(const struct plan_call *call, size_t i)
{
    return i < call->n_regions ? call->regions[i] : call->source_region;
}

/* How old what is known of region `i` may be. */
static int64_t since_ms(const struct facts *facts, const struct plan_call *call, size_t i)
{
    int64_t since = facts->since_ms;

    if (i == call->n_regions && since < facts->source_after_ms)
        since = facts->source_after_ms;
    return since < facts->after_ms ? facts->after_ms : since;
}

static void want(struct facts *facts, const struct plan_call *call, const struct facts_look *look)
{
    bool quota = needs_quota(call);
    size_t i;

    facts->since_ms = look->now_ms - FACT_AGE_MS;
    if (facts->since_ms < facts->planned_ms)
        facts->since_ms = facts->planned_ms;
    for (i = 0; i <= call->n_regions; i++)
        reader_want(look->reader, call->tenant, region_of(call, i), since_ms(facts, call, i),
                    quota && i < call->n_regions);
}

static bool all_read(const struct facts *facts, const struct plan_call *call,
                     const struct facts_look *look)
{
    size_t i;

    for (i = 0; i <= call->n_regions; i++)
        if (!reader_settled(look->reader, call->tenant, region_of(call, i),
                            since_ms(facts, call, i)))
            return false;
    return true;
}

void facts_begin(struct facts *facts, const struct plan_call *call, const struct facts_look *look)
{
    assert(call->n_regions > 0);
    facts->guard_ms = look->now_ms;
    facts->rounds = 1;
    want(facts, call, look);
}

bool facts_fresh(const struct facts *facts, const struct plan_call *call,
                 const struct facts_look *look)
{
    int64_t oldest_ms = look->now_ms - FACT_AGE_MS;
    size_t i;

    if (facts->rounds > ROUNDS_MAX && facts->guard_ms < oldest_ms)
        oldest_ms = facts->guard_ms;
    for (i = 0; i <= call->n_regions; i++) {
        const struct snapshot *snapshot = world_find(look->world, call->tenant, region_of(call, i));

        if (snapshot != NULL && snapshot->complete && snapshot->read_at_ms < oldest_ms)
            return false;
    }
    return true;
}

/* ---- regions that cannot be read just now ---- */

static bool reads_later(const struct facts *facts, const struct plan_call *call, const char *region,
                        const struct facts_look *look)
{
    const struct snapshot *snapshot = world_find(look->world, call->tenant, region);

    return facts->unread < UNREAD_MAX && snapshot != NULL && !snapshot->complete &&
           snapshot->failure.class != PORT_AUTH && snapshot->failure.class != PORT_PERMANENT;
}

/* The pairs of such targets; true if there are any. */
static bool put_aside(const struct facts *facts, const struct plan_call *call,
                      const struct facts_look *look, struct facts_ruling *out)
{
    bool *aside = arena_array(look->arena, call->n_sources * call->n_regions, sizeof *aside);
    size_t n = 0, i, k;

    for (k = 0; k < call->n_regions; k++) {
        bool later = reads_later(facts, call, call->regions[k], look);

        n += later;
        for (i = 0; i < call->n_sources; i++)
            aside[i * call->n_regions + k] = later;
    }
    out->aside = aside;
    out->word = n < call->n_regions ? FACTS_ASIDE : FACTS_UNREAD;
    out->region = call->regions[0];
    return n > 0;
}

/* ---- the ruling ---- */

void facts_judge(struct facts *facts, const struct plan_call *call, const struct caps *caps,
                 const struct facts_look *look, struct facts_ruling *out)
{
    assert(facts->rounds > 0); /* its guard has begun */
    *out = (struct facts_ruling){.word = FACTS_READING,
                                 .region = call->source_region,
                                 .at_ms =
                                     look->now_ms + look->poll_ms * (INT64_C(1) << facts->unread)};
    if (!all_read(facts, call, look))
        return;
    if (reads_later(facts, call, call->source_region, look) || put_aside(facts, call, look, out)) {
        out->later = (struct facts){.planned_ms = look->now_ms,
                                    .after_ms = reader_after(look->now_ms),
                                    .unread = facts->unread + 1};
        if (out->word == FACTS_ASIDE)
            return;
        out->word = FACTS_UNREAD;
        facts->after_ms = out->later.after_ms;
        facts->unread++;
        return;
    }
    if (!facts_fresh(facts, call, look)) {
        facts->rounds++;
        want(facts, call, look);
        out->word = FACTS_READING;
        return;
    }
    guard_check(call, caps, look->world, look->arena, &out->guard);
    switch (out->guard.verdict) {
    case GUARD_REFUSE:
        out->word = FACTS_MOVED;
        return;
    case GUARD_WAIT: /* what was read up to now says busy */
        facts->source_after_ms = reader_after(look->now_ms);
        out->at_ms = look->now_ms + look->poll_ms;
        out->word = FACTS_BUSY;
        return;
    case GUARD_PASS:
        out->word = FACTS_HOLD;
        return;
    }
}

bool facts_hold(const struct facts *facts, const struct plan_call *call, const struct caps *caps,
                const struct facts_look *look)
{
    struct guard_result result;
    size_t i;

    if (!facts_fresh(facts, call, look))
        return false;
    guard_check(call, caps, look->world, look->arena, &result);
    for (i = 0; result.verdict == GUARD_PASS && i < call->n_sources * call->n_regions; i++)
        if (result.pairs[i] != GUARD_GO)
            return false;
    return result.verdict == GUARD_PASS;
}
