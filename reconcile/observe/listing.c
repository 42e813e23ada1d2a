/* SPDX-License-Identifier: MIT */
#include "reconcile/observe/listing.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAGES_MAX = 2000, /* no region holds that many: the pages go in circles */
    IMAGES_MAX = 1 << 18,
    EVIDENCE_MAX = 64,
};

void listing_free(struct listing *listing)
{
    arena_free(&listing->arena);
    arena_free(&listing->scratch);
}

void listing_begin(struct listing *listing)
{
    struct arena scratch = listing->scratch;

    arena_free(&listing->arena);
    arena_reset(&scratch);
    *listing = (struct listing){.scratch = scratch, .first_page = true};
}

static void keep_image(struct listing *listing, const struct image *image)
{
    struct image copy = *image;

    copy.id = arena_strdup(&listing->arena, image->id);
    copy.name = arena_strdup(&listing->arena, image->name);
    copy.state_text = arena_strdup(&listing->arena, image->state_text);
    ARENA_GROW(&listing->arena, listing->images, listing->nr, listing->cap);
    listing->images[listing->nr++] = copy;
}

void listing_evidence(struct listing *listing, const char *request_id)
{
    if (request_id == NULL || listing->n_evidence == EVIDENCE_MAX)
        return;
    ARENA_GROW(&listing->arena, listing->evidence, listing->n_evidence, listing->cap_evidence);
    listing->evidence[listing->n_evidence++] = arena_strdup(&listing->arena, request_id);
}

/* By id; of one that was received twice, the earlier first. */
static int by_id(const void *a, const void *b)
{
    const struct image *const *x = a, *const *y = b;
    int order = strcmp((*x)->id, (*y)->id);

    return order != 0 ? order : (*x > *y) - (*x < *y);
}

static int by_name(const void *a, const void *b)
{
    return image_compare(a, b);
}

/* The images from `start` on, sorted by id, in scratch. */
static const struct image **sorted_by_id(struct listing *listing, size_t start)
{
    size_t n = listing->nr - start, i;
    const struct image **sorted = arena_array(&listing->scratch, n + 1, sizeof *sorted);

    for (i = 0; i < n; i++)
        sorted[i] = &listing->images[start + i];
    qsort(sorted, n, sizeof *sorted, by_id);
    return sorted;
}

static size_t count_distinct(struct listing *listing, size_t start)
{
    const struct image **sorted = sorted_by_id(listing, start);
    size_t distinct = 0, i;

    for (i = 0; i < listing->nr - start; i++)
        distinct += i == 0 || strcmp(sorted[i]->id, sorted[i - 1]->id) != 0;
    return distinct;
}

/* The distinct images, sorted as snapshots want them, in the listing's arena. */
static struct image *distinct_images(struct listing *listing, size_t *n)
{
    const struct image **sorted = sorted_by_id(listing, 0);
    struct image *images = arena_array(&listing->arena, listing->nr + 1, sizeof *images);
    size_t i;

    *n = 0;
    for (i = 0; i < listing->nr; i++) /* of one that came twice the younger word holds */
        if (i + 1 == listing->nr || strcmp(sorted[i]->id, sorted[i + 1]->id) != 0)
            images[(*n)++] = *sorted[i];
    qsort(images, *n, sizeof *images, by_name);
    return images;
}

static bool total_moved(const struct listing *listing, const struct port_result *page)
{
    if (listing->first_page)
        return false;
    return listing->has_total != page->has_total ||
           (page->has_total && listing->total != page->total);
}

static enum listing_step next_page(struct listing *listing, const char *cursor, const char **why)
{
    /* A cursor that was there before would be followed for ever. */
    if (++listing->pages >= PAGES_MAX || listing->nr > IMAGES_MAX ||
        str_among(listing->cursors, listing->n_cursors, cursor)) {
        *why = "the listing's pages never end";
        return LISTING_TORN;
    }
    ARENA_GROW(&listing->scratch, listing->cursors, listing->n_cursors, listing->cap_cursors);
    listing->cursor = arena_strdup(&listing->scratch, cursor);
    listing->cursors[listing->n_cursors++] = listing->cursor;
    return LISTING_MORE;
}

static enum listing_step next_kind(struct listing *listing, int kinds, const char **why)
{
    size_t received = listing->nr - listing->kind_start;
    size_t distinct = count_distinct(listing, listing->kind_start);

    if (listing->has_total ? (int64_t)distinct + listing->foreign != listing->total
                           : distinct != received) {
        *why = listing->has_total ? "the listing does not add up to its total"
                                  : "the listing shows an image twice";
        return LISTING_TORN;
    }
    if (++listing->kind >= kinds)
        return LISTING_WHOLE;
    listing->kind_start = listing->nr;
    listing->foreign = 0;
    listing->first_page = true;
    listing->n_cursors = 0;
    listing->cursor = NULL;
    return LISTING_MORE;
}

enum listing_step listing_take(struct listing *listing, int kinds, const struct port_result *page,
                               const char **why)
{
    size_t i;

    assert(kinds > 0 && listing->kind < kinds);
    listing_evidence(listing, page->request_id);
    if (total_moved(listing, page)) {
        *why = "the listing's total moved while it was read";
        return LISTING_TORN;
    }
    listing->first_page = false;
    listing->has_total = page->has_total;
    listing->total = page->total;
    listing->foreign += (int64_t)page->n_foreign;
    for (i = 0; i < page->n_images; i++)
        keep_image(listing, &page->images[i]);
    if (page->cursor != NULL)
        return next_page(listing, page->cursor, why);
    return next_kind(listing, kinds, why);
}

void listing_fill(struct listing *listing, const struct port_failure *failure,
                  struct snapshot *snapshot)
{
    struct port_failure kept = {0};
    char *region = snapshot->region;
    size_t tenant = snapshot->tenant;

    assert(failure == NULL || failure->class != PORT_FINE);
    if (failure != NULL) { /* it may lie in what is given back next */
        const char *message = failure->message == NULL ? "no message" : failure->message;

        kept = *failure;
        kept.code = arena_strdup(&listing->arena, failure->code);
        kept.message = arena_strdup(&listing->arena, message);
    }
    arena_free(&snapshot->arena);
    *snapshot = (struct snapshot){.tenant = tenant,
                                  .region = region,
                                  .complete = failure == NULL,
                                  .failure = kept,
                                  .quota_total = -1,
                                  .quota_free = -1};
    if (snapshot->complete) {
        snapshot->images = distinct_images(listing, &snapshot->n_images);
        snapshot->read_at_ms = listing->began_ms;
    }
    snapshot->request_ids = listing->evidence;
    snapshot->n_request_ids = listing->n_evidence;
    snapshot->arena = listing->arena;
    listing->arena = ARENA_INIT;
}
