/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/run/session.h"

/* What is there, and what follows from it.  Nothing here writes. */

/* Reads every region that the selected cells need. */
int session_observe(struct session *session);

/* Verdicts and calls from what was read. */
void session_plan(struct session *session);

/* Would the plan copy more cells than --max-change allows?  Then findings have that refusal. */
bool session_over_limit(struct session *session);

/* From the manifest to the plan: every step but session_hold. */
int session_look(struct session *session);
