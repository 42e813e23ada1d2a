/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/run/store.h"
#include "providers/wire/provider.h"
#include "providers/wire/transport.h"
#include "reconcile/observe/machine.h"

/*
 * The driver joins a machine (reconcile/observe/machine.h) to the world: requests to the transport,
 * records to the journal, events to whoever shows them, signals to the machine.  It decides
 * nothing.
 */

struct lane { /* an account's way to its cloud */
    const struct provider *provider;
    struct credentials credentials;
    struct arena arena;  /* owns the credentials */
    int64_t loaded_ms;   /* when they were read */
    struct store *store; /* NULL: not held, nothing can be written through this lane */
};

struct driver {
    const struct desired *desired;
    struct lane *lanes; /* one for each account */
    struct transport *transport;
    int signal_fd; /* process_catch_signals() */
    bool interrupted;

    void *show_context; /* the progress display; callbacks may be NULL */
    void (*show)(void *context, const struct event *event, int64_t now_ms);
    void (*tick)(void *context, int64_t now_ms); /* a few times a second while waiting */
};

/* Runs a machine to its end. */
void driver_run(struct driver *driver, const struct machine *machine);

/* Makes one call outside any machine and waits for its result, which lives in `arena`: whoami. */
void driver_ask(struct driver *driver, size_t account, const struct port_call *call,
                struct arena *arena, struct port_result *result);
