/* SPDX-License-Identifier: MIT */
/* sched: rates, requests in flight, holds, back-off; time is a number that the test turns. */
#include "tests/unit.h"

#include "reconcile/observe/sched.h"

static const struct caps caps = {.provider = "test", .read_rate = 10, .write_rate = 2};
static const struct caps endless = {.provider = "test"};

/* Takes as many as it may within [from, to) and returns how many that were. */
static int take_all(struct sched *sched, size_t tenant, bool write, int64_t from, int64_t to)
{
    int64_t now = from, at;
    int taken = 0;

    while ((at = sched_ready_at(sched, tenant, write, now)) < to) {
        now = at;
        sched_take(sched, tenant, write, now);
        sched_done(sched);
        taken++;
    }
    return taken;
}

static void no_second_sees_more_than_the_rate(void **state)
{
    struct account accounts[] = {{.caps = &caps, .tenant = 0}};
    struct desired desired = {.accounts = accounts, .n_accounts = 1};
    struct sched *sched = sched_new(&desired, 8, 1);

    (void)state;
    assert_int_equal(take_all(sched, 0, false, 5000, 6000), 10);
    assert_int_equal(take_all(sched, 0, false, 6000, 16000), 100);
    assert_int_equal(take_all(sched, 0, false, 100000, 101000), 10); /* idling saves nothing up */
    assert_int_equal(take_all(sched, 0, true, 5000, 6000), 2);       /* writes have their own */
    sched_free(sched);
}

static void a_rate_below_one_a_second_is_kept(void **state)
{
    struct account accounts[] = {{.caps = &caps, .tenant = 0, .read_rate = 0.3}};
    struct desired desired = {.accounts = accounts, .n_accounts = 1};
    struct sched *sched = sched_new(&desired, 8, 1);

    (void)state;
    assert_int_equal(take_all(sched, 0, false, 0, 100000), 30);
    sched_free(sched);
}

static void two_names_of_one_cloud_share_the_slowest_rate(void **state)
{
    struct account accounts[] = {{.caps = &caps, .tenant = 0, .read_rate = 5},
                                 {.caps = &caps, .tenant = 0, .read_rate = 3},
                                 {.caps = &caps, .tenant = 2}};
    struct desired desired = {.accounts = accounts, .n_accounts = 3};
    struct sched *sched = sched_new(&desired, 8, 1);

    (void)state;
    assert_int_equal(take_all(sched, 0, false, 0, 10000), 30);
    assert_int_equal(take_all(sched, 2, false, 0, 10000), 100);
    sched_free(sched);
}

static void no_rate_means_no_limit(void **state)
{
    struct account accounts[] = {{.caps = &endless, .tenant = 0}};
    struct desired desired = {.accounts = accounts, .n_accounts = 1};
    struct sched *sched = sched_new(&desired, 8, 1);
    int i;

    (void)state;
    for (i = 0; i < 1000; i++) {
        assert_int_equal(sched_ready_at(sched, 0, false, 7), 7);
        sched_take(sched, 0, false, 7);
        sched_done(sched);
    }
    sched_free(sched);
}

static void no_more_are_in_flight_than_allowed(void **state)
{
    struct account accounts[] = {{.caps = &endless, .tenant = 0}};
    struct desired desired = {.accounts = accounts, .n_accounts = 1};
    struct sched *sched = sched_new(&desired, 2, 1);

    (void)state;
    sched_take(sched, 0, false, 0);
    sched_take(sched, 0, true, 0);
    assert_true(sched_ready_at(sched, 0, false, 0) == INT64_MAX);
    sched_done(sched);
    assert_int_equal(sched_ready_at(sched, 0, false, 0), 0);
    sched_free(sched);
}

static void a_hold_keeps_one_kind_of_one_cloud_back(void **state)
{
    struct account accounts[] = {{.caps = &endless, .tenant = 0}, {.caps = &endless, .tenant = 1}};
    struct desired desired = {.accounts = accounts, .n_accounts = 2};
    struct sched *sched = sched_new(&desired, 2, 1);

    (void)state;
    sched_hold(sched, 0, false, 900);
    sched_hold(sched, 0, false, 300); /* a shorter one takes nothing back */
    assert_int_equal(sched_ready_at(sched, 0, false, 100), 900);
    assert_int_equal(sched_ready_at(sched, 0, true, 100), 100);
    assert_int_equal(sched_ready_at(sched, 1, false, 100), 100);
    sched_free(sched);
}

static void back_off_doubles_to_a_ceiling_and_follows_its_seed(void **state)
{
    struct desired desired = {0};
    struct sched *one = sched_new(&desired, 1, 42), *two = sched_new(&desired, 1, 42);
    int attempt;

    (void)state;
    for (attempt = 1; attempt < 40; attempt++) {
        int64_t most = attempt > 6 ? 20000 : 500 << (attempt - 1);
        int64_t wait = sched_backoff(one, attempt, 0);

        if (most > 20000)
            most = 20000;
        assert_in_range(wait, most / 2, most);
        assert_int_equal(sched_backoff(two, attempt, 0), wait);
    }
    assert_int_equal(sched_backoff(one, 1, 60000), 60000);
    sched_free(one);
    sched_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_second_sees_more_than_the_rate),
        cmocka_unit_test(a_rate_below_one_a_second_is_kept),
        cmocka_unit_test(two_names_of_one_cloud_share_the_slowest_rate),
        cmocka_unit_test(no_rate_means_no_limit),
        cmocka_unit_test(no_more_are_in_flight_than_allowed),
        cmocka_unit_test(a_hold_keeps_one_kind_of_one_cloud_back),
        cmocka_unit_test(back_off_doubles_to_a_ceiling_and_follows_its_seed),
    };

    return cmocka_run_group_tests_name("sched", tests, NULL, NULL);
}
