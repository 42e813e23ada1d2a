/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/format.h"

#include "cmd/ferry/formats.h"

#include <string.h>

enum {
    ALL = (1 << REPORT_KINDS) - 1,
    /* Commands that judge cells. */
    CELLS = 1 << REPORT_PLAN | 1 << REPORT_DRIFT | 1 << REPORT_APPLY | 1 << REPORT_WAIT |
            1 << REPORT_LIST,
};

/* A new output is one more row here, and a file. */
static const struct format formats[] = {
    {"text", "for reading", ALL, format_text},
    {"wide", "a line for each cell, all columns", CELLS, format_wide},
    {"json", "the whole result as one document", ALL, format_json},
    {"ndjson", "one event a line, the result last", 1 << REPORT_APPLY | 1 << REPORT_WAIT,
     format_ndjson},
};

const struct format *format_table(size_t *n)
{
    *n = sizeof formats / sizeof *formats;
    return formats;
}

const struct format *format_find(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool format_serves(const struct format *format, enum report_kind kind)
{
    return (format->kinds & 1u << kind) != 0;
}
