/* SPDX-License-Identifier: MIT */
#include "providers/registry.h"

#include "providers/clouds/clouds.h"

#include <string.h>

/* By name: every list of clouds that people see comes in this order. */
static const struct caps *const all_caps[] = {
    &baidu_bcc_caps,          &tencent_cvm_caps, &tencent_legacy_caps,
    &tencent_lighthouse_caps, &ucloud_caps,      NULL,
};

static const struct row {
    const struct caps *caps; /* of the account */
    const char *gateway;     /* NULL: without one */
    const struct provider *provider;
} rows[] = {
    {&baidu_bcc_caps, NULL, &baidu_bcc},
    {&tencent_cvm_caps, NULL, &tencent_cvm},
    {&tencent_cvm_caps, "qcloud", &tencent_qcloud},
    {&tencent_legacy_caps, NULL, &tencent_legacy},
    {&tencent_lighthouse_caps, NULL, &tencent_lighthouse},
    {&ucloud_caps, NULL, &ucloud},
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
