/* SPDX-License-Identifier: MIT */
#include "reconcile/model/source.h"

#include "reconcile/base/str.h"
#include "reconcile/model/attribute.h"

#include <assert.h>
#include <string.h>

/* ---- open writes ---- */

/* Does anything show that the write may have made? */
static bool shows(const struct world *world, size_t tenant, const struct journal_target *target)
{
    const struct snapshot *snapshot = world_find(world, tenant, target->region);
    size_t n = 0, i;
    const struct image *images =
        snapshot == NULL ? NULL : snapshot_named(snapshot, target->name, &n);

    for (i = 0; i < n; i++)
        if (!str_among(target->before, target->n_before, images[i].id))
            return true;
    return false;
}

static size_t open_writes(const struct diff_input *input, size_t tenant, const char *name,
                          const char *region, bool shown)
{
    const char *identity = input->desired->accounts[tenant].identity;
    size_t i, j, count = 0;

    for (i = 0; i < input->n_open; i++) {
        const struct journal_intent *intent = &input->open[i];

        if (!str_equal(intent->identity, identity))
            continue;
        for (j = 0; j < intent->n_targets; j++) {
            const struct journal_target *target = &intent->targets[j];

            if (strcmp(target->region, region) == 0 &&
                (name == NULL || strcmp(target->name, name) == 0))
                count += shows(input->world, tenant, target) == shown;
        }
    }
    return count;
}

size_t source_open_writes(const struct diff_input *input, size_t tenant, const char *name,
                          const char *region)
{
    return open_writes(input, tenant, name, region, false);
}

/* ---- the original ---- */

bool source_is_copied_from(const struct diff_input *input, const struct wanted *wanted,
                           const struct image *namesakes, size_t n)
{
    size_t tenant = input->desired->accounts[wanted->account].tenant;

    return n == 1 && namesakes->state == IMAGE_SYNCING &&
           open_writes(input, tenant, wanted->name, wanted->from_region, true) == 0;
}

static void refuse(struct original *out, enum original_state state, enum reason reason,
                   const char *detail)
{
    out->state = state;
    out->denial = (struct denial){reason, detail};
}

static const char *usable_ids(const struct image *images, size_t n, struct arena *arena)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < n; i++)
        if (image_is_usable(&images[i]))
            text = arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : ", ", images[i].id);
    return text;
}

/* It is known which image is meant: can it serve? */
static void take(const struct wanted *wanted, const struct image *image, bool usable,
                 struct arena *arena, struct original *out)
{
    out->image = image;
    if (usable)
        out->state = ORIGINAL_FOUND;
    else if (image_is_arriving(image))
        out->state = ORIGINAL_UNREADY;
    else
        refuse(out, ORIGINAL_UNUSABLE, REASON_SOURCE_UNUSABLE,
               arena_printf(arena, "%s in %s is %s", image->id, wanted->from_region,
                            image->state_text));
}

static void find_by_name(const struct diff_input *input, const struct wanted *wanted,
                         const struct snapshot *snapshot, struct arena *arena, struct original *out)
{
    const struct image *usable = NULL, *arriving = NULL;
    size_t n = 0, n_usable = 0, i;
    const struct image *images = snapshot_named(snapshot, wanted->name, &n);

    for (i = 0; i < n; i++) {
        if (image_is_usable(&images[i]) || source_is_copied_from(input, wanted, images, n)) {
            usable = &images[i];
            n_usable++;
        }
        if (image_is_arriving(&images[i]))
            arriving = &images[i];
    }
    if (n == 0)
        refuse(out, ORIGINAL_MISSING, REASON_SOURCE_MISSING,
               arena_printf(arena, "no image in %s is named so", wanted->from_region));
    else if (n_usable > 1)
        refuse(out, ORIGINAL_AMBIGUOUS, REASON_SOURCE_AMBIGUOUS,
               arena_printf(arena, "%zu images in %s are named so (%s): say which by from: {id: …}",
                            n_usable, wanted->from_region, usable_ids(images, n, arena)));
    else if (usable != NULL)
        take(wanted, usable, true, arena, out);
    else
        take(wanted, arriving != NULL ? arriving : images, false, arena, out);
}

static void find_by_id(const struct wanted *wanted, const struct snapshot *snapshot,
                       struct arena *arena, struct original *out)
{
    const struct image *image = snapshot_with_id(snapshot, wanted->from_id);

    if (image == NULL)
        refuse(out, ORIGINAL_MISSING, REASON_SOURCE_MISSING,
               arena_printf(arena, "there is no %s in %s", wanted->from_id, wanted->from_region));
    else
        take(wanted, image, image_is_usable(image) || image->state == IMAGE_SYNCING, arena, out);
}

void source_find_original(const struct diff_input *input, const struct wanted *wanted,
                          struct arena *arena, struct original *out)
{
    size_t tenant = input->desired->accounts[wanted->account].tenant;
    const struct snapshot *snapshot = world_find(input->world, tenant, wanted->from_region);

    assert(wanted->account < input->desired->n_accounts);
    *out = (struct original){ORIGINAL_UNREAD, NULL, {REASON_NONE, NULL}};
    if (snapshot == NULL || !snapshot->complete)
        return;
    if (wanted->from_id != NULL)
        find_by_id(wanted, snapshot, arena, out);
    else
        find_by_name(input, wanted, snapshot, arena, out);
}

/* ---- the list ---- */

/* The cells of an image lie side by side, since cells are sorted by account and image name. */
static struct cell *cells_of(const struct desired *desired, const struct cells *cells, size_t image,
                             size_t *n)
{
    const struct wanted *wanted = &desired->images[image];
    const char *account = desired->accounts[wanted->account].name;
    size_t low = 0, high = cells->nr, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct cell *cell = &cells->items[middle];
        int order =
            cell->image == SIZE_MAX ? 1 : strcmp(desired->accounts[cell->account].name, account);

        if (order == 0)
            order = strcmp(cell->name, wanted->name);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < cells->nr && cells->items[end].image == image; end++)
        ;
    *n = end - low;
    return cells->items + low;
}

static const struct image *healthy_image(const struct cell *cell)
{
    size_t i;

    if (cell->verdict != VERDICT_IN_SYNC)
        return NULL;
    for (i = 0; i < cell->n_images; i++)
        if (image_is_usable(cell->images[i]))
            return cell->images[i];
    return NULL;
}

/* Images without a creation time count as the youngest: nothing says that they are old. */
static int64_t age_key(const struct image *image)
{
    return image->created == 0 ? INT64_MAX : image->created;
}

const struct cell *source_oldest_copy(const struct desired *desired, const struct cells *cells,
                                      size_t image)
{
    const struct cell *oldest = NULL;
    size_t n, i;
    struct cell *own = cells_of(desired, cells, image, &n);

    assert(image < desired->n_images);
    for (i = 0; i < n; i++) {
        const struct image *copy = healthy_image(&own[i]);

        if (copy != NULL && (oldest == NULL || age_key(copy) < age_key(healthy_image(oldest))))
            oldest = &own[i];
    }
    return oldest;
}

/* Adds a source if no rule forbids it; remembers the first rule that did. */
static void offer(const struct diff_input *input, const struct wanted *wanted,
                  struct diff_source source, struct arena *arena, struct source_list *out)
{
    const struct account *account = &input->desired->accounts[wanted->account];
    struct denial denial = rules_region(input->desired, account->tenant, source.region, arena);

    if (denial.reason == REASON_NONE)
        denial = rules_source(account->caps, source.image, wanted->name, arena);
    if (denial.reason != REASON_NONE) {
        if (out->denial.reason == REASON_NONE)
            out->denial = denial;
        return;
    }
    source.id = source.image->id;
    source.ready = source.image->state == IMAGE_READY;
    ARENA_GROW(arena, out->items, out->nr, out->cap);
    out->items[out->nr++] = source;
}

/* An original that is not as `expect` says would only make copies that differ. */
static bool is_as_expected(const struct diff_input *input, const struct wanted *wanted,
                           const struct image *image, struct arena *arena, struct denial *denial)
{
    const struct account *account = &input->desired->accounts[wanted->account];
    struct difference_list differences = {NULL, 0, 0};

    attribute_check_expect(account->caps, &wanted->expect, image, arena, &differences);
    if (differences.nr == 0)
        return true;
    *denial =
        (struct denial){REASON_SOURCE_UNUSABLE,
                        arena_printf(arena, "the source %s is not as expected: %s is %s, not %s",
                                     image->id, differences.items[0].attribute,
                                     differences.items[0].observed, differences.items[0].expected)};
    return false;
}

static void offer_original(const struct diff_input *input, const struct wanted *wanted,
                           const struct original *original, struct arena *arena,
                           struct source_list *out)
{
    const struct account *account = &input->desired->accounts[wanted->account];

    if (original->state == ORIGINAL_FOUND &&
        !is_as_expected(input, wanted, original->image, arena, &out->denial))
        return;
    offer(input, wanted,
          (struct diff_source){
              .region = wanted->from_region,
              .image = original->image,
              .address =
                  arena_printf(arena, "%s/%s@%s", account->name, wanted->name, wanted->from_region),
              .declared = true,
          },
          arena, out);
}

static void offer_copies(const struct diff_input *input, const struct cells *cells, size_t image,
                         const struct original *original, struct arena *arena,
                         struct source_list *out)
{
    const struct wanted *wanted = &input->desired->images[image];
    const struct cell *oldest = source_oldest_copy(input->desired, cells, image);
    const struct image *measure;
    size_t n, i;
    struct cell *own = cells_of(input->desired, cells, image, &n);

    if (oldest == NULL)
        return;
    measure = original->state == ORIGINAL_FOUND ? original->image : healthy_image(oldest);
    for (i = 0; i < n; i++) {
        const struct image *copy = healthy_image(&own[i]);

        if (copy == NULL || copy == original->image || !attribute_equal(measure, copy))
            continue;
        offer(input, wanted,
              (struct diff_source){.region = own[i].region,
                                   .image = copy,
                                   .address = own[i].address},
              arena, out);
    }
}

void source_list_make(const struct diff_input *input, const struct cells *cells, size_t image,
                      struct arena *arena, struct source_list *out)
{
    const struct wanted *wanted = &input->desired->images[image];
    struct original original;

    assert(image < input->desired->n_images);
    source_find_original(input, wanted, arena, &original);
    *out = (struct source_list){NULL, 0, 0, original.denial};
    if (original.state == ORIGINAL_FOUND || original.state == ORIGINAL_UNREADY)
        offer_original(input, wanted, &original, arena, out);
    if (original.state == ORIGINAL_FOUND || original.state == ORIGINAL_MISSING ||
        original.state == ORIGINAL_UNUSABLE)
        offer_copies(input, cells, image, &original, arena, out);
}
