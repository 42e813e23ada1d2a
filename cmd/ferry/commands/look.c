/* SPDX-License-Identifier: MIT */
/*
 * The commands that only look: validate, plan, drift, list, why.  A dry run is the absence of the
 * engine, nothing else: there is no engine in this file.
 */
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/show/format.h"

#include <assert.h>
#include <string.h>

int command_validate(struct session *session)
{
    session_manifest(session);
    return session_end(session);
}

static void rehearse_call(struct session *session, const struct plan_call *call,
                          struct findings_rehearsal *rehearsal)
{
    struct port_result *result = arena_alloc(&session->arena, sizeof *result);
    struct port_source *sources = arena_array(&session->arena, call->n_sources, sizeof *sources);
    const struct port_call ask = {
        .verb = PORT_DRYRUN,
        .region = call->source_region,
        .sources = sources,
        .n_sources = call->n_sources,
        .targets = call->regions,
        .n_targets = call->n_regions,
    };
    size_t i;

    /* The provider that serves the account may lack what its cloud has: the 2017 gateway knows no
     * dry run, and would copy. */
    if (!session->driver.lanes[call->account].provider->caps->has_dry_run)
        return;
    for (i = 0; i < call->n_sources; i++)
        sources[i] = (struct port_source){call->sources[i].id, call->sources[i].image};
    driver_ask(&session->driver, call->account, &ask, &session->arena, result);
    rehearsal->asked = true;
    rehearsal->request_id = result->request_id;
    if (result->failure.class != PORT_FINE)
        rehearsal->failure = &result->failure;
}

/*
 * `plan --rehearse`: asks the cloud's own dry run about each planned call, where the cloud has one.
 * What it does not answer for was computed from listings, quotas and rules, and is marked so. Sends
 * reads only: a dry run starts nothing.
 */
static void rehearse(struct session *session)
{
    const struct plan *plan = session->findings.plan;
    struct findings_rehearsal *rehearsals;
    size_t i;

    assert(plan != NULL);
    rehearsals = arena_array(&session->arena, plan->nr, sizeof *rehearsals);
    for (i = 0; i < plan->nr && !session->driver.interrupted; i++)
        rehearse_call(session, &plan->calls[i], &rehearsals[i]);
    session->findings.rehearsals = rehearsals;
}

static void save_plan(struct session *session)
{
    static const struct style plain;
    struct buf document cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    session->findings.run.ended_ms = process_now_ms();
    format_find("json")->write(&session->findings, &plain, &document);
    if (files_write(session->options.out, document.ptr, document.len, &session->findings.error) ==
        0)
        session->findings.plan_path = session->options.out; /* what to run next names it */
}

int command_plan(struct session *session)
{
    if (session_look(session) == 0) {
        if (session->options.rehearse)
            rehearse(session);
        session_over_limit(session); /* refuses an apply; the plan is worth reading all the same */
        if (session->options.out != NULL)
            save_plan(session);
    }
    return session_end(session);
}

int command_look(struct session *session)
{
    session_look(session);
    return session_end(session);
}

/* One cell, from its manifest line to the action: the whole chain, with the clouds' request ids. */
int command_why(struct session *session)
{
    struct texts *words = &session->options.files;
    struct findings *findings = &session->findings;

    if (words->nr == 0 || strchr(words->items[0], '@') == NULL) {
        err_set(&findings->error, ERR_USAGE,
                "which cell? ferry why [ACCOUNT/]IMAGE@REGION [FILE…]");
        return session_end(session);
    }
    session->options.only = (struct texts){words->items, 1, 1};
    *words = (struct texts){words->items + 1, words->nr - 1, words->nr - 1};
    if (session_look(session) != 0 && findings->error.code == ERR_USAGE)
        findings->error = (struct err){ERR_USAGE, "the manifest declares no such cell"};
    session->options.verbose = true; /* of the answer, not of the reading */
    return session_end(session);
}
