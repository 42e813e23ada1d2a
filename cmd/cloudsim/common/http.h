/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/pairs.h"

#include <stdint.h>

/*
 * HTTP on 127.0.0.1, and nowhere else: reads requests whole, hands each to one function, and sends
 * what that leaves.  The one home of libmicrohttpd.
 */

struct http_request {
    struct arena arena;                /* goes once the answer has been sent */
    const char *method, *path, *query; /* path and query raw; query without "?" or "" */
    struct pairs headers;
    struct buf body;
    unsigned on_connection; /* 1: the first of its connection */
};

enum http_sending { HTTP_WHOLE, HTTP_HALF, HTTP_HANG_UP, HTTP_RESET };

struct http_answer {
    enum http_sending sending; /* HTTP_HALF: the length of the whole, then the end */
    unsigned status;
    const char *type;     /* Content-Type */
    struct pairs headers; /* begun with the request's arena */
    struct buf text;      /* unbounded: what is sent is ours */
};

struct http_options {
    uint16_t port;   /* 0: any free one */
    bool clouds;     /* TLS, and a thread for each connection, so that a stall holds up no other */
    size_t body_max; /* a request with a larger body is hung up on */
    void (*serve)(void *context, struct http_request *request, struct http_answer *answer);
    void *context;
};

struct http;

struct http *http_start(const struct http_options *options); /* NULL: the port is not to be had */
uint16_t http_port(const struct http *http);
void http_stop(struct http *http); /* joins its threads; accepts NULL */
