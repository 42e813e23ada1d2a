/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/cover/grid.h"

/*
 * The fewest calls for a cloud that copies several images to several regions at once: a minimum
 * partition of a grid into rectangles (biclique partition), which is NP-hard.
 *
 * Rows are images, columns are regions of one reach class, so every source reaches every column.
 * A call takes a set of rows that share a source, and a set of columns, such that every cell of
 * rows × columns is needed.  Every needed cell is in exactly one call.
 *
 * How.  The grid falls apart into components; equal rows and equal columns are merged (a partition
 * of the merged grid is one of the whole, call for call, as long as no cap binds).  A lower bound
 * is the largest of
 *   - the rank of the grid modulo a large prime: a call is a matrix of rank one, and calls add up;
 *   - a fooling set: cells of which no two fit into one call, because a corner is not needed or no
 *     source serves both rows; where caps bind each cell stands for a block of equal cells, which
 *     counts as often as the caps demand, and rows that are not in the set are piled onto it;
 *   - what caps demand of the largest row, the largest column and the whole;
 *   - the sum of such bounds over rows that share no source.
 * An upper bound is the best of several greedy partitions.  Where they differ, an exact search
 * tries each number of calls between them, from below.  It is bounded by search nodes, since a
 * bound in time would make plans random; when it runs out, the best partition so far serves and the
 * bound stays honest.
 *
 * Waves.  Calls that copy from one image never overlap: calls with the same source and a common row
 * are in different waves.  Among the partitions into the fewest calls one with the fewest waves is
 * searched for in the same way, and then, for that partition, sources and waves with the fewest
 * calls that are not from the declared source.
 *
 * Pure, and deterministic for the order of rows, columns and sources as given.
 */

/* Finds the calls.  `rows` must outlive *out, which is all in `arena`. */
void cover_solve(const struct cover_row *rows, size_t n_rows, const struct cover_limits *limits,
                 struct arena *arena, struct cover *out);

/* Chooses sources and waves with at most `waves` waves (at least out->waves): the fewest calls that
 * are not from the declared source of all their rows. */
void cover_assign(const struct cover_row *rows, int waves, struct cover *cover);

const char *cover_reason_text(enum cover_reason reason); /* one line for a person */
