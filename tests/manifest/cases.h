/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/manifest.h"
#include "reconcile/base/buf.h"

/*
 * Case folders: tests/data/manifest/KIND/CASE/{*.yaml, expect}.
 *
 * The files of a folder are read in the order of their names and known by them.  UPDATE=1 writes
 * `expect` anew instead of comparing, for a review of the difference.
 */

enum { CASE_FILES_MAX = 16 };

struct loaded { /* a run of manifest_load(), and what it needs */
    struct arena arena;
    struct manifest_source sources[CASE_FILES_MAX];
    size_t n_sources;
    struct diags diags;
    struct desired desired;
    int status;
};

/* Reads all *.yaml of a folder, or the one file if `folder` names one.  Fails the test if it
 * cannot. */
void loaded_read(struct loaded *loaded, const char *folder);
void loaded_run(struct loaded *loaded);
void loaded_free(struct loaded *loaded);

/* A manifest in the test itself, known as "images.yaml". */
void loaded_text(struct loaded *loaded, const char *text);

/* What was told, as validate prints it, and a count of what was not kept. */
void loaded_diags(const struct loaded *loaded, struct buf *out);

/* What was understood, a line a thing. */
void loaded_dump(const struct loaded *loaded, struct buf *out);

/* The names of what is in a folder, sorted, NULL-terminated, in `arena`. */
const char *const *folder_list(const char *folder, struct arena *arena, size_t *n);
char *file_read(const char *path, struct arena *arena, size_t *n); /* NULL if there is none */

/* Fails the test if `got` differs from the file, unless UPDATE=1. */
void expect_same(const char *path, const char *got);
