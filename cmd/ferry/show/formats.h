/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "cmd/ferry/show/style.h"

/* The writers, one file each: for these, and for format.c, whose table names them. */

typedef void format_write(const struct findings *findings, const struct style *style,
                          struct buf *out);

format_write format_text, format_wide, format_tsv, format_json, format_ndjson, format_markdown,
    format_github, format_junit, format_prom, format_html;
