/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"

/*
 * How a run ended, in a sentence or two, in agreement with exitcode_of().  Plain text that may
 * hold foreign text: the format escapes it for where it goes.
 */

/*
 * The closing sentences.  For plans they begin with Terraform's, which pipelines look for.  Nothing
 * for a run that an error ended before it came to anything: the error says it.
 */
void summary_write(const struct findings *findings, struct buf *out);

/* The command to run next, its words fit for a shell and a terminal; nothing without one. */
void summary_next(const struct findings *findings, struct buf *out);
