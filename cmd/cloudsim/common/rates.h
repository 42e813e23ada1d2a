/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_RATES_H
#define CMD_CLOUDSIM_COMMON_RATES_H

/* The published limits of requests a second (tencent-cvm.md, tencent-lighthouse.md; UCloud, Baidu
 * and the 2017 gateway publish none).  Enforced with --rates only: they run in real time, which
 * most tests do not. */

#include <stdbool.h>
#include <stdint.h>

/* Whether limits count for an action in one region, or in all together, no document says. */
enum rate_scope { RATES_OFF, RATES_REGION, RATES_ACTION };

#define RATES_KEYS 256

struct rates {
    enum rate_scope scope;
    struct {
        char key[96];
        int64_t second; /* the second that is counted */
        int count;
    } seen[RATES_KEYS];
    unsigned used;
};

/* Requests a second, 0: no limit is published. */
int rates_limit(const char *cloud, const char *action);
/* Counts a request; false: it is one too many for its second. */
bool rates_take(struct rates *rates, const char *cloud, const char *action, const char *region,
                int64_t now_ms);

#endif
