/* SPDX-License-Identifier: MIT */
/* rules: what forbids a copy, as far as it shows before the first call. */
#include "tests/unit.h"

#include "tests/reconcile/model/fixture.h"

#include "reconcile/model/rules.h"

static void names_keep_to_the_rule_or_are_told_why(void **state)
{
    static const struct {
        struct port_name_rule rule;
        const char *name, *problem;
    } cases[] = {
        {{0, NULL, false, false}, "any thing! \xE9\x95\x9C", NULL},
        {{0, NULL, false, false}, "", "is empty"},
        {{0, NULL, false, false}, "a\x01", "holds a control character"},
        {{0, NULL, false, false}, "a\xFF", "is not valid UTF-8"},
        {{0, "-_.", false, false}, "web-base_2.0", NULL},
        {{0, "-_.", false, false}, "web base", "holds \" \""},
        {{0, "-_.", false, false}, "web\xE9\x95\x9C", "holds \"\xE9\x95\x9C\""},
        {{0, "-_.", true, false}, "web\xE9\x95\x9C", NULL},
        {{4, "", true, false}, "\xE9\x95\x9C\xE5\x83\x8Fok", NULL}, /* characters, not bytes */
        {{4, "", true, false}, "\xE9\x95\x9C\xE5\x83\x8Foks", "has 5 characters, 4 are allowed"},
        {{0, NULL, false, false}, "we\xE2\x80\x8B\x62", "holds \"\xE2\x80\x8B\""},
        {{0, NULL, false, false}, " web", "begins or ends with a space"},
        {{0, NULL, false, false}, "web ", "begins or ends with a space"},
        {{0, NULL, false, false}, "any thing/at@all \xC3\xA4", NULL},
        {{0, "-", false, true}, "9lives", "does not begin with a letter"},
        {{0, "-", false, true}, "-web", "does not begin with a letter"},
        {{0, "-", false, true}, "w9", NULL},
        {{0, "-", true, true}, "\xE9\x95\x9C", NULL},
    };
    struct arena arena = ARENA_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *problem = rules_name_problem(&cases[i].rule, cases[i].name, &arena);

        if (cases[i].problem == NULL)
            assert_null(problem);
        else
            assert_string_equal(problem, cases[i].problem);
    }
    arena_free(&arena);
}

static void approval_joins_the_mainland_with_the_outside_only(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    assert_string_equal(rules_reach_class(&f->desired, 0, "a"),
                        rules_reach_class(&f->desired, 0, "b"));
    assert_string_not_equal(rules_reach_class(&f->desired, 0, "a"),
                            rules_reach_class(&f->desired, 0, "x"));
    fixture_account(f, "other", 0)->cross_border = true; /* approved for the cloud's account */
    assert_string_equal(rules_reach_class(&f->desired, 0, "a"),
                        rules_reach_class(&f->desired, 0, "x"));
    assert_string_not_equal(rules_reach_class(&f->desired, 0, "a"),
                            rules_reach_class(&f->desired, 0, "f"));
    fixture_free(f);
}

static void a_border_that_approval_opens_says_so(void **state)
{
    struct fixture *f = fixture_new();
    struct denial denial;

    (void)state;
    denial = rules_border(&f->desired, 0, "a", "x", &f->arena);
    assert_int_equal(denial.reason, REASON_CROSS_BORDER);
    assert_non_null(strstr(denial.detail, "cross_border: true"));
    denial = rules_border(&f->desired, 0, "a", "f", &f->arena);
    assert_int_equal(denial.reason, REASON_CROSS_BORDER);
    assert_null(strstr(denial.detail, "cross_border: true"));
    denial = rules_border(&f->desired, 0, "a", "b", &f->arena);
    assert_int_equal(denial.reason, REASON_NONE);
    fixture_free(f);
}

static void an_extra_region_lies_where_any_name_of_the_account_puts_it(void **state)
{
    static const struct extra_region extra = {"new", true};
    struct fixture *f = fixture_new();
    struct account *other = fixture_account(f, "other", 0);

    (void)state;
    assert_string_equal(rules_zone(&f->desired, 0, "new"), "outside");
    other->extra_regions = &extra;
    other->n_extra_regions = 1;
    assert_string_equal(rules_zone(&f->desired, 0, "new"), "mainland");
    fixture_free(f);
}

static void each_refused_trait_has_its_words(void **state)
{
    static const unsigned traits[] = {IMAGE_WHOLE_MACHINE, IMAGE_DATA_DISKS, IMAGE_ENCRYPTED,
                                      IMAGE_OLD_FORMAT};
    struct fixture *f = fixture_new();
    struct image image = {.id = "i1", .name = "web", .state_text = "ready", .state = IMAGE_READY};
    struct denial denial;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof traits / sizeof *traits; i++) {
        image.traits = f->caps.refused_traits = traits[i];
        denial = rules_source(&f->caps, &image, "web", &f->arena);
        assert_int_equal(denial.reason, REASON_IMAGE_UNSUPPORTED);
        f->caps.refused_traits = ~traits[i];
        assert_int_equal(rules_source(&f->caps, &image, "web", &f->arena).reason, REASON_NONE);
    }
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_keep_to_the_rule_or_are_told_why),
        cmocka_unit_test(approval_joins_the_mainland_with_the_outside_only),
        cmocka_unit_test(a_border_that_approval_opens_says_so),
        cmocka_unit_test(an_extra_region_lies_where_any_name_of_the_account_puts_it),
        cmocka_unit_test(each_refused_trait_has_its_words),
    };

    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
