/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/call.h"

static const char *const outcome_names[] = {
    [OUTCOME_NONE] = NULL,           [OUTCOME_ACCEPTED] = "accepted", [OUTCOME_REFUSED] = "refused",
    [OUTCOME_REJECTED] = "rejected", [OUTCOME_SPLIT] = "split",       [OUTCOME_SETTLED] = "settled",
    [OUTCOME_LOST] = "lost",         [OUTCOME_NOT_SENT] = "not_sent",
};

const char *outcome_name(enum outcome outcome)
{
    return outcome_names[outcome];
}
