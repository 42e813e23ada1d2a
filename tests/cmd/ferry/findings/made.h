/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"

/*
 * Findings made by hand, for tests of what is printed from them.  Everything lives in the arena of
 * the `made`, tables have room for MADE_MAX entries and never move.
 */

enum { MADE_MAX = 64 };

struct made {
    struct arena arena;
    struct diff_output diffed;
    struct plan plan;
    struct engine_report done; /* of runs with an engine: made_done() */
    struct findings findings;  /* points to the above */
};

extern const struct caps *const made_caps[]; /* three providers, NULL-terminated */

void made_init(struct made *made, enum findings_kind kind);
void made_free(struct made *made);

/* Says that an engine made so many copy requests: its calls are those of the plan. */
void made_done(struct made *made, int calls_made);

/* All return an index into desired, or a pointer that stays valid. */
size_t made_account(struct made *made, const char *name, const char *provider);
size_t made_image(struct made *made, size_t account, const char *name, const char *from);

/* Adds a region to the image's `to` and its cell to the cells. */
struct cell *made_cell(struct made *made, size_t image, const char *region, enum verdict verdict);
struct cell *made_extra(struct made *made, size_t account, const char *name, const char *region);

/* Gives a cell an image of that id. */
struct image *made_there(struct made *made, struct cell *cell, const char *id,
                         enum image_state state, const char *word);

/* A call for the cells given, ended by NULL: all of one account; their images × regions. */
struct plan_call *made_call(struct made *made, const char *source_id, struct cell *cell, ...);
