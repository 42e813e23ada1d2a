/* SPDX-License-Identifier: MIT */
/* One cell explained: manifest line, source, observed facts, rule, action. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/clock.h"

#include <inttypes.h>
#include <string.h>

enum { LABEL = 12 };

static void label(const char *text, const struct style *style, struct buf *out)
{
    buf_str(out, "  ");
    style_begin(style, SHADE_DIM, out);
    layout_left(text, LABEL, out);
    style_end(style, SHADE_DIM, out);
}

/* A line of raw text under its label. */
static void put_line(const char *name, const char *raw, const struct style *style, struct buf *out)
{
    if (*raw == '\0')
        return;
    label(name, style, out);
    layout_fold(raw, 2 + LABEL, (size_t)style->width, out);
    buf_char(out, '\n');
}

static void put_origin(const char *name, const char *before, const struct origin *origin,
                       struct arena *arena, const struct style *style, struct buf *out)
{
    if (origin->path != NULL)
        put_line(name,
                 arena_printf(arena, "%s%s:%d:%d", before, origin->path, origin->line,
                              origin->column),
                 style, out);
}

static const char *describe(const struct image *image, struct arena *arena)
{
    char created[CLOCK_TEXT] = "";
    const char *text = arena_printf(arena, "%s, %s", image->id,
                                    image->state_text != NULL ? image->state_text : "no state");

    if (image->progress >= 0)
        text = arena_printf(arena, "%s %d %%", text, image->progress);
    if (image->size_gib > 0)
        text = arena_printf(arena, "%s, %" PRId64 " GiB", text, image->size_gib);
    if (image_os_name(image->os) != NULL)
        text = arena_printf(arena, "%s, %s", text, image_os_name(image->os));
    if (image_arch_name(image->arch) != NULL)
        text = arena_printf(arena, "%s, %s", text, image_arch_name(image->arch));
    if (image->created > 0) {
        clock_format(image->created, created);
        text = arena_printf(arena, "%s, created %s", text, created);
    }
    return text;
}

static const char *reading(int64_t read_at_ms, bool complete, const char *const *ids, size_t n,
                           struct arena *arena)
{
    char time[CLOCK_TEXT];
    const char *text = "never read";
    size_t i;

    if (read_at_ms > 0) {
        clock_format(read_at_ms / 1000, time);
        text = arena_printf(arena, "read %s, %s", time, complete ? "completely" : "not completely");
    }
    for (i = 0; i < n; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? ", request " : ", ", ids[i]);
    return text;
}

/* What the source's region shows under the source's name or id. */
static void put_source(const struct findings *findings, const struct cell *cell,
                       const struct wanted *wanted, struct arena *arena, const struct style *style,
                       struct buf *out)
{
    const struct snapshot *snapshot =
        world_find(&findings->world, cell->tenant, wanted->from_region);
    const struct image *found = NULL;
    size_t n = 0, i;

    put_line("source",
             wanted->from_id != NULL
                 ? arena_printf(arena, "%s in %s, by its id", wanted->from_id, wanted->from_region)
                 : arena_printf(arena, "\"%s\" in %s, by its exact name", wanted->name,
                                wanted->from_region),
             style, out);
    put_origin("", "declared at ", &wanted->from_origin, arena, style, out);
    if (snapshot == NULL)
        return;
    if (wanted->from_id != NULL) {
        found = snapshot_with_id(snapshot, wanted->from_id);
        n = found != NULL;
    } else {
        found = snapshot_named(snapshot, wanted->name, &n);
    }
    for (i = 0; i < n; i++)
        put_line("", describe(&found[i], arena), style, out);
    if (n == 0 && snapshot->complete)
        put_line("", "nothing there answers to it", style, out);
    put_line("",
             reading(snapshot->read_at_ms, snapshot->complete, snapshot->request_ids,
                     snapshot->n_request_ids, arena),
             style, out);
}

static void put_action(const struct findings *findings, const struct cell *cell,
                       struct arena *arena, const struct style *style, struct buf *out)
{
    const struct plan_call *call = findings_call_of(findings, cell);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    if (call == NULL) {
        words_remedy(findings, cell, &text);
        put_line("action", text.len > 0 ? "none by ferry" : "none", style, out);
        put_line("way out", text.ptr, style, out);
        return;
    }
    put_line("action",
             arena_printf(arena, "call %d: %s from %s%s%s", call->id, call->action,
                          call->source_region, cell->waiting_for != NULL ? ", waiting for " : "",
                          cell->waiting_for != NULL ? cell->waiting_for : ""),
             style, out);
    for (i = 0; i < call->n_facts; i++) {
        if (call->facts[i].kind != FACT_SOURCE_STATE &&
            strcmp(call->facts[i].region, cell->region) != 0)
            continue;
        buf_reset(&text);
        buf_str(&text, "relies on: ");
        words_fact(&call->facts[i], &text);
        put_line("", text.ptr, style, out);
    }
}

static void put_cell(const struct findings *findings, const struct cell *cell,
                     const struct style *style, struct buf *out)
{
    const struct wanted *wanted = findings_wanted(findings, cell);
    struct buf why cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct arena arena cleanup_arena = ARENA_INIT;
    size_t i;

    text_mark(cell, style, out);
    style_begin(style, SHADE_BOLD, out);
    escape_terminal(cell->address, out);
    style_end(style, SHADE_BOLD, out);
    buf_printf(out, "  %s%s%s\n", verdict_name(cell->verdict),
               cell->verdict == VERDICT_BLOCKED && cell->reason != REASON_NONE ? ": " : "",
               cell->verdict == VERDICT_BLOCKED && cell->reason != REASON_NONE
                   ? reason_name(cell->reason)
                   : "");
    put_origin("declared", "", &cell->origin, &arena, style, out);
    if (wanted != NULL)
        put_source(findings, cell, wanted, &arena, style, out);
    for (i = 0; i < cell->n_images; i++)
        put_line(i == 0 ? "there" : "", describe(cell->images[i], &arena), style, out);
    if (cell->n_images == 0)
        put_line("there", cell->verdict == VERDICT_UNKNOWN ? "not known" : "nothing of that name",
                 style, out);
    put_line("",
             reading(cell->read_at_ms, cell->verdict != VERDICT_UNKNOWN, cell->evidence,
                     cell->n_evidence, &arena),
             style, out);
    words_why(findings, cell, &why);
    put_line("so", why.len > 0 ? why.ptr : "it is there and as it should be", style, out);
    put_action(findings, cell, &arena, style, out);
}

void text_why(const struct findings *findings, const struct style *style, struct buf *out)
{
    const struct cell *cell;

    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell))
        put_cell(findings, cell, style, out);
}
