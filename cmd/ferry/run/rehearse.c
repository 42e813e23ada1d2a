/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/rehearse.h"

#include <assert.h>

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

void rehearse(struct session *session)
{
    const struct plan *plan = session->findings.plan;
    struct findings_rehearsal *rehearsals =
        arena_array(&session->arena, plan->nr, sizeof *rehearsals);
    size_t i;

    assert(session->findings.plan != NULL);
    for (i = 0; i < plan->nr && !session->driver.interrupted; i++)
        rehearse_call(session, &plan->calls[i], &rehearsals[i]);
    session->findings.rehearsals = rehearsals;
}
