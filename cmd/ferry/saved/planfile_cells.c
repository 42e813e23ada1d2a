/* SPDX-License-Identifier: MIT */
/* The cells of a saved plan: what a reader is shown, and which cells `apply` is to look after. */
#include "cmd/ferry/saved/planfile_parts.h"

#include <string.h>

static enum verdict parse_verdict(const char *name, struct planfile_reading *in)
{
    int i;

    for (i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(verdict_name((enum verdict)i), name) == 0)
            return (enum verdict)i;
    planfile_refuse(in, "unknown verdict", name);
    return (enum verdict)0;
}

/* What is there: its ids, and for showing what else the plan says of it. */
static void read_images(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    struct json ids = json_array(object, "ids", in->err), item;
    struct json more = json_array_maybe(object, "images", in->err), said = json_first(&more);
    const struct image **list = arena_array(in->arena, json_count(&ids), sizeof *list);
    enum image_state state = cell->verdict == VERDICT_UNUSABLE      ? IMAGE_FAILED
                             : cell->verdict == VERDICT_IN_PROGRESS ? IMAGE_SYNCING
                                                                    : IMAGE_READY;
    int64_t progress = json_int_or(object, "progress", -1, in->err);

    for (item = json_first(&ids); item.node != NULL; item = json_next(&item)) {
        struct image *image = arena_alloc(in->arena, sizeof *image);

        *image = (struct image){.id = json_as_string(&item, in->err),
                                .name = cell->name,
                                .state = state,
                                .progress = progress >= 0 && progress <= 100 ? (int)progress : -1};
        if (said.node != NULL) {
            image->state_text = planfile_maybe(&said, "state", in);
            image->created = planfile_seconds(&said, "created", in);
            image->size_gib = json_int_or(&said, "size_gib", 0, in->err);
            said = json_next(&said);
        }
        list[cell->n_images++] = image;
    }
    cell->images = list;
}

static void read_differences(const struct json *object, struct cell *cell,
                             struct planfile_reading *in)
{
    struct json differences = json_array_maybe(object, "differences", in->err), item;
    struct difference *list = arena_array(in->arena, json_count(&differences), sizeof *list);

    for (item = json_first(&differences); item.node != NULL; item = json_next(&item))
        list[cell->n_differences++] =
            (struct difference){.attribute = json_string(&item, "attribute", in->err),
                                .expected = json_string(&item, "expected", in->err),
                                .observed = json_string(&item, "observed", in->err),
                                .from_expect = json_bool(&item, "declared", in->err)};
    cell->differences = list;
    cell->stale_from = planfile_maybe(object, "older_than", in);
}

static void read_reason(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    const char *reason = planfile_maybe(object, "reason", in);

    if (reason == NULL)
        return;
    if (cell->verdict == VERDICT_BLOCKED && !reason_parse(reason, &cell->reason))
        planfile_refuse(in, "unknown reason", reason);
    cell->stuck = cell->verdict == VERDICT_IN_PROGRESS && strcmp(reason, "stuck") == 0;
}

/* Selects the region in the `to` of desired->images[image]: false if it is not there, or taken. */
static bool select_target(struct cell *cell, size_t image, struct planfile_reading *in)
{
    const struct wanted *wanted = &in->desired->images[image];
    struct target *targets = in->targets[image];
    size_t i;

    for (i = 0; i < wanted->n_targets; i++) {
        if (strcmp(targets[i].region, cell->region) != 0 || targets[i].selected)
            continue;
        targets[i].selected = true;
        targets[i].origin = cell->origin;
        cell->image = image;
        cell->is_source = strcmp(wanted->from_region, cell->region) == 0;
        return true;
    }
    return false;
}

static void place(struct cell *cell, const struct json *object, struct planfile_reading *in)
{
    const struct desired *desired = in->desired;
    size_t i;

    cell->image = SIZE_MAX;
    cell->account = planfile_account(object, in);
    if (in->err->code != ERR_NONE)
        return;
    cell->tenant = desired->accounts[cell->account].tenant;
    if (cell->verdict == VERDICT_EXTRA)
        return;
    for (i = 0; i < desired->n_images; i++)
        if (desired->images[i].account == cell->account &&
            strcmp(desired->images[i].name, cell->name) == 0 && select_target(cell, i, in))
            return;
    err_set(in->err, ERR_DATA, "cell '%s' is not among the images, or there twice", cell->address);
}

static void read_cell(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    const char *verdict = json_string(object, "verdict", in->err);
    struct json error = json_object_maybe(object, "error", in->err);

    cell->address = json_string(object, "address", in->err);
    cell->name = json_string(object, "image", in->err);
    cell->region = json_string(object, "region", in->err);
    cell->selected = true;
    cell->verdict = parse_verdict(verdict, in);
    cell->origin = planfile_origin(object, "manifest", in);
    if (in->err->code == ERR_NONE)
        place(cell, object, in);
    if (in->err->code != ERR_NONE)
        return;
    read_reason(object, cell, in);
    read_images(object, cell, in);
    read_differences(object, cell, in);
    cell->evidence = planfile_strings(object, "evidence", &cell->n_evidence, in);
    cell->read_at_ms = planfile_seconds(object, "read_at", in) * 1000;
    cell->waiting_for = planfile_maybe(object, "waiting_for", in);
    cell->detail = planfile_maybe(object, "detail", in);
    cell->failure = error.node != NULL ? planfile_failure(&error, in) : NULL;
    cell->call = (int)json_int_or(object, "call", CELL_NO_CALL, in->err);
    cell->needs_copy = cell->call != CELL_NO_CALL;
}

void planfile_read_cells(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "cells", in->err), item;
    struct cells *cells = &in->judged->cells;

    cells->items = arena_array(in->arena, json_count(&list), sizeof *cells->items);
    cells->cap = json_count(&list);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item))
        read_cell(&item, &cells->items[cells->nr++], in);
}
