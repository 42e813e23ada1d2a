/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/session.h"

#include "cmd/ferry/run/output.h"
#include "cmd/ferry/run/process.h"
#include "providers/credentials/credentials.h"
#include "providers/registry.h"

#include <assert.h>
#include <string.h>

static bool account_in_use(const struct desired *desired, size_t account)
{
    size_t i, j;

    for (i = 0; i < desired->n_images; i++)
        for (j = 0; desired->images[i].account == account && j < desired->images[i].n_targets; j++)
            if (desired->images[i].targets[j].selected)
                return true;
    return false;
}

/* An account's identity as its key alone tells it: one key that two names found in two places is
 * one account, also where a session's identity goes by the place. */
static const char *key_of(struct session *session, size_t account)
{
    struct credentials key = session->driver.lanes[account].credentials;

    key.token = NULL;
    return credentials_identity(&session->findings.desired.accounts[account], &key,
                                &session->arena);
}

/* The first account with the same key stands for the cloud account. */
static size_t tenant_of(struct session *session, size_t account)
{
    const char *key = key_of(session, account);
    size_t i;

    for (i = 0; i < account; i++)
        if (session->findings.desired.accounts[i].identity != NULL &&
            strcmp(key_of(session, i), key) == 0)
            return i;
    return account;
}

static void make_lanes(struct session *session)
{
    size_t i;

    session->driver.lanes = arena_array(&session->arena, session->findings.desired.n_accounts,
                                        sizeof *session->driver.lanes);
    for (i = 0; i < session->findings.desired.n_accounts; i++)
        session->findings.desired.accounts[i].tenant = i;
}

int session_lane(struct session *session, size_t index, const char **warning, struct err *err)
{
    struct credential_environment environment = environment_credentials();
    struct account *account = &session->findings.desired.accounts[index];
    struct lane *lane;

    assert(index < session->findings.desired.n_accounts && err != NULL);
    if (session->driver.lanes == NULL)
        make_lanes(session);
    lane = &session->driver.lanes[index];
    lane->provider = registry_provider(account);
    account->caps = lane->provider->caps; /* a gateway may offer less than its cloud */
    lane->loaded_ms = process_now_ms();
    if (credentials_load(account, lane->provider->keys, &environment, &lane->arena,
                         &lane->credentials, warning, err) != 0)
        return -1;
    if (account->project == NULL) /* the vendor's variables and files may name one */
        account->project = arena_strdup(&session->arena, lane->credentials.project);
    account->tenant = tenant_of(session, index);
    account->identity = account->tenant != index
                            ? session->findings.desired.accounts[account->tenant].identity
                            : credentials_identity(account, &lane->credentials, &session->arena);
    return 0;
}

/* A saved plan counted identities with the credentials of the machine that made it. */
static void adopt_tenants(struct session *session)
{
    const struct findings *findings = &session->findings;
    const struct account *accounts = findings->desired.accounts;
    size_t i;

    for (i = 0; findings->plan != NULL && i < findings->plan->nr; i++)
        findings->plan->calls[i].tenant = accounts[findings->plan->calls[i].account].tenant;
    for (i = 0; findings->judged != NULL && i < findings->judged->cells.nr; i++) {
        struct cell *cell = &findings->judged->cells.items[i];

        cell->tenant = accounts[cell->account].tenant;
    }
}

/* One key behind two providers that list the same images (tencent-cvm and its legacy form). */
static bool are_twins(const struct session *session, size_t a, size_t b)
{
    const struct account *accounts = session->findings.desired.accounts;
    const struct lane *lanes = session->driver.lanes;

    return accounts[a].tenant != accounts[b].tenant && accounts[a].caps->inventory != NULL &&
           accounts[b].caps->inventory != NULL && lanes[a].provider != NULL &&
           lanes[b].provider != NULL &&
           strcmp(accounts[a].caps->inventory, accounts[b].caps->inventory) == 0 &&
           strcmp(lanes[a].credentials.id, lanes[b].credentials.id) == 0;
}

static const char *shared_region(const struct wanted *a, const struct wanted *b)
{
    size_t i, j;

    for (i = 0; i < a->n_targets; i++)
        for (j = 0; j < b->n_targets; j++)
            if (strcmp(a->targets[i].region, b->targets[j].region) == 0)
                return a->targets[i].region;
    return NULL;
}

/* Twins have neither lock nor journal in common, so one cell under both would be copied twice. */
static int refuse_twins(struct session *session)
{
    const struct desired *desired = &session->findings.desired;
    size_t i, j;

    for (i = 0; i < desired->n_images; i++) {
        for (j = i + 1; j < desired->n_images; j++) {
            const struct wanted *a = &desired->images[i], *b = &desired->images[j];
            const char *region;

            if (a->account == b->account || strcmp(a->name, b->name) != 0 ||
                !are_twins(session, a->account, b->account))
                continue;
            region = shared_region(a, b);
            if (region != NULL)
                return err_set(&session->findings.error, ERR_DATA,
                               "accounts '%s' and '%s' are one account of the cloud, and both "
                               "declare '%s' in %s: keep one of them",
                               desired->accounts[a->account].name,
                               desired->accounts[b->account].name, a->name, region);
        }
    }
    return 0;
}

/* Each account that lacks them is named, so that all can be mended at once. */
int session_credentials(struct session *session)
{
    struct desired *desired = &session->findings.desired;
    struct err *first = &session->findings.error;
    size_t i;

    make_lanes(session);
    for (i = 0; i < desired->n_accounts; i++) {
        const char *warning = NULL;
        struct err err = ERR_INIT;

        if (!account_in_use(desired, i))
            continue;
        if (session_lane(session, i, &warning, &err) != 0) {
            if (first->code == ERR_NONE)
                *first = err;
            else
                output_warning(&session->options, "%s", err.text);
            continue;
        }
        if (warning != NULL)
            output_warning(&session->options, "account '%s': %s", desired->accounts[i].name,
                           warning);
    }
    if (first->code != ERR_NONE)
        return -1;
    adopt_tenants(session);
    return refuse_twins(session);
}
