/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/source.h"

/*
 * desired × observed → cells.  Pure: the same input gives the same cells, whatever the order of
 * snapshots, accounts or images; nothing is sent, nothing is read.
 *
 * How a word that some clouds use for both ends of a copy (IMAGE_SYNCING) is told apart: in the
 * declared source's region an image that is alone is the source being copied *from* (in_sync,
 * busy); anywhere else it is a copy arriving (in_progress).
 *
 * A source that is named by id decides by that id alone whether it resolves; its cell, when listed
 * in `to`, is in_sync once it does, whatever name it bears.
 *
 * The declared source's own cell is never copied to.  Where the original is gone or failed it is
 * blocked (unusable) with that reason, and a notice proposes another `from`: an original restored
 * from a copy would be younger than all other copies, which would then be older_than_source.
 *
 * `extra` are undeclared images in any region that was read completely, under a name that one of
 * the account's names watches.  A selection speaks of cells: when it leaves some out, only the
 * regions of the others have selected extras.
 *
 * Open intents (intent.h) are writes that the clouds may not show yet.  A cell that such a write
 * covers and where nothing new is to be seen is in_progress, not missing, until the intent is
 * settled.
 */

/* A problem of the whole image rather than of one cell: shown as a warning. */
struct diff_notice {
    const char *code; /* stable: "W201" */
    const char *text;
    struct origin origin;
};

struct diff_output {
    struct cells cells;
    struct diff_notice *notices; /* for example: the original is gone, healthy copies serve */
    size_t n_notices, cap_notices;
};

/*
 * Fills *out, all of it in `arena`; images, evidence and failures stay in the world's snapshots, so
 * *out must not outlive them.  Cells that need a copy but cannot have one for a reason that shows
 * before planning (source, border, region, name, size, traits) are `blocked` here; quota_full is
 * plan.h's.
 */
void diff(const struct diff_input *input, struct arena *arena, struct diff_output *out);

/*
 * The regions that must be read to judge the selected cells: their own, and the declared source's
 * of each image that has a selected cell, and the other targets of such images (healthy copies
 * serve as sources).  Puts an empty snapshot into the world for each, marked by nothing else.
 */
void diff_regions(const struct desired *desired, struct world *world);
