/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "cmd/ferry/show/style.h"

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

/* "+ " in its colour */
void text_mark(const struct cell *cell, const struct style *style, struct buf *out);

/* Why and the way out in one line, folded at the style's width under column `indent`. */
void text_sentence(const struct findings *findings, const struct cell *cell, size_t indent,
                   const struct style *style, struct buf *out);

/* All selected cells by image; images that are in sync everywhere are a count, unless verbose. */
void text_groups(const struct findings *findings, const struct style *style, struct buf *out);

/* The calls of a plan. */
void text_calls(const struct findings *findings, const struct style *style, struct buf *out);

/* apply: done, under way, failed, not started. */
void text_apply(const struct findings *findings, const struct style *style, struct buf *out);

void text_why(const struct findings *findings, const struct style *style, struct buf *out);
void text_list(const struct findings *findings, const struct style *style, struct buf *out);
void text_whoami(const struct findings *findings, const struct style *style, struct buf *out);
void text_providers(const struct findings *findings, const struct style *style, struct buf *out);

/* One line a cell, all columns: format `wide`. */
void text_wide(const struct findings *findings, const struct style *style, struct buf *out);
