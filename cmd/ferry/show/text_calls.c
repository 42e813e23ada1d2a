/* SPDX-License-Identifier: MIT */
/* The calls of a plan, and what became of them in an apply. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"

#include <string.h>

/* A folded line below a call. */
static void put_below(const char *text, enum shade shade, const struct style *style,
                      struct buf *out)
{
    layout_pad(0, 7, out);
    style_begin(style, shade, out);
    layout_fold(text, 7, (size_t)style->width, out);
    style_end(style, shade, out);
    buf_char(out, '\n');
}

static void put_rehearsal(const struct findings_rehearsal *rehearsal, const struct style *style,
                          struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    enum shade shade = !rehearsal->asked            ? SHADE_DIM
                       : rehearsal->failure == NULL ? SHADE_GREEN
                                                    : SHADE_RED;

    words_rehearsal(rehearsal, &text);
    if (rehearsal->request_id != NULL && style->verbose &&
        strstr(text.ptr, rehearsal->request_id) == NULL)
        buf_printf(&text, " (request %s)", rehearsal->request_id);
    put_below(text.ptr, shade, style, out);
}

/* -v: what the call relies on. */
static void put_facts(const struct plan_call *call, const struct style *style, struct buf *out)
{
    size_t i;

    for (i = 0; i < call->n_facts; i++) {
        struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        words_fact(&call->facts[i], &text);
        layout_pad(0, 7, out);
        style_begin(style, SHADE_DIM, out);
        buf_str(out, "relies on: ");
        escape_terminal(text.ptr, out);
        style_end(style, SHADE_DIM, out);
        buf_char(out, '\n');
    }
}

static void put_call(const struct findings *findings, const struct plan_call *call,
                     const struct style *style, struct buf *out)
{
    const struct findings_rehearsal *rehearsal = findings_rehearsal_of(findings, call);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    buf_printf(&text, "%3d  %s  %s", call->id, call->action,
               findings_account(findings, call->account));
    for (i = 0; i < call->n_sources; i++)
        buf_printf(&text, "%s%s", i > 0 ? " + " : "/", call->sources[i].image);
    buf_printf(&text, "  %s", call->source_region);
    for (i = 0; i < call->n_regions; i++)
        buf_printf(&text, "%s%s", i > 0 ? ", " : " -> ", call->regions[i]);
    if (findings->plan != NULL && findings->plan->waves > 1)
        buf_printf(&text, "  (wave %d)", call->wave);
    buf_str(out, "  ");
    layout_fold(text.ptr, 7, (size_t)style->width, out);
    buf_char(out, '\n');
    if (rehearsal != NULL)
        put_rehearsal(rehearsal, style, out);
    if (style->verbose)
        put_facts(call, style, out);
}

/* Why it cannot be done with fewer: the reviewer's reason to trust the number. */
static void put_bound(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (findings->plan == NULL || findings->plan->bound_reason == NULL)
        return;
    buf_printf(&text, "at least %d needed: %s", findings->plan->lower_bound,
               findings->plan->bound_reason);
    put_below(text.ptr, SHADE_DIM, style, out);
}

void text_calls(const struct findings *findings, const struct style *style, struct buf *out)
{
    size_t i, n;
    const struct plan_call *calls = findings_calls(findings, &n);

    if (n == 0)
        return;
    style_put(style, SHADE_BOLD, "Calls\n", out);
    for (i = 0; i < n; i++)
        put_call(findings, &calls[i], style, out);
    put_bound(findings, style, out);
    buf_char(out, '\n');
}

/* ---- apply ---- */

enum heap { HEAP_UNKNOWN, HEAP_FAILED, HEAP_NOT_STARTED, HEAP_UNDER_WAY, HEAP_DONE, HEAP_SILENT };

/* In which of the lists a cell stands at the end of an apply. */
static enum heap heap_of(const struct findings *findings, const struct cell *cell)
{
    const struct plan_call *call = findings_call_of(findings, cell);

    if (!cell->selected)
        return HEAP_SILENT;
    switch (cell->verdict) {
    case VERDICT_UNKNOWN:
        return HEAP_UNKNOWN;
    case VERDICT_IN_SYNC:
        return findings_succeeded(call) ? HEAP_DONE : HEAP_SILENT;
    case VERDICT_IN_PROGRESS:
        return cell->stuck ? HEAP_FAILED : HEAP_UNDER_WAY;
    case VERDICT_MISSING:
        if (findings_succeeded(call))
            return findings->no_wait ? HEAP_UNDER_WAY : HEAP_FAILED;
        if (call != NULL && (call->outcome == OUTCOME_REJECTED || call->outcome == OUTCOME_LOST))
            return HEAP_FAILED;
        return HEAP_NOT_STARTED;
    case VERDICT_EXTRA:
        return HEAP_SILENT;
    default:
        return HEAP_FAILED;
    }
}

/* The new copy: a failed one may still lie beside it. */
static void put_done(const struct cell *cell, struct buf *out)
{
    size_t i;

    for (i = 0; i < cell->n_images; i++)
        if (cell->images[i]->state == IMAGE_READY || cell->n_images == 1)
            escape_terminal(cell->images[i]->id, out);
}

static void put_cell(const struct findings *findings, const struct cell *cell, enum heap heap,
                     size_t width, const struct style *style, struct buf *out)
{
    size_t verdict = strlen("in_progress") + 2;

    buf_str(out, "  ");
    text_mark(cell, style, out);
    layout_left(cell->address, width + 2, out);
    if (heap == HEAP_DONE) {
        put_done(cell, out);
    } else {
        layout_left(verdict_name(cell->verdict), verdict, out);
        text_sentence(findings, cell, 4 + width + 2 + verdict, style, out);
    }
    buf_char(out, '\n');
}

static void put_heap(const struct findings *findings, const enum heap *heaps, enum heap heap,
                     const char *title, const struct style *style, struct buf *out)
{
    const struct cells *cells = &findings->judged->cells;
    size_t i, n = 0, width = 0;

    for (i = 0; i < cells->nr; i++) {
        size_t wide = heaps[i] == heap ? layout_width(cells->items[i].address) : 0;

        n += heaps[i] == heap;
        width = wide > width ? wide : width;
    }
    if (n == 0)
        return;
    style_put(style, SHADE_BOLD, title, out);
    buf_printf(out, " (%zu)\n", n);
    for (i = 0; i < cells->nr; i++)
        if (heaps[i] == heap)
            put_cell(findings, &cells->items[i], heap, width, style, out);
    buf_char(out, '\n');
}

void text_apply(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    enum heap *heaps;
    size_t i;

    /* A refused run has touched nothing: its plan, shown before, says all there is to say. */
    if (findings->judged == NULL || ((findings->done == NULL || findings->done->n_calls == 0) &&
                                     (findings->refusal != REFUSAL_NONE || findings->signal != 0)))
        return;
    heaps = arena_array(&arena, findings->judged->cells.nr, sizeof *heaps);
    for (i = 0; i < findings->judged->cells.nr; i++)
        heaps[i] = heap_of(findings, &findings->judged->cells.items[i]);
    put_heap(findings, heaps, HEAP_UNKNOWN, "Could not be read", style, out);
    put_heap(findings, heaps, HEAP_FAILED, "Failed", style, out);
    put_heap(findings, heaps, HEAP_NOT_STARTED, "Not started", style, out);
    put_heap(findings, heaps, HEAP_UNDER_WAY, "Under way", style, out);
    put_heap(findings, heaps, HEAP_DONE, "Done", style, out);
}
