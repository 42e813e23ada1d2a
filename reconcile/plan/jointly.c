/* SPDX-License-Identifier: MIT */
/* Several images a call: the rows of a tenant in one reach class are a grid for cover.h. */
#include "reconcile/plan/work.h"

#include "reconcile/base/str.h"
#include "reconcile/cover/cover.h"

#include <assert.h>
#include <string.h>

struct grid { /* rows of one cloud and reach class */
    struct row **rows;
    size_t n_rows;
    const char **columns, **sources; /* regions, by bytes */
    size_t n_columns, n_sources;
    struct cover_row *cover_rows;
    struct cover cover;
};

static int index_of(const char *const *names, size_t n, const char *name)
{
    size_t i = str_index(names, n, name);

    assert(i < n);
    return (int)i;
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
    grid->n_columns = work_sort_names(grid->columns, grid->n_columns);
    grid->n_sources = work_sort_names(grid->sources, grid->n_sources);
}

static void solve_grid(struct work *work, struct grid *grid)
{
    const struct caps *caps = work->desired->accounts[grid->rows[0]->tenant].caps;
    struct cover_limits limits = {caps->images_per_call, caps->regions_per_call, .nodes = 0};
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
    work_add_bound(work, grid->cover.lower_bound, cover_reason_text(grid->cover.reason));
}

static const struct diff_source *source_in(const struct row *row, const char *region)
{
    size_t i;

    for (i = 0; strcmp(row->sources[i].region, region) != 0; i++)
        assert(i + 1 < row->n_sources); /* cover.h names none that does not serve the row */
    return &row->sources[i];
}

static void draft_call(struct work *work, const struct grid *grid, const struct cover_call *call)
{
    bool busy = work->desired->accounts[grid->rows[0]->tenant].caps->source_is_busy;
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
    work_add_draft(work, rows, sources, call->n_rows, jobs, n, busy ? call->wave : 1);
}

/* A zone with more regions than cover.h takes: image by image, one after the other; no cloud has
 * one, and the bound says no more than is sure. */
static void call_plainly(struct work *work, const struct grid *grid)
{
    const struct caps *caps = work->desired->accounts[grid->rows[0]->tenant].caps;
    size_t most = caps->regions_per_call, i, at, n;

    for (i = 0; i < grid->n_rows; i++) {
        struct row *row = grid->rows[i];
        int wave = 1;

        for (at = 0; at < row->n_jobs; at += n) {
            n = most != 0 && row->n_jobs - at > most ? most : row->n_jobs - at;
            work_add_single(work, row, &row->sources[0], row->jobs + at, n,
                            caps->source_is_busy ? wave++ : wave);
        }
    }
    work_add_bound(work, 1, "something is to copy");
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
    n = work_sort_names(classes, n);
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

void work_call_jointly(struct work *work, size_t tenant)
{
    bool busy = work->desired->accounts[tenant].caps->source_is_busy;
    struct grid *grids;
    size_t n = find_grids(work, tenant, &grids), i, j;
    int waves = 0;

    assert(tenant < work->desired->n_accounts);
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
        if (!busy) /* nobody takes turns: each call has the source that it likes best */
            waves = (int)grids[i].cover.nr;
        cover_assign(grids[i].cover_rows, waves, &grids[i].cover);
        work->nodes += grids[i].cover.nodes;
        for (j = 0; j < grids[i].cover.nr; j++)
            draft_call(work, &grids[i], &grids[i].cover.calls[j]);
    }
}
