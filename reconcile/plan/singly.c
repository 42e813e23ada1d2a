/* SPDX-License-Identifier: MIT */
/*
 * One image a call.
 *
 * All regions and sources of a row are in one reach class, so ⌈n/c⌉ calls are the fewest.  Each of
 * them may have any of the row's sources, and calls of one source image take turns: with w waves a
 * source image serves w calls.  That is a matching of calls to source images of capacity w.  Rows
 * meet when they copy the same source image (an image of another name, or two names of one
 * account).
 */
#include "reconcile/plan/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct turn { /* a call that needs a source image */
    struct row *row;
    size_t at, n;       /* its jobs */
    size_t first_image; /* of its row's sources: image[first_image + k] is the k-th */
    size_t given;       /* its slot; SIZE_MAX: none yet */
    int wave;
};

struct slot { /* a source image */
    const char *region, *id;
    size_t *turns; /* calls that it serves */
    size_t load;
    bool seen;
};

struct single {
    struct work *work;
    struct turn *turns;
    size_t n_turns, cap_turns;
    size_t *image; /* slots of all rows' sources, row after row */
    struct slot *slots;
    size_t n_slots;
    size_t waves;
};

struct keyed_source {
    const struct diff_source *source;
    size_t at; /* in single.image */
};

static int compare_images(const void *a, const void *b)
{
    const struct keyed_source *x = a, *y = b;
    int order = strcmp(x->source->region, y->source->region);

    return order != 0 ? order : strcmp(x->source->id, y->source->id);
}

/* Gives each distinct source image a slot. */
static void find_slots(struct single *s, size_t tenant)
{
    struct work *work = s->work;
    struct keyed_source *keyed;
    size_t total = 0, i, j, n = 0;

    for (i = 0; i < work->n_rows; i++)
        total += work->rows[i].tenant == tenant ? work->rows[i].n_sources : 0;
    keyed = arena_array(work->arena, total, sizeof *keyed);
    s->image = arena_array(work->arena, total, sizeof *s->image);
    s->slots = arena_array(work->arena, total, sizeof *s->slots);
    for (i = 0; i < work->n_rows; i++)
        for (j = 0; work->rows[i].tenant == tenant && j < work->rows[i].n_sources; j++, n++)
            keyed[n] = (struct keyed_source){&work->rows[i].sources[j], n};
    qsort(keyed, n, sizeof *keyed, compare_images);
    for (i = 0; i < n; i++) {
        if (i == 0 || compare_images(&keyed[i - 1], &keyed[i]) != 0)
            s->slots[s->n_slots++] =
                (struct slot){.region = keyed[i].source->region, .id = keyed[i].source->id};
        s->image[keyed[i].at] = s->n_slots - 1;
    }
}

/* Finds a source for a call, moving others to their other sources where that helps. */
static bool give(struct single *s, size_t turn)
{
    struct turn *t = &s->turns[turn];
    size_t k, i;

    for (k = 0; k < t->row->n_sources; k++) {
        struct slot *slot = &s->slots[s->image[t->first_image + k]];

        if (slot->seen)
            continue;
        slot->seen = true;
        i = slot->load;
        if (i == s->waves) /* full: can one of those that it serves go elsewhere? */
            for (i = 0; i < slot->load; i++)
                if (give(s, slot->turns[i]))
                    break;
        if (i == s->waves)
            continue;
        slot->turns[i] = turn;
        slot->load += i == slot->load;
        t->given = s->image[t->first_image + k];
        return true;
    }
    return false;
}

/* True if every call finds a source within s->waves waves. */
static bool give_all(struct single *s)
{
    size_t i, j;

    for (i = 0; i < s->n_slots; i++) {
        s->slots[i].turns = arena_array(s->work->arena, s->waves, sizeof *s->slots[i].turns);
        s->slots[i].load = 0;
    }
    for (i = 0; i < s->n_turns; i++)
        s->turns[i].given = SIZE_MAX;
    for (i = 0; i < s->n_turns; i++) { /* the declared source first, as far as it goes */
        struct slot *slot = &s->slots[s->image[s->turns[i].first_image]];

        if (!s->turns[i].row->sources[0].declared || slot->load == s->waves)
            continue;
        slot->turns[slot->load++] = i;
        s->turns[i].given = s->image[s->turns[i].first_image];
    }
    for (i = 0; i < s->n_turns; i++) {
        if (s->turns[i].given != SIZE_MAX)
            continue;
        for (j = 0; j < s->n_slots; j++)
            s->slots[j].seen = false;
        if (!give(s, i))
            return false;
    }
    return true;
}

static void draft_turn(struct single *s, struct turn *turn)
{
    size_t k;

    for (k = 0; s->image[turn->first_image + k] != turn->given; k++)
        assert(k + 1 < turn->row->n_sources);
    work_add_single(s->work, turn->row, &turn->row->sources[k], turn->row->jobs + turn->at, turn->n,
                    turn->wave);
}

static bool comes_first(const struct single *s, const struct turn *a, const struct turn *b)
{
    if (a->wave != b->wave)
        return a->wave < b->wave;
    return strcmp(s->slots[a->given].region, s->slots[b->given].region) < 0;
}

/* Where a source is not busy while it is copied nobody takes turns: each call has the source that
 * comes first, and all leave together. */
static void give_first(struct single *s)
{
    size_t i;

    for (i = 0; i < s->n_turns; i++) {
        s->turns[i].given = s->image[s->turns[i].first_image];
        s->turns[i].wave = 1;
    }
}

/* Numbers the calls of each source image.  A row's calls may swap places: its first regions go
 * first. */
static void set_waves(struct single *s)
{
    size_t i, j;

    for (i = 0; i < s->n_slots; i++)
        s->slots[i].load = 0;
    for (i = 0; i < s->n_turns; i++)
        s->turns[i].wave = (int)++s->slots[s->turns[i].given].load;
    for (i = 1; i < s->n_turns; i++) {
        for (j = i; j > 0 && s->turns[j - 1].row == s->turns[j].row &&
                    comes_first(s, &s->turns[j], &s->turns[j - 1]);
             j--) {
            struct turn *before = &s->turns[j - 1], *after = &s->turns[j], kept = *after;

            after->given = before->given;
            after->wave = before->wave;
            before->given = kept.given;
            before->wave = kept.wave;
        }
    }
}

/* As few waves as do. */
static void take_turns(struct single *s)
{
    while (!give_all(s))
        s->waves++;
    set_waves(s);
}

void work_call_singly(struct work *work, size_t tenant)
{
    const struct caps *caps = work->desired->accounts[tenant].caps;
    size_t most = caps->regions_per_call, image = 0, i, at, n;
    struct single s = {.work = work, .waves = 1};

    assert(tenant < work->desired->n_accounts);
    find_slots(&s, tenant);
    for (i = 0; i < work->n_rows; i++) {
        struct row *row = &work->rows[i];

        if (row->tenant != tenant)
            continue;
        for (at = 0; at < row->n_jobs; at += n) {
            n = most != 0 && row->n_jobs - at > most ? most : row->n_jobs - at;
            ARENA_GROW(work->arena, s.turns, s.n_turns, s.cap_turns);
            s.turns[s.n_turns++] = (struct turn){row, at, n, image, SIZE_MAX, 0};
        }
        image += row->n_sources;
    }
    if (s.n_turns == 0)
        return;
    if (caps->source_is_busy)
        take_turns(&s);
    else
        give_first(&s);
    for (i = 0; i < s.n_turns; i++)
        draft_turn(&s, &s.turns[i]);
    work_add_bound(work, s.n_turns, "a call copies one image within one zone, to so many regions");
}
