/* SPDX-License-Identifier: MIT */
/* Format `tsv`: a heading, then a line for each cell.  Columns are only ever added at the end. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/words.h"
#include "reconcile/base/clock.h"

#include <string.h>

static void put(const char *text, struct buf *out)
{
    escape_tsv(text != NULL ? text : "", out);
    buf_char(out, '\t');
}

static void put_ids(const struct cell *cell, struct buf *out)
{
    size_t i;

    for (i = 0; i < cell->n_images; i++) {
        buf_str(out, i > 0 ? "," : "");
        escape_tsv(cell->images[i]->id, out);
    }
    buf_char(out, '\t');
}

static void put_cell(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    const struct image *only = cell->n_images == 1 ? cell->images[0] : NULL;
    const struct plan_call *call = findings_call_of(findings, cell);
    struct buf why cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    char created[CLOCK_TEXT] = "";

    put(findings_account(findings, cell->account), out);
    put(cell->name, out);
    put(cell->region, out);
    put(verdict_name(cell->verdict), out);
    put(findings_reason(cell), out);
    put_ids(cell, out);
    if (only != NULL && only->created > 0)
        clock_format(only->created, created);
    put(created, out);
    if (cell->verdict == VERDICT_IN_PROGRESS && only != NULL && only->progress >= 0)
        buf_printf(out, "%d", only->progress);
    buf_char(out, '\t');
    if (call != NULL)
        buf_printf(out, "%d", call->id);
    buf_char(out, '\t');
    words_why(findings, cell, &why);
    escape_tsv(why.ptr, out);
    buf_char(out, '\n');
}

void format_tsv(const struct findings *findings, const struct style *style, struct buf *out)
{
    const struct cell *cell;

    (void)style;
    buf_str(out, "account\timage\tregion\tverdict\treason\tids\tcreated\tprogress\tcall\twhy\n");
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell))
        put_cell(findings, cell, out);
}
