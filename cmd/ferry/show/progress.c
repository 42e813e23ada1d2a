/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/progress.h"

#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/progress_view.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLAIN_STEP = 25, /* percent between two plain lines about one copy */
    REDRAW_MS = 100, /* the screen changes at most this often */
};

static void *must(void *pointer)
{
    if (pointer == NULL)
        arena_exhausted();
    return pointer;
}

static char *copy(const char *text)
{
    return must(strdup(text != NULL ? text : ""));
}

/* What was composed is written at once; on a terminal it waits for the next drawing. */
static void flush(struct progress *progress)
{
    if (progress->options.terminal && !progress->options.ndjson)
        return;
    fputs(progress->lines.ptr, progress->options.out);
    fflush(progress->options.out);
    buf_reset(&progress->lines);
}

/* ---- life ---- */

struct progress *progress_new(const struct progress_options *options, const struct desired *desired,
                              int64_t now_ms)
{
    struct progress *progress = must(calloc(1, sizeof *progress));

    assert(options != NULL && options->out != NULL && desired != NULL);
    progress->options = *options;
    progress->style.color = options->color && !options->ndjson;
    progress->desired = desired;
    progress->start_ms = now_ms;
    progress->lines = BUF_INIT(BUF_UNBOUNDED);
    if (options->ndjson) {
        progress_json_version(now_ms, &progress->lines);
        flush(progress);
    }
    return progress;
}

void progress_end(struct progress *progress, int64_t now_ms)
{
    if (!progress->ended && progress->options.terminal && !progress->options.ndjson)
        progress_draw(progress, true, now_ms);
    progress->ended = true;
}

void progress_free(struct progress *progress)
{
    size_t i;

    if (progress == NULL)
        return;
    progress_end(progress, progress->drawn_ms);
    for (i = 0; i < progress->n_rows; i++) {
        free(progress->rows[i].address);
        free(progress->rows[i].word);
    }
    for (i = 0; i < progress->n_calls; i++)
        free(progress->calls[i].said);
    free(progress->rows);
    free(progress->calls);
    buf_free(&progress->lines);
    free(progress);
}

/* ---- lines that stay ---- */

/* One line: when, its first word in a shade, and what escape_printf makes of the rest. */
__attribute__((format(printf, 5, 6))) static void put_line(struct progress *progress,
                                                           int64_t now_ms, enum shade shade,
                                                           const char *mark, const char *format,
                                                           ...)
{
    struct buf elapsed cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    va_list args;

    progress_elapsed(now_ms - progress->start_ms, &elapsed);
    style_put(&progress->style, SHADE_DIM, elapsed.ptr, &progress->lines);
    buf_str(&progress->lines, "  ");
    style_put(&progress->style, shade, mark, &progress->lines);
    va_start(args, format);
    escape_vprintf(escape_terminal, &progress->lines, format, args);
    va_end(args);
    buf_char(&progress->lines, '\n');
    flush(progress);
}

static struct progress_call *call_at(struct progress *progress, int id)
{
    size_t n = (size_t)id + 1;

    if (n > progress->n_calls) {
        progress->calls = must(realloc(progress->calls, n * sizeof *progress->calls));
        memset(progress->calls + progress->n_calls, 0,
               (n - progress->n_calls) * sizeof *progress->calls);
        progress->n_calls = n;
    }
    return &progress->calls[id];
}

/* While copies are waited for, regions are read all the time: that is news with -v alone; and a
 * region that nobody named is none where it is not offered. */
static void tell_region(struct progress *progress, const struct event *event, int64_t now_ms)
{
    bool reading = progress->regions_total > 0, verbose = progress->options.verbose;
    const char *account = progress_account(progress, event->account);

    if (!event->ok &&
        (verbose || (reading && !(event->not_offered && progress->options.every_region))))
        put_line(progress, now_ms, SHADE_YELLOW, "? ", "%s %s could not be read: %s", account,
                 event->region, event->text);
    else if (verbose)
        put_line(progress, now_ms, SHADE_PLAIN, "", "read %s %s", account, event->region);
    progress->regions_read++;
    if (!reading || progress->regions_read < progress->regions_total)
        return;
    progress->regions_total = 0;
    if (verbose) /* that all went well needs no line of its own */
        put_line(progress, now_ms, SHADE_PLAIN, "", "read %zu %s", progress->regions_read,
                 words_noun(progress->regions_read, "region", "regions"));
}

/* What a call does or waits for; the same word twice in a row is told once. */
static void tell_call(struct progress *progress, const struct event *event, int64_t now_ms)
{
    struct progress_call *call = call_at(progress, event->call);
    bool sent = event->kind == EVENT_CALL_SENT, answered = event->kind == EVENT_CALL_ANSWERED;
    const char *word = sent ? "sent" : event->text, *id = event->request_id;
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    enum shade shade = !answered ? SHADE_PLAIN : event->ok ? SHADE_GREEN : SHADE_RED;

    if (answered)
        call->answered_well = event->ok;
    if (word != NULL && call->said != NULL && strcmp(call->said, word) == 0)
        return;
    free(call->said);
    call->said = copy(word);
    if (progress->options.quiet && (!answered || event->ok))
        return;
    if (sent) {
        struct buf name cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        progress_name_call(progress, event->call, &name);
        escape_terminal(name.ptr, &line);
    } else {
        buf_printf(&line, "call %d %s", event->call, answered ? "" : "waits: ");
        style_printf(&progress->style, shade, &line, "%s", event->text);
    }
    if (id != NULL && word != NULL && strstr(word, id) != NULL)
        id = NULL; /* the word has it */
    put_line(progress, now_ms, SHADE_PLAIN, line.ptr, id != NULL ? " (request %s)" : "%s", id);
}

/* Every call's targets are watched for a while; worth a line only where its answer is missing. */
static void tell_settle(struct progress *progress, const struct event *event, int64_t now_ms)
{
    struct buf left cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (call_at(progress, event->call)->answered_well || progress->options.quiet)
        return;
    progress_elapsed(event->at_ms - now_ms, &left);
    put_line(progress, now_ms, SHADE_PLAIN, "",
             "call %d: its answer is missing, its targets are listed for up to %s", event->call,
             left.ptr);
}

static void tell_retry(struct progress *progress, const struct event *event, int64_t now_ms)
{
    struct buf left cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (!progress->options.verbose)
        return;
    progress_elapsed(event->at_ms - now_ms, &left);
    put_line(progress, now_ms, SHADE_PLAIN, "", "%s %s: %s; again in %s",
             progress_account(progress, event->account), event->region, event->text, left.ptr);
}

/* ---- copies ---- */

/* Events come in the order of rows most of the time: the search begins where the last one ended. */
static struct progress_row *row_of(struct progress *progress, const char *address, int64_t now_ms)
{
    struct progress_row *row;
    size_t i;

    for (i = 0; i < progress->n_rows; i++) {
        size_t at = (progress->last_row + i) % progress->n_rows;

        if (strcmp(progress->rows[at].address, address) == 0) {
            progress->last_row = at + 1;
            return &progress->rows[at];
        }
    }
    if (progress->n_rows == progress->cap_rows) {
        progress->cap_rows = progress->cap_rows * 2 + 16;
        progress->rows = must(realloc(progress->rows, progress->cap_rows * sizeof *progress->rows));
    }
    row = &progress->rows[progress->n_rows++];
    progress->last_row = progress->n_rows;
    *row = (struct progress_row){.address = copy(address),
                                 .percent = -1,
                                 .since_ms = now_ms,
                                 .told = -PLAIN_STEP,
                                 .first_percent = -1};
    return row;
}

static void row_move(struct progress_row *row, const struct event *event, int64_t now_ms)
{
    row->percent = event->progress;
    row->ready = event->ok;
    row->ended = event->ok || event->ended;
    if (event->progress < 0)
        return;
    if (row->first_percent < 0 || event->progress < row->first_percent) {
        row->first_percent = event->progress;
        row->first_ms = now_ms;
    }
    row->newest_ms = now_ms;
}

static void tell_cell(struct progress *progress, const struct event *event, int64_t now_ms)
{
    struct progress_row *row = row_of(progress, event->address, now_ms);
    struct buf word cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    bool had_ended = row->ended, changed;

    words_state(event->text != NULL ? event->text : "", &word);
    changed = row->word == NULL || strcmp(row->word, word.ptr) != 0;
    if (changed) {
        free(row->word);
        row->word = copy(word.ptr);
    }
    row_move(row, event, now_ms);
    if (row->ended ? had_ended || (event->ok && progress->options.quiet)
                   : progress->options.quiet || progress->options.terminal)
        return; /* told already, not worth it, or it has a live line */
    if (!row->ended && !changed && row->percent < row->told + PLAIN_STEP)
        return;
    row->told = row->percent < 0 ? row->told : row->percent;
    if (!row->ended && row->percent >= 0)
        buf_printf(&word, " %d %%", row->percent);
    put_line(progress, now_ms,
             row->ready   ? SHADE_GREEN
             : row->ended ? SHADE_RED
                          : SHADE_CYAN,
             row->ready   ? ". "
             : row->ended ? "! "
                          : "~ ",
             "%s  %s", event->address, event->ok ? "ready" : word.ptr);
}

/* ---- events ---- */

static void tell(struct progress *progress, const struct event *event, int64_t now_ms)
{
    switch (event->kind) {
    case EVENT_REGION_READ:
        tell_region(progress, event, now_ms);
        break;
    case EVENT_CALL_WAITS:
    case EVENT_CALL_SENT:
    case EVENT_CALL_ANSWERED:
        if (event->call >= 0)
            tell_call(progress, event, now_ms);
        break;
    case EVENT_CELL:
        if (event->address != NULL)
            tell_cell(progress, event, now_ms);
        break;
    case EVENT_RETRY:
        tell_retry(progress, event, now_ms);
        break;
    case EVENT_SETTLE:
        if (event->call >= 0)
            tell_settle(progress, event, now_ms);
        break;
    case EVENT_WARNING:
        put_line(progress, now_ms, SHADE_YELLOW, "warning: ", "%s", event->text);
        break;
    case EVENT_INTERRUPTED:
        progress->interrupted = true;
        put_line(progress, now_ms, SHADE_YELLOW,
                 "warning: ", "interrupted: no new calls; once more leaves at once, copies run on");
        break;
    }
}

void progress_event(struct progress *progress, const struct event *event, int64_t now_ms)
{
    assert(progress != NULL && event != NULL);
    if (progress->ended)
        return;
    progress->copying =
        progress->copying || event->kind == EVENT_CALL_SENT || event->kind == EVENT_CELL;
    if (progress->options.ndjson) {
        if (event->kind == EVENT_REGION_READ && event->ok && progress->copying &&
            !progress->options.verbose)
            return;
        progress_json(progress, event, now_ms, &progress->lines);
        flush(progress);
        return;
    }
    tell(progress, event, now_ms);
    progress_tick(progress, now_ms);
}

void progress_regions(struct progress *progress, size_t total, int64_t now_ms)
{
    assert(progress != NULL && total > 0);
    progress->regions_total = total;
    progress->regions_read = 0;
    progress->reading_ms = now_ms;
    progress_tick(progress, now_ms);
}

void progress_plan(struct progress *progress, const struct plan *plan)
{
    progress->plan = plan;
}

void progress_tick(struct progress *progress, int64_t now_ms)
{
    if (progress->ended || !progress->options.terminal || progress->options.ndjson)
        return;
    if (progress->drawn_ms != 0 && now_ms - progress->drawn_ms < REDRAW_MS)
        return;
    progress_draw(progress, false, now_ms);
}
