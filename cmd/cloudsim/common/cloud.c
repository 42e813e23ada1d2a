/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/cloud.h"

#include "reconcile/base/glob.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

const struct cloud *cloud_home(const struct cloud *cloud)
{
    assert(cloud != NULL);
    return cloud->home != NULL ? cloud->home : cloud;
}

const struct cloud *cloud_named(const struct cloud *const *clouds, const char *name)
{
    assert(clouds != NULL);
    for (; *clouds != NULL && name != NULL; clouds++)
        if (str_equal((*clouds)->name, name) || str_equal((*clouds)->alias, name))
            return *clouds;
    return NULL;
}

static int labels(const char *host)
{
    int n = 1;

    for (; *host != '\0'; host++)
        n += *host == '.';
    return n;
}

static bool serves(const struct cloud *cloud, const char *host)
{
    const char *const *glob;

    for (glob = cloud->hosts; *glob != NULL; glob++)
        if (labels(*glob) == labels(host) && glob_match(*glob, host))
            return true;
    return false;
}

const struct cloud *cloud_serving(const struct cloud *const *clouds, const char *host)
{
    assert(clouds != NULL && host != NULL);
    for (; *clouds != NULL; clouds++)
        if (serves(*clouds, host))
            return *clouds;
    return NULL;
}

const struct action *cloud_action(const struct cloud *cloud, const char *name)
{
    const struct action *action;

    assert(cloud != NULL);
    for (action = cloud->actions; action->name != NULL; action++)
        if (str_equal(action->name, name))
            return action;
    return NULL;
}

bool rates_take(struct rates *rates, const struct cloud *cloud, const char *action,
                const char *region, int64_t now_ms)
{
    const struct action *limited = cloud_action(cloud, action);
    char key[sizeof rates->seen[0].key];
    unsigned i = 0;

    if (rates->scope == RATES_OFF || limited == NULL || limited->limit == 0)
        return true;
    snprintf(key, sizeof key, "%s %s %s", cloud->name, action,
             rates->scope == RATES_REGION && region != NULL ? region : "");
    while (i < rates->n && !str_equal(rates->seen[i].key, key))
        i++;
    if (i == RATES_KEYS)
        return true; /* made-up regions filled the table */
    if (i == rates->n) {
        snprintf(rates->seen[i].key, sizeof key, "%s", key);
        rates->n++;
    }
    if (rates->seen[i].second != now_ms / 1000) {
        rates->seen[i].second = now_ms / 1000;
        rates->seen[i].count = 0;
    }
    return ++rates->seen[i].count <= limited->limit;
}
