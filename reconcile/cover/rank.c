/* SPDX-License-Identifier: MIT */
#include "reconcile/cover/part.h"

#include <assert.h>

/*
 * Gaussian elimination, a vector at a time.  A vector kept has 1 at its pivot and 0 at the pivots
 * of all that were kept before it, so that reducing by them in order clears every pivot.  The prime
 * is below 2^31: a product fits into 64 bits.
 */

static uint32_t power(uint32_t base, uint32_t exponent)
{
    uint64_t result = 1, square = base;

    for (; exponent != 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * square % RANK_PRIME;
        square = square * square % RANK_PRIME;
    }
    return (uint32_t)result;
}

void span_init(struct span *span, int n_columns)
{
    assert(n_columns > 0 && n_columns <= COVER_COLUMNS);
    span->n = 0;
    span->n_columns = n_columns;
}

void span_drop(struct span *span, int n)
{
    assert(n >= 0 && n <= span->n);
    span->n = n;
}

bool span_add(struct span *span, uint64_t columns)
{
    uint32_t vector[COVER_COLUMNS];
    uint32_t inverse;
    int pivot, i, x;

    for (x = 0; x < span->n_columns; x++)
        vector[x] = columns >> x & 1;
    for (i = 0; i < span->n; i++) {
        uint64_t factor = vector[span->pivot[i]];

        if (factor == 0)
            continue;
        for (x = 0; x < span->n_columns; x++)
            vector[x] =
                (uint32_t)((vector[x] + (RANK_PRIME - factor) * span->vectors[i][x]) % RANK_PRIME);
    }
    for (pivot = 0; pivot < span->n_columns; pivot++)
        if (vector[pivot] != 0)
            break;
    if (pivot == span->n_columns)
        return false;
    inverse = power(vector[pivot], RANK_PRIME - 2);
    for (x = 0; x < span->n_columns; x++)
        span->vectors[span->n][x] = (uint32_t)((uint64_t)vector[x] * inverse % RANK_PRIME);
    span->pivot[span->n++] = pivot;
    return true;
}
