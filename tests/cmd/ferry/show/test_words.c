/* SPDX-License-Identifier: MIT */
/* What all formats say in the same words. */
#include "tests/unit.h"

#include "cmd/ferry/show/words.h"
#include "tests/cmd/ferry/findings/cases.h"

static void check_shell(const char *text, const char *expected)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    words_shell(text, &out);
    assert_string_equal(out.ptr, expected);
}

static void a_word_stays_a_word_for_the_shell(void **state)
{
    (void)state;
    check_shell("images.yaml", "images.yaml");
    check_shell("", "''");
    check_shell("my images.yaml", "'my images.yaml'");
    check_shell("a'; rm -rf $HOME", "'a'\\''; rm -rf $HOME'");
}

/* Formats escape, words do not: what was escaped twice could not be told from what was not. */
static void words_are_plain_text(void **state)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct made made;
    size_t i;

    (void)state;
    for (i = 0; i < n_output_cases; i++) {
        if (strcmp(output_cases[i].name, "hostile") != 0)
            continue;
        output_cases[i].make(&made);
        words_sentence(&made.findings, &made.diffed.cells.items[0], &out);
        made_free(&made);
    }
    assert_string_equal(out.ptr,
                        "the region was not read completely: Bad\nCode: <script>alert('x')</script>"
                        "\n::set-output::%0A (HTTP 500); correct what the message names, then run "
                        "it again");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_stays_a_word_for_the_shell),
        cmocka_unit_test(words_are_plain_text),
    };

    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
