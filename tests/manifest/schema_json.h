/* SPDX-License-Identifier: MIT */
#ifndef TESTS_MANIFEST_SCHEMA_JSON_H
#define TESTS_MANIFEST_SCHEMA_JSON_H

#include "reconcile/base/buf.h"

/* Writes the JSON Schema that the parser's tables amount to: manifest/schema.json must be it. */
void schema_json(struct buf *out);

#endif
