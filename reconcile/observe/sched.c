/* SPDX-License-Identifier: MIT */
#include "reconcile/observe/sched.h"

#include "reconcile/base/arena.h"

#include <assert.h>
#include <stdlib.h>

enum {
    BACKOFF_FIRST_MS = 500,
    BACKOFF_LAST_MS = 20 * 1000,
};

/*
 * A bucket holds one token (more only where a millisecond is too coarse to hand them out singly),
 * so that no second ever sees more than `rate` requests: a larger burst would pass the vendor's
 * limit in its first second.  Tokens are fractions, or 3 a second would become 3.003.
 */
struct bucket {
    double rate;   /* tokens a second; 0: no limit */
    double size;   /* what it holds at most */
    double tokens; /* what it held at `at_ms` */
    int64_t at_ms;
    int64_t held_ms; /* nothing before this */
};

struct sched {
    struct bucket (*buckets)[2]; /* reads, writes; by tenant */
    int parallel, in_flight;
    uint64_t random, last_ticket;
};

static void bucket_init(struct bucket *bucket, double rate)
{
    bucket->rate = rate > 0 ? rate : 0;
    bucket->size = bucket->rate / 100 > 1 ? bucket->rate / 100 : 1;
    bucket->tokens = bucket->size;
}

/* The slower of two wishes; 0 means none. */
static double slower(double a, double b)
{
    if (a <= 0 || b <= 0)
        return a > b ? a : b;
    return a < b ? a : b;
}

struct sched *sched_new(const struct desired *desired, int parallel, uint64_t seed)
{
    struct sched *sched = arena_must(calloc(1, sizeof *sched));
    size_t i, k;

    sched->buckets = arena_must(calloc(desired->n_accounts + 1, sizeof *sched->buckets));
    sched->parallel = parallel > 0 ? parallel : 1;
    sched->random = seed;
    for (i = 0; i < desired->n_accounts; i++) {
        double read = 0, write = 0;

        for (k = 0; k < desired->n_accounts; k++) { /* one cloud may have several names */
            if (desired->accounts[k].tenant != i)
                continue;
            read = slower(read, desired->accounts[k].read_rate);
            write = slower(write, desired->accounts[k].write_rate);
        }
        bucket_init(&sched->buckets[i][false],
                    read > 0 ? read : desired->accounts[i].caps->read_rate);
        bucket_init(&sched->buckets[i][true],
                    write > 0 ? write : desired->accounts[i].caps->write_rate);
    }
    return sched;
}

void sched_free(struct sched *sched)
{
    if (sched == NULL)
        return;
    free(sched->buckets);
    free(sched);
}

static void bucket_fill(struct bucket *bucket, int64_t now_ms)
{
    if (now_ms <= bucket->at_ms)
        return;
    bucket->tokens += (double)(now_ms - bucket->at_ms) * bucket->rate / 1000;
    if (bucket->tokens > bucket->size)
        bucket->tokens = bucket->size;
    bucket->at_ms = now_ms;
}

/* Rounded up: a token that is there "almost" is not there. */
static int64_t whole_ms(double ms)
{
    int64_t whole = (int64_t)ms;

    return (double)whole < ms ? whole + 1 : whole;
}

int64_t sched_ready_at(struct sched *sched, size_t tenant, bool write, int64_t now_ms)
{
    struct bucket *bucket = &sched->buckets[tenant][write];
    int64_t at = now_ms;

    if (sched->in_flight >= sched->parallel)
        return INT64_MAX;
    if (bucket->rate > 0) {
        bucket_fill(bucket, now_ms);
        /* The little less than 1 keeps rounding from asking for another millisecond. */
        if (bucket->tokens < 1 - 1e-9)
            at += whole_ms((1 - 1e-9 - bucket->tokens) * 1000 / bucket->rate);
    }
    return at > bucket->held_ms ? at : bucket->held_ms;
}

void sched_take(struct sched *sched, size_t tenant, bool write, int64_t now_ms)
{
    struct bucket *bucket = &sched->buckets[tenant][write];

    assert(sched->in_flight < sched->parallel);
    sched->in_flight++;
    if (bucket->rate > 0) {
        bucket_fill(bucket, now_ms);
        bucket->tokens -= 1;
    }
}

void sched_done(struct sched *sched)
{
    assert(sched->in_flight > 0);
    sched->in_flight--;
}

uint64_t sched_ticket(struct sched *sched)
{
    return ++sched->last_ticket;
}

void sched_hold(struct sched *sched, size_t tenant, bool write, int64_t until_ms)
{
    struct bucket *bucket = &sched->buckets[tenant][write];

    if (until_ms > bucket->held_ms)
        bucket->held_ms = until_ms;
}

/* The next number of the seeded generator. */
static uint64_t next_random(struct sched *sched)
{
    /* splitmix64: any seed will do, and each step is a bijection. */
    uint64_t z = sched->random += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int64_t sched_backoff(struct sched *sched, int attempt, int64_t hint_ms)
{
    int64_t whole = BACKOFF_FIRST_MS, wait;
    int i;

    assert(attempt > 0);
    for (i = 1; i < attempt && whole < BACKOFF_LAST_MS; i++)
        whole *= 2;
    if (whole > BACKOFF_LAST_MS)
        whole = BACKOFF_LAST_MS;
    wait = whole / 2 + (int64_t)(next_random(sched) % (uint64_t)(whole / 2 + 1));
    return wait > hint_ms ? wait : hint_ms;
}
