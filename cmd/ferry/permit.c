/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/permit.h"

#include "manifest/endpoint.h"

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
        if (!endpoint_is_vendors(account) && !allowed(words, host, n))
            return refuse(account, err,
                          arena_printf(&arena,
                                       "error[E407]: host '%.*s' is outside the vendor's domains; "
                                       "only the operator can allow it: --allow-endpoint %.*s",
                                       (int)n, host, (int)n, host));
    }
    return 0;
}
