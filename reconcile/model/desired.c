/* SPDX-License-Identifier: MIT */
#include "reconcile/model/desired.h"

#include <string.h>

const char *account_zone(const struct account *account, const char *region)
{
    const struct port_region *known = caps_region(account->caps, region);
    size_t i;

    if (account->caps->border == PORT_BORDER_NONE)
        return NULL;
    if (known != NULL)
        return known->zone;
    for (i = 0; i < account->n_extra_regions; i++)
        if (strcmp(account->extra_regions[i].id, region) == 0)
            return account->extra_regions[i].mainland ? "mainland" : "outside";
    return "outside";
}

bool account_region_copies(const struct account *account, const char *region)
{
    const struct port_region *known = caps_region(account->caps, region);

    return known == NULL || !known->no_copy;
}

int tenant_lowest(const struct desired *desired, size_t tenant, size_t offset)
{
    int lowest = 0;
    size_t i;

    for (i = 0; i < desired->n_accounts; i++) {
        const struct account *account = &desired->accounts[i];
        int set = *(const int *)((const char *)account + offset);

        if (account->tenant == tenant && set > 0 && (lowest == 0 || set < lowest))
            lowest = set;
    }
    return lowest;
}
