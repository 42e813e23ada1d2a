/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"

#include <stdint.h>

/*
 * Writes JSON into a buf, in the order of the calls: plans, reports, journal lines, request bodies.
 *
 * The writer puts the commas.  A key of NULL means "no key": use it inside arrays and at the top.
 * Invalid UTF-8 in a string becomes U+FFFD, so the output is always valid JSON; `<` `>` `&`
 * U+2028/9 and all controls are escaped, so it may be put into a page or a log as it is.
 *
 *     struct jsonw w = JSONW_INIT(&buf);
 *     jsonw_object(&w, NULL);
 *     jsonw_string(&w, "name", "ferry");
 *     jsonw_array(&w, "regions");
 *     jsonw_string(&w, NULL, "ap-tokyo");
 *     jsonw_close(&w);
 *     jsonw_close(&w);
 */
struct jsonw {
    struct buf *out;
    int depth;      /* 0 to 63 */
    uint64_t array; /* a bit a level: it is an array */
    uint64_t begun; /* a bit a level: something was written in it */
};

#define JSONW_INIT(buffer) ((struct jsonw){(buffer), 0, 0, 0})

void jsonw_object(struct jsonw *w, const char *key);
void jsonw_array(struct jsonw *w, const char *key);
void jsonw_close(struct jsonw *w); /* the innermost object or array */
void jsonw_string(struct jsonw *w, const char *key, const char *value); /* NULL writes null */
void jsonw_strings(struct jsonw *w, const char *key, const char *const *values, size_t n);
void jsonw_int(struct jsonw *w, const char *key, int64_t value);
void jsonw_bool(struct jsonw *w, const char *key, bool value);
void jsonw_null(struct jsonw *w, const char *key);

/* Seconds since 1970 as "2026-11-22T10:00:00Z"; 0 or less writes null. */
void jsonw_time(struct jsonw *w, const char *key, int64_t seconds);

/* Only the quoted, escaped string, without a writer. */
void jsonw_quote(struct buf *out, const char *bytes, size_t n);
