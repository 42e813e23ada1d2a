/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "reconcile/base/str.h"

static void a_missing_string_equals_a_missing_one_alone(void **state)
{
    (void)state;
    assert_true(str_equal("a", "a"));
    assert_false(str_equal("a", "A"));
    assert_true(str_equal_fold("Host", "hOST"));
    assert_false(str_equal_fold("Host", "Hos"));
    assert_true(str_equal(NULL, NULL) && str_equal_fold(NULL, NULL));
    assert_false(str_equal(NULL, "") || str_equal("", NULL));
    assert_false(str_equal_fold(NULL, "") || str_equal_fold("", NULL));
}

static void every_string_begins_and_ends_with_the_empty_one_a_missing_one_does_not(void **state)
{
    (void)state;
    assert_true(str_starts("img-1", "img-") && str_starts("img-", "img-") && str_starts("", ""));
    assert_false(str_starts("img", "img-") || str_starts(" img-", "img-"));
    assert_true(str_ends("a.zip", ".zip") && str_ends(".zip", ".zip") && str_ends("", ""));
    assert_false(str_ends("zip", ".zip") || str_ends("a.zip ", ".zip"));
    assert_false(str_starts(NULL, "") || str_ends(NULL, ""));
}

static void a_list_holds_its_words_and_never_a_missing_one(void **state)
{
    static const char *const words[] = {"one", "two", NULL}, *const none[] = {NULL};

    (void)state;
    assert_true(str_in(words, "one") && str_in(words, "two"));
    assert_false(str_in(words, "three") || str_in(words, "on") || str_in(words, NULL));
    assert_false(str_in(none, "one") || str_in(none, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_string_equals_a_missing_one_alone),
        cmocka_unit_test(every_string_begins_and_ends_with_the_empty_one_a_missing_one_does_not),
        cmocka_unit_test(a_list_holds_its_words_and_never_a_missing_one),
    };

    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
