/* SPDX-License-Identifier: MIT */
/* plan: cells that need a copy become calls, with facts, waves, room and one checksum. */
#include "tests/unit.h"

#include "tests/reconcile/plan/planned.h"

static void check(struct fixture *f, const char *calls)
{
    const char *broken;

    fixture_plan(f);
    broken = fixture_check_plan(f);
    if (broken != NULL)
        fail_msg("%s: %s", broken, fixture_calls(f));
    assert_string_equal(fixture_calls(f), calls);
}

static void all_missing_regions_of_an_image_go_into_one_call(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "a e d c b -x");
    fixture_want(f, "app", "b", "c");
    fixture_world(f, "a web i1 ready; b app i2 ready; c; d; e web i3 ready");
    check(f, "1: a web>b,c,d; 1: b app>c");
    assert_true(f->plan->proved_minimal);
    assert_int_equal(f->plan->lower_bound, 2);
    assert_int_equal(f->plan->waves, 1);
    assert_string_equal(f->plan->calls[0].action, "Copy");
    fixture_free(f);
}

static void a_border_needs_a_source_on_each_side(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b c x y z f");
    fixture_world(f, "a web i1 ready; b; c; x web i2 ready; y; z; f");
    check(f, "1: a web>b,c; 1: x web>y,z");
    assert_string_equal(fixture_cells(f),
                        "web@b missing; web@c missing; web@f blocked:cross_border; web@x in_sync; "
                        "web@y missing; web@z missing");
    assert_true(f->plan->proved_minimal);
    fixture_free(f);
}

static void calls_keep_to_the_cap_on_regions(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    f->caps.regions_per_call = 2;
    fixture_want(f, "web", "a", "b c d e x");
    f->accounts[0].cross_border = true;
    fixture_world(f, "a web i1 ready; b; c; d; e; x");
    check(f, "1: a web>b,c; 2: a web>d,e; 3: a web>x");
    assert_int_equal(f->plan->waves, 3);
    assert_true(f->plan->proved_minimal);
    fixture_free(f);
}

static void cells_wait_for_a_source_that_is_not_ready(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b");
    fixture_want(f, "app", "a", "b");
    fixture_want(f, "db", "a", "b");
    fixture_world(f, "a web i1 syncing; a app i2 pending; a db i3 ready; b");
    check(f, "1: a app>b; 1: a db>b; 1: a web>b");
    assert_string_equal(f->out.cells.items[0].waiting_for, "acc/app@a");
    assert_null(f->out.cells.items[1].waiting_for);
    assert_string_equal(f->out.cells.items[2].waiting_for, "acc/web@a");
    /* the fact is what a ready image is called, not what this one is called now */
    assert_string_equal(f->plan->calls[0].facts[0].equals, "ready");
    fixture_free(f);
}

static void a_full_region_blocks_those_that_come_last(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b c");
    fixture_want(f, "app", "a", "b c");
    fixture_want(f, "db", "a", "b c");
    fixture_world(f, "a web i1 ready; a app i2 ready; a db i3 ready; b quota=2; c quota=0");
    check(f, "1: a app>b; 1: a web>b");
    assert_string_equal(fixture_cells(f),
                        "app@b missing; app@c blocked:quota_full; db@b blocked:quota_full; "
                        "db@c blocked:quota_full; web@b missing; web@c blocked:quota_full");
    fixture_free(f);
}

static void copies_that_do_not_show_yet_take_room(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b");
    fixture_want(f, "app", "a", "b");
    fixture_open(f, "other", "b", "");
    fixture_world(f, "a web i1 ready; a app i2 ready; b quota=2");
    check(f, "1: a web>b");
    assert_string_equal(fixture_cells(f), "app@b blocked:quota_full; web@b missing");
    fixture_free(f);
}

static void a_full_region_leaves_an_unusable_cell_unusable(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    f->caps.names_repeat = true;
    fixture_want(f, "web", "a", "b c");
    fixture_world(f, "a web i1 ready; b web i2 failed; b quota=0; c web i3 failed; c quota=1");
    check(f, "1: a web>c");
    assert_string_equal(fixture_cells(f), "web@b unusable; web@c unusable");
    assert_string_equal(f->plan->calls[0].facts[1].id, "i3");
    fixture_free(f);
}

static void each_call_carries_the_facts_it_relies_on(void **state)
{
    struct fixture *f = fixture_new();
    const struct fact *facts;

    (void)state;
    fixture_want(f, "web", "a", "b c");
    fixture_world(f, "a web i1 ready; b quota=5; c");
    check(f, "1: a web>b,c");
    assert_int_equal(f->plan->calls[0].n_facts, 4);
    facts = f->plan->calls[0].facts;
    assert_int_equal(facts[0].kind, FACT_SOURCE_STATE);
    assert_string_equal(facts[0].region, "a");
    assert_string_equal(facts[0].id, "i1");
    assert_string_equal(facts[0].equals, "ready");
    assert_int_equal(facts[0].read_at_ms, 1000);
    assert_int_equal(facts[1].kind, FACT_ABSENT);
    assert_string_equal(facts[1].region, "b");
    assert_string_equal(facts[1].name, "web");
    assert_null(facts[1].id);
    assert_int_equal(facts[2].kind, FACT_QUOTA_FREE);
    assert_int_equal(facts[2].at_least, 1);
    assert_int_equal(facts[3].kind, FACT_ABSENT);
    assert_string_equal(facts[3].region, "c");
    fixture_free(f);
}

static void a_cell_declared_under_two_names_is_copied_once(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_account(f, "aaa", 0);
    fixture_want_of(f, 0, "web", "a", "b c");
    fixture_want_of(f, 1, "web", "a", "c d");
    fixture_world(f, "a web i1 ready; b; c quota=1; d");
    check(f, "1: a web>b,c,d");
    assert_int_equal(f->plan->calls[0].account, 1); /* the first by name */
    assert_string_equal(fixture_cells(f),
                        "aaa/web@c missing; aaa/web@d missing; "
                        "acc/web@b missing; acc/web@c missing");
    assert_int_equal(f->out.cells.items[0].call, 0);
    assert_int_equal(f->out.cells.items[3].call, 0);
    fixture_free(f);
}

static void two_accounts_of_two_clouds_do_not_mix(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_account(f, "aaa", 1);
    fixture_want_of(f, 0, "web", "a", "b");
    fixture_want_of(f, 1, "web", "a", "b");
    fixture_world(f, "a web i1 ready; b");
    fixture_world_of(f, 1, "a web i1 ready; b");
    check(f, "1: a web>b; 1: a web>b");
    assert_int_equal(f->plan->calls[0].account, 1);
    assert_int_equal(f->plan->calls[1].account, 0);
    fixture_free(f);
}

/* ---- waves and sources ---- */

static void copies_take_turns_with_the_original_where_that_saves_a_wave(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    f->caps.regions_per_call = 1;
    fixture_want(f, "web", "a", "b c d e");
    fixture_world(f, "a web i1 ready; b web i2 ready; c; d; e");
    check(f,
          "1: a web>c; 1: b web>d; 2: a web>e"); /* two waves either way: once off the original */
    assert_int_equal(f->plan->waves, 2);
    fixture_free(f);
}

static void an_image_keeps_its_original_while_another_needs_the_waves_anyway(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    f->caps.regions_per_call = 1;
    fixture_want(f, "app", "a", "b c");
    fixture_want(f, "web", "a", "b c d");
    fixture_world(f, "a web i1 ready; a app i3 ready; b; c; d web i2 ready");
    check(f, "1: a app>b; 1: a web>b; 2: a app>c; 2: a web>c");
    fixture_free(f);
}

static void images_from_one_source_image_take_turns(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a:i1", "b");
    fixture_want(f, "app", "a:i1", "c d");
    fixture_want(f, "db", "a:i2", "b");
    fixture_world(f, "a base i1 ready; a db i2 ready; b; c; d");
    check(f, "1: a app>c,d; 1: a db>b; 2: a web>b");
    assert_true(f->plan->proved_minimal);
    fixture_free(f);
}

static void a_source_that_is_not_busy_serves_all_its_calls_at_once(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    f->caps.source_is_busy = false;
    f->caps.regions_per_call = 1;
    fixture_want(f, "web", "a", "b c d e");
    fixture_world(f, "a web i1 ready; b web i2 ready; c; d; e");
    check(f, "1: a web>c; 1: a web>d; 1: a web>e"); /* all from the original: no wave to save */
    assert_int_equal(f->plan->waves, 1);
    assert_true(f->plan->proved_minimal);
    fixture_free(f);
}

static void takes_several(struct fixture *f, size_t images)
{
    f->caps.images_per_call = images;
    f->caps.can_rename = false;
}

static void so_it_is_where_a_call_takes_several_images(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    takes_several(f, 2);
    fixture_want(f, "web", "a", "b c");
    fixture_want(f, "app", "a", "b d");
    fixture_world(f, "a web i1 ready; a app i2 ready; b; c; d");
    check(f, "1: a app>b,d; 1: a web>b,c");
    f->caps.source_is_busy = false;
    f->caps.regions_per_call = 1;
    check(f, "1: a app,web>b; 1: a app>d; 1: a web>c");
    assert_int_equal(f->plan->waves, 1);
    fixture_free(f);
}

static void several_images_go_in_one_call_where_the_cloud_takes_them(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    takes_several(f, 10);
    fixture_want(f, "web", "a", "b c");
    fixture_want(f, "app", "a", "b c");
    fixture_want(f, "db", "b", "a c");
    fixture_world(f, "a web i1 ready; a app i2 ready; b db i3 ready; c");
    check(f, "1: a app,web>b,c; 1: b db>a,c");
    assert_true(f->plan->proved_minimal);
    assert_int_equal(f->plan->calls[0].n_facts, 6);
    assert_string_equal(f->plan->calls[0].sources[0].id, "i2");
    fixture_free(f);
}

static void images_go_together_from_a_copy_that_both_have(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    takes_several(f, 10);
    fixture_want(f, "web", "a", "a b c d");
    fixture_want(f, "app", "b", "a b c d");
    fixture_world(f,
                  "a web i1 ready; b app i2 ready; c web i3 ready; c app i4 ready; d; a app i5 "
                  "ready; b web i6 ready");
    check(f, "1: a app,web>d"); /* one call is off app's original wherever it comes from */
    assert_int_equal(f->plan->lower_bound, 1);
    fixture_free(f);
}

static void a_rectangle_is_cut_to_the_cap_on_images(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    takes_several(f, 2);
    fixture_want(f, "i1", "a", "b c");
    fixture_want(f, "i2", "a", "b c");
    fixture_want(f, "i3", "a", "b c");
    fixture_world(f, "a i1 s1 ready; a i2 s2 ready; a i3 s3 ready; b; c");
    check(f, "1: a i1,i2>b,c; 1: a i3>b,c");
    assert_true(f->plan->proved_minimal);
    fixture_free(f);
}

static void a_waiting_image_waits_alone_though_the_call_is_shared(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    takes_several(f, 10);
    fixture_want(f, "web", "a", "b");
    fixture_want(f, "app", "a", "b");
    fixture_world(f, "a web i1 busy; a app i2 ready; b");
    check(f, "1: a app,web>b");
    assert_null(f->out.cells.items[0].waiting_for);
    assert_string_equal(f->out.cells.items[1].waiting_for, "acc/web@a");
    fixture_free(f);
}

static void a_zone_with_more_regions_than_the_cover_takes_is_planned_honestly(void **state)
{
    struct fixture *f = fixture_new();
    const char *to = "", *broken;
    size_t i;

    (void)state;
    takes_several(f, 10);
    fixture_world(f, "x web i1 ready; x app i2 ready");
    for (i = 0; i < 70; i++) {
        const char *region = arena_printf(&f->arena, "new-%02zu", i);

        fixture_world(f, region);
        to = arena_printf(&f->arena, "%s %s", to, region);
    }
    fixture_want(f, "web", "x", to);
    fixture_want(f, "app", "x", to);
    fixture_plan(f);
    broken = fixture_check_plan(f);
    if (broken != NULL)
        fail_msg("%s", broken);
    assert_int_equal(f->plan->nr, 2);
    assert_int_equal(f->plan->lower_bound, 1);
    assert_false(f->plan->proved_minimal);
    fixture_free(f);
}

static void a_bound_says_what_it_rests_on(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b");
    fixture_world(f, "a web i1 ready; b web i2 ready");
    fixture_plan(f);
    assert_null(f->plan->bound_reason); /* no calls */
    fixture_free(f);
    f = fixture_new();
    takes_several(f, 10);
    fixture_want(f, "i1", "a", "b c");
    fixture_want(f, "i2", "a", "b");
    fixture_world(f, "a i1 s1 ready; a i2 s2 ready; b; c");
    fixture_plan(f);
    assert_int_equal(f->plan->lower_bound, 2);
    assert_non_null(strstr(f->plan->bound_reason, "rank"));
    fixture_free(f);
}

/* ---- the checksum ---- */

static const char *canonical(struct fixture *f)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    const char *kept;

    plan_canonical(f->plan, &f->desired, &text);
    kept = arena_strdup(&f->arena, text.ptr);
    buf_free(&text);
    return kept;
}

static struct fixture *canonical_fixture(void)
{
    struct fixture *f = fixture_new();

    fixture_want(f, "web", "a", "b c");
    fixture_world(f, "a web i1 ready; b quota=5; c");
    return f;
}

static void the_checksum_covers_what_decides_and_nothing_else(void **state)
{
    struct fixture *f = canonical_fixture(), *g;
    const char *text;

    (void)state;
    fixture_plan(f);
    text = canonical(f);
    g = canonical_fixture(); /* times, positions, evidence and progress change nothing */
    g->world.snapshots[0]->read_at_ms = 77;
    g->world.snapshots[0]->images[0].progress = 5;
    g->images[0].origin.line = 12;
    fixture_plan(g);
    assert_string_equal(canonical(g), text);
    fixture_free(g);
    g = canonical_fixture(); /* an account setting does */
    g->accounts[0].endpoint = "https://elsewhere.invalid";
    fixture_plan(g);
    assert_string_not_equal(canonical(g), text);
    fixture_free(g);
    g = canonical_fixture(); /* and so does a fact */
    g->world.snapshots[2]->quota_free = 9;
    fixture_plan(g);
    assert_string_not_equal(canonical(g), text);
    fixture_free(g);
    fixture_free(f);
}

static void words_are_the_contract_s(void **state)
{
    (void)state;
    assert_null(outcome_name(OUTCOME_NONE));
    assert_string_equal(outcome_name(OUTCOME_NOT_SENT), "not_sent");
    assert_string_equal(outcome_name(OUTCOME_SETTLED), "settled");
    assert_string_equal(verdict_name(VERDICT_UNKNOWN), "unknown");
    assert_string_equal(verdict_name(VERDICT_EXTRA), "extra");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_missing_regions_of_an_image_go_into_one_call),
        cmocka_unit_test(a_border_needs_a_source_on_each_side),
        cmocka_unit_test(calls_keep_to_the_cap_on_regions),
        cmocka_unit_test(cells_wait_for_a_source_that_is_not_ready),
        cmocka_unit_test(a_full_region_blocks_those_that_come_last),
        cmocka_unit_test(copies_that_do_not_show_yet_take_room),
        cmocka_unit_test(a_full_region_leaves_an_unusable_cell_unusable),
        cmocka_unit_test(each_call_carries_the_facts_it_relies_on),
        cmocka_unit_test(a_cell_declared_under_two_names_is_copied_once),
        cmocka_unit_test(two_accounts_of_two_clouds_do_not_mix),
        cmocka_unit_test(copies_take_turns_with_the_original_where_that_saves_a_wave),
        cmocka_unit_test(an_image_keeps_its_original_while_another_needs_the_waves_anyway),
        cmocka_unit_test(a_source_that_is_not_busy_serves_all_its_calls_at_once),
        cmocka_unit_test(so_it_is_where_a_call_takes_several_images),
        cmocka_unit_test(images_from_one_source_image_take_turns),
        cmocka_unit_test(several_images_go_in_one_call_where_the_cloud_takes_them),
        cmocka_unit_test(images_go_together_from_a_copy_that_both_have),
        cmocka_unit_test(a_rectangle_is_cut_to_the_cap_on_images),
        cmocka_unit_test(a_waiting_image_waits_alone_though_the_call_is_shared),
        cmocka_unit_test(a_zone_with_more_regions_than_the_cover_takes_is_planned_honestly),
        cmocka_unit_test(a_bound_says_what_it_rests_on),
        cmocka_unit_test(the_checksum_covers_what_decides_and_nothing_else),
        cmocka_unit_test(words_are_the_contract_s),
    };

    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
