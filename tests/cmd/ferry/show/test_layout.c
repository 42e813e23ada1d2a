/* SPDX-License-Identifier: MIT */
/* Columns, folding and tables, with wide characters and hostile ones. */
#include "tests/unit.h"

#include "cmd/ferry/show/layout.h"

#include <locale.h>

static void wide_characters_take_two_columns_combining_ones_none(void **state)
{
    (void)state;
    assert_int_equal(layout_width(""), 0);
    assert_int_equal(layout_width("abc"), 3);
    assert_int_equal(layout_width("\xE9\x95\x9C\xE5\x83\x8F"), 4);
    assert_int_equal(layout_width("e\xCC\x81"), 1);
}

static void text_is_folded_at_blanks_under_its_first_line(void **state)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    layout_fold("one  two three four five six seven", 4, 28, &out);
    assert_string_equal(out.ptr, "one  two three four five\n    six seven");
    buf_reset(&out);
    layout_fold("one two three four five six seven", 4, 0, &out);
    assert_string_equal(out.ptr, "one two three four five six seven");
    buf_reset(&out);
    layout_fold("averyveryverylongwordthatcannotbefolded x", 2, 30, &out);
    assert_string_equal(out.ptr, "averyveryverylongwordthatcannotbefolded\n  x");
    buf_free(&out);
}

static void a_cut_text_ends_at_a_whole_character(void **state)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    layout_cut("abcdef", 6, &out);
    assert_string_equal(out.ptr, "abcdef");
    buf_reset(&out);
    layout_cut("abcdefg", 6, &out);
    assert_string_equal(out.ptr, "abcde\xE2\x80\xA6");
    buf_reset(&out);
    layout_cut("\xE9\x95\x9C\xE5\x83\x8F\xE9\x95\x9C", 4, &out);
    assert_string_equal(out.ptr, "\xE9\x95\x9C\xE2\x80\xA6");
    buf_free(&out);
}

static void a_table_lines_up_whatever_its_cells_hold(void **state)
{
    static const char *const headings[] = {"IMAGE", "REGION", "ID", NULL};
    static const char *const first[] = {"\xE9\x95\x9C\xE5\x83\x8F\xE4\xB8\x80", "r1", "x"};
    static const char *const second[] = {"web\x1B[2J", "r2" LAYOUT_BREAK "a\n::b", NULL};
    struct layout_table *table = layout_table_new(headings);
    struct buf out = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    layout_table_row(table, first);
    layout_table_row(table, second);
    layout_table_print(table, &out);
    assert_string_equal(out.ptr,
                        "IMAGE         REGION     ID\n"
                        "\xE9\x95\x9C\xE5\x83\x8F\xE4\xB8\x80        r1         x\n"
                        "web\\u{1b}[2J  r2\n"
                        "              a\\u{a}::b\n");
    assert_int_equal(layout_table_width(table), 27);
    buf_free(&out);
    layout_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_characters_take_two_columns_combining_ones_none),
        cmocka_unit_test(text_is_folded_at_blanks_under_its_first_line),
        cmocka_unit_test(a_cut_text_ends_at_a_whole_character),
        cmocka_unit_test(a_table_lines_up_whatever_its_cells_hold),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
