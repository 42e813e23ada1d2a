/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/options.h"
#include "reconcile/model/cell.h"
#include "reconcile/model/desired.h"

/*
 * Which cells a run speaks of.  A glob matches an address whole: "account/image@region"; one
 * without
 * "/" matches in any account, one without "@" in any region.
 *
 * Sets `selected` of every target (the targets are copied into the arena) and returns how many are.
 */
size_t select_cells(const struct options *options, struct arena *arena, struct desired *desired);

/* The same for the undeclared copies (`extra`) that a diff found: they are cells of no target. */
void select_extras(const struct options *options, const struct desired *desired,
                   const struct cells *cells);

/* True if the glob of --only or --exclude names this cell. */
bool select_matches(const char *glob, const char *account, const char *image, const char *region);
