/* SPDX-License-Identifier: MIT */
#include "manifest/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { WORD_MAX = 64 }; /* bytes; longer words are no typing slips */

static char fold(char c)
{
    return c == '_' || c == ' ' ? '-' : (char)tolower((unsigned char)c);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: three rows of the table are enough. */
static size_t distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2], *spare;
    size_t i, j;

    for (j = 0; j <= n_b; j++)
        last[j] = j;
    for (i = 1; i <= n_a; i++) {
        row[0] = i;
        for (j = 1; j <= n_b; j++) {
            bool same = fold(a[i - 1]) == fold(b[j - 1]);

            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
                fold(a[i - 2]) == fold(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[n_b];
}

/* True if `part` is one or more whole parts of the id `word`, at its end. */
static bool ends_with_part(const char *word, size_t n, const char *part, size_t n_part)
{
    size_t i;

    if (n_part < 4 || n_part >= n || word[n - n_part - 1] != '-')
        return false;
    for (i = 0; i < n_part; i++)
        if (fold(word[n - n_part + i]) != fold(part[i]))
            return false;
    return true;
}

void suggest_offer(struct suggest *suggest, const char *candidate)
{
    size_t n = strlen(suggest->word), n_candidate = strlen(candidate), d;

    if (n == 0 || n > WORD_MAX || n_candidate > WORD_MAX)
        return;
    d = ends_with_part(candidate, n_candidate, suggest->word, n)
            ? 1
            : distance(suggest->word, n, candidate, n_candidate);
    if (d > least(n, n_candidate) / 3 &&
        !(d == 1 && n > 1 && n_candidate > 1 && n + n_candidate > 4))
        return;
    if (suggest->best == NULL || d < suggest->distance) {
        suggest->best = candidate;
        suggest->distance = d;
    }
}
