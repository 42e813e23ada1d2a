/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/sim/sim.h"

/* What sim.c, net.c and check.c share among themselves. */

enum { SIM_REQUEST_MS = 60 * 1000 }; /* nothing has an effect or an answer later than this */

/* sim.c */
__attribute__((format(printf, 2, 3))) void sim_trace(struct sim *sim, const char *format, ...);
void sim_breach(struct sim *sim, const char *what);
void sim_read_journal(struct sim *sim, struct arena *arena, struct journal *out);

/* check.c */
void sim_check_copy(struct sim *sim, size_t account, const struct port_call *call);
void sim_keep_pairs(struct sim *sim); /* of the plan, for sim_check_copy() */

/* net.c */
void sim_net_send(struct sim *sim, const struct out *out);
void sim_net_turn(struct sim *sim,
                  struct machine *machine);      /* lets arrive and answers what is due */
int64_t sim_next_arrival(const struct sim *sim); /* INT64_MAX: nothing is under way */
void sim_net_orphan(struct sim *sim); /* the process is gone; what it had sent may still arrive */

/* sum.c: what the run did, into its digest */
void sim_sum_copy(struct sim *sim, const struct sim_flight *flight);
void sim_sum_answer(struct sim *sim, const struct sim_flight *flight);
void sim_sum_event(struct sim *sim, const struct event *event);
void sim_sum_report(struct sim *sim);
