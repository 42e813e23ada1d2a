/* SPDX-License-Identifier: MIT */
#include "reconcile/model/diff.h"

#include "reconcile/base/glob.h"
#include "reconcile/model/attribute.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * Two passes.  The first judges every cell by what is there; what it leaves as missing (or as one
 * failed copy that may be copied beside) wants a copy.  The second asks whether that copy is
 * possible, which needs the first pass over all cells of the image: healthy ones are sources.
 */

struct pass { /* one declared image under judgement */
    const struct diff_input *input;
    struct arena *arena;
    size_t image;
    const struct wanted *wanted;
    const struct account *account;
    struct original original;
};

/* ---- evidence ---- */

static const struct image *const *keep(struct arena *arena, const struct image *images, size_t n)
{
    const struct image **kept = arena_array(arena, n, sizeof *kept);
    size_t i;

    for (i = 0; i < n; i++)
        kept[i] = &images[i];
    return kept;
}

static void set_evidence(struct cell *cell, const struct snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    cell->read_at_ms = snapshot->read_at_ms;
    cell->evidence = snapshot->request_ids;
    cell->n_evidence = snapshot->n_request_ids;
    if (!snapshot->complete && snapshot->failure.class != PORT_FINE)
        cell->failure = &snapshot->failure;
}

/* ---- first pass: what is there ---- */

/* in_sync, unless the one usable image is not as it should be. */
static void judge_usable(const struct pass *pass, struct cell *cell, const struct image *image)
{
    const struct caps *caps = pass->account->caps;
    const struct image *source =
        pass->original.state == ORIGINAL_FOUND ? pass->original.image : NULL;
    struct difference_list differences = {NULL, 0, 0};

    attribute_check_expect(caps, &pass->wanted->expect, image, pass->arena, &differences);
    if (source != NULL && source != image) {
        attribute_check_source(caps, source, image, pass->arena, &differences);
        if (attribute_check_age(source, image, pass->arena, &differences))
            cell->stale_from = arena_printf(pass->arena, "%s/%s@%s", pass->account->name,
                                            pass->wanted->name, pass->wanted->from_region);
    }
    cell->verdict = differences.nr > 0 ? VERDICT_DIFFERS : VERDICT_IN_SYNC;
    cell->differences = differences.items;
    cell->n_differences = differences.nr;
}

/* A source named by id may bear another name: its cell goes by the id (diff.h). */
static bool judge_by_id(const struct pass *pass, struct cell *cell)
{
    const struct image *image = pass->original.image;

    if (!cell->is_source || pass->wanted->from_id == NULL)
        return false;
    if (pass->original.state == ORIGINAL_FOUND)
        judge_usable(pass, cell, image);
    else if (pass->original.state == ORIGINAL_UNREADY)
        cell->verdict = VERDICT_IN_PROGRESS;
    else
        return false;
    cell->images = keep(pass->arena, image, 1);
    cell->n_images = 1;
    return true;
}

/* Nothing usable bears the name. */
static void judge_rest(const struct pass *pass, struct cell *cell, const struct image *images,
                       size_t n)
{
    const char *more;
    size_t failed = 0, i;

    for (i = 0; i < n; i++)
        failed += images[i].state == IMAGE_FAILED;
    if (failed < n) {
        cell->verdict = VERDICT_IN_PROGRESS;
    } else if (judge_by_id(pass, cell)) {
        return;
    } else if (source_open_writes(pass->input, cell->tenant, cell->name, cell->region) > 0) {
        cell->verdict = VERDICT_IN_PROGRESS;
        cell->detail = "a copy was asked for and does not show yet";
    } else if (n == 0) {
        cell->verdict = VERDICT_MISSING;
        cell->needs_copy = true;
    } else {
        cell->verdict = VERDICT_UNUSABLE;
        cell->needs_copy = pass->account->caps->names_repeat && n == 1;
        more = n == 1 ? "a failed copy holds the name: delete it, then apply again"
                      : "several failed copies are there: delete them, then apply again";
        cell->detail = cell->needs_copy ? NULL : more;
    }
}

static void judge_cell(const struct pass *pass, struct cell *cell)
{
    const struct snapshot *snapshot = world_find(pass->input->world, cell->tenant, cell->region);
    const struct image *images, *usable = NULL;
    size_t n = 0, n_usable = 0, i;

    set_evidence(cell, snapshot);
    if (snapshot == NULL || !snapshot->complete) {
        cell->verdict = VERDICT_UNKNOWN;
        cell->detail = "the region was not read completely";
        return;
    }
    images = snapshot_named(snapshot, cell->name, &n);
    cell->images = keep(pass->arena, images, n);
    cell->n_images = n;
    for (i = 0; i < n; i++) {
        if (!image_is_usable(&images[i]) &&
            !(cell->is_source && source_is_copied_from(pass->input, pass->wanted, images, n)))
            continue;
        usable = &images[i];
        n_usable++;
    }
    if (n_usable > 1) {
        cell->verdict = VERDICT_AMBIGUOUS;
        cell->detail = "several usable images bear the name: only one may";
    } else if (n_usable == 1) {
        judge_usable(pass, cell, usable);
    } else {
        judge_rest(pass, cell, images, n);
    }
}

/* ---- second pass: can it be copied? ---- */

static struct denial find_denial(const struct pass *pass, const struct cell *cell,
                                 const struct source_list *sources)
{
    const struct desired *desired = pass->input->desired;
    const char *problem = rules_name_problem(&pass->account->caps->name, cell->name, pass->arena);
    struct denial denial, border = {REASON_NONE, NULL};
    size_t i;

    if (problem != NULL)
        return (struct denial){REASON_NAME_INVALID,
                               arena_printf(pass->arena, "the name %s", problem)};
    denial = rules_region(desired, cell->tenant, cell->region, pass->arena);
    if (denial.reason != REASON_NONE)
        return denial;
    if (sources->nr == 0)
        return sources->denial;
    for (i = 0; i < sources->nr; i++) {
        denial = rules_border(desired, cell->tenant, sources->items[i].region, cell->region,
                              pass->arena);
        if (denial.reason == REASON_NONE)
            return denial;
        if (i == 0)
            border = denial;
    }
    return border;
}

static void decide_copy(const struct pass *pass, struct cell *cell,
                        const struct source_list *sources)
{
    struct denial denial;

    if (pass->original.state == ORIGINAL_UNREAD) {
        cell->verdict = VERDICT_UNKNOWN;
        cell->needs_copy = false;
        cell->detail = arena_printf(pass->arena,
                                    "it needs a copy, and its source region %s was "
                                    "not read completely",
                                    pass->wanted->from_region);
        return;
    }
    denial = find_denial(pass, cell, sources);
    if (cell->is_source) { /* a copy would be younger than its elders: all of them would differ */
        denial = pass->original.denial;
        denial.detail =
            arena_printf(pass->arena, "the original is not restored from its copies: %s",
                         denial.detail);
    }
    if (denial.reason == REASON_NONE)
        return;
    cell->needs_copy = false;
    cell->detail = denial.detail;
    if (cell->verdict == VERDICT_UNUSABLE)
        return; /* no blocked reason replaces it */
    cell->verdict = VERDICT_BLOCKED;
    cell->reason = denial.reason;
}

/* ---- notices ---- */

/* The original is no more, copies serve: which one should be called the original from now on. */
static void notice_lost_original(const struct pass *pass, struct diff_output *out)
{
    const struct cell *oldest = source_oldest_copy(pass->input->desired, &out->cells, pass->image);
    const struct wanted *wanted = pass->wanted;
    bool gone = pass->original.state == ORIGINAL_MISSING;

    if (oldest == NULL || (!gone && pass->original.state != ORIGINAL_UNUSABLE))
        return;
    ARENA_GROW(pass->arena, out->notices, out->n_notices, out->cap_notices);
    out->notices[out->n_notices++] = (struct diff_notice){
        .code = gone ? "W201" : "W202",
        .text = arena_printf(pass->arena,
                             "the original of \"%s/%s\" in %s is %s, healthy copies serve in its "
                             "place: say from: %s, where the oldest of them is",
                             pass->account->name, wanted->name, wanted->from_region,
                             gone ? "gone" : "unusable", oldest->region),
        .origin = wanted->from_origin,
    };
}

/* ---- extra ---- */

/* A declared cell or source of the same cloud account, under whichever name of the account. */
static bool is_declared(const struct desired *desired, size_t tenant, const char *region,
                        const struct image *image)
{
    size_t i, j;

    for (i = 0; i < desired->n_images; i++) {
        const struct wanted *wanted = &desired->images[i];

        if (desired->accounts[wanted->account].tenant != tenant)
            continue;
        if (strcmp(wanted->from_region, region) == 0 &&
            (wanted->from_id != NULL ? strcmp(wanted->from_id, image->id) == 0
                                     : strcmp(wanted->name, image->name) == 0))
            return true;
        if (strcmp(wanted->name, image->name) != 0)
            continue;
        for (j = 0; j < wanted->n_targets; j++)
            if (strcmp(wanted->targets[j].region, region) == 0)
                return true;
    }
    return false;
}

/* The account that watches a name: the first by name, since their order is no one's choice. */
static size_t find_watcher(const struct desired *desired, size_t tenant, const char *name)
{
    size_t found = SIZE_MAX, i, j;

    for (i = 0; i < desired->n_accounts; i++) {
        const struct account *account = &desired->accounts[i];

        if (account->tenant != tenant ||
            (found != SIZE_MAX && strcmp(desired->accounts[found].name, account->name) < 0))
            continue;
        for (j = 0; j < account->n_watch; j++) {
            if (glob_match(account->watch[j], name)) {
                found = i;
                break;
            }
        }
    }
    return found;
}

/*
 * A selection speaks of cells, and an undeclared image is none: it counts as selected where nothing
 * was left out, and else in the regions of the selected cells.
 */
static bool is_selected(const struct desired *desired, size_t tenant, const char *region)
{
    bool all = true;
    size_t i, j;

    for (i = 0; i < desired->n_images; i++) {
        const struct wanted *wanted = &desired->images[i];

        for (j = 0; j < wanted->n_targets; j++) {
            if (!wanted->targets[j].selected)
                all = false;
            else if (desired->accounts[wanted->account].tenant == tenant &&
                     strcmp(wanted->targets[j].region, region) == 0)
                return true;
        }
    }
    return all;
}

static void add_extra(const struct diff_input *input, const struct snapshot *snapshot,
                      const struct image *images, size_t n, bool selected, struct arena *arena,
                      struct cells *cells)
{
    size_t watcher = find_watcher(input->desired, snapshot->tenant, images->name), i, kept = 0;
    const struct image **undeclared;
    struct cell cell;

    if (watcher == SIZE_MAX)
        return;
    undeclared = arena_array(arena, n, sizeof *undeclared);
    for (i = 0; i < n; i++)
        if (!is_declared(input->desired, snapshot->tenant, snapshot->region, &images[i]))
            undeclared[kept++] = &images[i];
    if (kept == 0)
        return;
    cell = (struct cell){
        .address = arena_printf(arena, "%s/%s@%s", input->desired->accounts[watcher].name,
                                images->name, snapshot->region),
        .account = watcher,
        .tenant = snapshot->tenant,
        .image = SIZE_MAX,
        .name = images->name,
        .region = snapshot->region,
        .selected = selected,
        .verdict = VERDICT_EXTRA,
        .images = undeclared,
        .n_images = kept,
        .call = CELL_NO_CALL,
    };
    set_evidence(&cell, snapshot);
    ARENA_GROW(arena, cells->items, cells->nr, cells->cap);
    cells->items[cells->nr++] = cell;
}

static void add_extras(const struct diff_input *input, struct arena *arena, struct cells *cells)
{
    size_t i, at, n;

    for (i = 0; i < input->world->nr; i++) {
        const struct snapshot *snapshot = input->world->snapshots[i];
        bool selected;

        if (!snapshot->complete)
            continue;
        selected = is_selected(input->desired, snapshot->tenant, snapshot->region);
        for (at = 0; at < snapshot->n_images; at += n) {
            const struct image *images = snapshot_named(snapshot, snapshot->images[at].name, &n);

            add_extra(input, snapshot, images, n, selected, arena, cells);
        }
    }
}

/* ---- all of it ---- */

struct keyed { /* qsort has no context argument in C11, so the key travels along */
    const char *account;
    struct cell cell;
};

/* By account, image name, region in bytes; `extra` after the declared ones. */
static int compare_cells(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    bool extra_x = x->cell.image == SIZE_MAX, extra_y = y->cell.image == SIZE_MAX;
    int order;

    if (extra_x != extra_y)
        return extra_x ? 1 : -1;
    order = strcmp(x->account, y->account);
    if (order == 0)
        order = strcmp(x->cell.name, y->cell.name);
    if (order == 0)
        order = strcmp(x->cell.region, y->cell.region);
    return order;
}

static void sort_cells(const struct desired *desired, struct cells *cells, struct arena *arena)
{
    struct keyed *keyed = arena_array(arena, cells->nr, sizeof *keyed);
    size_t i;

    for (i = 0; i < cells->nr; i++)
        keyed[i] = (struct keyed){desired->accounts[cells->items[i].account].name, cells->items[i]};
    qsort(keyed, cells->nr, sizeof *keyed, compare_cells);
    for (i = 0; i < cells->nr; i++)
        cells->items[i] = keyed[i].cell;
}

static void judge_image(const struct pass *pass, struct cells *cells)
{
    size_t i;

    for (i = 0; i < pass->wanted->n_targets; i++) {
        const struct target *target = &pass->wanted->targets[i];
        struct cell cell = {
            .address = arena_printf(pass->arena, "%s/%s@%s", pass->account->name,
                                    pass->wanted->name, target->region),
            .account = pass->wanted->account,
            .tenant = pass->account->tenant,
            .image = pass->image,
            .name = pass->wanted->name,
            .region = target->region,
            .origin = target->origin,
            .selected = target->selected,
            .is_source = strcmp(target->region, pass->wanted->from_region) == 0,
            .call = CELL_NO_CALL,
        };

        judge_cell(pass, &cell);
        ARENA_GROW(pass->arena, cells->items, cells->nr, cells->cap);
        cells->items[cells->nr++] = cell;
    }
}

static void start_pass(const struct diff_input *input, size_t image, struct arena *arena,
                       struct pass *out)
{
    *out = (struct pass){.input = input, .arena = arena, .image = image};
    out->wanted = &input->desired->images[image];
    out->account = &input->desired->accounts[out->wanted->account];
    source_find_original(input, out->wanted, arena, &out->original);
}

void diff(const struct diff_input *input, struct arena *arena, struct diff_output *out)
{
    struct pass pass;
    size_t i, end;

    assert(input->desired != NULL && input->world != NULL);
    assert(input->n_open == 0 || input->open != NULL);
    *out = (struct diff_output){.cells = {NULL, 0, 0}};
    for (i = 0; i < input->desired->n_images; i++) {
        start_pass(input, i, arena, &pass);
        judge_image(&pass, &out->cells);
    }
    sort_cells(input->desired, &out->cells, arena);
    for (i = 0; i < out->cells.nr; i = end) {
        struct source_list sources;
        bool selected = false;

        start_pass(input, out->cells.items[i].image, arena, &pass);
        source_list_make(input, &out->cells, pass.image, arena, &sources);
        for (end = i; end < out->cells.nr && out->cells.items[end].image == pass.image; end++) {
            selected |= out->cells.items[end].selected;
            if (out->cells.items[end].needs_copy)
                decide_copy(&pass, &out->cells.items[end], &sources);
        }
        if (selected)
            notice_lost_original(&pass, out);
    }
    add_extras(input, arena, &out->cells);
    sort_cells(input->desired, &out->cells, arena);
}

void diff_regions(const struct desired *desired, struct world *world)
{
    size_t i, j;

    assert(desired != NULL && world != NULL);
    for (i = 0; i < desired->n_images; i++) {
        const struct wanted *wanted = &desired->images[i];
        size_t tenant = desired->accounts[wanted->account].tenant;
        bool selected = false;

        for (j = 0; j < wanted->n_targets; j++)
            selected |= wanted->targets[j].selected;
        if (!selected)
            continue;
        world_ensure(world, tenant, wanted->from_region);
        for (j = 0; j < wanted->n_targets; j++)
            world_ensure(world, tenant, wanted->targets[j].region);
    }
}
