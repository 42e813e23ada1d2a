/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/permit.h"

#include "manifest/secret.h"
#include "reconcile/base/endpoint.h"

#include <string.h>
#include <strings.h>

static bool allowed(const struct texts *words, const char *host, size_t n)
{
    size_t i;

    for (i = 0; i < words->nr; i++)
        if (strlen(words->items[i]) == n && strncasecmp(words->items[i], host, n) == 0)
            return true;
    return false;
}

static int refuse(const struct account *account, struct err *err, const char *why)
{
    const struct origin *origin = &account->endpoint_origin;

    err_set(err, ERR_DATA, "endpoint of account '%s': %s", account->name, why);
    if (origin->path != NULL)
        err_wrap(err, "%s:%d:%d", origin->path, origin->line, origin->column);
    return -1;
}

int permit_endpoints(const struct desired *desired, const struct texts *words, struct err *err)
{
    size_t i, n;

    for (i = 0; i < desired->n_accounts; i++) {
        const struct account *account = &desired->accounts[i];
        struct arena arena cleanup_arena = ARENA_INIT;
        const char *host;

        if (account->endpoint == NULL)
            continue;
        if (endpoint_fault(account->endpoint) != NULL) /* a saved plan was not checked before */
            return refuse(account, err, endpoint_fault(account->endpoint));
        host = endpoint_host(account->endpoint, &n);
        if (!endpoint_is_below(account->endpoint, account->caps->domains) &&
            !allowed(words, host, n))
            return refuse(account, err,
                          arena_printf(&arena,
                                       "error[E407]: host '%.*s' is outside the vendor's domains; "
                                       "only the operator can allow it: --allow-endpoint %.*s",
                                       (int)n, host, (int)n, host));
    }
    return 0;
}

static bool is_one_of(const char *const *choices, const char *word)
{
    for (; choices != NULL && *choices != NULL; choices++)
        if (strcmp(*choices, word) == 0)
            return true;
    return false;
}

static int permit_variable(const struct account *account, const char *variable, struct err *err)
{
    if (variable == NULL || secret_may_be_read(account->caps->env_prefixes, variable))
        return 0;
    return err_set(err, ERR_DATA, "account '%s' may not read its key from the variable '%s'",
                   account->name, variable);
}

static int permit_account(const struct account *account, struct err *err)
{
    const struct caps *caps = account->caps;

    if (permit_variable(account, account->env_id, err) != 0 ||
        permit_variable(account, account->env_secret, err) != 0 ||
        permit_variable(account, account->env_token, err) != 0)
        return -1;
    if (account->site != NULL && !is_one_of(caps->sites, account->site))
        return err_set(err, ERR_DATA, "account '%s': %s has no site '%s'", account->name,
                       caps->provider, account->site);
    if (account->gateway != NULL && !is_one_of(caps->gateways, account->gateway))
        return err_set(err, ERR_DATA, "account '%s': %s has no gateway '%s'", account->name,
                       caps->provider, account->gateway);
    return 0;
}

int permit_settings(const struct desired *desired, struct err *err)
{
    size_t i;

    for (i = 0; i < desired->n_accounts; i++)
        if (permit_account(&desired->accounts[i], err) != 0)
            return -1;
    return 0;
}
