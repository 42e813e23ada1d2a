/* SPDX-License-Identifier: MIT */
/* The engine's promises, one readable story each; test_sim.c does the same at random. */
#include "tests/unit.h"

#include "tests/sim/sim.h"

static const struct caps single = {.provider = "sim",
                                   .action = "Copy",
                                   .images_per_call = 1,
                                   .list_kinds = 1,
                                   .has_quota_call = true,
                                   .source_is_busy = true};

static struct sim sim;

static int open_world(void **state)
{
    (void)state;
    sim_init(&sim, &single, 7);
    cloud_add(&sim.cloud, 0, 0, "web");
    sim_want(&sim, 0, "web", 0, "123");
    sim.tracing = true;
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    if (sim.broken != NULL)
        fprintf(stderr, "# %s\n%s", sim.broken, sim.trace.ptr);
    sim_free(&sim);
    return 0;
}

static enum verdict verdict(int region)
{
    const struct cell *cell = sim_cell(&sim, "web", region);

    return cell == NULL ? VERDICT_COUNT : cell->verdict;
}

static void missing_copies_are_made_and_waited_for(void **state)
{
    (void)state;
    sim_run(&sim);
    assert_null(sim.broken);
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_ACCEPTED);
    assert_int_equal(sim.cloud.copies_made, 3);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(3), VERDICT_IN_SYNC);
    assert_true(sim_converged(&sim));
    assert_int_equal(sim_open(&sim), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(missing_copies_are_made_and_waited_for, open_world,
                                        close_world),
    };

    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
