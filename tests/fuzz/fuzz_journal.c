/* SPDX-License-Identifier: MIT */
/* Any bytes as a journal: never a crash, and what is read can be written and read again. */
#include "reconcile/engine/journal.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void compare(const struct journal_intent *a, const struct journal_intent *b)
{
    size_t i, k;

    demand(a->id == b->id && a->at_ms == b->at_ms && a->answered_ms == b->answered_ms);
    demand(same(a->identity, b->identity) && same(a->source_region, b->source_region));
    demand(a->n_source_ids == b->n_source_ids && a->n_targets == b->n_targets);
    for (i = 0; i < a->n_source_ids; i++)
        demand(same(a->source_ids[i], b->source_ids[i]));
    for (i = 0; i < a->n_targets; i++) {
        const struct journal_target *x = &a->targets[i], *y = &b->targets[i];

        demand(same(x->name, y->name) && same(x->region, y->region) && same(x->id, y->id));
        demand(x->n_before == y->n_before);
        for (k = 0; k < x->n_before; k++)
            demand(same(x->before[k], y->before[k]));
    }
}

/* The fuzzer cannot guess checksums: each line gets its own, so that the mutations reach the
 * parser. */
static void resign(const uint8_t *data, size_t size, struct buf *out)
{
    size_t at = 0;

    while (at < size) {
        const uint8_t *end = memchr(data + at, '\n', size - at);
        size_t n = end == NULL ? size - at : (size_t)(end - data) - at, i;
        uint64_t hash = UINT64_C(0xCBF29CE484222325);

        for (i = 0; i < n; i++)
            hash = (hash ^ data[at + i]) * UINT64_C(0x100000001B3);
        buf_add(out, data + at, n);
        buf_printf(out, " %016llx\n", (unsigned long long)hash);
        at += n + 1;
    }
}

static void try(const char *bytes, size_t n)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    cleanup_buf struct buf again = BUF_INIT(BUF_UNBOUNDED);
    struct journal first, second;
    struct err err = ERR_INIT;
    size_t i;

    if (journal_decode(bytes, n, &arena, &first, &err) != 0) {
        demand(err.code == ERR_DATA && err.text[0] != '\0');
        return;
    }
    demand(first.sound <= n && first.torn == (first.sound != n));
    for (i = 0; i < first.n_open; i++) {
        struct journal_record record = {.kind = JOURNAL_INTENT, .intent = &first.open[i]};

        journal_encode(&record, &again);
    }
    demand(journal_decode(again.ptr, again.len, &arena, &second, &err) == 0);
    demand(second.n_open == first.n_open && !second.torn);
    for (i = 0; i < first.n_open; i++)
        compare(&first.open[i], &second.open[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cleanup_buf struct buf signed_again = BUF_INIT(BUF_UNBOUNDED);

    try((const char *)data, size);
    resign(data, size, &signed_again);
    try(signed_again.ptr, signed_again.len);
    return 0;
}
