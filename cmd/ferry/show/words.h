/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"

/*
 * What every output for people says in the same words: why a cell has its verdict, and what to do
 * about it.
 *
 * All of it is plain text that still holds foreign names and messages: the format escapes it
 * (escape.h) for where it goes.
 */

/* What a rehearsal said of a call. */
void words_rehearsal(const struct findings_rehearsal *rehearsal, struct buf *out);

/* What became of a call, or what a rehearsal says will; empty when there is nothing to say yet. */
void words_outcome(const struct findings *findings, const struct plan_call *call, struct buf *out);

/* One sentence without its full stop; nothing for a cell that is simply in sync. */
void words_why(const struct findings *findings, const struct cell *cell, struct buf *out);

/* The way out, as one more such sentence; nothing where none is needed. */
void words_remedy(const struct findings *findings, const struct cell *cell, struct buf *out);

/* Both in one: why, and the way out. */
void words_sentence(const struct findings *findings, const struct cell *cell, struct buf *out);

/* "AuthFailure: the SecretId is not found (HTTP 401)" */
void words_failure(const struct port_failure *failure, struct buf *out);

/* "image of 'x' in ap-tokyo: must be NORMAL" */
void words_fact(const struct fact *fact, struct buf *out);

/* The vendor's word for a state; a bare number, as one of them has it, becomes "status 4". */
void words_state(const char *word, struct buf *out);

/* "12d", "3h", "5m", "0m"; "" when `created` is unknown. */
void words_age(int64_t created, int64_t now_ms, struct buf *out);

/* What follows the number: "cell" for 1, "cells" for any other. */
const char *words_noun(size_t n, const char *one, const char *many);

/* Takes the line that *text begins with into *line, and *text behind it; false at the end. */
bool words_line(const char **text, struct buf *line);

/* One word of a shell command, quoted where it must be. */
void words_shell(const char *text, struct buf *out);
