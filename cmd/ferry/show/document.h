/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_SHOW_DOCUMENT_H
#define CMD_FERRY_SHOW_DOCUMENT_H

#include "cmd/ferry/findings/findings.h"
#include "reconcile/base/jsonw.h"

/*
 * The JSON document of product.md section 8, which every report has, also that of a run that
 * failed.  Names, order and meaning are a contract; new members only ever come after the others of
 * their object.
 */

/* Writes the document's members into the object that is open in *w. */
void document_write(const struct findings *findings, struct jsonw *w);

/* "throttled"; NULL for PORT_FINE */
const char *document_class_name(enum port_class class);

#endif
