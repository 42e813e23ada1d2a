/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/http.h"
#include "cmd/cloudsim/common/sim.h"

/* The clouds' side: all their hosts on one HTTPS port.  Picks the cloud by the host, lets it read
 * and answer, and applies the faults between. */

struct http *server_start(struct sim *sim, uint16_t port); /* 0: any free port */

/* Ends the stalls, so that http_stop has not to wait for them. */
void server_quit(struct sim *sim);

/* The control endpoint: plain HTTP on loopback, for tests and demos.  `cloudsim --help control`
 * lists the paths. */
struct http *control_start(struct sim *sim, uint16_t port); /* 0: any free port */
