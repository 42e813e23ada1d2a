/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "reconcile/base/jsonw.h"

/*
 * What the document of a plan holds beside what every document holds: `accounts` with their
 * settings and `images` as they were wanted, so that `apply` needs no manifest; and of cells and
 * images what it takes to show the plan again as it was made.  saved/planfile.h reads it back.
 */
void contract_put(const struct findings *findings, struct jsonw *w);
void contract_put_cell(const struct cell *cell, struct jsonw *w);

/* A place as {path, line, column}, or null. */
void contract_put_origin(struct jsonw *w, const char *key, const struct origin *origin);
