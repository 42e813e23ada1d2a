/* SPDX-License-Identifier: MIT */
/* Formats `json`, one document, and `ndjson`, the same as the last line of a stream of events. */
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/document.h"
#include "cmd/ferry/show/formats.h"
#include "cmd/ferry/show/summary.h"

void format_json(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);

    (void)style;
    jsonw_object(&w, NULL);
    document_write(findings, &w);
    jsonw_close(&w);
    buf_char(out, '\n');
}

/* The lines before it are progress.c's. */
void format_ndjson(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);
    struct buf summary cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    (void)style;
    summary_write(findings, &summary);
    jsonw_object(&w, NULL);
    jsonw_string(&w, "type", "result");
    jsonw_string(&w, "@level", exitcode_of(findings) == EXIT_FINE ? "info" : "error");
    jsonw_string(&w, "@message", summary.ptr);
    jsonw_time(&w, "@timestamp", findings->run.ended_ms / 1000);
    document_write(findings, &w);
    jsonw_close(&w);
    buf_char(out, '\n');
}
