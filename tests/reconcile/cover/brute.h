/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

/*
 * The planning problem of small grids, solved by trying everything.  Written to be obviously right,
 * and knowing nothing of reconcile/.
 */

enum { BRUTE_ROWS = 4, BRUTE_COLUMNS = 4 };

struct brute_world {
    int rows, columns;
    bool needed[BRUTE_ROWS][BRUTE_COLUMNS];
    unsigned sources[BRUTE_ROWS]; /* a bit for each source that serves the row */
    int most_rows, most_columns;  /* of a call; 0: no limit */
};

/* The fewest calls, and the fewest waves of any plan with that many calls. */
void brute_solve(const struct brute_world *world, int *calls, int *waves);
