/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * Bytes over TLS: one curl multi loop.  It knows no cloud, no retry and no clock but its time
 * limits.
 *
 * TLS 1.2 or better, always verified; redirects are not followed; plain http only to loopback.  A
 * request that `writes` goes out on a fresh connection that is not used again: libcurl 7.88 repeats
 * a POST by itself when a reused connection closes without an answer.  Nothing here is ever sent
 * twice.
 *
 * The program ignores SIGPIPE: libcurl does not do it for us, since it may not touch signals.
 */

struct transport;

/* Called with each exchange, already redacted (redact.h), for --debug. */
typedef void transport_trace(void *context, const char *text, size_t n);

struct transport_options {
    const char *ca_file;           /* for all; NULL: the system's */
    const char *const *connect_to; /* curl's HOST:PORT:HOST:PORT */
    size_t n_connect_to;
    int64_t connect_timeout_ms, request_timeout_ms;
    size_t max_reply; /* bytes of a body; 0: 64 MiB */
    const char *user_agent;
    const struct secret_names *const *secrets; /* registry_secrets(): for traces and messages */
    transport_trace *trace;                    /* NULL: none */
    void *trace_context;
};

/* A finished exchange.  `response` and all it points to live in `arena`, which the caller owns. */
struct transport_done {
    uint64_t ticket;
    struct response response;
};

int transport_new(const struct transport_options *options, struct transport **out, struct err *err);
void transport_free(struct transport *transport); /* accepts NULL; drops what is under way */

/* Starts an exchange.  `wire` is copied.  `ca_file` (NULL: the transport's) is for this one. */
void transport_send(struct transport *transport, const struct wire *wire, const char *ca_file,
                    uint64_t ticket);

size_t transport_under_way(const struct transport *transport);

/*
 * Waits until an exchange is finished, `timeout_ms` passed (0: only look), or `wake_fd` is readable
 * (-1: none).  Returns 1 and fills *done (strings in `arena`) when an exchange finished, else 0.
 * Call again until it returns 0: several may be finished.
 */
int transport_wait(struct transport *transport, int64_t timeout_ms, int wake_fd,
                   struct arena *arena, struct transport_done *done);
