/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/driver.h"

#include "cmd/ferry/run/process.h"
#include "providers/credentials/credentials.h"

#include <assert.h>

enum {
    TICK_MS = 200,         /* how often the display may move while nothing completes */
    RELOAD_MS = 60 * 1000, /* session tokens are renewed by other programs while we run */
};

struct exchange {
    uint64_t ticket;
    size_t account;
    const struct port_call *call; /* the machine's, valid until it is reported */
};

struct exchanges {
    struct exchange *items;
    size_t nr, cap;
    struct arena arena;
};

static const struct port_result no_result = {.quota_total = -1, .quota_free = -1};

static struct exchange recall(struct exchanges *exchanges, uint64_t ticket)
{
    struct exchange found = {0, 0, NULL};
    size_t i;

    for (i = 0; i < exchanges->nr; i++) {
        if (exchanges->items[i].ticket == ticket) {
            found = exchanges->items[i];
            exchanges->items[i] = exchanges->items[--exchanges->nr];
            break;
        }
    }
    return found;
}

/* A session token may have been renewed on disk; the old one stays if that cannot be read. */
static void refresh(const struct account *account, struct lane *lane, int64_t now_ms)
{
    struct credential_environment environment = environment_credentials();
    struct arena arena = ARENA_INIT;
    struct credentials fresh = {0};
    struct err err = ERR_INIT;
    const char *warning = NULL;

    if (lane->credentials.token == NULL || now_ms - lane->loaded_ms < RELOAD_MS)
        return;
    lane->loaded_ms = now_ms;
    if (credentials_load(account, lane->provider->keys, &environment, &arena, &fresh, &warning,
                         &err) != 0) {
        arena_free(&arena);
        return;
    }
    arena_free(&lane->arena);
    lane->arena = arena;
    lane->credentials = fresh;
}

/* Builds, signs and hands over one call.  -1 if it cannot be sent at all. */
static int submit(struct driver *driver, size_t index, const struct port_call *call,
                  uint64_t ticket, struct arena *scratch, struct err *err)
{
    const struct account *account = &driver->desired->accounts[index];
    struct lane *lane = &driver->lanes[index];
    struct moment moment;
    struct request request = {0};
    struct wire wire = {0};

    if (call->verb == PORT_COPY && lane->store == NULL)
        return err_set(err, ERR_UNEXPECTED, "no journal is held: nothing may be written");
    if (lane->provider->build(account, call, scratch, &request, err) != 0)
        return -1;
    refresh(account, lane, process_now_ms());
    moment = (struct moment){process_wall_s(), process_random()};
    lane->provider->sign(&lane->credentials, &request, moment, scratch, &wire);
    transport_send(driver->transport, &wire, account->ca_file, ticket);
    if (call->verb == PORT_COPY)
        process_leave_code(3); /* a second interrupt now leaves something unfinished */
    return 0;
}

static void send_for(struct driver *driver, const struct machine *machine, const struct out *out,
                     struct exchanges *exchanges)
{
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct port_result result = no_result;

    if (submit(driver, out->account, out->call, out->ticket, &scratch, &err) == 0) {
        ARENA_GROW(&exchanges->arena, exchanges->items, exchanges->nr, exchanges->cap);
        exchanges->items[exchanges->nr++] = (struct exchange){out->ticket, out->account, out->call};
        return;
    }
    result.failure.class = PORT_PERMANENT;
    result.failure.message = err.text;
    machine->completed(machine->self, out->ticket, process_now_ms(), &result);
}

/* Reports everything that is finished.  True if there was something. */
static bool collect(struct driver *driver, const struct machine *machine, int64_t timeout_ms,
                    struct exchanges *exchanges, struct arena *scratch)
{
    struct transport_done done;
    bool any = false;

    while (transport_wait(driver->transport, timeout_ms, driver->signal_fd, scratch, &done)) {
        struct exchange exchange = recall(exchanges, done.ticket);
        struct port_result result = no_result;

        any = true;
        timeout_ms = 0;
        if (exchange.call != NULL) {
            const struct provider *provider = driver->lanes[exchange.account].provider;

            provider->read(provider, exchange.call, &done.response, scratch, &result);
            machine->completed(machine->self, done.ticket, process_now_ms(), &result);
        }
        arena_reset(scratch);
    }
    return any;
}

static void heed_signals(struct driver *driver, const struct machine *machine)
{
    if (process_interrupts() > 0 && !driver->interrupted) {
        driver->interrupted = true;
        machine->interrupt(machine->self, process_now_ms());
    }
}

static void wait_until(struct driver *driver, const struct machine *machine, int64_t until_ms,
                       struct exchanges *exchanges, struct arena *scratch)
{
    int64_t now_ms;

    for (now_ms = process_now_ms(); now_ms < until_ms; now_ms = process_now_ms()) {
        int64_t rest = until_ms - now_ms;
        bool was_interrupted = driver->interrupted;

        if (collect(driver, machine, rest < TICK_MS ? rest : TICK_MS, exchanges, scratch))
            return;
        heed_signals(driver, machine);
        if (driver->interrupted != was_interrupted)
            return;
        if (driver->tick != NULL)
            driver->tick(driver->show_context, process_now_ms());
    }
}

/* Without a held journal nothing was written and nothing can be: there is no intent to keep, and
 * closing an earlier run's is left to the next apply. */
static void keep_record(struct driver *driver, const struct machine *machine, const struct out *out)
{
    struct store *store = driver->lanes[out->account].store;
    bool ok =
        store != NULL ? store_append(store, out->record) : out->record->kind == JOURNAL_CLOSED;

    machine->journaled(machine->self, out->ticket, process_now_ms(), ok);
}

void driver_run(struct driver *driver, const struct machine *machine)
{
    struct exchanges exchanges = {0};
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct out out = {0};

    assert(driver->transport != NULL && driver->lanes != NULL && machine != NULL);
    if (driver->interrupted)
        machine->interrupt(machine->self, process_now_ms());
    while (out.kind != OUT_END) {
        heed_signals(driver, machine);
        out = (struct out){0};
        machine->next(machine->self, process_now_ms(), &out);
        switch (out.kind) {
        case OUT_SEND:
            send_for(driver, machine, &out, &exchanges);
            break;
        case OUT_JOURNAL:
            keep_record(driver, machine, &out);
            break;
        case OUT_EVENT:
            if (driver->show != NULL)
                driver->show(driver->show_context, out.event, process_now_ms());
            break;
        case OUT_SLEEP:
            wait_until(driver, machine, out.until_ms, &exchanges, &scratch);
            break;
        case OUT_END:
            break;
        }
    }
    arena_free(&exchanges.arena);
}

void driver_ask(struct driver *driver, size_t account, const struct port_call *call,
                struct arena *arena, struct port_result *result)
{
    const struct provider *provider;
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct transport_done done;

    assert(driver->transport != NULL && call != NULL && call->verb != PORT_COPY);
    *result = no_result;
    if (submit(driver, account, call, 0, &scratch, &err) != 0) {
        result->failure.class = PORT_PERMANENT;
        result->failure.message = arena_strdup(arena, err.text);
        return;
    }
    /* The transport's own time limits end this. */
    while (!transport_wait(driver->transport, TICK_MS, driver->signal_fd, arena, &done)) {
        if (process_interrupts() > 0) {
            driver->interrupted = true;
            result->failure.class = PORT_TRANSIENT;
            result->failure.message = "interrupted";
            return;
        }
    }
    provider = driver->lanes[account].provider;
    provider->read(provider, call, &done.response, arena, result);
}
