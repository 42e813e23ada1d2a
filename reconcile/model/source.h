/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/cell.h"
#include "reconcile/model/intent.h"
#include "reconcile/model/rules.h"

/*
 * Where an image can be copied from.
 *
 * The declared original first, then in_sync cells of the same declared image whose attributes equal
 * it.  If the original is gone or unusable, the oldest healthy copy takes its place as the measure.
 * An ambiguous original blocks: any choice would be a guess.  While the original is still being
 * made nobody knows its attributes, so no copy can be said to equal it, and it is waited for.
 */

struct diff_input {
    const struct desired *desired;
    const struct world *world;
    const struct journal_intent *open; /* unsettled writes of this or an earlier run */
    size_t n_open;
};

enum original_state {
    ORIGINAL_UNREAD,    /* its region was not read completely */
    ORIGINAL_MISSING,   /* nothing there bears the name or id */
    ORIGINAL_AMBIGUOUS, /* several usable images bear the name */
    ORIGINAL_UNUSABLE,  /* failed, leaving, or in a state that we do not know */
    ORIGINAL_UNREADY,   /* being created or imported */
    ORIGINAL_FOUND,     /* usable; copying waits while it is busy */
};

struct original {
    enum original_state state;
    const struct image *image; /* FOUND, UNREADY; one of those meant with UNUSABLE; else NULL */
    struct denial denial;      /* MISSING, AMBIGUOUS, UNUSABLE: as a blocked cell says it */
};

/* Finds the declared original of an image. */
void source_find_original(const struct diff_input *input, const struct wanted *wanted,
                          struct arena *arena, struct original *out);

/* True if the image, in the declared source's region, is the source being copied from rather than a
 * copy arriving (diff.h). */
bool source_is_copied_from(const struct diff_input *input, const struct wanted *wanted,
                           const struct image *namesakes, size_t n);

/* The healthy copies of an image among its judged cells: usable, alone, in_sync; the oldest is the
 * one created first, then the least region.  NULL if there is none. */
const struct cell *source_oldest_copy(const struct desired *desired, const struct cells *cells,
                                      size_t image);

/* Where an image can be copied from now. */
struct diff_source {
    const char *region, *id;
    const struct image *image; /* in the world's snapshot */
    const char *address; /* of its cell, or "account/image@region" of an undeclared source region */
    bool declared;       /* it is the declared original */
    bool ready;          /* not busy: a copy can start at once */
};

struct source_list {
    struct diff_source *items;
    size_t nr, cap;
    struct denial denial; /* why there is none */
};

/* The usable sources of desired->images[image], whose cells are judged: the declared one first,
 * then by region. */
void source_list_make(const struct diff_input *input, const struct cells *cells, size_t image,
                      struct arena *arena, struct source_list *out);

/* The number of open writes on a cell of which nothing shows yet; on the whole region where `name`
 * is NULL. */
size_t source_open_writes(const struct diff_input *input, size_t tenant, const char *name,
                          const char *region);
