/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"

/* Writes the JSON Schema that the parser's tables amount to: manifest/schema.json must be it. */
void schema_json(struct buf *out);
