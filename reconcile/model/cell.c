/* SPDX-License-Identifier: MIT */
#include "reconcile/model/cell.h"

static const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_UNKNOWN] = "unknown",
    [VERDICT_AMBIGUOUS] = "ambiguous",
    [VERDICT_DIFFERS] = "differs",
    [VERDICT_IN_SYNC] = "in_sync",
    [VERDICT_IN_PROGRESS] = "in_progress",
    [VERDICT_UNUSABLE] = "unusable",
    [VERDICT_MISSING] = "missing",
    [VERDICT_BLOCKED] = "blocked",
    [VERDICT_EXTRA] = "extra",
};

const char *verdict_name(enum verdict verdict)
{
    return verdict_names[verdict];
}
