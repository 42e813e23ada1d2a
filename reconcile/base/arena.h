/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory by lifespan: what is born together dies together, in one call.
 *
 * ferry has three lifespans (a run, a region's snapshot, a response); each owns an arena, and
 * nothing in an arena is freed on its own.  Out of memory ends the program here, so no other code
 * tests for it. Everything returned is aligned for any type and zeroed.
 */

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block; NULL while nothing was taken */
    size_t total; /* bytes taken from the system, for tests that polling does not grow */
};

#define ARENA_INIT ((struct arena){NULL, 0})

void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t n, size_t size); /* ends the program on overflow */
char *arena_strdup(struct arena *arena, const char *text);     /* NULL stays NULL */
char *arena_strndup(struct arena *arena, const char *bytes, size_t n);
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *arena, const char *format,
                                                         ...);
__attribute__((format(printf, 2, 0))) char *arena_vprintf(struct arena *arena, const char *format,
                                                          va_list ap);

/* Forgets everything, keeping one block for the next use: a poll loop that resets does not grow. */
void arena_reset(struct arena *arena);

/* Gives everything back; the arena may be used again.  Accepts one that was never used. */
void arena_free(struct arena *arena);

#define cleanup_arena __attribute__((cleanup(arena_free)))

/*
 * Growable arrays are three plain fields: items, nr, cap.  Makes room for one more:
 *     ARENA_GROW(arena, list->items, list->nr, list->cap);
 *     list->items[list->nr++] = item;
 * The old storage stays in the arena until it is reset: at most twice the final size.
 */
#define ARENA_GROW(arena, items, nr, cap)                                                          \
    ((nr) < (cap) ? (void)0                                                                        \
                  : (void)((items) = arena_grow((arena), (items), (nr), &(cap), sizeof *(items))))
void *arena_grow(struct arena *arena, const void *items, size_t nr, size_t *cap, size_t size);

/* For the few allocations outside arenas: ends the program ("ferry: out of memory"), or does so for
 * NULL. */
_Noreturn void arena_exhausted(void);
void *arena_must(void *allocated);
