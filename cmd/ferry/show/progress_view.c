/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/progress_view.h"

#include <inttypes.h>

enum {
    SLOPE_PERCENT = 3,   /* what must have moved, … */
    SLOPE_MS = 5 * 1000, /* … and for how long, before a guess is made from it */
};

void progress_elapsed(int64_t ms, struct buf *out)
{
    int64_t s = ms < 0 ? 0 : ms / 1000;

    if (s >= 3600)
        buf_printf(out, "%" PRId64 "h", s / 3600);
    buf_printf(out, "%02" PRId64 "m%02" PRId64 "s", s / 60 % 60, s % 60);
}

int64_t progress_left(const struct progress_row *row, int64_t now_ms)
{
    int moved = row->percent - row->first_percent;
    int64_t took = row->newest_ms - row->first_ms, left;

    if (row->percent < 0 || row->percent >= 100 || moved < SLOPE_PERCENT || took < SLOPE_MS)
        return -1;
    left = took * (100 - row->percent) / moved - (now_ms - row->newest_ms);
    return left > 0 ? left : -1;
}

const char *progress_account(const struct progress *progress, size_t account)
{
    return account < progress->desired->n_accounts ? progress->desired->accounts[account].name : "";
}

void progress_name_call(const struct progress *progress, int id, struct buf *out)
{
    const struct plan_call *call;
    size_t i;

    buf_printf(out, "call %d", id);
    if (progress->plan == NULL || id < 0 || (size_t)id >= progress->plan->nr)
        return; /* a smaller call that took the place of a planned one */
    call = &progress->plan->calls[id];
    buf_printf(out, ": %s %s", call->action, progress_account(progress, call->account));
    for (i = 0; i < call->n_sources; i++)
        buf_printf(out, "%s%s", i == 0 ? "/" : ", ", call->sources[i].image);
    buf_printf(out, " %s", call->source_region);
    for (i = 0; i < call->n_regions; i++)
        buf_printf(out, "%s%s", i == 0 ? " -> " : ", ", call->regions[i]);
}
