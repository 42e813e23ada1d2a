/* SPDX-License-Identifier: MIT */
/* One cell explained: manifest line, source, observed facts, rule, action. */
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/clock.h"

#include <inttypes.h>
#include <string.h>

enum { LABEL = 12 };

/* A line of raw text under its label. */
static void put_line(const struct text *text, const char *name, const char *raw)
{
    if (*raw == '\0')
        return;
    buf_str(text->out, "  ");
    style_begin(text->style, SHADE_DIM, text->out);
    layout_left(name, LABEL, text->out);
    style_end(text->style, SHADE_DIM, text->out);
    text_fold(text, raw, 2 + LABEL);
}

static void put_origin(const struct text *text, const char *name, const char *before,
                       const struct origin *origin)
{
    if (origin->path != NULL)
        put_line(text, name,
                 arena_printf(text->arena, "%s%s:%d:%d", before, origin->path, origin->line,
                              origin->column));
}

static void put_image(const struct text *text, const char *name, const struct image *image)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    char created[CLOCK_TEXT];

    buf_printf(&line, "%s, %s", image->id,
               image->state_text != NULL ? image->state_text : "no state");
    if (image->progress >= 0)
        buf_printf(&line, " %d %%", image->progress);
    if (image->size_gib > 0)
        buf_printf(&line, ", %" PRId64 " GiB", image->size_gib);
    if (image_os_name(image->os) != NULL)
        buf_printf(&line, ", %s", image_os_name(image->os));
    if (image_arch_name(image->arch) != NULL)
        buf_printf(&line, ", %s", image_arch_name(image->arch));
    if (image->created > 0) {
        clock_format(image->created, created);
        buf_printf(&line, ", created %s", created);
    }
    put_line(text, name, line.ptr);
}

static void put_reading(const struct text *text, int64_t read_at_ms, bool complete,
                        const char *const *ids, size_t n)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    char time[CLOCK_TEXT];
    size_t i;

    clock_format(read_at_ms / 1000, time);
    if (read_at_ms > 0)
        buf_printf(&line, "read %s, %s", time, complete ? "completely" : "not completely");
    else
        buf_str(&line, "never read");
    for (i = 0; i < n; i++)
        buf_printf(&line, "%s%s", i == 0 ? ", request " : ", ", ids[i]);
    put_line(text, "", line.ptr);
}

/* What the source's region shows under the source's name or id. */
static void put_source(const struct text *text, const struct cell *cell,
                       const struct wanted *wanted)
{
    const struct snapshot *snapshot =
        world_find(&text->findings->world, cell->tenant, wanted->from_region);
    size_t n, i;
    const struct image *found = findings_sources(snapshot, wanted, &n);

    put_line(text, "source",
             wanted->from_id != NULL ? arena_printf(text->arena, "%s in %s, by its id",
                                                    wanted->from_id, wanted->from_region)
                                     : arena_printf(text->arena, "\"%s\" in %s, by its exact name",
                                                    wanted->name, wanted->from_region));
    put_origin(text, "", "declared at ", &wanted->from_origin);
    if (snapshot == NULL)
        return;
    for (i = 0; i < n; i++)
        put_image(text, "", &found[i]);
    if (n == 0 && snapshot->complete)
        put_line(text, "", "nothing there answers to it");
    put_reading(text, snapshot->read_at_ms, snapshot->complete, snapshot->request_ids,
                snapshot->n_request_ids);
}

static void put_action(const struct text *text, const struct cell *cell)
{
    const struct plan_call *call = findings_call_of(text->findings, cell);
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    if (call == NULL) {
        words_remedy(text->findings, cell, &line);
        put_line(text, "action", line.len > 0 ? "none by ferry" : "none");
        put_line(text, "way out", line.ptr);
        return;
    }
    buf_printf(&line, "call %d: %s from %s", call->id, call->action, call->source_region);
    if (cell->waiting_for != NULL)
        buf_printf(&line, ", waiting for %s", cell->waiting_for);
    put_line(text, "action", line.ptr);
    for (i = 0; i < call->n_facts; i++) {
        if (call->facts[i].kind != FACT_SOURCE_STATE &&
            strcmp(call->facts[i].region, cell->region) != 0)
            continue;
        buf_reset(&line);
        buf_str(&line, "relies on: ");
        words_fact(&call->facts[i], &line);
        put_line(text, "", line.ptr);
    }
}

static void put_cell(const struct text *text, const struct cell *cell)
{
    const struct wanted *wanted = findings_wanted(text->findings, cell);
    struct buf why cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    text_mark(text, cell);
    style_printf(text->style, SHADE_BOLD, text->out, "%s", cell->address);
    buf_printf(text->out, "  %s", verdict_name(cell->verdict));
    if (cell->verdict == VERDICT_BLOCKED && cell->reason != REASON_NONE)
        buf_printf(text->out, ": %s", reason_name(cell->reason));
    buf_char(text->out, '\n');
    put_origin(text, "declared", "", &cell->origin);
    if (wanted != NULL)
        put_source(text, cell, wanted);
    for (i = 0; i < cell->n_images; i++)
        put_image(text, i == 0 ? "there" : "", cell->images[i]);
    if (cell->n_images == 0)
        put_line(text, "there",
                 cell->verdict == VERDICT_UNKNOWN ? "not known" : "nothing of that name");
    put_reading(text, cell->read_at_ms, cell->verdict != VERDICT_UNKNOWN, cell->evidence,
                cell->n_evidence);
    words_why(text->findings, cell, &why);
    put_line(text, "so", why.len > 0 ? why.ptr : "it is there and as it should be");
    put_action(text, cell);
}

void text_why(const struct text *text)
{
    const struct cell *cell = NULL;

    while ((cell = findings_next(text->findings, cell)) != NULL)
        put_cell(text, cell);
}
