/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_SERVER_H
#define CMD_CLOUDSIM_COMMON_SERVER_H

/* The listeners: HTTPS for the clouds (all hosts on one port) and plain HTTP for the control
 * endpoint, both on 127.0.0.1 only.  A connection has a thread of its own, so that a stall holds up
 * nobody else. */

#include <stdint.h>

struct sim;
struct MHD_Daemon;

struct MHD_Daemon *server_start(struct sim *sim, uint16_t port);  /* 0: any free port */
struct MHD_Daemon *control_start(struct sim *sim, uint16_t port); /* control.c */
uint16_t server_port(struct MHD_Daemon *daemon);
/* Ends stalls, closes connections, joins their threads. */
void server_stop(struct sim *sim, struct MHD_Daemon *daemon);

#endif
