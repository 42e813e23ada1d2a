/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/run/session.h"

/* A session's way to the world: transport, display, signals, journals and locks. */

/* Opens the transport, the display and the signals; reads the journals without touching them. */
int session_connect(struct session *session);

/* Takes the lock and opens the journal of every account in use; findings.locks_missed counts those
 * that another run has.  -1 only for other trouble. */
int session_hold(struct session *session);
