/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"
#include "reconcile/base/jsonw.h"

/*
 * The JSON document that every run has, also one that failed.  Names, order and meaning are a
 * contract with those who read it: new members only ever come after the others of their object.
 */

/* Writes the document's members into the object that is open in *w. */
void document_write(const struct findings *findings, struct jsonw *w);
