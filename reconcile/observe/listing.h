/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/world.h"

/*
 * One listing of a region: pages go in, item type by item type, and a verdict comes out.  No
 * requests, no repeats: reader.h drives it.
 *
 * What it holds against a page: the total of an item type moved between its pages, a cursor came
 * back, or the pages never end; and at the end of an item type, that its distinct ids are not as
 * many as its total (without a total: that an id came twice).  Each means that something changed
 * while the pages were read, so that an image may have slipped between two of them.
 */

struct listing {
    struct arena arena; /* all that is kept of the pages; a snapshot takes it over */
    struct image *images;
    size_t nr, cap;
    const char **evidence; /* request ids */
    size_t n_evidence, cap_evidence;
    int64_t began_ms; /* when the first request left; the reader sets it */

    int kind;           /* item type being read */
    const char *cursor; /* of the page to ask for; NULL: the first of the kind */

    struct arena scratch; /* what only the reading needs: never grows beyond one listing */
    size_t kind_start;    /* index of the first image of this kind */
    bool first_page;      /* of this kind: nothing is known of its total yet */
    bool has_total;
    int64_t total;
    int64_t foreign; /* items of this kind that are no custom images, but in its total */
    int pages;       /* of all kinds */
    const char **cursors;
    size_t n_cursors, cap_cursors;
};

enum listing_step {
    LISTING_MORE,  /* ask for the page that `kind` and `cursor` say */
    LISTING_WHOLE, /* all item types are read, and they add up */
    LISTING_TORN,  /* it proves nothing: begin again */
};

void listing_begin(struct listing *listing); /* forgets all; a zeroed struct may be begun */
void listing_free(struct listing *listing);

/* Takes a page that arrived.  With LISTING_TORN *why is a static text. */
enum listing_step listing_take(struct listing *listing, int kinds, const struct port_result *page,
                               const char **why);

/* A request id that is evidence too, of a quota call or of a failure; NULL is none. */
void listing_evidence(struct listing *listing, const char *request_id);

/* Replaces a snapshot by what was read, and gives it the listing's arena: complete if `failure` is
 * NULL.  Of the quota it knows nothing. */
void listing_fill(struct listing *listing, const struct port_failure *failure,
                  struct snapshot *snapshot);
