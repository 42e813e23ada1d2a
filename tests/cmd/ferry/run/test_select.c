/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "cmd/ferry/run/select.h"

static void a_glob_names_cells_by_as_much_of_the_address_as_it_has(void **state)
{
    static const struct {
        const char *glob, *account, *image, *region;
        bool matches;
    } cases[] = {
        {"game/web@ap-tokyo", "game", "web", "ap-tokyo", true},
        {"game/web@ap-tokyo", "play", "web", "ap-tokyo", false},
        {"web@ap-tokyo", "play", "web", "ap-tokyo", true},
        {"web", "play", "web", "ap-tokyo", true},
        {"web", "play", "web-2", "ap-tokyo", false},
        {"web*", "play", "web-2", "ap-tokyo", true},
        {"*@ap-*", "game", "web", "ap-tokyo", true},
        {"*@ap-*", "game", "web", "eu-frankfurt", false},
        {"game/*", "game", "web", "eu-frankfurt", true},
        {"base/ubuntu@gz", "bd", "base/ubuntu", "gz", true}, /* a name may hold a slash */
        {"bd/base/ubuntu@gz", "bd", "base/ubuntu", "gz", true},
        {"a@b@gz", "bd", "a@b", "gz", true}, /* the region begins after the last @ */
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        if (select_matches(cases[i].glob, cases[i].account, cases[i].image, cases[i].region) !=
            cases[i].matches)
            fail_msg("%s on %s/%s@%s", cases[i].glob, cases[i].account, cases[i].image,
                     cases[i].region);
}

static void extras_are_selected_like_other_cells(void **state)
{
    static const struct caps caps = {.provider = "sim"};
    struct account account = {.name = "game", .caps = &caps};
    struct desired desired = {&account, 1, NULL, 0};
    struct cell items[] = {
        {.name = "web", .region = "gz", .verdict = VERDICT_EXTRA, .selected = true},
        {.name = "old", .region = "gz", .verdict = VERDICT_EXTRA, .selected = true},
        {.name = "old", .region = "gz", .verdict = VERDICT_MISSING, .selected = true},
    };
    struct cells cells = {items, 3, 3};
    const char *only = "web*";
    struct options options;

    (void)state;
    options_default(&options);
    options.only = (struct texts){&only, 1, 1};
    select_extras(&options, &desired, &cells);
    assert_true(items[0].selected);
    assert_false(items[1].selected);
    assert_true(items[2].selected); /* a declared cell is its target's business */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glob_names_cells_by_as_much_of_the_address_as_it_has),
        cmocka_unit_test(extras_are_selected_like_other_cells),
    };

    return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
