/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/desired.h"

/*
 * When may the next request leave?  Token buckets for reads and for writes of each tenant
 * (the slowest configured rate of its accounts, else the provider's; no second sees more than that
 * many requests), a cap on requests in flight, back-off with jitter.  No clock and no randomness of
 * its own: `now` and the seed are arguments, so a test needs neither to wait nor to be lucky.
 */

struct sched;

struct sched *sched_new(const struct desired *desired, int parallel, uint64_t seed);
void sched_free(struct sched *sched); /* accepts NULL */

/* The earliest time at which a request of the tenant may leave: `now_ms` if at once,
 * INT64_MAX while as many as allowed are in flight. */
int64_t sched_ready_at(struct sched *sched, size_t tenant, bool write, int64_t now_ms);
void sched_take(struct sched *sched, size_t tenant, bool write, int64_t now_ms); /* it leaves now */
void sched_done(struct sched *sched); /* one that left was answered */

/* A number for a request: no other of this scheduler has it; never 0. */
uint64_t sched_ticket(struct sched *sched);

/* The cloud said "too many": nothing of that kind leaves before `until_ms`. */
void sched_hold(struct sched *sched, size_t tenant, bool write, int64_t until_ms);

/* How long to wait before attempt `attempt` (1 is the first repeat): 0.5 s doubling to 20 s, a
 * random half of it; at least `hint_ms`. */
int64_t sched_backoff(struct sched *sched, int attempt, int64_t hint_ms);
