/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/run/session.h"

/* With which credentials a session speaks for its accounts, and which of them are one tenant. */

/* Finds credentials and identity of every account that has a selected cell. */
int session_credentials(struct session *session);

/* The same for one account, in use or not; -1 leaves the reason in *err alone. */
int session_lane(struct session *session, size_t account, const char **warning, struct err *err);
