/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Times as text.  There is no clock here: below cmd/ `now` is an argument.  Instants are seconds,
 * or milliseconds where the name says so, since 1970 UTC.
 */

enum { CLOCK_TEXT = 32 };

/* "2026-11-22T10:00:00Z" */
void clock_format(int64_t seconds, char text[static CLOCK_TEXT]);

/*
 * Reads an ISO 8601 instant as the vendors write it: "2026-01-02T03:04:05Z", "…+00:00", "…+08:00",
 * fractions of a second (dropped), and "2016-06-06 12:02:48" without a zone, which is taken to lie
 * `default_offset_s` seconds east of UTC.  False, *seconds untouched, for anything else.
 */
bool clock_parse(const char *text, int default_offset_s, int64_t *seconds);
