/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "reconcile/base/glob.h"

static void globs_know_the_star_and_the_question_mark_only(void **state)
{
    static const struct {
        const char *glob, *text;
        bool matches;
    } cases[] = {
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"?", "", false},
        {"web-*", "web-base", true},
        {"web-*", "web-", true},
        {"web-*", "Web-base", false},
        {"*base*", "web-base-7", true},
        {"*-7", "web-base-7-8", false},
        {"a*b*c", "axxbxxbxc", true},
        {"a*b*c", "axxbxxcb", false},
        {"**", "anything", true},
        {"game/*@ap-*", "game/team/web@2@ap-tokyo", true}, /* a star crosses every character */
        {"[ab]", "a", false},
        {"[ab]", "[ab]", true},
        {"a\\*", "a*", false},
        {"a\\*", "a\\b", true},
        {"?", "\xE9\x95\x9C", true}, /* a character, not a byte */
        {"??", "\xE9\x95\x9C", false},
        {"\xE9\x95\x9C?-*", "\xE9\x95\x9C\xE5\x83\x8F-1", true},
        {"*\xE5\x83\x8F", "\xE9\x95\x9C\xE5\x83\x8F", true},
        {"?", "\xFF", true}, /* what is no character counts by the byte */
        {"\xE9*", "\xE9\x95\x9C", true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        if (glob_match(cases[i].glob, cases[i].text) != cases[i].matches)
            fail_msg("'%s' and '%s'", cases[i].glob, cases[i].text);
}

/* With backtracking into every star this would outlast the test by ages. */
static void many_stars_do_not_multiply(void **state)
{
    char glob[2001], text[20001];
    size_t i;

    (void)state;
    for (i = 0; i < 2000; i += 2)
        memcpy(glob + i, "*a", 2);
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    glob[2000] = '\0';
    assert_true(glob_match(glob, text));
    text[sizeof text - 2] = 'b';
    assert_false(glob_match(glob, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globs_know_the_star_and_the_question_mark_only),
        cmocka_unit_test(many_stars_do_not_multiply),
    };

    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
