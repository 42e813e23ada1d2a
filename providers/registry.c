/* SPDX-License-Identifier: MIT */
#include "providers/registry.h"

#include "providers/clouds.h"

#include <string.h>

/* By name: every list of clouds that people see comes in this order. */
static const struct caps *const all_caps[] = {
    &tencent_cvm_caps,
    NULL,
};

static const struct row {
    const struct caps *caps; /* of the account */
    const char *gateway;     /* NULL: without one */
    const struct provider *provider;
} rows[] = {
    {&tencent_cvm_caps, NULL, &tencent_cvm},
};

const struct caps *const *registry_caps(void)
{
    return all_caps;
}

static bool serves(const struct row *row, const struct account *account)
{
    if (strcmp(row->caps->provider, account->caps->provider) != 0)
        return false;
    if (row->gateway == NULL || account->gateway == NULL)
        return row->gateway == account->gateway;
    return strcmp(row->gateway, account->gateway) == 0;
}

const struct provider *registry_provider(const struct account *account)
{
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        if (serves(&rows[i], account))
            return rows[i].provider;
    return NULL;
}
