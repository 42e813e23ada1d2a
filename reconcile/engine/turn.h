/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/engine/call.h"
#include "reconcile/engine/track.h"

/* What keeps a call from starting: its source, an open intent, a crowded region. */

struct turn {
    const struct desired *desired;
    const struct calls *calls;
    const struct tracks *tracks;
    const struct ledger *ledger;
};

/* In words for a person, in `arena`; NULL when nothing does. */
const char *turn_obstacle(const struct turn *turn, const struct call *call, struct arena *arena);
