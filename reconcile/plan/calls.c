/* SPDX-License-Identifier: MIT */
#include "reconcile/plan/work.h"

#include "reconcile/cover/cover.h"

#include <stdlib.h>
#include <string.h>

/* A call for several images bears no name for the copies, so a cloud that can name them is asked
 * image by image. */
static bool takes_several(const struct caps *caps)
{
    return caps->images_per_call > 1 && !caps->can_rename;
}

static void add_draft(struct work *work, struct row **rows, const struct diff_source **sources,
                      size_t n_rows, struct job **jobs, size_t n_jobs, int wave)
{
    struct draft draft = {
        .rows = rows, .sources = sources, .n_rows = n_rows, .jobs = jobs, .n_jobs = n_jobs};
    struct plan_source *named = arena_array(work->arena, n_rows, sizeof *named);
    size_t i;

    for (i = 0; i < n_rows; i++)
        named[i] = (struct plan_source){rows[i]->name, sources[i]->id};
    draft.call.tenant = rows[0]->tenant;
    draft.call.source_region = sources[0]->region;
    draft.call.sources = named;
    draft.call.n_sources = n_rows;
    draft.call.wave = wave;
    ARENA_GROW(work->arena, work->drafts, work->n_drafts, work->cap_drafts);
    work->drafts[work->n_drafts++] = draft;
}

static void add_bound(struct work *work, size_t bound, const char *reason)
{
    work->lower_bound += bound;
    if (work->bound_reason == NULL)
        work->bound_reason = reason;
    else if (strcmp(work->bound_reason, reason) != 0)
        work->bound_reason = "accounts and zones share no call and were counted one by one";
}

/* ---- one image a call --------------------------------------------------------------------------
 *
 * All regions and sources of a row are in one reach class, so ⌈n/c⌉ calls are the fewest.  Each of
 * them may have any of the row's sources, and calls of one source image take turns: with w waves a
 * source image serves w calls.  That is a matching of calls to source images of capacity w.  Rows
 * meet when they copy the same source image (an image of another name, or two names of one
 * account).
 */

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
    size_t n_image;
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

static bool is_single(const struct work *work, const struct row *row, size_t tenant)
{
    return row->tenant == tenant && !takes_several(work->desired->accounts[tenant].caps);
}

/* Gives each distinct source image a slot. */
static void find_slots(struct single *s, size_t tenant)
{
    struct work *work = s->work;
    struct keyed_source *keyed;
    size_t total = 0, i, j, n = 0;

    for (i = 0; i < work->n_rows; i++)
        total += is_single(work, &work->rows[i], tenant) ? work->rows[i].n_sources : 0;
    keyed = arena_array(work->arena, total, sizeof *keyed);
    s->image = arena_array(work->arena, total, sizeof *s->image);
    s->slots = arena_array(work->arena, total, sizeof *s->slots);
    for (i = 0; i < work->n_rows; i++)
        for (j = 0; is_single(work, &work->rows[i], tenant) && j < work->rows[i].n_sources;
             j++, n++)
            keyed[n] = (struct keyed_source){&work->rows[i].sources[j], n};
    qsort(keyed, n, sizeof *keyed, compare_images);
    for (i = 0; i < n; i++) {
        if (i == 0 || compare_images(&keyed[i - 1], &keyed[i]) != 0)
            s->slots[s->n_slots++] =
                (struct slot){.region = keyed[i].source->region, .id = keyed[i].source->id};
        s->image[keyed[i].at] = s->n_slots - 1;
    }
    s->n_image = n;
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
    struct work *work = s->work;
    struct row **rows = arena_array(work->arena, 1, sizeof *rows);
    const struct diff_source **sources = arena_array(work->arena, 1, sizeof *sources);
    size_t k;

    for (k = 0; s->image[turn->first_image + k] != turn->given; k++)
        ;
    rows[0] = turn->row;
    sources[0] = &turn->row->sources[k];
    add_draft(work, rows, sources, 1, turn->row->jobs + turn->at, turn->n, turn->wave);
}

static bool comes_first(const struct single *s, const struct turn *a, const struct turn *b)
{
    if (a->wave != b->wave)
        return a->wave < b->wave;
    return strcmp(s->slots[a->given].region, s->slots[b->given].region) < 0;
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
            struct turn kept = s->turns[j];

            s->turns[j].given = s->turns[j - 1].given;
            s->turns[j].wave = s->turns[j - 1].wave;
            s->turns[j - 1].given = kept.given;
            s->turns[j - 1].wave = kept.wave;
        }
    }
}

static void call_singly(struct work *work, size_t tenant)
{
    size_t most = work->desired->accounts[tenant].caps->regions_per_call, image = 0, i, at, n;
    struct single s = {.work = work, .waves = 1};

    find_slots(&s, tenant);
    for (i = 0; i < work->n_rows; i++) {
        struct row *row = &work->rows[i];

        if (!is_single(work, row, tenant))
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
    while (!give_all(&s))
        s.waves++;
    set_waves(&s);
    for (i = 0; i < s.n_turns; i++)
        draft_turn(&s, &s.turns[i]);
    add_bound(work, s.n_turns, "a call copies one image within one zone, to so many regions");
}

/* ---- several images a call --------------------------------------------------------------------
 */

struct grid { /* rows of one cloud and reach class */
    struct row **rows;
    size_t n_rows;
    const char **columns, **sources; /* regions, by bytes */
    size_t n_columns, n_sources;
    struct cover_row *cover_rows;
    struct cover cover;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts names and drops what repeats. */
static size_t sort_names(const char **names, size_t n)
{
    size_t kept = 0, i;

    qsort(names, n, sizeof *names, compare_names);
    for (i = 0; i < n; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

static int index_of(const char *const *names, size_t n, const char *name)
{
    const char *const *found = bsearch(&name, names, n, sizeof *names, compare_names);

    return (int)(found - names);
}

static void name_grid(struct work *work, struct grid *grid)
{
    size_t columns = 0, sources = 0, i, j;

    for (i = 0; i < grid->n_rows; i++) {
        columns += grid->rows[i]->n_jobs;
        sources += grid->rows[i]->n_sources;
    }
    grid->columns = arena_array(work->arena, columns, sizeof *grid->columns);
    grid->sources = arena_array(work->arena, sources, sizeof *grid->sources);
    for (i = 0; i < grid->n_rows; i++) {
        for (j = 0; j < grid->rows[i]->n_jobs; j++)
            grid->columns[grid->n_columns++] = grid->rows[i]->jobs[j]->region;
        for (j = 0; j < grid->rows[i]->n_sources; j++)
            grid->sources[grid->n_sources++] = grid->rows[i]->sources[j].region;
    }
    grid->n_columns = sort_names(grid->columns, grid->n_columns);
    grid->n_sources = sort_names(grid->sources, grid->n_sources);
}

static void solve_grid(struct work *work, struct grid *grid)
{
    const struct caps *caps = work->desired->accounts[grid->rows[0]->tenant].caps;
    struct cover_limits limits = {caps->images_per_call, caps->regions_per_call, work->node_budget};
    size_t i, j;

    grid->cover_rows = arena_array(work->arena, grid->n_rows, sizeof *grid->cover_rows);
    for (i = 0; i < grid->n_rows; i++) {
        const struct row *row = grid->rows[i];
        struct cover_row *cover = &grid->cover_rows[i];

        cover->declared = -1;
        for (j = 0; j < row->n_jobs; j++)
            cover->cells |= UINT64_C(1)
                            << index_of(grid->columns, grid->n_columns, row->jobs[j]->region);
        for (j = 0; j < row->n_sources; j++) {
            int source = index_of(grid->sources, grid->n_sources, row->sources[j].region);

            cover->sources |= UINT64_C(1) << source;
            if (row->sources[j].declared)
                cover->declared = source;
        }
    }
    cover_solve(grid->cover_rows, grid->n_rows, &limits, work->arena, &grid->cover);
    add_bound(work, grid->cover.lower_bound, cover_reason_text(grid->cover.reason));
}

static const struct diff_source *source_in(const struct row *row, const char *region)
{
    size_t i;

    for (i = 0; strcmp(row->sources[i].region, region) != 0; i++)
        ;
    return &row->sources[i];
}

static void draft_call(struct work *work, const struct grid *grid, const struct cover_call *call)
{
    size_t n_columns = (size_t)__builtin_popcountll(call->columns), n = 0, i, j;
    struct row **rows = arena_array(work->arena, call->n_rows, sizeof *rows);
    const struct diff_source **sources = arena_array(work->arena, call->n_rows, sizeof *sources);
    struct job **jobs = arena_array(work->arena, call->n_rows * n_columns, sizeof *jobs);

    for (i = 0; i < call->n_rows; i++) {
        rows[i] = grid->rows[call->rows[i]];
        sources[i] = source_in(rows[i], grid->sources[call->source]);
        for (j = 0; j < rows[i]->n_jobs; j++)
            if (call->columns >>
                    index_of(grid->columns, grid->n_columns, rows[i]->jobs[j]->region) &
                1)
                jobs[n++] = rows[i]->jobs[j];
    }
    add_draft(work, rows, sources, call->n_rows, jobs, n, call->wave);
}

/* A zone with more regions than cover.h takes: image by image, one after the other; no cloud has
 * one, and the bound says no more than is sure. */
static void call_plainly(struct work *work, const struct grid *grid)
{
    size_t most = work->desired->accounts[grid->rows[0]->tenant].caps->regions_per_call, i, at, n;

    for (i = 0; i < grid->n_rows; i++) {
        struct row *row = grid->rows[i];
        int wave = 1;

        for (at = 0; at < row->n_jobs; at += n) {
            struct row **rows = arena_array(work->arena, 1, sizeof *rows);
            const struct diff_source **sources = arena_array(work->arena, 1, sizeof *sources);

            n = most != 0 && row->n_jobs - at > most ? most : row->n_jobs - at;
            rows[0] = row;
            sources[0] = &row->sources[0];
            add_draft(work, rows, sources, 1, row->jobs + at, n, wave++);
        }
    }
    add_bound(work, 1, "something is to copy");
}

/* The reach classes of a cloud in which something is to copy: one grid each. */
static size_t find_grids(struct work *work, size_t tenant, struct grid **out)
{
    const char **classes = arena_array(work->arena, work->n_rows, sizeof *classes);
    struct grid *grids;
    size_t n = 0, i, j;

    for (i = 0; i < work->n_rows; i++)
        if (work->rows[i].tenant == tenant)
            classes[n++] = work->rows[i].class;
    n = sort_names(classes, n);
    grids = arena_array(work->arena, n, sizeof *grids);
    for (j = 0; j < n; j++)
        grids[j].rows = arena_array(work->arena, work->n_rows, sizeof *grids[j].rows);
    for (i = 0; i < work->n_rows; i++) {
        struct grid *grid;

        if (work->rows[i].tenant != tenant)
            continue;
        grid = &grids[index_of(classes, n, work->rows[i].class)];
        grid->rows[grid->n_rows++] = &work->rows[i];
    }
    *out = grids;
    return n;
}

static void call_jointly(struct work *work, size_t tenant)
{
    struct grid *grids;
    size_t n = find_grids(work, tenant, &grids), i, j;
    int waves = 0;

    for (i = 0; i < n; i++) {
        name_grid(work, &grids[i]);
        if (grids[i].n_columns > COVER_COLUMNS || grids[i].n_sources > COVER_SOURCES) {
            call_plainly(work, &grids[i]);
            continue;
        }
        solve_grid(work, &grids[i]);
        if (grids[i].cover.waves > waves)
            waves = grids[i].cover.waves;
    }
    for (i = 0; i < n; i++) { /* what one zone needs the others may use to keep to their sources */
        if (grids[i].cover_rows == NULL)
            continue;
        cover_assign(grids[i].cover_rows, grids[i].n_rows, waves, work->arena, &grids[i].cover);
        work->nodes += grids[i].cover.nodes;
        for (j = 0; j < grids[i].cover.nr; j++)
            draft_call(work, &grids[i], &grids[i].cover.calls[j]);
    }
}

static bool share_image(const struct plan_call *a, const struct plan_call *b)
{
    size_t i, j;

    if (a->tenant != b->tenant || a->wave != b->wave ||
        strcmp(a->source_region, b->source_region) != 0)
        return false;
    for (i = 0; i < a->n_sources; i++)
        for (j = 0; j < b->n_sources; j++)
            if (strcmp(a->sources[i].id, b->sources[j].id) == 0)
                return true;
    return false;
}

/*
 * Two names of one account may declare one image with different originals.  Those are two rows, and
 * copies of either may serve both, which the cover does not know: here calls of one source image
 * are told apart once more.
 */
static void separate_twins(struct work *work)
{
    size_t i, j;
    bool twins = false;

    for (i = 1; i < work->n_rows && !twins; i++)
        twins = work->rows[i - 1].tenant == work->rows[i].tenant &&
                strcmp(work->rows[i - 1].name, work->rows[i].name) == 0;
    for (i = 0; twins && i < work->n_drafts; i++) {
        for (j = 0; j < i; j++) {
            if (!share_image(&work->drafts[i].call, &work->drafts[j].call))
                continue;
            work->drafts[i].call.wave++;
            j = SIZE_MAX; /* from the start, with the next wave */
        }
    }
}

void work_make_calls(struct work *work)
{
    size_t tenant;

    for (tenant = 0; tenant < work->desired->n_accounts; tenant++) {
        if (work->desired->accounts[tenant].tenant != tenant)
            continue;
        if (takes_several(work->desired->accounts[tenant].caps))
            call_jointly(work, tenant);
        else
            call_singly(work, tenant);
    }
    separate_twins(work);
}
