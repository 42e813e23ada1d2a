/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/manifest.h"
#include "reconcile/base/arena.h"
#include "reconcile/base/buf.h"
#include "reconcile/base/err.h"

#include <stddef.h>

/* Files whole in, files whole out. */

enum { FILES_MAX = 16 * 1024 * 1024 }; /* bytes that an input file may have */

/* All that is left of an open file to the end of `out`, up to its maximum; all bytes into one.  -1
 * with errno. */
int files_take(int fd, struct buf *out);
int files_put(int fd, const char *bytes, size_t n);

/* Reads a file ("-": standard input) into the arena, NUL-terminated.  -1 with `code`. */
int files_read(const char *path, enum err_code code, struct arena *arena, const char **bytes,
               size_t *n, struct err *err);

/*
 * Writes a file of mode 0600 that is there whole or not at all: a temporary beside it, synced,
 * renamed over it.  A symbolic link of that name is replaced, never followed.
 */
int files_write(const char *path, const char *bytes, size_t n, struct err *err);

/* Appends to a file in a folder of the environment's choosing: $GITHUB_STEP_SUMMARY. */
int files_append(const char *path, const char *bytes, size_t n, struct err *err);

/* "images.yaml" or "ferry.yaml", whichever is here; NULL if neither is. */
const char *files_default(void);

/*
 * The manifest files that the user means: the named ones, the *.yaml and *.yml of a named folder
 * (sorted, not recursive), or images.yaml, or ferry.yaml.  -1 with ERR_DATA, or ERR_USAGE when
 * nothing was named and nothing is there.
 */
int files_manifests(const char *const *names, size_t n_names, struct arena *arena,
                    struct manifest_source **sources, size_t *n_sources, struct err *err);
