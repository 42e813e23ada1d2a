/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/session.h"

#include "cmd/ferry/run/output.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/show/progress.h"
#include "providers/registry.h"
#include "reconcile/base/version.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static void keep_trace(void *context, const char *text, size_t n)
{
    buf_add(context, text, n);
}

static int open_transport(struct session *session)
{
    const struct options *options = &session->options;
    struct transport_options setup = {
        .ca_file = options->ca_file,
        .connect_to = options->connect_to.items,
        .n_connect_to = options->connect_to.nr,
        .connect_timeout_ms = options->connect_timeout_ms,
        .request_timeout_ms = options->request_timeout_ms,
        .user_agent = "ferry/" FERRY_VERSION,
        .secrets = registry_secrets(),
        .trace = options->debug != NULL ? keep_trace : NULL,
        .trace_context = &session->trace,
    };

    if (options->ca_file != NULL && access(options->ca_file, R_OK) != 0)
        return err_set(&session->findings.error, ERR_USAGE, "cannot read --ca-file '%s': %s",
                       options->ca_file, strerror(errno));
    return transport_new(&setup, &session->driver.transport, &session->findings.error);
}

static void show_event(void *context, const struct event *event, int64_t now_ms)
{
    progress_event(context, event, now_ms);
}

static void show_tick(void *context, int64_t now_ms)
{
    progress_tick(context, now_ms);
}

/* Adds a journal's open intents to the session's. */
static void adopt(struct session *session, const struct journal *journal)
{
    struct journal_intent *joined;

    if (journal->n_open == 0)
        return;
    joined = arena_array(&session->arena, session->n_open + journal->n_open, sizeof *joined);
    if (session->n_open > 0)
        memcpy(joined, session->open, session->n_open * sizeof *joined);
    memcpy(joined + session->n_open, journal->open, journal->n_open * sizeof *joined);
    session->open = joined;
    session->n_open += journal->n_open;
}

/* True for the one account of each cloud identity in use that lock, journal and rates go by. */
static bool leads(const struct desired *desired, size_t account)
{
    return desired->accounts[account].identity != NULL &&
           desired->accounts[account].tenant == account;
}

static int look_at_journals(struct session *session)
{
    size_t i;

    for (i = 0; i < session->findings.desired.n_accounts; i++) {
        struct journal journal;

        if (!leads(&session->findings.desired, i))
            continue;
        if (store_look(session->store_folder, session->findings.desired.accounts[i].identity,
                       &session->arena, &journal, &session->findings.error) != 0)
            return -1;
        adopt(session, &journal);
    }
    return 0;
}

int session_connect(struct session *session)
{
    session->driver.desired = &session->findings.desired;
    session->driver.signal_fd = process_catch_signals();
    session->store_folder = store_folder(session->options.state_dir, &session->arena);
    session->sched =
        sched_new(&session->findings.desired, (int)session->options.parallel, process_random());
    session->driver.show = show_event;
    session->driver.tick = show_tick;
    if (open_transport(session) != 0)
        return -1;
    return look_at_journals(session);
}

/* Takes one account's lock and journal, or notes that another run has them. */
static int hold(struct session *session, size_t account)
{
    const char *name = session->findings.desired.accounts[account].name;
    const char *identity = session->findings.desired.accounts[account].identity;
    struct findings *findings = &session->findings;
    struct journal journal = {0};
    struct err err = ERR_INIT;
    int status;

    findings->locks_wanted++;
    status = store_hold(session->store_folder, identity, session->options.lock_timeout_ms,
                        &session->arena, &session->driver.lanes[account].store, &journal, &err);
    if (status < 0) {
        findings->error = err;
        return -1;
    }
    if (status > 0 && process_interrupts() > 0) { /* it would have waited longer */
        findings->signal = process_signal();
        return -1;
    }
    if (status > 0) {
        findings->locks_missed++;
        findings->refusal_text = arena_strdup(&session->arena, err.text);
        output_warning(&session->options, "account '%s': %s", name, err.text);
    }
    adopt(session, &journal);
    return 0;
}

int session_hold(struct session *session)
{
    const struct desired *desired = &session->findings.desired;
    struct lane *lanes = session->driver.lanes;
    size_t i;

    assert(session->sched != NULL && lanes != NULL);
    session->open = NULL; /* what was looked at without the lock may have moved */
    session->n_open = 0;
    for (i = 0; i < desired->n_accounts; i++)
        if (leads(desired, i) && hold(session, i) != 0)
            return -1;
    for (i = 0; i < desired->n_accounts; i++)
        if (desired->accounts[i].identity != NULL)
            lanes[i].store = lanes[desired->accounts[i].tenant].store;
    return 0;
}
