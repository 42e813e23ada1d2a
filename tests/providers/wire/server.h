/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* A server on loopback, in a thread, that answers every request with the same bytes or misbehaves.
 */

enum server_manner {
    SERVER_ANSWER, /* sends `answer`, keeps the connection open for the next request */
    SERVER_CLOSE,  /* sends `answer` (perhaps ""), then closes */
    SERVER_STALL,  /* accepts, reads nothing, says nothing */
};

struct server;

struct server *server_start(enum server_manner manner, const char *answer);
int server_port(const struct server *server);
int server_connections(struct server *server); /* accepted so far */
int server_requests(struct server *server);    /* read whole so far */
const char *server_last_request(struct server *server);
void server_stop(struct server *server);
