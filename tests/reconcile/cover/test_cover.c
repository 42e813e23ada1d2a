/* SPDX-License-Identifier: MIT */
/* cover: the fewest calls, against brute force and on worlds whose answer was planted. */
#include "tests/unit.h"

#include "reconcile/cover/cover.h"
#include "tests/reconcile/cover/brute.h"

/* ---- random numbers, the same everywhere ---- */

static uint64_t seed;

static uint64_t draw(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static size_t below(size_t n)
{
    return (size_t)((draw() >> 20) % n);
}

static bool chance(size_t percent)
{
    return below(100) < percent;
}

/* ---- is it a plan? ---- */

static const char *check_calls(const struct cover_row *rows, size_t n,
                               const struct cover_limits *limits, const struct cover *cover)
{
    uint64_t *left = calloc(n + 1, sizeof *left);
    const char *broken = NULL;
    size_t i, j;

    for (i = 0; i < n; i++)
        left[i] = rows[i].cells;
    for (i = 0; i < cover->nr && broken == NULL; i++) {
        const struct cover_call *call = &cover->calls[i];

        if (call->n_rows == 0 || call->columns == 0)
            broken = "an empty call";
        if (limits->rows != 0 && call->n_rows > limits->rows)
            broken = "too many rows";
        if (limits->columns != 0 && (size_t)__builtin_popcountll(call->columns) > limits->columns)
            broken = "too many columns";
        for (j = 0; j < call->n_rows; j++) {
            size_t row = call->rows[j];

            if (j > 0 && call->rows[j - 1] >= row)
                broken = "rows out of order";
            if (call->columns & ~left[row])
                broken = "a cell twice, or not needed";
            left[row] &= ~call->columns;
            if (call->sources & ~rows[row].sources)
                broken = "a source that does not serve a row";
        }
    }
    for (i = 0; i < n; i++)
        if (left[i] != 0 && broken == NULL)
            broken = "a cell that no call covers";
    if (cover->lower_bound > cover->nr)
        broken = "a bound above the number of calls";
    free(left);
    return broken;
}

static const char *check_waves(const struct cover *cover, int waves)
{
    size_t i, j, k, l;

    for (i = 0; i < cover->nr; i++) {
        const struct cover_call *a = &cover->calls[i];

        if (a->wave < 1 || a->wave > waves || !(a->sources >> a->source & 1))
            return "a wave or source out of range";
        for (j = 0; j < i; j++) {
            const struct cover_call *b = &cover->calls[j];

            if (a->source != b->source || a->wave != b->wave)
                continue;
            for (k = 0; k < a->n_rows; k++)
                for (l = 0; l < b->n_rows; l++)
                    if (a->rows[k] == b->rows[l])
                        return "two calls of one source image in one wave";
        }
    }
    return NULL;
}

static void solve(const struct cover_row *rows, size_t n, const struct cover_limits *limits,
                  struct arena *arena, struct cover *cover)
{
    const char *broken;

    cover_solve(rows, n, limits, arena, cover);
    broken = check_calls(rows, n, limits, cover);
    if (broken == NULL) {
        cover_assign(rows, cover->waves, cover);
        broken = check_waves(cover, cover->waves);
    }
    if (broken != NULL)
        fail_msg("%s", broken);
}

/* ---- against brute force ---- */

static void print_world(const struct brute_world *world)
{
    int r, c;

    for (r = 0; r < world->rows; r++) {
        printf("# ");
        for (c = 0; c < world->columns; c++)
            printf("%c", world->needed[r][c] ? '#' : '.');
        printf("  sources %x\n", world->sources[r]);
    }
    printf("# caps %d x %d\n", world->most_rows, world->most_columns);
}

static void compare_with_brute(const struct brute_world *world)
{
    struct cover_row rows[BRUTE_ROWS] = {{0, 0, 0}};
    struct cover_limits limits = {(size_t)world->most_rows, (size_t)world->most_columns, 0};
    struct arena arena = ARENA_INIT;
    struct cover cover;
    int calls, waves, r, c;
    size_t n = 0;

    for (r = 0; r < world->rows; r++) {
        struct cover_row row = {0, world->sources[r], -1};

        for (c = 0; c < world->columns; c++)
            if (world->needed[r][c])
                row.cells |= UINT64_C(1) << c;
        if (row.cells != 0)
            rows[n++] = row;
    }
    solve(rows, n, &limits, &arena, &cover);
    brute_solve(world, &calls, &waves);
    if ((int)cover.nr != calls || (int)cover.lower_bound != calls ||
        (n > 0 && cover.waves != waves)) {
        print_world(world);
        fail_msg("%zu calls (at least %zu) in %d waves, not %d in %d", cover.nr, cover.lower_bound,
                 cover.waves, calls, waves);
    }
    arena_free(&arena);
}

static void every_grid_up_to_4_by_4_gets_the_fewest_calls_and_waves(void **state)
{
    unsigned grid;
    int r, c;

    (void)state;
    for (grid = 1; grid < 1U << 16; grid++) {
        struct brute_world world = {.rows = 4, .columns = 4, .sources = {1, 1, 1, 1}};

        for (r = 0; r < 4; r++)
            for (c = 0; c < 4; c++)
                world.needed[r][c] = grid >> (r * 4 + c) & 1;
        compare_with_brute(&world);
    }
}

static void random_small_worlds_get_the_fewest_calls_and_waves(void **state)
{
    size_t n = unit_soak() ? 200000 : 20000, i;
    int r, c;

    (void)state;
    if (!unit_soak())
        printf("# sampled %zu random worlds up to 4 x 4 with caps and sources\n", n);
    seed = 20261122;
    for (i = 0; i < n; i++) {
        struct brute_world world = {.rows = 1 + (int)below(4), .columns = 1 + (int)below(4)};
        size_t density = 30 + below(70), sources = 1 + below(3);

        world.most_rows = (int)below(4);
        world.most_columns = (int)below(4);
        for (r = 0; r < world.rows; r++) {
            world.sources[r] = 1 + (unsigned)below((1U << sources) - 1);
            for (c = 0; c < world.columns; c++)
                world.needed[r][c] = chance(density);
        }
        compare_with_brute(&world);
    }
}

/* ---- planted worlds ---- */

struct size {
    size_t rows, columns;
};

/*
 * Rectangles that do not overlap, each from a source of its own choice that all of its rows have:
 * so a plan with that many calls exists.  Rows have other sources too.  Caps are those that the
 * largest rectangle needs, so they forbid to join rectangles.
 */
static size_t plant(const struct size *size, struct cover_row *rows, struct cover_limits *limits)
{
    size_t wanted = 4 + below(5), sources = 2 + below(3), tries, planted = 0, i, n = 0;
    bool *inside = calloc(size->rows, sizeof *inside);

    memset(rows, 0, size->rows * sizeof *rows);
    *limits = (struct cover_limits){0, 0, 0};
    for (tries = 0; tries < 1000 && planted < wanted; tries++) {
        size_t tall = 10 + below(50), wide = 10 + below(60), height = 0;
        uint64_t columns = 0;
        int source = (int)below(sources);
        bool free = true;

        for (i = 0; i < size->columns; i++)
            columns |= (uint64_t)chance(wide) << i;
        for (i = 0; i < size->rows; i++) {
            inside[i] = chance(tall);
            height += inside[i];
            free = free && !(inside[i] && (rows[i].cells & columns));
        }
        if (!free || height == 0 || columns == 0)
            continue;
        planted++;
        for (i = 0; i < size->rows; i++) {
            if (!inside[i])
                continue;
            rows[i].cells |= columns;
            rows[i].sources |= UINT64_C(1) << source;
            rows[i].declared = source;
        }
        if (height > limits->rows)
            limits->rows = height;
        if ((size_t)__builtin_popcountll(columns) > limits->columns)
            limits->columns = (size_t)__builtin_popcountll(columns);
    }
    for (i = 0; i < size->rows; i++) {
        if (rows[i].cells == 0)
            continue;
        if (chance(20))
            rows[i].sources |= UINT64_C(1) << below(sources);
        rows[n++] = rows[i];
    }
    free(inside);
    return n;
}

static void planted_worlds_are_proved_minimal(void **state)
{
    static const struct {
        struct size size;
        bool caps;
        size_t worlds, all_worlds; /* in check, in soak */
        size_t least_proved;       /* of a thousand */
    } cases[] = {
        {{10, 15}, false, 200, 2000, 999},  {{10, 15}, true, 200, 2000, 995},
        {{50, 20}, false, 100, 1000, 1000}, {{50, 20}, true, 100, 1000, 999},
        {{1000, 20}, false, 60, 500, 990},  {{1000, 20}, true, 60, 500, 990},
    };
    struct cover_row *rows = calloc(1000, sizeof *rows);
    size_t i, j;

    (void)state;
    seed = 4711;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t worlds = unit_soak() ? cases[i].all_worlds : cases[i].worlds;
        size_t proved = 0, calls = 0, gap = 0;
        uint64_t nodes = 0, most = 0;

        for (j = 0; j < worlds; j++) {
            struct arena arena = ARENA_INIT;
            struct cover_limits limits;
            struct cover cover;
            size_t n = plant(&cases[i].size, rows, &limits);

            if (!cases[i].caps)
                limits.rows = limits.columns = 0;
            solve(rows, n, &limits, &arena, &cover);
            proved += cover.lower_bound == cover.nr;
            gap += cover.nr - cover.lower_bound;
            nodes += cover.nodes;
            most = cover.nodes > most ? cover.nodes : most;
            calls += cover.nr;
            arena_free(&arena);
        }
        printf(
            "# measured %zu x %zu%s: %zu of %zu planted worlds proved minimal, %.1f calls, "
            "%.0f nodes each, at most %.0f\n",
            cases[i].size.rows, cases[i].size.columns, cases[i].caps ? " with caps" : "", proved,
            worlds, (double)calls / (double)worlds, (double)nodes / (double)worlds, (double)most);
        printf("#   calls above the bound, all worlds together: %zu\n", gap);
        assert_true(proved * 1000 >= cases[i].least_proved * worlds);
    }
    free(rows);
}

/* ---- what is said when the nodes run out ---- */

static void a_plan_without_proof_says_so(void **state)
{
    struct cover_row rows[24];
    struct cover_limits limits = {5, 4, 1};
    size_t unproved = 0, i, j;

    (void)state;
    seed = 3;
    for (i = 0; i < 50; i++) {
        struct arena arena = ARENA_INIT;
        struct cover first, second;

        for (j = 0; j < 24; j++) {
            rows[j] = (struct cover_row){draw() & 0xFFFFF, 1 + below(7), 0};
            rows[j].cells |= UINT64_C(1) << below(20);
        }
        solve(rows, 24, &limits, &arena, &first);
        solve(rows, 24, &limits, &arena, &second);
        assert_int_equal(first.nr, second.nr);
        assert_int_equal(first.nodes, second.nodes);
        unproved += first.lower_bound < first.nr;
        arena_free(&arena);
    }
    assert_int_equal(unproved, 50);
}

static void every_reason_of_a_bound_has_a_text(void **state)
{
    enum cover_reason reason;

    (void)state;
    for (reason = COVER_NOTHING; reason <= COVER_SUM; reason++)
        assert_non_null(cover_reason_text(reason));
}

static void nothing_needed_is_nothing_to_do(void **state)
{
    struct cover_limits limits = {0, 0, 0};
    struct arena arena = ARENA_INIT;
    struct cover cover;

    (void)state;
    solve(NULL, 0, &limits, &arena, &cover);
    assert_int_equal(cover.nr, 0);
    assert_int_equal(cover.lower_bound, 0);
    assert_int_equal(cover.reason, COVER_NOTHING);
    arena_free(&arena);
}

/* Waves come before the declared source: two calls of one image overlap if a copy serves one. */
static void the_declared_source_is_kept_where_it_costs_no_wave(void **state)
{
    struct cover_row rows[2] = {{0xF, 3, 1}, {0xF0, 2, 1}};
    struct cover_limits limits = {0, 2, 0};
    struct arena arena = ARENA_INIT;
    struct cover cover;
    size_t i, home = 0;

    (void)state;
    solve(rows, 1, &limits, &arena, &cover);
    assert_int_equal(cover.nr, 2);
    assert_int_equal(cover.waves, 1);
    for (i = 0; i < cover.nr; i++)
        home += cover.calls[i].source == 1;
    assert_int_equal(home, 1);
    solve(rows, 2, &limits, &arena, &cover); /* the other image needs two waves anyway */
    assert_int_equal(cover.waves, 2);
    for (home = i = 0; i < cover.nr; i++)
        home += cover.calls[i].source == 1;
    assert_int_equal(home, 4);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_grid_up_to_4_by_4_gets_the_fewest_calls_and_waves),
        cmocka_unit_test(a_plan_without_proof_says_so),
        cmocka_unit_test(every_reason_of_a_bound_has_a_text),
        cmocka_unit_test(nothing_needed_is_nothing_to_do),
        cmocka_unit_test(the_declared_source_is_kept_where_it_costs_no_wave),
        cmocka_unit_test(planted_worlds_are_proved_minimal),
        cmocka_unit_test(random_small_worlds_get_the_fewest_calls_and_waves),
    };

    return cmocka_run_group_tests_name("cover", tests, NULL, NULL);
}
