/* SPDX-License-Identifier: MIT */
#include "reconcile/cover/part.h"

#include <assert.h>

/*
 * Calls clash when they have a row in common: from one source they then need different waves.  The
 * calls fall apart into groups that do not clash with each other, and each group is solved alone,
 * exactly as long as the ration lasts.
 */

struct assign {
    struct partition *calls;
    int waves;
    struct ration *ration;
    size_t words;
    uint64_t *clash; /* a bit matrix, `words` a row */
    size_t *group;   /* calls of the group at work, those with the most clashes first */
    size_t n_group;
    int *home;          /* the declared source of all rows of a call that serves it; -1 */
    int *source, *wave; /* of the best choice for the group */
    size_t fewest;      /* off the declared source in that choice; SIZE_MAX: none yet */
};

static bool clashes(const struct assign *a, size_t i, size_t j)
{
    return a->clash[i * a->words + j / 64] >> j % 64 & 1;
}

static bool share_row(const struct cover_call *a, const struct cover_call *b)
{
    size_t i = 0, j = 0;

    while (i < a->n_rows && j < b->n_rows) {
        if (a->rows[i] == b->rows[j])
            return true;
        if (a->rows[i] < b->rows[j])
            i++;
        else
            j++;
    }
    return false;
}

static int home_of(const struct cover_call *call, const struct cover_row *rows)
{
    int home = rows == NULL ? -1 : rows[call->rows[0]].declared;
    size_t i;

    for (i = 1; home >= 0 && i < call->n_rows; i++)
        if (rows[call->rows[i]].declared != home)
            return -1;
    return home >= 0 && (call->sources >> home & 1) ? home : -1;
}

static void assign_init(struct assign *a, struct partition *calls, const struct cover_row *rows,
                        int waves, struct arena *arena)
{
    size_t n = calls->nr, words = (n + 63) / 64, i, j;

    *a = (struct assign){.calls = calls,
                         .waves = waves,
                         .words = words,
                         .clash = arena_array(arena, n * words, sizeof *a->clash),
                         .group = arena_array(arena, n, sizeof *a->group),
                         .home = arena_array(arena, n, sizeof *a->home),
                         .source = arena_array(arena, n, sizeof *a->source),
                         .wave = arena_array(arena, n, sizeof *a->wave)};
    for (i = 0; i < n; i++) {
        a->home[i] = home_of(&calls->items[i], rows);
        for (j = 0; j < i; j++) {
            if (!share_row(&calls->items[i], &calls->items[j]))
                continue;
            a->clash[i * words + j / 64] |= UINT64_C(1) << j % 64;
            a->clash[j * words + i / 64] |= UINT64_C(1) << i % 64;
        }
    }
}

/* ---- one group ---- */

/* The waves that calls placed before take from this source, as far as they clash; waves beyond 64
 * are left to the greedy way. */
static uint64_t taken_waves(const struct assign *a, size_t at, int source)
{
    uint64_t taken = 0;
    size_t i;

    for (i = 0; i < at; i++) {
        const struct cover_call *other = &a->calls->items[a->group[i]];

        if (other->source == source && clashes(a, a->group[at], a->group[i]))
            taken |= UINT64_C(1) << (other->wave - 1);
    }
    return taken;
}

static void keep_choice(struct assign *a, size_t off)
{
    size_t i;

    a->fewest = off;
    for (i = 0; i < a->n_group; i++) {
        a->source[a->group[i]] = a->calls->items[a->group[i]].source;
        a->wave[a->group[i]] = a->calls->items[a->group[i]].wave;
    }
}

/* The declared source first, then the others in their order. */
static int next_source(uint64_t *left, int home)
{
    int source = home >= 0 && (*left >> home & 1) ? home : bit_first(*left);

    *left &= ~(UINT64_C(1) << source);
    return source;
}

/* Places the calls of the group one by one; false when the ration is used up. */
static bool place(struct assign *a, size_t at, size_t off)
{
    struct cover_call *call;
    uint64_t left;
    int home;

    if (off >= a->fewest)
        return true;
    if (at == a->n_group) {
        keep_choice(a, off);
        return true;
    }
    call = &a->calls->items[a->group[at]];
    home = a->home[a->group[at]];
    for (left = call->sources; left != 0;) {
        int source = next_source(&left, home), wave, highest = 0;
        uint64_t taken = taken_waves(a, at, source);
        size_t i;

        for (i = 0; i < at; i++) /* waves above the highest used are all alike */
            if (a->calls->items[a->group[i]].source == source &&
                a->calls->items[a->group[i]].wave > highest)
                highest = a->calls->items[a->group[i]].wave;
        for (wave = 1; wave <= a->waves && wave <= highest + 1; wave++) {
            if (taken >> (wave - 1) & 1)
                continue;
            if (!ration_take(a->ration, 1))
                return false;
            call->source = source;
            call->wave = wave;
            if (!place(a, at + 1, off + (home >= 0 && source != home)))
                return false;
        }
    }
    return true;
}

static size_t clash_count(const struct assign *a, size_t call)
{
    size_t count = 0, w;

    for (w = 0; w < a->words; w++)
        count += (size_t)bit_count(a->clash[call * a->words + w]);
    return count;
}

/* Collects into a->group the calls that clash with `first`, directly or over others. */
static void collect_group(struct assign *a, size_t first, bool *done)
{
    size_t at, i, j;

    a->group[0] = first;
    a->n_group = 1;
    done[first] = true;
    for (at = 0; at < a->n_group; at++) {
        for (i = 0; i < a->calls->nr; i++) {
            if (done[i] || !clashes(a, a->group[at], i))
                continue;
            done[i] = true;
            a->group[a->n_group++] = i;
        }
    }
    for (i = 1; i < a->n_group; i++) { /* insertion sort: stable, and groups are small */
        size_t call = a->group[i], count = clash_count(a, call);

        for (j = i; j > 0 && clash_count(a, a->group[j - 1]) < count; j--)
            a->group[j] = a->group[j - 1];
        a->group[j] = call;
    }
}

enum { GROUP_NODES = 20000, MOST_WAVES = 64 };

bool calls_assign(struct partition *calls, const struct cover_row *rows, int waves,
                  struct ration *ration, struct arena *arena)
{
    struct assign a;
    bool *done = arena_array(arena, calls->nr, sizeof *done);
    size_t i;

    assert(waves > 0);
    assign_init(&a, calls, rows, waves < MOST_WAVES ? waves : MOST_WAVES, arena);
    for (i = 0; i < calls->nr; i++) {
        uint64_t left = ration->most - ration->used;
        struct ration share = {0, left < GROUP_NODES ? left : GROUP_NODES};

        if (done[i])
            continue;
        collect_group(&a, i, done);
        a.fewest = SIZE_MAX;
        a.ration = &share;
        place(&a, 0, 0);
        ration->used += share.used;
        if (a.fewest == SIZE_MAX)
            return false;
    }
    for (i = 0; i < calls->nr; i++) {
        calls->items[i].source = a.source[i];
        calls->items[i].wave = a.wave[i];
    }
    return true;
}

/* ---- when the ration is used up ---- */

/* Each call in turn gets the earliest wave that it can have from any of its sources. */
static int assign_greedy(struct partition *calls, const struct cover_row *rows, struct arena *arena)
{
    struct assign a;
    int waves = 1;
    size_t i, j;

    assign_init(&a, calls, rows, 0, arena);
    for (i = 0; i < calls->nr; i++) {
        struct cover_call *call = &calls->items[i];
        int wave;

        call->source = -1;
        for (wave = 1; call->source < 0; wave++) {
            uint64_t left = call->sources;

            while (left != 0 && call->source < 0) {
                int source = next_source(&left, a.home[i]);

                for (j = 0; j < i; j++)
                    if (clashes(&a, i, j) && calls->items[j].source == source &&
                        calls->items[j].wave == wave)
                        break;
                if (j == i)
                    call->source = source;
            }
            call->wave = wave;
        }
        if (call->wave > waves)
            waves = call->wave;
    }
    return waves;
}

int calls_assign_fewest(struct partition *calls, const struct cover_row *rows,
                        struct ration *ration, struct arena *arena)
{
    int most = assign_greedy(calls, rows, arena), waves;

    for (waves = 1; waves < most; waves++)
        if (calls_assign(calls, rows, waves, ration, arena))
            return waves;
    return assign_greedy(calls, rows, arena);
}
