/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/diag.h"

/*
 * YAML → desired.  Every mistake is found offline and told at its character; nothing is guessed.
 *
 * Bytes come in and values go out: cmd/ reads the files, so a test needs none.  The vocabulary
 * (provider names, regions, rules) is an argument, since this folder knows no cloud.
 */

struct manifest_source {
    const char *path;  /* as the user named it; "-" for standard input */
    const char *bytes; /* the whole file; must outlive what is made from it */
    size_t n;
};

/*
 * Reads and merges the sources in order.  `caps` is NULL-terminated (registry_caps()).  Mistakes
 * and warnings go to *diags, which the caller starts as {.arena = …}.  Returns 0 when there is no
 * error: *out is filled, all in `arena`, with every target selected and no identity set.  Returns
 * -1 otherwise; *out is untouched. Relative paths in a manifest (credentials file, ca_file) come
 * out relative to the working folder, as the manifest's own path is; one that begins with "~" is
 * left as written.
 *
 * Work is bounded by counts, not by time: node.h, and 200000 cells a run.  Whether an endpoint is
 * the vendor's own is endpoint_is_below()'s to say and the operator's to decide.
 */
int manifest_load(const struct manifest_source *sources, size_t n_sources,
                  const struct caps *const *caps, struct arena *arena, struct desired *out,
                  struct diags *diags);
