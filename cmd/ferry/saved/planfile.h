/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "reconcile/model/port.h"

/*
 * A saved plan: the JSON document of `ferry plan`, which is at the same time a contract that
 * `apply` carries out without the manifest (show/contract.h): its checksum holds calls, their facts
 * and account settings together.  What stands there beside it is for showing, so that a plan reads
 * word for word as when it was made.
 *
 * It holds names of credential sources, never a credential.
 *
 * Trust: whoever can edit the file can write another valid plan, checksum included.  So a plan
 * grants nothing by itself: endpoints and credential sources pass the same checks as those of a
 * manifest, after reading.
 */

enum { PLANFILE_CHECKSUM = 72 }; /* "sha256:", 64 hex digits, NUL */

/* The plan's checksum: SHA-256 over plan_canonical().  After digest_ready(). */
void planfile_checksum(const struct plan *plan, const struct desired *desired,
                       char text[static PLANFILE_CHECKSUM]);

/* True if a file with these first bytes is a plan rather than a manifest. */
bool planfile_is(const char *bytes, size_t n);

/*
 * Reads a saved plan back, strictly.  `caps` is NULL-terminated (registry_caps()).  -1 with
 * ERR_DATA and a text that says what is wrong: not JSON, cut off, no plan, of a newer major
 * version, a field that is missing or of the wrong type, parts that contradict each other, or a
 * checksum that is not that of the calls.  What stands there for showing alone may be missing.
 *
 * Sets in *out what a plan tells: run, files, desired (identities NULL, each `tenant` as it was
 * planned), judged, plan, checksum; for showing warnings, originals, rehearsals and the refusal
 * that stood against it.  All of it in `arena`.  Leaves *out alone when it fails.
 *
 * Every index is in range and every call's cells are there, so the plan can be carried out without
 * further checks.
 */
int planfile_read(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct findings *out, struct err *err);
