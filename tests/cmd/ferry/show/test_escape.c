/* SPDX-License-Identifier: MIT */
/* Foreign text made harmless, for each place it goes. */
#include "tests/unit.h"

#include "cmd/ferry/show/escape.h"

typedef void escape(const char *text, struct buf *out);

static void check(escape *form, const char *text, const char *expected)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);

    form(text, &out);
    assert_string_equal(out.ptr, expected);
    buf_free(&out);
}

static void a_name_cannot_move_the_cursor(void **state)
{
    (void)state;
    check(escape_terminal, "web\x1B[2J\x07", "web\\u{1b}[2J\\u{7}");
    check(escape_terminal, "a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c");
    check(escape_terminal,
          "\xC2\x9B"
          "31m",
          "\\u{9b}31m");
    check(escape_terminal, "\x7F", "\\u{7f}");
}

static void a_name_cannot_reorder_or_hide_text(void **state)
{
    (void)state;
    check(escape_terminal,
          "a\xE2\x80\xAE"
          "gnp.exe",
          "a\\u{202e}gnp.exe");
    check(escape_terminal,
          "a\xE2\x80\x8B"
          "b\xEF\xBB\xBF",
          "a\\u{200b}b\\u{feff}");
    check(escape_terminal,
          "a\xE2\x80\xA8"
          "b",
          "a\\u{2028}b");
}

static void readable_text_stays_as_it_is(void **state)
{
    static const char *const fine[] = {"", "web-base_2026.11", "\xE9\x95\x9C\xE5\x83\x8F",
                                       "e\xCC\x81t\xC3\xA9 \xF0\x9F\x9A\xA2"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof fine / sizeof *fine; i++) {
        check(escape_terminal, fine[i], fine[i]);
        check(escape_tsv, fine[i], fine[i]);
        check(escape_markup, fine[i], fine[i]);
        check(escape_github, fine[i], fine[i]);
        check(escape_prometheus, fine[i], fine[i]);
    }
}

static void bytes_that_are_no_text_are_shown_as_bytes(void **state)
{
    (void)state;
    check(escape_terminal, "a\xFF\xC3(", "a\\xff\\xc3(");
    check(escape_prometheus, "a\xFF", "a\\\\xff");
}

static void a_field_stays_one_field(void **state)
{
    (void)state;
    check(escape_tsv, "a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e");
}

static void markup_stays_text(void **state)
{
    (void)state;
    check(escape_markup, "<script>alert(\"1\" & '2')</script>",
          "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
    check(escape_markup, "\x01", "\\u{1}"); /* XML 1.0 has no way to write it */
}

static void a_code_span_cannot_be_left(void **state)
{
    (void)state;
    check(escape_markdown, "web", "`web`");
    check(escape_markdown, "", "");
    check(escape_markdown, "a|b", "`a\\|b`");
    check(escape_markdown, "a`b", "``a`b``");
    check(escape_markdown, "`a", "`` `a ``");
    check(escape_markdown, "``` @everyone", "```` ``` @everyone ````");
    check(escape_markdown, "a\nb", "`a\\u{a}b`");
}

static void a_workflow_command_cannot_be_forged(void **state)
{
    (void)state;
    check(escape_github, "50%\n::set-env name=X::y\r", "50%25%0A::set-env name=X::y%0D");
    check(escape_github_line, "50%\n::x", "50%25\\u{a}::x");
    check(escape_github_property, "a:b,c\n%", "a%3Ab%2Cc%0A%25");
}

static void a_label_cannot_end_early(void **state)
{
    (void)state;
    check(escape_prometheus, "a\"} 1\nx\\", "a\\\"} 1\\nx\\\\");
    check(escape_prometheus, "\x1B", "\\\\u{1b}");
}

static void what_a_format_is_given_is_escaped(void **state)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);
    const char *volatile none = NULL; /* or the compiler warns of it */

    (void)state;
    escape_printf(escape_markup, &out, "<b>%s</b> %d of %zu: 100 %%%s", "a<b", -1, (size_t)2, none);
    assert_string_equal(out.ptr, "<b>a&lt;b</b> -1 of 2: 100 %");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_cannot_move_the_cursor),
        cmocka_unit_test(a_name_cannot_reorder_or_hide_text),
        cmocka_unit_test(readable_text_stays_as_it_is),
        cmocka_unit_test(bytes_that_are_no_text_are_shown_as_bytes),
        cmocka_unit_test(a_field_stays_one_field),
        cmocka_unit_test(markup_stays_text),
        cmocka_unit_test(a_code_span_cannot_be_left),
        cmocka_unit_test(a_workflow_command_cannot_be_forged),
        cmocka_unit_test(a_label_cannot_end_early),
        cmocka_unit_test(what_a_format_is_given_is_escaped),
    };

    return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
