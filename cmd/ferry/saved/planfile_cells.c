/* SPDX-License-Identifier: MIT */
/* The cells of a saved plan: what a reader is shown, and which cells `apply` is to look after. */
#include "cmd/ferry/saved/planfile_parts.h"
#include "cmd/ferry/show/document.h"
#include "reconcile/base/clock.h"

#include <string.h>

static bool parse_verdict(const char *name, enum verdict *verdict)
{
    int i;

    for (i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(verdict_name((enum verdict)i), name) == 0)
            *verdict = (enum verdict)i;
    return strcmp(verdict_name(*verdict), name) == 0;
}

/* Only ids, and a time and a progress for one that is alone: cells do not keep whole images. */
static void read_images(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    struct json ids = json_array(object, "ids", in->err), item;
    const struct image **list = arena_array(in->arena, json_count(&ids), sizeof *list);
    const char *created = json_string_or(object, "created", NULL, in->err);
    enum image_state state = cell->verdict == VERDICT_UNUSABLE      ? IMAGE_FAILED
                             : cell->verdict == VERDICT_IN_PROGRESS ? IMAGE_SYNCING
                                                                    : IMAGE_READY;

    for (item = json_first(&ids); item.node != NULL; item = json_next(&item)) {
        struct image *image = arena_alloc(in->arena, sizeof *image);

        *image = (struct image){.id = json_as_string(&item, in->err),
                                .name = cell->name,
                                .state = state,
                                .progress = -1};
        if (json_count(&ids) == 1) {
            int64_t progress = json_int_or(object, "progress", -1, in->err);

            image->progress = progress >= 0 && progress <= 100 ? (int)progress : -1;
            if (created != NULL && !clock_parse(created, 0, &image->created))
                err_set(in->err, ERR_DATA, "no time: '%s'", created);
        }
        list[cell->n_images++] = image;
    }
    cell->images = list;
}

/* Whether it was `expect` that asked for an attribute: the document has the texts only. */
static bool is_expected(const struct cell *cell, const struct planfile_reading *in,
                        const char *attribute)
{
    const struct expect *expect;

    if (cell->image == SIZE_MAX)
        return false;
    expect = &in->out->desired.images[cell->image].expect;
    if (strcmp(attribute, "os") == 0)
        return expect->os != IMAGE_OS_UNKNOWN;
    if (strcmp(attribute, "arch") == 0)
        return expect->arch != IMAGE_ARCH_UNKNOWN;
    return strcmp(attribute, "size_gib") == 0 &&
           (expect->min_size_gib != 0 || expect->max_size_gib != 0);
}

static void read_differences(const struct json *object, struct cell *cell,
                             struct planfile_reading *in)
{
    struct json observed = json_object_maybe(object, "observed", in->err);
    struct json expected = json_object_maybe(object, "expected", in->err);
    struct difference *list;
    const char *key;
    size_t n = 0;

    if (observed.node == NULL || expected.node == NULL)
        return;
    while (json_key_at(&observed, n) != NULL)
        n++;
    list = arena_array(in->arena, n, sizeof *list);
    for (n = 0; (key = json_key_at(&observed, n)) != NULL; n++)
        list[n] = (struct difference){.attribute = key,
                                      .expected = json_string(&expected, key, in->err),
                                      .observed = json_string(&observed, key, in->err),
                                      .from_expect = is_expected(cell, in, key)};
    cell->differences = list;
    cell->n_differences = n;
}

static const struct port_failure *read_failure(const struct json *object,
                                               struct planfile_reading *in)
{
    struct json error = json_object_maybe(object, "error", in->err);
    struct port_failure *failure;
    const char *class;
    int i;

    if (error.node == NULL)
        return NULL;
    failure = arena_alloc(in->arena, sizeof *failure);
    class = json_string(&error, "class", in->err);
    failure->class = PORT_PERMANENT; /* also for a word that a later ferry may know */
    for (i = PORT_THROTTLED; i <= PORT_UNCLEAR; i++)
        if (strcmp(document_class_name((enum port_class)i), class) == 0)
            failure->class = (enum port_class)i;
    failure->code = json_string_or(&error, "code", NULL, in->err);
    failure->message = json_string_or(&error, "message", "no reason given", in->err);
    failure->http_status = (int)json_int_or(&error, "http_status", 0, in->err);
    return failure;
}

static void read_evidence(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    struct json list = json_array(object, "evidence", in->err), item;
    const char **ids = arena_array(in->arena, json_count(&list), sizeof *ids);
    const char *read_at = json_string_or(object, "read_at", NULL, in->err);
    int64_t seconds = 0;

    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        ids[cell->n_evidence++] = json_as_string(&item, in->err);
    cell->evidence = ids;
    if (read_at != NULL && !clock_parse(read_at, 0, &seconds))
        err_set(in->err, ERR_DATA, "no time: '%s'", read_at);
    cell->read_at_ms = seconds * 1000;
}

static void read_reason(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    const char *reason = json_string_or(object, "reason", NULL, in->err);

    if (reason == NULL)
        return;
    if (cell->verdict == VERDICT_BLOCKED && !reason_parse(reason, &cell->reason))
        err_set(in->err, ERR_DATA, "unknown reason '%s'", reason);
    cell->stuck = cell->verdict == VERDICT_IN_PROGRESS && strcmp(reason, "stuck") == 0;
    if (cell->verdict == VERDICT_DIFFERS)
        cell->stale_from = "(the original)";
}

/* Finds the cell's image and the region in its `to`, and selects that. */
static void place(struct cell *cell, const char *account, struct planfile_reading *in)
{
    struct desired *desired = &in->out->desired;
    size_t i, k;

    cell->image = SIZE_MAX;
    for (i = 0; i < desired->n_accounts; i++)
        if (strcmp(desired->accounts[i].name, account) == 0)
            break;
    if (i == desired->n_accounts) {
        err_set(in->err, ERR_DATA, "unknown account '%s'", account);
        return;
    }
    cell->account = i;
    cell->tenant = desired->accounts[i].tenant;
    for (i = 0; i < desired->n_images && cell->verdict != VERDICT_EXTRA; i++) {
        struct wanted *wanted = &desired->images[i];
        /* made by planfile_read, writable; only its other readers see it const */
        struct target *targets = (struct target *)(uintptr_t)wanted->targets;

        if (wanted->account != cell->account || strcmp(wanted->name, cell->name) != 0)
            continue;
        for (k = 0; k < wanted->n_targets; k++)
            if (strcmp(targets[k].region, cell->region) == 0 && !targets[k].selected) {
                targets[k].selected = true;
                targets[k].origin = cell->origin;
                cell->image = i;
                cell->is_source = strcmp(wanted->from_region, cell->region) == 0;
                return;
            }
    }
    if (cell->verdict != VERDICT_EXTRA)
        err_set(in->err, ERR_DATA, "cell '%s' is not among the images, or there twice",
                cell->address);
}

static void read_cell(const struct json *object, struct cell *cell, struct planfile_reading *in)
{
    struct json range = json_object_maybe(object, "manifest", in->err);
    const char *verdict = json_string(object, "verdict", in->err);

    cell->address = json_string(object, "address", in->err);
    cell->name = json_string(object, "image", in->err);
    cell->region = json_string(object, "region", in->err);
    cell->selected = true;
    if (!parse_verdict(verdict, &cell->verdict))
        err_set(in->err, ERR_DATA, "unknown verdict '%s'", verdict);
    if (range.node != NULL)
        cell->origin = (struct origin){json_string(&range, "path", in->err),
                                       (int)json_int(&range, "line", in->err),
                                       (int)json_int(&range, "column", in->err)};
    if (in->err->code == ERR_NONE)
        place(cell, json_string(object, "account", in->err), in);
    if (in->err->code != ERR_NONE)
        return;
    read_reason(object, cell, in);
    read_images(object, cell, in);
    read_differences(object, cell, in);
    read_evidence(object, cell, in);
    cell->waiting_for = json_string_or(object, "waiting_for", NULL, in->err);
    cell->detail = json_string_or(object, "detail", NULL, in->err);
    cell->failure = read_failure(object, in);
    cell->call = (int)json_int_or(object, "call", CELL_NO_CALL, in->err);
    cell->needs_copy = cell->call != CELL_NO_CALL;
}

void planfile_read_cells(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "cells", in->err), item;
    struct cells *cells = &in->out->diffed.cells;

    cells->items = arena_array(in->arena, json_count(&list), sizeof *cells->items);
    cells->cap = json_count(&list);
    for (item = json_first(&list); item.node != NULL && in->err->code == ERR_NONE;
         item = json_next(&item))
        read_cell(&item, &cells->items[cells->nr++], in);
}
