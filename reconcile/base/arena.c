/* SPDX-License-Identifier: MIT */
#include "reconcile/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

_Noreturn void arena_exhausted(void)
{
    static const char text[] = "ferry: out of memory\n";

    fwrite(text, 1, sizeof text - 1, stderr);
    abort();
}

void *arena_must(void *allocated)
{
    if (allocated == NULL)
        arena_exhausted();
    return allocated;
}

static struct arena_block *block_new(struct arena *arena, size_t size)
{
    struct arena_block *block;

    if (size < BLOCK_SIZE)
        size = BLOCK_SIZE;
    if (size > SIZE_MAX - sizeof *block)
        arena_exhausted();
    block = arena_must(malloc(sizeof *block + size));
    block->next = arena->head;
    block->used = 0;
    block->size = size;
    arena->head = block;
    arena->total += sizeof *block + size;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    struct arena_block *block = arena->head;
    void *p;

    if (size > SIZE_MAX - align)
        arena_exhausted();
    size = (size + align - 1) / align * align;
    if (block == NULL || block->size - block->used < size)
        block = block_new(arena, size);
    p = block->bytes + block->used;
    block->used += size;
    memset(p, 0, size);
    return p;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        arena_exhausted();
    return arena_alloc(arena, n * size);
}

char *arena_strndup(struct arena *arena, const char *bytes, size_t n)
{
    char *copy = arena_alloc(arena, n + 1);

    if (n > 0)
        memcpy(copy, bytes, n);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list ap)
{
    va_list again;
    char *text;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0)
        arena_exhausted();
    text = arena_alloc(arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, ap);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list ap;
    char *text;

    va_start(ap, format);
    text = arena_vprintf(arena, format, ap);
    va_end(ap);
    return text;
}

void *arena_grow(struct arena *arena, const void *items, size_t nr, size_t *cap, size_t size)
{
    size_t wanted = *cap < 8 ? 8 : *cap * 2;
    void *grown = arena_array(arena, wanted, size);

    if (nr > 0)
        memcpy(grown, items, nr * size);
    *cap = wanted;
    return grown;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block, *next, *keep = NULL;

    for (block = arena->head; block != NULL; block = next) {
        next = block->next;
        if (keep == NULL && block->size == BLOCK_SIZE) {
            keep = block;
            continue;
        }
        arena->total -= sizeof *block + block->size;
        free(block);
    }
    if (keep != NULL) {
        keep->next = NULL;
        keep->used = 0;
    }
    arena->head = keep;
}

void arena_free(struct arena *arena)
{
    struct arena_block *block, *next;

    for (block = arena->head; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    arena->head = NULL;
    arena->total = 0;
}
