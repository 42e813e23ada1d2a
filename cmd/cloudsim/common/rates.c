/* SPDX-License-Identifier: MIT */
/* Requests counted against the published limits, second by second. */
#include "cmd/cloudsim/common/rates.h"

#include <stdio.h>

#include "cmd/cloudsim/common/text.h"

int rates_limit(const char *cloud, const char *action)
{
    static const struct {
        const char *cloud, *action;
        int limit;
    } rows[] = {{"tencent-cvm", "SyncImages", 10},
                {"tencent-cvm", "DescribeImages", 40},
                {"tencent-cvm", "DescribeImageQuota", 10},
                {"tencent-cvm", "DeleteImages", 10},
                {"tencent-cvm", "ModifyImageAttribute", 10},
                {"tencent-cvm", "DescribeRegions", 20},
                {"tencent-lighthouse", "SyncBlueprint", 20},
                {"tencent-lighthouse", "DescribeBlueprints", 10},
                {"tencent-lighthouse", "DeleteBlueprints", 20},
                {"tencent-lighthouse", "ModifyBlueprintAttribute", 20},
                {"tencent-lighthouse", "DescribeGeneralResourceQuotas", 10},
                {"tencent-lighthouse", "DescribeRegions", 10}};
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        if (text_same(rows[i].cloud, cloud) && text_same(rows[i].action, action))
            return rows[i].limit;
    return 0;
}

bool rates_take(struct rates *rates, const char *cloud, const char *action, const char *region,
                int64_t now_ms)
{
    int limit = rates->scope == RATES_OFF ? 0 : rates_limit(cloud, action);
    char key[sizeof rates->seen[0].key];
    unsigned i = 0;

    if (limit == 0)
        return true;
    snprintf(key, sizeof key, "%s %s %s", cloud, action,
             rates->scope == RATES_REGION && region != NULL ? region : "");
    while (i < rates->used && !text_same(rates->seen[i].key, key))
        i++;
    if (i == rates->used && rates->used == RATES_KEYS)
        return true; /* made-up regions filled the table */
    if (i == rates->used) {
        snprintf(rates->seen[i].key, sizeof key, "%s", key);
        rates->used++;
    }
    if (rates->seen[i].second != now_ms / 1000) {
        rates->seen[i].second = now_ms / 1000;
        rates->seen[i].count = 0;
    }
    return ++rates->seen[i].count <= limit;
}
