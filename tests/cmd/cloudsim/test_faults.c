/* SPDX-License-Identifier: MIT */
/* Faults and quirks: what is understood, what applies, and how often. */
#include "tests/unit.h"

#include "cmd/cloudsim/common/faults.h"
#include "cmd/cloudsim/common/quirks.h"
#include "cmd/cloudsim/registry.h"
#include "cmd/cloudsim/tencent_cvm/cvm.h"

static double low(void *context)
{
    (void)context;
    return 0.1;
}

static double high(void *context)
{
    (void)context;
    return 0.9;
}

static struct arena texts; /* of the plans */

static struct fault_plan pick(struct faults *faults, const char *action, bool reused)
{
    const struct fault_target target = {"tencent-cvm", action, "ap-tokyo", reused};

    return faults_pick(faults, &target, low, NULL, &texts);
}

static void add(struct faults *faults, const char *text)
{
    struct err err = ERR_INIT;

    if (faults_add(faults, text, &err) != 0)
        fail_msg("%s", err.text);
}

static void what_is_not_a_fault_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "cut",
                                      "cut=never",
                                      "stall",
                                      "stall=x",
                                      "status=200",
                                      "throttle=1",
                                      "garbage=1",
                                      "status=503,colour=red",
                                      "truncate,count",
                                      "late=1,rate=2",
                                      "fail-copy,effect=last",
                                      "explode"};
    struct faults faults = {.clouds = registry};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err err = ERR_INIT;

        assert_int_equal(faults_add(&faults, bad[i], &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        assert_true(err.text[0] != '\0');
    }
    assert_int_equal(faults.n, 0);
    faults_free(&faults);
}

static void a_fault_applies_once_after_those_it_lets_pass(void **state)
{
    struct faults faults = {.clouds = registry};
    struct fault_plan plan;
    int i, hits = 0;

    (void)state;
    add(&faults, "status=503,cloud=cvm,action=SyncImages,skip=2");
    plan = pick(&faults, "DescribeImages", false);
    assert_int_equal(plan.status, 0);
    for (i = 0; i < 5; i++) {
        plan = pick(&faults, "SyncImages", false);
        if (plan.status == 503) {
            assert_int_equal(i, 2);
            hits++;
        }
    }
    assert_int_equal(hits, 1);
    faults_free(&faults);
}

static void a_fault_without_end_a_reused_connection_and_dice(void **state)
{
    struct faults faults = {.clouds = registry};
    const struct fault_target target = {"tencent-cvm", "SyncImages", NULL, false};
    struct fault_plan plan;
    int i;

    (void)state;
    add(&faults, "cut=reset,reused=yes,count=0");
    add(&faults, "stall=1.5,effect=first,count=0,rate=0.5");
    for (i = 0; i < 3; i++) {
        plan = pick(&faults, "SyncImages", true);
        assert_int_equal(plan.cut, CUT_RESET);
        assert_int_equal(plan.stall_ms, 1500);
        assert_true(plan.effect_first);
        assert_string_equal(
            plan.text, "cut=reset,reused=yes,count=0; stall=1.5,effect=first,count=0,rate=0.5");
    }
    plan = faults_pick(&faults, &target, high, NULL, &texts);
    assert_int_equal(plan.cut, CUT_NOT);
    assert_int_equal(plan.stall_ms, 0);
    faults_free(&faults);
}

static void wrong_types_are_valid_json_of_another_shape(void **state)
{
    json_t *right = json_loads("{\"n\":1,\"s\":\"abc\",\"l\":[{\"a\":2}],\"z\":null}", 0, NULL);
    json_t *wrong = spoil_types(right);
    json_t *expected =
        json_loads("{\"n\":\"many\",\"s\":3,\"l\":{\"0\":{\"a\":\"many\"}},\"z\":[]}", 0, NULL);

    (void)state;
    assert_true(json_equal(wrong, expected));
    json_decref(right), json_decref(wrong), json_decref(expected);
}

static void a_quirk_has_a_value_exactly_if_it_takes_one(void **state)
{
    struct quirks quirks = {.clouds = registry};

    (void)state;
    assert_int_equal(quirk_turn_on(&quirks, "dryrun-code"), 0);
    assert_int_equal(quirk_turn_on(&quirks, "border-code=InvalidRegion.Unavailable"), 0);
    assert_int_equal(quirk_turn_on(&quirks, "late-visibility=7"), 0);
    assert_int_equal(quirk_turn_on(&quirks, "dryrun-code=1"), -1);
    assert_int_equal(quirk_turn_on(&quirks, "border-code"), -1);
    assert_int_equal(quirk_turn_on(&quirks, "no-such"), -1);
    assert_true(quirk_on(&quirks, &cvm_dryrun_code));
    assert_false(quirk_on(&quirks, &quirk_null_fields));
    assert_string_equal(quirk_value(&quirks, &cvm_border_code, "x"), "InvalidRegion.Unavailable");
    assert_int_equal(quirk_number(&quirks, &quirk_late_visibility, 0), 7);
    assert_int_equal(quirk_number(&quirks, &quirk_size_limit, 50), 50);
    quirks_free(&quirks);
}

static void rates_count_for_a_second_in_a_region_or_in_all(void **state)
{
    struct rates rates = {.scope = RATES_REGION};
    int i;

    (void)state;
    assert_int_equal(cloud_action(&tencent_cvm, "SyncImages")->limit, 10);
    assert_int_equal(cloud_action(cloud_named(registry, "ucloud"), "DescribeImage")->limit, 0);
    for (i = 0; i < 10; i++)
        assert_true(rates_take(&rates, &tencent_cvm, "SyncImages", "ap-tokyo", 5000 + i));
    assert_false(rates_take(&rates, &tencent_cvm, "SyncImages", "ap-tokyo", 5999));
    assert_true(rates_take(&rates, &tencent_cvm, "SyncImages", "ap-seoul", 5999));
    assert_true(rates_take(&rates, &tencent_cvm, "SyncImages", "ap-tokyo", 6000));
    rates = (struct rates){.scope = RATES_ACTION};
    for (i = 0; i < 10; i++)
        rates_take(&rates, &tencent_cvm, "SyncImages", "ap-tokyo", 5000);
    assert_false(rates_take(&rates, &tencent_cvm, "SyncImages", "ap-seoul", 5000));
    rates.scope = RATES_OFF;
    assert_true(rates_take(&rates, &tencent_cvm, "SyncImages", "ap-seoul", 5000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_fault_is_refused),
        cmocka_unit_test(a_fault_applies_once_after_those_it_lets_pass),
        cmocka_unit_test(a_fault_without_end_a_reused_connection_and_dice),
        cmocka_unit_test(wrong_types_are_valid_json_of_another_shape),
        cmocka_unit_test(rates_count_for_a_second_in_a_region_or_in_all),
        cmocka_unit_test(a_quirk_has_a_value_exactly_if_it_takes_one),
    };

    int failed = cmocka_run_group_tests_name("cloudsim faults", tests, NULL, NULL);

    arena_free(&texts);
    return failed;
}
