/* SPDX-License-Identifier: MIT */
#include "reconcile/base/words.h"

#include <string.h>

size_t word_index(const char *const *words, size_t n, const char *word)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (words[i] != NULL && strcmp(words[i], word) == 0)
            break;
    return i;
}

bool word_among(const char *const *words, size_t n, const char *word)
{
    return word_index(words, n, word) < n;
}

bool word_listed(const char *const *words, const char *word)
{
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}
