/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "manifest/diag.h"

struct stage { /* a file to complain about */
    struct arena arena;
    struct sheet sheet;
    struct diags diags;
    struct buf out;
};

static void stage_set(struct stage *s, const char *bytes)
{
    *s = (struct stage){.arena = ARENA_INIT, .out = BUF_INIT(BUF_UNBOUNDED)};
    s->diags.arena = &s->arena;
    sheet_init(&s->sheet, "dir/x.yaml", 0, bytes, strlen(bytes), &s->arena);
}

static void stage_strike(struct stage *s)
{
    buf_free(&s->out);
    arena_free(&s->arena);
}

static const char *rendered(struct stage *s, size_t which, bool color)
{
    buf_reset(&s->out);
    diag_render(&s->diags.items[which], color, &s->out);
    return s->out.ptr;
}

static void the_first_by_place_are_kept_and_the_rest_is_counted(void **state)
{
    struct stage s;
    size_t i;

    (void)state;
    stage_set(&s, "0123456789012345678901234567890123456789\n");
    for (i = 40; i-- > 0;) {
        struct place at = sheet_place(&s.sheet, i, i + 1);

        diag_add(&s.diags, DIAG_SYNTAX, &at, "error %zu", i);
        diag_add(&s.diags, DIAG_BORDER, &at, "warning %zu", i);
    }
    assert_int_equal(s.diags.errors, 40);
    assert_int_equal(s.diags.warnings, 40);
    assert_int_equal(s.diags.nr, 2 * DIAG_MAX);
    for (i = 0; i < 2 * DIAG_MAX; i++)
        assert_int_equal(s.diags.items[i].origin.column, i / 2 + 1);
    stage_strike(&s);
}

static void what_concerns_the_whole_run_comes_last(void **state)
{
    struct stage s;
    struct place at;

    (void)state;
    stage_set(&s, "a\n");
    at = sheet_place(&s.sheet, 0, 1);
    diag_add(&s.diags, DIAG_NO_IMAGE, NULL, "nothing");
    diag_add(&s.diags, DIAG_SYNTAX, &at, "here");
    assert_string_equal(s.diags.items[0].summary, "here");
    assert_string_equal(rendered(&s, 1, false), "error[E308]: nothing\n");
    stage_strike(&s);
}

static void the_same_once_more_is_left_out(void **state)
{
    struct stage s;
    struct place at;

    (void)state;
    stage_set(&s, "ab\n");
    at = sheet_place(&s.sheet, 0, 1);
    assert_non_null(diag_add(&s.diags, DIAG_SYNTAX, &at, "one"));
    assert_non_null(diag_add(&s.diags, DIAG_SYNTAX, &at, "two"));
    assert_null(diag_add(&s.diags, DIAG_SYNTAX, &at, "one"));
    at = sheet_place(&s.sheet, 1, 2);
    assert_non_null(diag_add(&s.diags, DIAG_SYNTAX, &at, "one"));
    assert_int_equal(s.diags.errors, 3);
    stage_strike(&s);
}

static void colors_mark_the_word_and_the_carets(void **state)
{
    struct stage s;
    struct place at, other;

    (void)state;
    stage_set(&s, "key: value\nkey: again\n");
    at = sheet_place(&s.sheet, 11, 14);
    other = sheet_place(&s.sheet, 0, 3);
    diag_also(&s.diags, diag_add(&s.diags, DIAG_DUPLICATE_KEY, &at, "duplicate key \"key\""),
              "first written here", &other);
    assert_string_equal(rendered(&s, 0, true),
                        "dir/x.yaml:2:1: \033[1;31merror[E106]\033[0m: duplicate key \"key\"\n"
                        " 2 | key: again\n"
                        "   | \033[1;31m^^^\033[0m\n"
                        "   = first written here: dir/x.yaml:1:1\n"
                        " 1 | key: value\n"
                        "   | \033[1;36m^^^\033[0m\n");
    stage_strike(&s);
}

static void a_long_line_is_cut_around_the_caret(void **state)
{
    struct stage s;
    struct place at;
    char line[3001];
    const char *shown, *carets;
    size_t i;

    (void)state;
    for (i = 0; i < 1000; i++)
        memcpy(line + 3 * i, "\xE9\x95\x9C", 3); /* two cells wide each */
    line[3000] = '\0';
    stage_set(&s, line);
    at = sheet_place(&s.sheet, 500, 900);
    diag_add(&s.diags, DIAG_SYNTAX, &at, "x");
    shown = strstr(rendered(&s, 0, false), "| ");
    carets = strstr(shown, "   | ");
    assert_true(carets - shown < 400);
    assert_non_null(strchr(carets, '^'));
    assert_true(strlen(carets) < 200);
    stage_strike(&s);
}

static void what_moves_the_cursor_is_shown_by_number(void **state)
{
    struct stage s;
    struct place at;

    (void)state;
    stage_set(&s,
              "a\x1B[2J\xE2\x80\xAE"
              "b\x9F\n");
    at = sheet_place(&s.sheet, 6, 7);
    diag_hint(&s.diags, diag_add(&s.diags, DIAG_SYNTAX, &at, "an \x1B and a \n"), "and \x07");
    assert_string_equal(rendered(&s, 0, false),
                        "dir/x.yaml:1:7: error[E105]: an \\x1B and a \\x0A\n"
                        " 1 | a\\x1B[2J\\u202Eb\\x9F\n"
                        "   |               ^\n"
                        "   = and \\x07\n");
    stage_strike(&s);
}

static void secrets_are_masked_in_every_text(void **state)
{
    struct stage s;
    struct place at;

    (void)state;
    stage_set(&s, "secret_key: FakeFake\n");
    at = sheet_place(&s.sheet, 12, 20);
    diag_hint(&s.diags, diag_add(&s.diags, DIAG_SYNTAX, &at, "bad \"AKIDexampleexample01234\""),
              "not 0123456789abcdef0123456789abcdef");
    assert_string_equal(rendered(&s, 0, false),
                        "dir/x.yaml:1:13: error[E105]: bad \"***********************\"\n"
                        " 1 | secret_key: ********\n"
                        "   |             ^^^^^^^^\n"
                        "   = not ********************************\n");
    stage_strike(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_by_place_are_kept_and_the_rest_is_counted),
        cmocka_unit_test(what_concerns_the_whole_run_comes_last),
        cmocka_unit_test(the_same_once_more_is_left_out),
        cmocka_unit_test(colors_mark_the_word_and_the_carets),
        cmocka_unit_test(a_long_line_is_cut_around_the_caret),
        cmocka_unit_test(what_moves_the_cursor_is_shown_by_number),
        cmocka_unit_test(secrets_are_masked_in_every_text),
    };

    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
