/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_SAVED_PLANFILE_H
#define CMD_FERRY_SAVED_PLANFILE_H

#include "cmd/ferry/findings/findings.h"
#include "reconcile/base/jsonw.h"
#include "reconcile/model/port.h"

/*
 * A saved plan: the JSON document of `ferry plan` (product.md section 8), which is at the same time
 * a contract that `apply` carries out without the manifest.  Beside what every report holds it has
 * the `accounts` with their settings and the `images` as they were wanted.  It holds names of
 * credential sources, never a credential.
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

/* The document of a report of kind plan; the same bytes as format `json` writes. */
void planfile_write(const struct findings *findings, struct buf *out);

/* The members that make the document of a plan a contract: `accounts` and `images`. */
void planfile_contract(const struct findings *findings, struct jsonw *w);

struct planfile { /* all in the arena given to planfile_read */
    struct desired
        desired; /* caps from the table; identities NULL; each `cloud` as it was planned */
    struct diff_output diffed;
    struct plan plan;
    struct findings_run run;
    const struct findings_file *files;
    size_t n_files;
    const char *checksum;
};

/*
 * Reads a saved plan back, strictly.  `caps` is NULL-terminated (registry_caps()).  -1 with
 * ERR_DATA and a text that says what is wrong: not JSON, cut off, no plan, of a newer major
 * version, a field that is missing or of the wrong type, parts that contradict each other, or a
 * checksum that is not that of the calls.
 *
 * Every index in *out is in range and every call's cells are there, so the result can be carried
 * out without further checks.  Cells carry the ids they had, not whole images.
 */
int planfile_read(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct planfile *out, struct err *err);

#endif
