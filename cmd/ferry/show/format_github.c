/* SPDX-License-Identifier: MIT */
/*
 * Format `github`: workflow commands that put the result beside the manifest's lines in a pull
 * request.  GitHub shows about ten annotations of a level a step, so cells of one manifest line and
 * one verdict share one, and what is beyond is counted.  The table for the job's summary is format
 * `markdown`.
 */
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/order.h"
#include "cmd/ferry/show/summary.h"
#include "cmd/ferry/show/words.h"

#include <string.h>

enum { MOST = 10, LEVELS = 3 };

enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTICE };
static const char *const level_names[LEVELS] = {"error", "warning", "notice"};

struct annotations {
    struct buf *out;
    size_t told[LEVELS], left_out[LEVELS];
};

/* What stands before an annotation's message; `origin` may have no path.  False: one too many. */
static bool begin(struct annotations *all, enum level level, const struct origin *origin,
                  const char *title)
{
    struct buf *out = all->out;

    if (all->told[level] == MOST) {
        all->left_out[level]++;
        return false;
    }
    all->told[level]++;
    buf_printf(out, "::%s ", level_names[level]);
    if (origin != NULL && origin->path != NULL)
        escape_printf(escape_github_property, out, "file=%s,line=%d,col=%d,", origin->path,
                      origin->line, origin->column);
    escape_printf(escape_github_property, out, "title=%s::", title);
    return true;
}

static void annotate(struct annotations *all, enum level level, const struct origin *origin,
                     const char *title, const char *message)
{
    if (begin(all, level, origin, title))
        escape_printf(escape_github, all->out, "%s\n", message);
}

static enum level level_of(const struct findings *findings, const struct cell *cell)
{
    enum rank rank = order_rank(cell);

    if (rank == RANK_COPY) /* for a plan it is what was asked for, else it is what is wrong */
        return findings->kind == FINDINGS_PLAN ? LEVEL_NOTICE : LEVEL_ERROR;
    if (rank == RANK_EXTRA)
        return findings->fail_on_extra ? LEVEL_ERROR : LEVEL_WARNING;
    return rank < RANK_COPY ? LEVEL_ERROR : LEVEL_NOTICE;
}

static bool same_place(const struct cell *a, const struct cell *b)
{
    return b->selected && a->verdict == b->verdict && a->origin.path != NULL &&
           b->origin.path != NULL && strcmp(a->origin.path, b->origin.path) == 0 &&
           a->origin.line == b->origin.line;
}

/* The cells of one image, which lie side by side, that share a line and a verdict: the first of
 * them tells for all. */
static void put_cells_of(const struct findings *findings, const struct cell *first,
                         struct annotations *all)
{
    const struct cells *cells = &findings->judged->cells;
    struct buf sentence cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t at = (size_t)(first - cells->items), i, others = 0;

    for (i = at; i > 0 && order_same_image(&cells->items[i - 1], first); i--)
        if (same_place(first, &cells->items[i - 1]))
            return; /* told already */
    if (!begin(all, level_of(findings, first), &first->origin, verdict_name(first->verdict)))
        return;
    words_sentence(findings, first, &sentence);
    escape_printf(escape_github, all->out, "%s: ", first->address);
    escape_github_line(sentence.ptr, all->out);
    for (i = at + 1; i < cells->nr && order_same_image(&cells->items[i], first); i++) {
        if (!same_place(first, &cells->items[i]))
            continue;
        buf_str(all->out, others++ == 0 ? "%0Aalso in " : ", ");
        escape_github(cells->items[i].region, all->out);
    }
    buf_char(all->out, '\n');
}

static void put_cells(const struct findings *findings, struct annotations *all)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    size_t i, n;
    const struct cell **list =
        order_cells(&findings->judged->cells, RANK_UNKNOWN, RANK_EXTRA, &arena, &n);

    for (i = 0; i < n; i++)
        if (order_rank(list[i]) != RANK_UNDER_WAY)
            put_cells_of(findings, list[i], all);
}

static void put_diags(const struct findings *findings, struct annotations *all)
{
    size_t i, n;
    const struct diff_notice *notices = findings_notices(findings, &n);

    for (i = 0; i < findings->diags.nr; i++) {
        const struct diag *diag = &findings->diags.items[i];
        struct buf message cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        buf_str(&message, diag->summary);
        if (diag->hint != NULL)
            buf_printf(&message, "\n%s", diag->hint);
        annotate(all, diag->severity == SEVERITY_ERROR ? LEVEL_ERROR : LEVEL_WARNING, &diag->origin,
                 diag->code, message.ptr);
    }
    for (i = 0; i < n; i++)
        annotate(all, LEVEL_WARNING, &notices[i].origin, notices[i].code, notices[i].text);
}

void format_github(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct annotations all = {out, {0}, {0}};
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    int level;

    (void)style;
    if (findings->error.code != ERR_NONE)
        annotate(&all, LEVEL_ERROR, NULL, "ferry", findings->error.text);
    put_diags(findings, &all);
    if (findings->judged != NULL)
        put_cells(findings, &all);
    for (level = 0; level < LEVELS; level++)
        if (all.left_out[level] > 0)
            buf_printf(out, "::%s title=ferry::%zu more of this level\n", level_names[level],
                       all.left_out[level]);
    summary_write(findings, &text);
    if (text.len > 0) {
        level = exitcode_of(findings) == EXIT_FINE ? LEVEL_NOTICE : LEVEL_ERROR;
        escape_printf(escape_github, out, "::%s title=ferry %s::%s\n", level_names[level],
                      findings_kind_name(findings->kind), text.ptr);
    }
}
