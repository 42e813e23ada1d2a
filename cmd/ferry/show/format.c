/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/format.h"

#include "cmd/ferry/show/formats.h"

#include <assert.h>
#include <string.h>

enum {
    ALL = (1 << FINDINGS_KINDS) - 1,
    /* Commands that judge cells. */
    CELLS = 1 << FINDINGS_PLAN | 1 << FINDINGS_DRIFT | 1 << FINDINGS_APPLY | 1 << FINDINGS_WAIT |
            1 << FINDINGS_LIST,
    CHECKS = CELLS | 1 << FINDINGS_VALIDATE,
};

/* A new output is one more row here, and a file. */
static const struct format formats[] = {
    {"text", "for reading", ALL, format_text},
    {"wide", "a line for each cell, all columns", CELLS, format_wide},
    {"tsv", "the same, values separated by tabs", CELLS, format_tsv},
    {"json", "the whole result as one document", ALL, format_json},
    {"ndjson", "one event a line, the result last", 1 << FINDINGS_APPLY | 1 << FINDINGS_WAIT,
     format_ndjson},
    {"markdown", "a comment, or a job's summary", CHECKS | 1 << FINDINGS_PROVIDERS,
     format_markdown},
    {"github", "annotations of GitHub Actions", CHECKS, format_github},
    {"junit", "a test case for each cell", CHECKS, format_junit},
    {"prom", "metrics for Prometheus' textfile collector", CELLS, format_prom},
    {"html", "one page that needs nothing else", CHECKS, format_html},
};

const struct format *format_table(size_t *n)
{
    *n = sizeof formats / sizeof *formats;
    return formats;
}

const struct format *format_find(const char *name)
{
    size_t i;

    assert(name != NULL);
    for (i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool format_serves(const struct format *format, enum findings_kind kind)
{
    assert(format != NULL && kind < FINDINGS_KINDS);
    return (format->kinds & 1u << kind) != 0;
}
