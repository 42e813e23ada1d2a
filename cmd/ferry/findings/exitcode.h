/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"

enum {
    EXIT_FINE = 0,
    EXIT_UNEXPECTED = 1,
    EXIT_DIFFERENT = 2,
    EXIT_INCOMPLETE = 3, /* apply, wait: not all ended well; running it again is safe */
    EXIT_UNKNOWN = 4,    /* a selected cell could not be read */
    EXIT_REFUSED = 5,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_CREDENTIAL = 77,
    EXIT_SIGNAL = 128, /* plus the signal's number */
};

/* The one function that maps findings to the exit code.  Where several hold: 1, then 3, 4, 2, 0. */
int exitcode_of(const struct findings *findings);
