/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "cmd/ferry/show/style.h"
#include "reconcile/base/arena.h"

/*
 * The parts of format `text` (and `wide`), a file each.  All foreign text is escaped here.
 *
 *   game/web-base  from ap-guangzhou (img-8toqc6s3, 50 GiB)  images.yaml:14
 *     ? ap-tokyo     unknown   the region was not read completely: …; run it again
 *     + ap-shanghai  missing   copied from ap-guangzhou by call 0
 *     . 5 in_sync
 *
 * What nobody knows comes first, then what a person must see to (order.h), and neither is ever
 * folded.
 */

struct text { /* what is written, how and where to */
    const struct findings *findings;
    const struct style *style;
    struct buf *out;
    struct arena *arena; /* for what lives no longer than the writing */
};

/* "+ " in its colour */
void text_mark(const struct text *text, const struct cell *cell);

/* The rest of a line, folded at the style's width under column `indent`. */
void text_fold(const struct text *text, const char *raw, size_t indent);

/* Why and the way out, as the rest of a line. */
void text_sentence(const struct text *text, const struct cell *cell, size_t indent);

typedef void text_part(const struct text *text);

/* All selected cells by image; images that are in sync everywhere are a count, unless verbose. */
text_part text_groups;

text_part text_calls; /* of a plan */
text_part text_apply; /* done, under way, failed, not started */
text_part text_why, text_list, text_whoami, text_providers;
text_part text_wide; /* one line a cell, all columns: format `wide` */
