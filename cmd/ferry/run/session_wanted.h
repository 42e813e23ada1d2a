/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/run/session.h"

/* What a session is about: a manifest, a saved plan, or accounts alone.  All fill findings.desired,
 * and let in no endpoint that the operator has not allowed. */

int session_manifest(struct session *session);

/* Desired, verdicts and plan from a saved plan instead of a manifest: -1 if it is not sound.
 * Before it, findings.plan_path; and findings.saved if it shall only be shown, as it was made. */
int session_saved_plan(struct session *session, const char *bytes, size_t n);

/*
 * The accounts to speak of, without need of images: the manifest's, if there is one, and for each
 * --account that names a provider instead, an account of that provider with its default
 * credentials.
 */
int session_accounts(struct session *session);

/* True if --account names the account, or is not given. */
bool session_chooses(const struct session *session, const char *account);

/* True if the manifest has an account of that name. */
bool session_declares(const struct session *session, const char *account);

/* Marks the cells that --only, --exclude, --account and --region leave; none left is an error. */
int session_select(struct session *session);
