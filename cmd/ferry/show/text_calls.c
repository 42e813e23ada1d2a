/* SPDX-License-Identifier: MIT */
/* The calls of a plan, and what became of them in an apply. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"

#include <string.h>

enum { BELOW = 7 }; /* where lines about a call begin */

static void put_below(const struct text *text, enum shade shade, const char *raw)
{
    layout_pad(0, BELOW, text->out);
    style_begin(text->style, shade, text->out);
    layout_fold(raw, BELOW, (size_t)text->style->width, text->out);
    style_end(text->style, shade, text->out);
    buf_char(text->out, '\n');
}

static void put_rehearsal(const struct text *text, const struct findings_rehearsal *rehearsal)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    enum shade shade = !rehearsal->asked            ? SHADE_DIM
                       : rehearsal->failure == NULL ? SHADE_GREEN
                                                    : SHADE_RED;

    words_rehearsal(rehearsal, &line);
    if (rehearsal->request_id != NULL && text->style->verbose &&
        strstr(line.ptr, rehearsal->request_id) == NULL)
        buf_printf(&line, " (request %s)", rehearsal->request_id);
    put_below(text, shade, line.ptr);
}

/* -v: what the call relies on. */
static void put_facts(const struct text *text, const struct plan_call *call)
{
    size_t i;

    for (i = 0; i < call->n_facts; i++) {
        struct buf fact cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        words_fact(&call->facts[i], &fact);
        layout_pad(0, BELOW, text->out);
        style_printf(text->style, SHADE_DIM, text->out, "relies on: %s", fact.ptr);
        buf_char(text->out, '\n');
    }
}

static void put_call(const struct text *text, const struct plan_call *call)
{
    const struct findings *findings = text->findings;
    const struct findings_rehearsal *rehearsal = findings_rehearsal_of(findings, call);
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    buf_printf(&line, "%3d  %s  %s", call->id, call->action,
               findings_account(findings, call->account));
    for (i = 0; i < call->n_sources; i++)
        buf_printf(&line, "%s%s", i > 0 ? " + " : "/", call->sources[i].image);
    buf_printf(&line, "  %s", call->source_region);
    for (i = 0; i < call->n_regions; i++)
        buf_printf(&line, "%s%s", i > 0 ? ", " : " -> ", call->regions[i]);
    if (findings->plan != NULL && findings->plan->waves > 1)
        buf_printf(&line, "  (wave %d)", call->wave);
    buf_str(text->out, "  ");
    text_fold(text, line.ptr, BELOW);
    if (rehearsal != NULL)
        put_rehearsal(text, rehearsal);
    if (text->style->verbose)
        put_facts(text, call);
}

void text_calls(const struct text *text)
{
    const struct plan *plan = text->findings->plan;
    size_t i, n;
    const struct plan_call *calls = findings_calls(text->findings, &n);

    if (n == 0)
        return;
    style_put(text->style, SHADE_BOLD, "Calls\n", text->out);
    for (i = 0; i < n; i++)
        put_call(text, &calls[i]);
    if (plan != NULL && plan->bound_reason != NULL) /* the reviewer's reason to trust the number */
        put_below(text, SHADE_DIM,
                  arena_printf(text->arena, "at least %d needed: %s", plan->lower_bound,
                               plan->bound_reason));
    buf_char(text->out, '\n');
}

/* ---- apply ---- */

/* In the order in which they are told. */
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

static void put_cell(const struct text *text, const struct cell *cell, enum heap heap, size_t width)
{
    size_t verdict = strlen("in_progress") + 2;

    buf_str(text->out, "  ");
    text_mark(text, cell);
    layout_left(cell->address, width + 2, text->out);
    if (heap == HEAP_DONE) {
        put_done(cell, text->out);
        buf_char(text->out, '\n');
    } else {
        layout_left(verdict_name(cell->verdict), verdict, text->out);
        text_sentence(text, cell, 4 + width + 2 + verdict);
    }
}

static void put_heap(const struct text *text, const enum heap *heaps, enum heap heap)
{
    static const char *const titles[] = {
        [HEAP_UNKNOWN] = "Could not be read",
        [HEAP_FAILED] = "Failed",
        [HEAP_NOT_STARTED] = "Not started",
        [HEAP_UNDER_WAY] = "Under way",
        [HEAP_DONE] = "Done",
    };
    const struct cells *cells = &text->findings->judged->cells;
    size_t i, n = 0, width = 0;

    for (i = 0; i < cells->nr; i++) {
        size_t wide = heaps[i] == heap ? layout_width(cells->items[i].address) : 0;

        n += heaps[i] == heap;
        width = wide > width ? wide : width;
    }
    if (n == 0)
        return;
    style_put(text->style, SHADE_BOLD, titles[heap], text->out);
    buf_printf(text->out, " (%zu)\n", n);
    for (i = 0; i < cells->nr; i++)
        if (heaps[i] == heap)
            put_cell(text, &cells->items[i], heap, width);
    buf_char(text->out, '\n');
}

void text_apply(const struct text *text)
{
    const struct findings *findings = text->findings;
    enum heap *heaps, heap;
    size_t i;

    /* A refused run has touched nothing: its plan, shown before, says all there is to say. */
    if (findings->judged == NULL || ((findings->done == NULL || findings->done->n_calls == 0) &&
                                     (findings->refusal != REFUSAL_NONE || findings->signal != 0)))
        return;
    heaps = arena_array(text->arena, findings->judged->cells.nr, sizeof *heaps);
    for (i = 0; i < findings->judged->cells.nr; i++)
        heaps[i] = heap_of(findings, &findings->judged->cells.items[i]);
    for (heap = HEAP_UNKNOWN; heap < HEAP_SILENT; heap++)
        put_heap(text, heaps, heap);
}
