/* SPDX-License-Identifier: MIT */
/* Laws of diff and plan on generated worlds. */
#include "tests/unit.h"

#include "tests/reconcile/cover/brute.h"
#include "tests/reconcile/plan/planned.h"

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

/* ---- plans against brute force ---- */

static const char *const places[] = {"a", "b", "x", "y"}; /* two a zone */

struct small { /* four images at most, in four regions */
    int images;
    int from[4];
    bool there[4][4];
    bool approved;
    int most_images, most_regions;
};

static void draw_small(struct small *small)
{
    size_t density = 20 + below(70);
    int i, r;

    small->images = 1 + (int)below(4);
    small->approved = chance(50);
    small->most_images = 1 + (int)below(4);
    small->most_regions = (int)below(4);
    for (i = 0; i < small->images; i++) {
        small->from[i] = (int)below(4);
        for (r = 0; r < 4; r++)
            small->there[i][r] = r == small->from[i] || !chance(density);
    }
}

static struct fixture *build_small(const struct small *small)
{
    struct fixture *f = fixture_new();
    int i, r;

    f->accounts[0].cross_border = small->approved;
    f->caps.can_rename = small->most_images == 1;
    f->caps.images_per_call = (size_t)small->most_images;
    f->caps.regions_per_call = (size_t)small->most_regions;
    fixture_world(f, "a; b; x; y");
    for (i = 0; i < small->images; i++) {
        const char *name = arena_printf(&f->arena, "image-%d", i);

        fixture_want(f, name, places[small->from[i]], "a b x y");
        for (r = 0; r < 4; r++)
            if (small->there[i][r])
                fixture_world(f,
                              arena_printf(&f->arena, "%s %s i%d%d ready", places[r], name, i, r));
    }
    return f;
}

/* What the reach class from region `first` on, `n` regions wide, takes. */
static void solve_class(const struct small *small, int first, int n, int *calls, int *waves)
{
    struct brute_world world = {.rows = small->images,
                                .columns = n,
                                .most_rows = small->most_images,
                                .most_columns = small->most_regions};
    int i, r, more_calls, more_waves;

    for (i = 0; i < small->images; i++) {
        for (r = first; r < first + n; r++)
            if (small->there[i][r])
                world.sources[i] |= 1U << r;
        for (r = first; r < first + n; r++)
            world.needed[i][r - first] = !small->there[i][r] && world.sources[i] != 0;
    }
    brute_solve(&world, &more_calls, &more_waves);
    *calls += more_calls;
    if (more_calls > 0 && more_waves > *waves)
        *waves = more_waves;
}

static void plans_have_the_fewest_calls_and_waves(void **state)
{
    size_t n = unit_soak() ? 100000 : 10000, i;

    (void)state;
    seed = 99;
    for (i = 0; i < n; i++) {
        struct small small;
        struct fixture *f;
        int calls = 0, waves = 0;
        const char *broken;

        draw_small(&small);
        f = build_small(&small);
        fixture_plan(f);
        broken = fixture_check_plan(f);
        if (broken != NULL)
            fail_msg("world %zu: %s: %s", i, broken, fixture_calls(f));
        if (small.approved) {
            solve_class(&small, 0, 4, &calls, &waves);
        } else {
            solve_class(&small, 0, 2, &calls, &waves);
            solve_class(&small, 2, 2, &calls, &waves);
        }
        if ((int)f->plan->nr != calls || f->plan->waves != waves || !f->plan->proved_minimal)
            fail_msg("world %zu: %zu calls in %d waves, not %d in %d\n%s\n%s", i, f->plan->nr,
                     f->plan->waves, calls, waves, fixture_calls(f), fixture_cells(f));
        fixture_free(f);
    }
}

/* ---- scenarios: a manifest and a world that can be built in any order ---- */

enum { MOST_WANTED = 8, MOST_PRESENT = 400, REGIONS = 8, NAMES = 5 };

static const char *const regions[REGIONS] = {"a", "b", "c", "d", "n", "x", "y", "f"};

struct present {
    size_t tenant, region;
    char name[16], id[16];
    const char *state;
    long size, created;
    bool present;
};

struct scenario {
    size_t n_accounts;
    const char *account[3];
    size_t tenant[3]; /* of each account: 0 or 1 */
    bool approved[3];
    struct {
        size_t name, account, from;
        const char *from_id;
        unsigned to, deselected;
    } wanted[MOST_WANTED];
    size_t n_wanted;
    struct present images[MOST_PRESENT];
    size_t n_images;
    unsigned unread[2];     /* regions of each cloud */
    long quota[2][REGIONS]; /* -1: none known */
    struct caps caps;
};

static const char *const names[NAMES] = {"web", "app", "db", "cache", "old"};
static const char *const states[] = {"ready",  "ready",   "ready",   "ready",   "busy",
                                     "failed", "syncing", "leaving", "pending", "other"};

static void draw_wanted(struct scenario *s)
{
    size_t tries, i;

    for (tries = 0; tries < MOST_WANTED; tries++) {
        size_t name = below(NAMES - 1), account = below(s->n_accounts);

        for (i = 0; i < s->n_wanted; i++)
            if (s->wanted[i].name == name && s->wanted[i].account == account)
                break;
        if (i < s->n_wanted)
            continue;
        s->wanted[i].name = name;
        s->wanted[i].account = account;
        s->wanted[i].from = below(REGIONS);
        s->wanted[i].to = 1 + (unsigned)below((1U << REGIONS) - 1);
        s->wanted[i].deselected = chance(20) ? (unsigned)below(1U << REGIONS) : 0;
        s->n_wanted++;
    }
}

static void add_present(struct scenario *s, size_t tenant, size_t region, const char *name,
                        const char *state)
{
    struct present *image = &s->images[s->n_images];

    if (s->n_images == MOST_PRESENT)
        abort();
    *image = (struct present){.tenant = tenant, .region = region, .state = state, .size = 20};
    snprintf(image->name, sizeof image->name, "%s", name);
    snprintf(image->id, sizeof image->id, "i%zu", s->n_images++);
    image->created = chance(90) ? 1000 + (long)s->n_images : 500;
    if (chance(5))
        image->size = 40;
}

/* `calm`: nothing is on its way, so what is missing today is all that will be. */
static void draw_scenario(struct scenario *s, bool quotas, bool calm)
{
    size_t density = below(70), tenant, region, name;

    memset(s, 0, sizeof *s);
    s->n_accounts = 1 + below(3);
    s->account[0] = "prod";
    s->account[1] = "edge";
    s->account[2] = "lab";
    s->tenant[1] = below(2);
    s->tenant[2] = below(2);
    for (tenant = 0; tenant < 3; tenant++)
        s->approved[tenant] = chance(30);
    draw_wanted(s);
    for (tenant = 0; tenant < 2; tenant++) {
        for (region = 0; region < REGIONS; region++) {
            s->unread[tenant] |= (unsigned)chance(4) << region;
            s->quota[tenant][region] = quotas && chance(50) ? (long)below(4) : -1;
            for (name = 0; name < NAMES; name++)
                while (chance(density) && s->n_images < MOST_PRESENT / 2)
                    add_present(s, tenant, region, names[name],
                                states[below(chance(50) ? 5
                                             : calm     ? 8
                                                        : 10)]);
        }
    }
    for (name = 0; name < s->n_wanted; name++) /* most originals are there */
        if (chance(80))
            add_present(s, s->tenant[s->wanted[name].account], s->wanted[name].from,
                        names[s->wanted[name].name], states[chance(90) || calm ? below(5) : 8]);
    s->caps.can_rename = chance(50);
    s->caps.names_repeat = chance(50);
    s->caps.images_per_call = s->caps.can_rename ? 1 : 1 + below(4);
    s->caps.regions_per_call = below(4);
}

static void shuffle(size_t *order, size_t n, bool shuffled)
{
    size_t i;

    for (i = 0; i < n; i++)
        order[i] = i;
    for (i = n; shuffled && i > 1; i--) {
        size_t j = below(i), kept = order[i - 1];

        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* Builds it; `shuffled` in another order of accounts, images, targets, snapshots and items. */
static struct fixture *build(const struct scenario *s, bool shuffled)
{
    static const char *const watch[] = {"*"};
    struct fixture *f = fixture_new();
    size_t order[MOST_PRESENT], account_at[3], cloud_at[2] = {SIZE_MAX, SIZE_MAX}, i, j;

    f->caps.can_rename = s->caps.can_rename;
    f->caps.names_repeat = s->caps.names_repeat;
    f->caps.images_per_call = s->caps.images_per_call;
    f->caps.regions_per_call = s->caps.regions_per_call;
    f->desired.n_accounts = 0;
    shuffle(order, s->n_accounts, shuffled);
    for (i = 0; i < s->n_accounts; i++) {
        size_t *tenant = &cloud_at[s->tenant[order[i]]];
        struct account *account;

        if (*tenant == SIZE_MAX)
            *tenant = i;
        account = fixture_account(f, s->account[order[i]], *tenant);
        account->cross_border = s->approved[order[i]];
        account->watch = watch;
        account->n_watch = 1;
        account_at[order[i]] = i;
    }
    shuffle(order, s->n_wanted, shuffled);
    for (i = 0; i < s->n_wanted; i++) {
        size_t regions_in_order[REGIONS];
        const char *to = "";

        shuffle(regions_in_order, REGIONS, shuffled);
        for (j = 0; j < REGIONS; j++) {
            size_t region = regions_in_order[j];

            if (s->wanted[order[i]].to >> region & 1)
                to = arena_printf(&f->arena, "%s %s%s", to,
                                  s->wanted[order[i]].deselected >> region & 1 ? "-" : "",
                                  regions[region]);
        }
        fixture_want_of(f, account_at[s->wanted[order[i]].account], names[s->wanted[order[i]].name],
                        regions[s->wanted[order[i]].from], to);
    }
    shuffle(order, s->n_images, shuffled);
    for (i = 0; i < 2 * REGIONS; i++) {
        size_t tenant = i / REGIONS, region = i % REGIONS;

        if (cloud_at[tenant] == SIZE_MAX)
            continue;
        fixture_world_of(f, cloud_at[tenant],
                         arena_printf(&f->arena, "%s%s quota=%ld", regions[region],
                                      s->unread[tenant] >> region & 1 ? "!" : "",
                                      s->quota[tenant][region]));
    }
    for (i = 0; i < s->n_images; i++) {
        const struct present *image = &s->images[order[i]];

        if (cloud_at[image->tenant] == SIZE_MAX)
            continue;
        fixture_world_of(f, cloud_at[image->tenant],
                         arena_printf(&f->arena, "%s%s %s %s %s size=%ld created=%ld",
                                      regions[image->region],
                                      s->unread[image->tenant] >> image->region & 1 ? "!" : "",
                                      image->name, image->id, image->state, image->size,
                                      image->created));
    }
    return f;
}

static const char *canonical(struct fixture *f)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    const char *kept;

    plan_canonical(f->plan, &f->desired, &text);
    kept = arena_strdup(&f->arena, text.ptr);
    buf_free(&text);
    return kept;
}

/* ---- laws ---- */

static void the_order_of_the_input_does_not_matter(void **state)
{
    size_t n = unit_soak() ? 20000 : 2000, i;

    (void)state;
    seed = 7;
    for (i = 0; i < n; i++) {
        struct scenario s;
        struct fixture *f, *g;

        draw_scenario(&s, false,
                      false); /* what is served when room is short goes by manifest order */
        f = build(&s, false);
        g = build(&s, true);
        fixture_plan(f);
        fixture_plan(g);
        assert_string_equal(fixture_cells(f), fixture_cells(g));
        assert_string_equal(canonical(f), canonical(g));
        assert_int_equal(f->plan->nodes, g->plan->nodes);
        assert_int_equal(f->out.n_notices, g->out.n_notices);
        fixture_free(f);
        fixture_free(g);
    }
}

static void what_a_plan_says_of_itself_holds(void **state)
{
    size_t n = unit_soak() ? 20000 : 2000, calls = 0, i;

    (void)state;
    seed = 8;
    for (i = 0; i < n; i++) {
        struct scenario s;
        struct fixture *f;
        const char *broken;

        draw_scenario(&s, true, false);
        f = build(&s, false);
        fixture_plan(f);
        broken = fixture_check_plan(f);
        if (broken != NULL)
            fail_msg("world %zu: %s: %s\n%s", i, broken, fixture_calls(f), fixture_cells(f));
        calls += f->plan->nr;
        fixture_free(f);
    }
    assert_true(calls > n); /* the worlds are worth looking at */
}

static size_t region_index(const char *region)
{
    size_t i;

    for (i = 0; strcmp(regions[i], region) != 0; i++)
        ;
    return i;
}

/* The world as it is when every call has done its work. */
static void carry_out(struct scenario *s, const struct fixture *f)
{
    size_t i, j, k;

    for (i = 0; i < f->plan->nr; i++) {
        const struct plan_call *call = &f->plan->calls[i];
        size_t tenant = s->tenant[0];

        for (j = 0; j < s->n_accounts; j++)
            if (strcmp(s->account[j], f->accounts[call->account].name) == 0)
                tenant = s->tenant[j];
        for (j = 0; j < call->n_sources; j++) {
            const struct image *source =
                snapshot_with_id(world_find(&f->world, call->tenant, call->source_region),
                                 call->sources[j].id);

            for (k = 0; k < call->n_regions; k++) {
                size_t region = region_index(call->regions[k]);

                add_present(s, tenant, region, call->sources[j].image, "ready");
                s->images[s->n_images - 1].size = source->size_gib;
                s->images[s->n_images - 1].created = 100000;
                if (s->quota[tenant][region] > 0)
                    s->quota[tenant][region]--;
            }
        }
    }
}

static void a_plan_carried_out_leaves_nothing_to_do(void **state)
{
    size_t n = unit_soak() ? 20000 : 2000, i, j, k;

    (void)state;
    seed = 9;
    for (i = 0; i < n; i++) {
        struct scenario s;
        struct fixture *f, *g;

        draw_scenario(&s, true, true);
        s.n_accounts = 1; /* what one name of an account copies, another may then copy from */
        for (j = k = 0; j < s.n_wanted; j++)
            if (s.wanted[j].account == 0)
                s.wanted[k++] = s.wanted[j];
        s.n_wanted = k;
        f = build(&s, false);
        fixture_plan(f);
        carry_out(&s, f);
        g = build(&s, false);
        fixture_plan(g);
        if (g->plan->nr != 0)
            fail_msg("world %zu: %s\nthen %s\n%s\n%s", i, fixture_calls(f), fixture_calls(g),
                     fixture_cells(f), fixture_cells(g));
        for (j = 0; j < f->out.cells.nr; j++) {
            const struct cell *before = &f->out.cells.items[j], *after = &g->out.cells.items[j];

            if (before->image == SIZE_MAX)
                break;
            assert_string_equal(before->address, after->address);
            if (before->call != CELL_NO_CALL)
                assert_int_equal(after->verdict, VERDICT_IN_SYNC);
            else
                assert_int_equal(after->verdict, before->verdict);
        }
        fixture_free(f);
        fixture_free(g);
    }
}

static void a_world_that_is_as_wanted_has_no_differences(void **state)
{
    size_t n = unit_soak() ? 10000 : 1000, i, j, k;

    (void)state;
    seed = 10;
    for (i = 0; i < n; i++) {
        struct scenario s;
        struct fixture *f;

        draw_scenario(&s, true, true);
        s.n_images = 0;
        memset(s.unread, 0, sizeof s.unread);
        for (j = 0; j < s.n_wanted; j++) { /* two names of one account may want one image */
            for (k = 0; k < REGIONS; k++) {
                size_t tenant = s.tenant[s.wanted[j].account], m;

                if (!(s.wanted[j].to >> k & 1) && s.wanted[j].from != k)
                    continue;
                for (m = 0; m < s.n_images; m++)
                    if (s.images[m].tenant == tenant && s.images[m].region == k &&
                        strcmp(s.images[m].name, names[s.wanted[j].name]) == 0)
                        break;
                if (m < s.n_images)
                    continue;
                add_present(&s, tenant, k, names[s.wanted[j].name], "ready");
                s.images[m].size = 20;
                s.images[m].created = 1000;
            }
        }
        f = build(&s, false);
        fixture_plan(f);
        assert_int_equal(f->plan->nr, 0);
        assert_true(f->plan->proved_minimal);
        assert_int_equal(f->plan->waves, 0);
        for (j = 0; j < f->out.cells.nr; j++)
            assert_int_equal(f->out.cells.items[j].verdict, VERDICT_IN_SYNC);
        fixture_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_have_the_fewest_calls_and_waves),
        cmocka_unit_test(the_order_of_the_input_does_not_matter),
        cmocka_unit_test(what_a_plan_says_of_itself_holds),
        cmocka_unit_test(a_plan_carried_out_leaves_nothing_to_do),
        cmocka_unit_test(a_world_that_is_as_wanted_has_no_differences),
    };

    return cmocka_run_group_tests_name("laws", tests, NULL, NULL);
}
