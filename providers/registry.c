/* SPDX-License-Identifier: MIT */
#include "providers/registry.h"

#include <assert.h>
#include <string.h>

/* NAME stands for `const struct provider NAME`; a CLOUD has `const struct caps NAME_caps` too,
 * which a GATEWAY is another way to. */
#define REGISTRY(CLOUD, GATEWAY)                                                                   \
    CLOUD(baidu_bcc)                                                                               \
    CLOUD(tencent_cvm)                                                                             \
    GATEWAY(tencent_qcloud)                                                                        \
    CLOUD(tencent_legacy)                                                                          \
    CLOUD(tencent_lighthouse)                                                                      \
    CLOUD(ucloud)

#define DECLARE(name)      extern const struct provider name;
#define DECLARE_CAPS(name) extern const struct caps name##_caps;
#define PROVIDER(name)     &(name),
#define CAPS(name)         &name##_caps,
#define SECRETS(name)      &name.secrets,
#define NOTHING(name)

/* clang-format off */
REGISTRY(DECLARE, DECLARE)
REGISTRY(DECLARE_CAPS, NOTHING)

static const struct provider *const providers[] = {REGISTRY(PROVIDER, PROVIDER) NULL};
static const struct caps *const all_caps[] = {REGISTRY(CAPS, NOTHING) NULL};
static const struct secret_names *const secrets[] = {REGISTRY(SECRETS, SECRETS) NULL};
/* clang-format on */

const struct provider *const *registry(void)
{
    return providers;
}

const struct caps *const *registry_caps(void)
{
    return all_caps;
}

const struct secret_names *const *registry_secrets(void)
{
    return secrets;
}

/* Whether a table belongs to one of the first n providers. */
static bool is_known(const struct error_table *table, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (providers[i]->errors == table || providers[i]->errors->family == table)
            return true;
    return false;
}

const struct error_table *registry_errors(size_t index)
{
    size_t i, count = 0;

    for (i = 0; providers[i] != NULL; i++) {
        const struct error_table *own = providers[i]->errors, *family = own->family;

        if (family != NULL && !is_known(family, i) && count++ == index)
            return family;
        if (!is_known(own, i) && count++ == index)
            return own;
    }
    return NULL;
}

static bool serves(const struct provider *provider, const struct account *account)
{
    if (strcmp(provider->caps->provider, account->caps->provider) != 0)
        return false;
    if (provider->gateway == NULL || account->gateway == NULL)
        return provider->gateway == account->gateway;
    return strcmp(provider->gateway, account->gateway) == 0;
}

const struct provider *registry_provider(const struct account *account)
{
    size_t i;

    assert(account != NULL && account->caps != NULL);
    for (i = 0; providers[i] != NULL; i++)
        if (serves(providers[i], account))
            return providers[i];
    return NULL;
}
