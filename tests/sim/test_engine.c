/* SPDX-License-Identifier: MIT */
/*
 * The engine's promises, one readable story each; test_sim.c tells the same ones at random.
 *
 * The stage: image "web" is in r0 and wanted in r1, r2 and r3.  What must hold whenever a copy
 * leaves is checked by sim.c in every story.
 */
#include "tests/unit.h"

#include "tests/sim/sim.h"

static const struct caps single = {.provider = "sim",
                                   .action = "Copy",
                                   .images_per_call = 1,
                                   .list_kinds = 1,
                                   .has_quota_call = true,
                                   .source_is_busy = true};

static struct sim sim;

static int open_stage(void **state)
{
    (void)state;
    sim_init(&sim, &single, 7);
    cloud_add(&sim.cloud, 0, 0, "web");
    sim_want(&sim, 0, "web", 0, "123");
    sim.tracing = true;
    return 0;
}

static int close_stage(void **state)
{
    (void)state;
    sim_free(&sim);
    return 0;
}

static void run(void)
{
    sim_run(&sim);
    if (sim.broken != NULL)
        fail_msg("%s\n%s", sim.broken, sim.trace.ptr);
}

static void apply(void)
{
    sim_apply(&sim);
    if (sim.broken != NULL)
        fail_msg("%s\n%s", sim.broken, sim.trace.ptr);
}

static enum verdict verdict(int region)
{
    const struct cell *cell = sim_cell(&sim, "web", region);

    return cell == NULL ? VERDICT_COUNT : cell->verdict;
}

static enum reason reason(int region)
{
    const struct cell *cell = sim_cell(&sim, "web", region);

    return cell == NULL ? REASON_NONE : cell->reason;
}

static const char *detail(int region)
{
    const struct cell *cell = sim_cell(&sim, "web", region);

    return cell == NULL || cell->detail == NULL ? "" : cell->detail;
}

static void assert_done(int calls, int made)
{
    assert_non_null(sim.report);
    assert_int_equal(sim.report->calls_made, calls);
    assert_int_equal(sim.cloud.copies_made, made);
    assert_true(sim_converged(&sim));
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_IN_SYNC);
    assert_int_equal(verdict(3), VERDICT_IN_SYNC);
    assert_int_equal(sim_open(&sim), 0);
}

/* ---- the way it should go ---- */

static void missing_copies_are_made_and_waited_for(void **state)
{
    (void)state;
    run();
    assert_done(1, 3);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_ACCEPTED);
    run();
    assert_done(0, 3);
}

static void copies_that_show_late_are_waited_for(void **state)
{
    (void)state;
    sim.cloud.late_ms = 119000;
    run();
    assert_done(1, 3);
}

static void a_copy_that_somebody_else_began_is_waited_for(void **state)
{
    (void)state;
    cloud_person_adds(&sim.cloud, 0, 2, "web", sim.now - 1000, 90000);
    run();
    assert_done(1, 2);
}

static void calls_on_one_source_follow_each_other(void **state)
{
    (void)state;
    sim.caps.regions_per_call = 1;
    run(); /* the cloud refuses a second copy of a busy source: a third request would show that */
    assert_done(3, 3);
}

static void a_source_that_is_not_busy_serves_its_calls_side_by_side(void **state)
{
    int64_t began;

    (void)state;
    sim.caps.regions_per_call = 1;
    sim.caps.source_is_busy = sim.cloud.busy_sources = false;
    sim.cloud.copy_least_ms = sim.cloud.copy_ms = 100000;
    began = sim.now;
    run();
    assert_done(3, 3);
    assert_int_equal(sim.plan.waves, 1);
    assert_true(sim.now - began < 150000); /* three copies in the time of one */
}

static void a_region_takes_no_more_copies_at_a_time_than_allowed(void **state)
{
    const struct cloud_image *copies[3];
    size_t n = 0, i, k;

    (void)state;
    sim.accounts[0].max_copies_per_region = 1;
    sim.cloud.copy_least_ms = 30000;
    cloud_add(&sim.cloud, 0, 4, "db");
    cloud_add(&sim.cloud, 0, 5, "job");
    sim_want(&sim, 0, "db", 4, "1");
    sim_want(&sim, 0, "job", 5, "1");
    run();
    assert_done(3, 5);
    assert_true(sim.waits > 0);
    for (i = 0; i < sim.cloud.n_images; i++)
        if (sim.cloud.images[i].ferry && sim.cloud.images[i].region == 1)
            copies[n++] = &sim.cloud.images[i];
    assert_int_equal(n, 3);
    for (i = 0; i < n; i++)
        for (k = 0; k < i; k++)
            assert_true(copies[i]->born_ms >= copies[k]->done_ms ||
                        copies[k]->born_ms >= copies[i]->done_ms);
}

static void without_waiting_it_ends_once_all_is_accepted(void **state)
{
    (void)state;
    sim.options.no_wait = true;
    sim.cloud.copy_least_ms = sim.cloud.copy_ms = 300000;
    run();
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_ACCEPTED);
    assert_int_equal(verdict(2), VERDICT_IN_PROGRESS);
    assert_true(sim.now < 1000000 + 60000);
    sim.options.no_wait = false;
    run();
    assert_done(0, 3);
}

static void who_only_waits_sends_nothing_whatever_was_lost(void **state)
{
    (void)state;
    sim.kill_after = 0;
    sim_fate(&sim, PORT_LOST, false);
    sim_run(&sim);
    assert_true(sim.killed);
    sim.kill_at = sim.kill_after = -1;
    sim.only_wait = true;
    run();
    assert_int_equal(sim.copies_sent, 0);
    assert_int_equal(sim.report->n_calls, 0);
    assert_int_equal(verdict(1), VERDICT_MISSING);
}

/* ---- lost answers ---- */

static void a_lost_answer_is_settled_by_looking_not_by_asking_again(void **state)
{
    (void)state;
    sim.cloud.late_ms = 100000;
    sim_fate(&sim, PORT_LOST, true);
    run();
    assert_done(1, 3);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_SETTLED);
    assert_int_equal(sim.settles, 1);
}

static void what_was_lost_before_its_effect_is_asked_again_after_the_settle_time(void **state)
{
    int64_t began = sim.now;

    (void)state;
    sim_fate(&sim, PORT_LOST, false);
    run();
    assert_done(2, 3);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_LOST);
    assert_int_equal(sim.report->calls[1].outcome, OUTCOME_ACCEPTED);
    assert_true(sim.now - began > sim.options.settle_ms);
}

static void a_cell_is_asked_for_only_so_often(void **state)
{
    int i;

    (void)state;
    for (i = 0; i < 4; i++)
        sim_fate(&sim, PORT_LOST, false);
    run();
    assert_int_equal(sim.report->calls_made, 3);
    assert_int_equal(verdict(1), VERDICT_MISSING);
    assert_string_equal(detail(1), "asked for as often as allowed, and no answer came");
}

static void what_was_accepted_and_never_shows_is_not_asked_for_again(void **state)
{
    (void)state;
    sim_fate(&sim, PORT_FINE, false);
    run();
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(verdict(1), VERDICT_MISSING);
    assert_non_null(strstr(detail(1), "accepted the copy, and it never showed"));
    assert_int_equal(sim_open(&sim), 0);
    run(); /* the next run may */
    assert_done(1, 3);
}

static void a_failed_namesake_does_not_pass_for_the_new_copy(void **state)
{
    struct cloud_image *failed = cloud_add(&sim.cloud, 0, 1, "web");

    (void)state;
    failed->fails = true;
    sim.caps.names_repeat = true;
    sim_fate(&sim, PORT_LOST, false);
    run();
    assert_int_equal(sim.report->calls_made, 2);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_LOST);
}

/* ---- death ---- */

static void killed_after_sending_and_run_again_it_copies_once(void **state)
{
    (void)state;
    sim.cloud.late_ms = 119000;
    sim.kill_after = 0; /* before the answer */
    sim_run(&sim);
    assert_true(sim.killed);
    assert_int_equal(sim_open(&sim), 1);
    sim.kill_at = sim.kill_after = -1;
    run();
    assert_non_null(sim.report);
    assert_true(sim_converged(&sim));
    assert_true(sim.cloud.copies_made == 3);
    assert_int_equal(sim_open(&sim), 0);
}

static void a_torn_intent_was_never_sent(void **state)
{
    (void)state;
    sim.tear = true;
    for (sim.kill_at = 0; sim_open(&sim) == 0 && sim.copies_sent == 0; sim.kill_at++) {
        sim_run(&sim);
        assert_null(sim.broken);
        assert_int_equal(sim.copies_sent, 0);
        if (!sim.killed)
            fail_msg("it was never killed at its intent");
        if (sim.file.len > 0)
            break;
    }
    assert_true(sim.file.len > 0);
    sim.kill_at = -1;
    run();
    assert_done(1, 3);
}

static void without_its_journal_it_converges_once_the_settle_time_has_passed(void **state)
{
    (void)state;
    sim.cloud.late_ms = 119000;
    sim.kill_after = 3;
    sim_run(&sim);
    assert_true(sim.killed);
    sim.kill_at = sim.kill_after = -1;
    sim.file.len = 0; /* a fresh machine */
    sim.now += sim.options.settle_ms + 1000;
    run();
    assert_true(sim_converged(&sim));
    assert_int_equal(sim.cloud.copies_made, 3);
}

static void without_a_journal_that_can_be_written_nothing_is_sent(void **state)
{
    (void)state;
    sim.faults.journal = 1000;
    run();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.cloud.copies_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_NOT_SENT);
    assert_int_equal(verdict(1), VERDICT_MISSING);
    assert_string_equal(detail(1), "the journal is another run's or cannot be written");
    assert_true(sim.warnings > 0);
}

static void a_request_whose_intent_took_too_long_to_write_does_not_leave(void **state)
{
    (void)state;
    sim.disk_ms = 6000;
    run();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_NOT_SENT);
    assert_int_equal(sim_open(&sim), 0);
}

/* ---- later, not never ---- */

static void throttled_busy_and_unborn_requests_come_again(void **state)
{
    static const enum port_class classes[] = {PORT_THROTTLED, PORT_BUSY, PORT_TRANSIENT};
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++)
        sim_fate(&sim, classes[i], false);
    run();
    assert_done(3, 3); /* the one that never left does not count */
    assert_int_equal(sim.report->n_calls, 1);
}

static void a_busy_source_is_waited_for(void **state)
{
    (void)state;
    cloud_person_adds(&sim.cloud, 0, 5, "web", sim.now - 1000, 60000);
    sim.cloud.images[1].source = 0; /* somebody copies it elsewhere */
    run();
    assert_done(1, 3);
    assert_true(sim.waits > 0);
    assert_true(sim.now > 1000000 + 59000);
}

static void a_source_that_stays_busy_is_given_up_after_the_copy_timeout(void **state)
{
    (void)state;
    cloud_person_adds(&sim.cloud, 0, 5, "web", sim.now - 1000, INT64_C(100000000));
    sim.cloud.images[1].source = 0;
    run();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_NOT_SENT);
    assert_int_equal(verdict(1), VERDICT_MISSING);
    assert_non_null(strstr(detail(1), "waited in vain"));
}

/* ---- refusals ---- */

static void a_full_region_does_not_stop_the_others(void **state)
{
    (void)state;
    sim.caps.has_quota_call = false; /* so that the plan cannot know */
    sim.cloud.quota[0][2] = 0;
    run();
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(3), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_BLOCKED);
    assert_int_equal(reason(2), REASON_QUOTA_FULL);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_SPLIT);
    assert_int_equal(sim.cloud.copies_made, 2);
}

static void a_refusal_for_quota_is_explained_by_reading_the_quotas_again(void **state)
{
    (void)state;
    sim_plan(&sim); /* no quota is known */
    sim.cloud.quota[0][2] = 0;
    apply();
    assert_int_equal(sim.report->n_calls, 2); /* nothing is halved */
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_SPLIT);
    assert_int_equal(sim.report->calls[1].n_regions, 2);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_BLOCKED);
    assert_int_equal(reason(2), REASON_QUOTA_FULL);
}

static void room_that_is_gone_refuses_the_call(void **state)
{
    (void)state;
    sim.cloud.quota[0][2] = 1;
    sim_plan(&sim);
    sim.cloud.quota[0][2] = 0;
    apply();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_REFUSED);
    assert_int_equal(sim.report->calls[0].moved->kind, FACT_QUOTA_FREE);
    assert_string_equal(sim.report->calls[0].moved_now, "0 free");
}

static void cells_for_which_the_plan_found_no_room_stay_blocked(void **state)
{
    (void)state;
    sim.cloud.quota[0][2] = 0;
    run();
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_BLOCKED);
    assert_int_equal(reason(2), REASON_QUOTA_FULL);
}

static void a_region_that_takes_no_copies_does_not_stop_the_others(void **state)
{
    (void)state;
    sim.cloud.closed[3] = true;
    run();
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_IN_SYNC);
    assert_int_equal(verdict(3), VERDICT_BLOCKED);
    assert_int_equal(reason(3), REASON_REGION_UNSUPPORTED);
}

static void a_refusal_that_came_after_some_were_started_is_settled_first(void **state)
{
    (void)state;
    sim.cloud.closed[3] = true;
    sim.cloud.starts_some = true; /* r1 and r2 are under way when the refusal comes */
    sim.cloud.late_ms = 100000;
    run();
    assert_int_equal(sim.cloud.copies_made, 2);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_IN_SYNC);
    assert_int_equal(verdict(3), VERDICT_BLOCKED);
}

static void an_account_without_permission_does_not_stop_the_others(void **state)
{
    (void)state;
    sim_fate(&sim, PORT_AUTH, false);
    cloud_add(&sim.cloud, 1, 0, "db");
    sim_want(&sim, 1, "db", 0, "12");
    run();
    assert_int_equal(verdict(1), VERDICT_BLOCKED);
    assert_int_equal(reason(1), REASON_NOT_AUTHORIZED);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_REJECTED);
    assert_int_equal(sim_cell(&sim, "db", 1)->verdict, VERDICT_IN_SYNC);
}

static void a_refusal_for_good_is_kept_in_the_vendor_s_words(void **state)
{
    (void)state;
    sim_fate(&sim, PORT_PERMANENT, false);
    run();
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(verdict(1), VERDICT_MISSING); /* no reason of the closed list */
    assert_non_null(sim_cell(&sim, "web", 1)->failure);
    assert_string_equal(detail(1), "the network");
}

/* A code that no table knows, and the copy was made all the same; it shows after the run's end. */
static void a_refusal_that_proves_nothing_is_looked_at_first_by_the_next_run(void **state)
{
    size_t i;

    (void)state;
    sim.cloud.busy_sources = false; /* as at UCloud: nothing else tells of the copy */
    sim.cloud.late_ms = 100000;
    sim_fate(&sim, PORT_UNCLEAR, true);
    run();
    for (i = 0; i < sim.cloud.n_images; i++)
        if (sim.cloud.images[i].ferry)
            sim.cloud.images[i].shown_ms = sim.now + 60 * 1000;
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_REJECTED);
    assert_int_equal(verdict(1), VERDICT_MISSING);
    assert_non_null(sim_cell(&sim, "web", 1)->failure);
    assert_int_equal(sim_open(&sim), 1);
    run();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(sim.cloud.doubles, 0);
    assert_int_equal(sim_open(&sim), 0);
}

static void what_was_refused_without_proof_and_not_made_is_asked_for_by_the_next_run(void **state)
{
    (void)state;
    sim_fate(&sim, PORT_UNCLEAR, false);
    run();
    assert_int_equal(verdict(1), VERDICT_MISSING);
    run();
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(sim.cloud.doubles, 0);
}

static void a_target_that_is_refused_alone_leaves_the_others_accepted(void **state)
{
    (void)state;
    sim.cloud.per_target = true;
    sim.cloud.closed[2] = true;
    run();
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_ACCEPTED);
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_BLOCKED);
    assert_int_equal(reason(2), REASON_REGION_UNSUPPORTED);
    assert_int_equal(sim_open(&sim), 0); /* what was refused is not waited for */
}

/* ---- regions that cannot be read ---- */

static void nothing_is_written_for_a_region_that_went_dark(void **state)
{
    (void)state;
    sim_plan(&sim);
    sim.cloud.dark[2] = true;
    apply();
    assert_int_equal(verdict(1), VERDICT_IN_SYNC);
    assert_int_equal(verdict(2), VERDICT_UNKNOWN);
    assert_int_equal(verdict(3), VERDICT_IN_SYNC);
    assert_int_equal(sim.cloud.copies_made, 2);
}

static void nothing_is_written_from_a_region_that_went_dark(void **state)
{
    (void)state;
    sim_plan(&sim);
    sim.cloud.dark[0] = true;
    apply();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_REFUSED);
    assert_int_equal(verdict(1), VERDICT_UNKNOWN);
}

static void a_region_that_cannot_be_read_just_now_gets_a_call_of_its_own_later(void **state)
{
    (void)state;
    sim_plan(&sim);
    sim.cloud.dim_until_ms[2] = sim.now + 40000; /* longer than one reading is repeated */
    apply();
    assert_done(2, 3);
    assert_int_equal(sim.report->calls[0].n_regions, 2);
    assert_int_equal(sim.report->calls[1].n_regions, 1);
    assert_string_equal(sim.report->calls[1].regions[0], "r2");
}

static void a_source_region_that_cannot_be_read_just_now_is_waited_for(void **state)
{
    (void)state;
    sim_plan(&sim);
    sim.cloud.dim_until_ms[0] = sim.now + 30000;
    apply();
    assert_done(1, 3);
}

static void an_open_intent_for_a_region_that_went_dark_stays_open(void **state)
{
    (void)state;
    sim.cloud.copy_ms = 3000;
    sim.kill_after = 3; /* it arrived, and nobody heard the answer */
    sim_run(&sim);
    assert_true(sim.killed);
    assert_int_equal(sim.cloud.copies_made, 3);
    sim.kill_at = sim.kill_after = -1;
    sim.cloud.dark[2] = true;
    run();
    assert_int_equal(sim.copies_sent, 0);
    assert_int_equal(verdict(2), VERDICT_UNKNOWN);
    assert_int_equal(sim_open(&sim), 1);
    sim.cloud.dark[2] = false;
    run();
    assert_int_equal(sim_open(&sim), 0);
    assert_true(sim_converged(&sim));
    assert_int_equal(sim.cloud.copies_made, 3);
}

/* ---- facts that moved ---- */

static void a_source_that_is_gone_refuses_the_call(void **state)
{
    (void)state;
    sim_plan(&sim);
    cloud_person_removes(&sim.cloud, "img-0", sim.now);
    apply();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_REFUSED);
    assert_int_equal(sim.report->calls[0].moved->kind, FACT_SOURCE_STATE);
    assert_string_equal(sim.report->calls[0].moved->equals, "NORMAL");
    assert_string_equal(sim.report->calls[0].moved_now, "gone");
    assert_int_equal(verdict(1), VERDICT_BLOCKED);
    assert_int_equal(reason(1), REASON_SOURCE_MISSING);
}

static void a_failed_namesake_that_appeared_refuses_the_call(void **state)
{
    (void)state;
    sim_plan(&sim);
    cloud_add(&sim.cloud, 0, 2, "web")->fails = true;
    apply();
    assert_int_equal(sim.report->calls_made, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_REFUSED);
    assert_int_equal(sim.report->calls[0].moved->kind, FACT_ABSENT);
    assert_string_equal(sim.report->calls[0].moved->region, "r2");
}

static void what_is_there_by_now_is_not_copied(void **state)
{
    (void)state;
    sim_plan(&sim);
    cloud_add(&sim.cloud, 0, 1, "web");
    apply();
    assert_done(1, 2);
    assert_int_equal(sim.report->calls[0].n_regions, 2);
}

static void what_is_arriving_by_now_is_waited_for_not_copied(void **state)
{
    int region;

    (void)state;
    sim_plan(&sim);
    for (region = 1; region <= 3; region++)
        cloud_person_adds(&sim.cloud, 0, region, "web", sim.now, 60000);
    apply();
    assert_done(0, 0);
    assert_int_equal(sim.report->calls[0].outcome, OUTCOME_NOT_SENT);
}

static void an_approved_plan_is_not_replaced_by_another(void **state)
{
    (void)state;
    sim.options.exact_calls = true;
    sim_fate(&sim, PORT_LOST, false);
    run(); /* the same pairs again; sim.c checks that they are the plan's */
    assert_done(2, 3);
}

/* ---- copies that end badly ---- */

static void a_failed_copy_is_reported_and_left_as_it_is(void **state)
{
    (void)state;
    sim.cloud.fail_permille = 1000;
    run();
    assert_int_equal(sim.report->calls_made, 1);
    assert_int_equal(verdict(1), VERDICT_UNUSABLE);
    assert_string_equal(detail(1), "the copy ended as FAILED");
}

static void a_copy_that_does_not_end_is_stuck(void **state)
{
    (void)state;
    sim.cloud.copy_least_ms = sim.cloud.copy_ms = INT64_C(100000000);
    run();
    assert_int_equal(verdict(1), VERDICT_IN_PROGRESS);
    assert_true(sim_cell(&sim, "web", 1)->stuck);
    assert_true(sim.now - 1000000 < 46 * 60000);
}

static void an_hour_of_waiting_does_not_grow_by_a_byte(void **state)
{
    size_t total[2];
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        sim_free(&sim);
        open_stage(NULL);
        sim.tracing = false;
        sim.options.copy_timeout_ms = 2 * 3600000;
        sim.cloud.copy_least_ms = sim.cloud.copy_ms = i == 0 ? 60000 : 3600000;
        run();
        assert_done(1, 3);
        total[i] = engine_memory(sim.engine);
    }
    assert_int_equal(total[0], total[1]);
}

/* ---- interrupts ---- */

static void after_an_interrupt_no_call_is_sent_and_the_sent_ones_are_heard(void **state)
{
    int at, heard = 0;

    (void)state;
    for (at = 1; at < 200; at++) {
        sim_free(&sim);
        open_stage(NULL);
        sim.caps.regions_per_call = 1;
        sim.interrupt_at = at;
        run();
        assert_non_null(sim.report);
        if (!sim.report->interrupted)
            continue;
        assert_true(sim.cloud.copies_heard == sim.report->calls_made); /* each was answered */
        heard += sim.report->calls_made > 0;
        if (sim.report->calls_made == 0)
            assert_int_equal(sim.cloud.copies_made, 0);
        assert_true(sim_open(&sim) <= 1);
        sim.interrupt_at = -1;
        run();
        assert_true(sim_converged(&sim));
        assert_int_equal(sim.cloud.copies_made, 3);
    }
    assert_true(heard > 10);
}

static void a_deadline_ends_the_run_truthfully(void **state)
{
    (void)state;
    sim.cloud.copy_least_ms = sim.cloud.copy_ms = 600000;
    sim.options.deadline_ms = sim.now + 60000;
    run();
    assert_true(sim.report->timed_out);
    assert_false(sim.report->interrupted);
    assert_true(sim.now <= 1000000 + 60000);
    assert_int_equal(verdict(1), VERDICT_IN_PROGRESS);
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)
    const struct CMUnitTest tests[] = {
        STORY(missing_copies_are_made_and_waited_for),
        STORY(copies_that_show_late_are_waited_for),
        STORY(a_copy_that_somebody_else_began_is_waited_for),
        STORY(calls_on_one_source_follow_each_other),
        STORY(a_source_that_is_not_busy_serves_its_calls_side_by_side),
        STORY(a_region_takes_no_more_copies_at_a_time_than_allowed),
        STORY(without_waiting_it_ends_once_all_is_accepted),
        STORY(who_only_waits_sends_nothing_whatever_was_lost),
        STORY(a_lost_answer_is_settled_by_looking_not_by_asking_again),
        STORY(what_was_lost_before_its_effect_is_asked_again_after_the_settle_time),
        STORY(a_cell_is_asked_for_only_so_often),
        STORY(what_was_accepted_and_never_shows_is_not_asked_for_again),
        STORY(a_failed_namesake_does_not_pass_for_the_new_copy),
        STORY(killed_after_sending_and_run_again_it_copies_once),
        STORY(a_torn_intent_was_never_sent),
        STORY(without_its_journal_it_converges_once_the_settle_time_has_passed),
        STORY(without_a_journal_that_can_be_written_nothing_is_sent),
        STORY(a_request_whose_intent_took_too_long_to_write_does_not_leave),
        STORY(throttled_busy_and_unborn_requests_come_again),
        STORY(a_busy_source_is_waited_for),
        STORY(a_source_that_stays_busy_is_given_up_after_the_copy_timeout),
        STORY(a_full_region_does_not_stop_the_others),
        STORY(a_refusal_for_quota_is_explained_by_reading_the_quotas_again),
        STORY(room_that_is_gone_refuses_the_call),
        STORY(cells_for_which_the_plan_found_no_room_stay_blocked),
        STORY(a_region_that_takes_no_copies_does_not_stop_the_others),
        STORY(a_refusal_that_came_after_some_were_started_is_settled_first),
        STORY(an_account_without_permission_does_not_stop_the_others),
        STORY(a_refusal_for_good_is_kept_in_the_vendor_s_words),
        STORY(what_was_refused_without_proof_and_not_made_is_asked_for_by_the_next_run),
        STORY(a_refusal_that_proves_nothing_is_looked_at_first_by_the_next_run),
        STORY(a_target_that_is_refused_alone_leaves_the_others_accepted),
        STORY(an_open_intent_for_a_region_that_went_dark_stays_open),
        STORY(nothing_is_written_for_a_region_that_went_dark),
        STORY(nothing_is_written_from_a_region_that_went_dark),
        STORY(a_region_that_cannot_be_read_just_now_gets_a_call_of_its_own_later),
        STORY(a_source_region_that_cannot_be_read_just_now_is_waited_for),
        STORY(a_source_that_is_gone_refuses_the_call),
        STORY(a_failed_namesake_that_appeared_refuses_the_call),
        STORY(what_is_there_by_now_is_not_copied),
        STORY(what_is_arriving_by_now_is_waited_for_not_copied),
        STORY(an_approved_plan_is_not_replaced_by_another),
        STORY(a_failed_copy_is_reported_and_left_as_it_is),
        STORY(a_copy_that_does_not_end_is_stuck),
        STORY(an_hour_of_waiting_does_not_grow_by_a_byte),
        STORY(after_an_interrupt_no_call_is_sent_and_the_sent_ones_are_heard),
        STORY(a_deadline_ends_the_run_truthfully),
    };

    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
