/* SPDX-License-Identifier: MIT */
/* Format `tsv`: a heading, then a line for each cell.  Columns are only ever added at the end. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/clock.h"

static void put_cell(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    const struct image *only = cell->n_images == 1 ? cell->images[0] : NULL;
    const struct plan_call *call = findings_call_of(findings, cell);
    struct buf why cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    char created[CLOCK_TEXT] = "";
    size_t i;

    escape_printf(escape_tsv, out, "%s\t%s\t%s\t%s\t%s\t",
                  findings_account(findings, cell->account), cell->name, cell->region,
                  verdict_name(cell->verdict), findings_reason(cell));
    for (i = 0; i < cell->n_images; i++)
        escape_printf(escape_tsv, out, i > 0 ? ",%s" : "%s", cell->images[i]->id);
    if (only != NULL && only->created > 0)
        clock_format(only->created, created);
    buf_printf(out, "\t%s\t", created);
    if (cell->verdict == VERDICT_IN_PROGRESS && only != NULL && only->progress >= 0)
        buf_printf(out, "%d", only->progress);
    buf_char(out, '\t');
    if (call != NULL)
        buf_printf(out, "%d", call->id);
    buf_char(out, '\t');
    words_why(findings, cell, &why);
    escape_printf(escape_tsv, out, "%s\n", why.ptr);
}

void format_tsv(const struct findings *findings, const struct style *style, struct buf *out)
{
    const struct cell *cell;

    (void)style;
    buf_str(out, "account\timage\tregion\tverdict\treason\tids\tcreated\tprogress\tcall\twhy\n");
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell))
        put_cell(findings, cell, out);
}
