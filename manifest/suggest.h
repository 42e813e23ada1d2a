/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/*
 * "Did you mean": the nearest of the words offered, if one is near enough.
 *
 *     struct suggest suggest = SUGGEST_INIT("ap-shangai");
 *     for (each region)
 *         suggest_offer(&suggest, region);
 *     if (suggest.best != NULL)
 *         …
 *
 * Near is at most a third of the letters changed, left out, put in or swapped with a neighbour;
 * case, '-' and '_' count as alike.  A word that is a whole part of an id is near, too:
 * "guangzhou" of "ap-guangzhou".  Of equals the first offered wins.
 */
struct suggest {
    const char *word;
    const char *best; /* NULL: none was near enough */
    size_t distance;
};

#define SUGGEST_INIT(text) ((struct suggest){(text), NULL, 0})

void suggest_offer(struct suggest *suggest, const char *candidate);
