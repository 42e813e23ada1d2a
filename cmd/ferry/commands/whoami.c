/* SPDX-License-Identifier: MIT */
/* whoami: which credentials, from where, and do they work?  Never a value. */
#include "cmd/ferry/commands/commands.h"

#include <string.h>

/* A region to ask in: where the account's first image is from, or the provider's first. */
static const char *region_for(const struct desired *desired, size_t account)
{
    size_t i;

    for (i = 0; i < desired->n_images; i++)
        if (desired->images[i].account == account)
            return desired->images[i].from_region;
    return desired->accounts[account].caps->regions[0].id;
}

static void ask(struct session *session, size_t index, struct findings_identity *identity)
{
    const struct port_call call = {.verb = PORT_WHOAMI,
                                   .region = region_for(&session->findings.desired, index)};
    struct port_result *result = arena_alloc(&session->arena, sizeof *result);

    driver_ask(&session->driver, index, &call, &session->arena, result);
    identity->request_id = result->request_id;
    if (result->failure.class != PORT_FINE)
        identity->failure = &result->failure;
    else if (result->identity != NULL)
        identity->identity = result->identity;
}

/* The message names the account, as the list does already. */
static const char *problem_of(const struct findings_identity *identity, const char *text)
{
    struct buf head cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    buf_printf(&head, "account '%s': ", identity->account);
    return strncmp(text, head.ptr, head.len) == 0 ? text + head.len : text;
}

static int identify(struct session *session)
{
    const struct desired *desired = &session->findings.desired;
    struct findings *findings = &session->findings;
    struct findings_identity *identities =
        arena_array(&session->arena, desired->n_accounts, sizeof *identities);
    bool connected = false;
    size_t i;

    findings->identities = identities;
    for (i = 0; i < desired->n_accounts; i++) {
        struct findings_identity *identity = &identities[findings->n_identities];
        struct err err = ERR_INIT;

        if (!session_chooses(session, desired->accounts[i].name))
            continue;
        findings->n_identities++;
        identity->account = desired->accounts[i].name;
        identity->provider = desired->accounts[i].caps->provider;
        if (session_lane(session, i, &identity->problem, &err) != 0) {
            identity->missing = true;
            identity->problem = arena_strdup(&session->arena, problem_of(identity, err.text));
            continue;
        }
        identity->source = session->driver.lanes[i].credentials.source;
        if (!connected && session_connect(session) != 0)
            return -1;
        connected = true;
        ask(session, i, identity);
    }
    if (findings->n_identities == 0)
        return err_set(&findings->error, ERR_USAGE, "no account is selected");
    return 0;
}

int command_whoami(struct session *session)
{
    if (session_accounts(session) == 0)
        identify(session);
    return session_end(session);
}
