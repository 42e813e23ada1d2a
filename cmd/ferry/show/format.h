/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "cmd/ferry/show/style.h"

/*
 * The outputs.  A format is one file, format_NAME.c, and one row of the table in format.c; it turns
 * findings into bytes, and does nothing else.  What a command does not offer is a usage error.
 */

struct format {
    const char *name;
    const char *summary; /* for the help: "one event a line, …" */
    unsigned kinds;      /* of 1 << enum report_kind: the commands that offer it */
    void (*write)(const struct findings *findings, const struct style *style, struct buf *out);
};

/* All of them, in the order of the help. */
const struct format *format_table(size_t *n);

const struct format *format_find(const char *name); /* NULL: there is no such format */
bool format_serves(const struct format *format, enum findings_kind kind);
