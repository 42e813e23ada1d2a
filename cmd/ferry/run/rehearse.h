/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/run/session.h"

/*
 * `plan --rehearse`: asks the cloud's own dry run about each planned call, where the cloud has one,
 * and leaves the answers in session->findings.rehearsals.  What it does not answer for was computed
 * from listings, quotas and rules, and is marked so.  Sends reads only: a dry run starts nothing.
 */
void rehearse(struct session *session);
