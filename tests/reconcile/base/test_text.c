/* SPDX-License-Identifier: MIT */
/* err, arena, buf, utf8, clock and jsonw: the small things that all else stands on. */
#include "tests/unit.h"

#include "reconcile/base/arena.h"
#include "reconcile/base/buf.h"
#include "reconcile/base/clock.h"
#include "reconcile/base/err.h"
#include "reconcile/base/jsonw.h"
#include "reconcile/base/utf8.h"

static void the_first_error_wins(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(err_set(&err, ERR_DATA, "cause %d", 1), -1);
    assert_int_equal(err_set(&err, ERR_USAGE, "consequence"), -1);
    err_wrap(&err, "file '%s'", "x");
    assert_int_equal(err.code, ERR_DATA);
    assert_string_equal(err.text, "file 'x': cause 1");
}

static void a_cut_error_ends_at_a_whole_character(void **state)
{
    struct err err = ERR_INIT;
    char text[2048];
    size_t i;

    (void)state;
    for (i = 0; i + 3 < sizeof text; i += 3)
        memcpy(text + i, "\xE9\x95\x9C", 4);
    err_set(&err, ERR_DATA, "%s", text);
    assert_true(strlen(err.text) >= sizeof err.text - 4);
    assert_true(utf8_valid(err.text, strlen(err.text)));
}

static void an_arena_that_is_reset_does_not_grow(void **state)
{
    struct arena arena = ARENA_INIT;
    size_t after_first = 0;
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        char *p = arena_alloc(&arena, 40000);

        p[39999] = 1;
        arena_printf(&arena, "%d", i);
        arena_reset(&arena);
        if (i == 0)
            after_first = arena.total;
        assert_int_equal(arena.total, after_first);
    }
    arena_free(&arena);
    assert_int_equal(arena.total, 0);
}

static void arena_memory_is_zeroed_after_a_reset(void **state)
{
    struct arena arena = ARENA_INIT;
    unsigned char *p = arena_alloc(&arena, 100);
    size_t i;

    (void)state;
    memset(p, 0xAA, 100);
    arena_reset(&arena);
    p = arena_alloc(&arena, 100);
    for (i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
    arena_free(&arena);
}

static void what_does_not_fit_a_buf_is_left_out_whole(void **state)
{
    struct buf buf = BUF_INIT(5);

    (void)state;
    buf_str(&buf, "abc");
    buf_str(&buf, "def");
    assert_string_equal(buf.ptr, "abc");
    assert_true(buf.overflow);
    buf_str(&buf, "d"); /* it would fit, but the text is broken already */
    assert_string_equal(buf.ptr, "abc");
    buf_reset(&buf);
    buf_printf(&buf, "%05d", 7);
    assert_string_equal(buf.ptr, "00007");
    assert_false(buf.overflow);
    buf_free(&buf);
}

static void utf8_refuses_what_is_not_utf8(void **state)
{
    static const char *const bad[] = {"\x80",         "\xC0\xAF", "\xE0\x80\xAF",
                                      "\xED\xA0\x80", "\xE9\x95", "\xF4\x90\x80\x80",
                                      "\xFF",         "a\xC3"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    assert_true(utf8_valid("a\xC3\xA4\xE9\x95\x9C\xF0\x9F\x9A\xA2", 10));
}

static void utf8_counts_characters_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(""), 0);
    assert_int_equal(utf8_count("a\xC3\xA4\xE9\x95\x9C\xF0\x9F\x9A\xA2"), 4);
}

static void times_are_read_as_the_vendors_write_them(void **state)
{
    static const struct {
        const char *text;
        int offset_s;
        int64_t seconds;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"2026-01-02T03:04:05Z", 0, 1767323045},
        {"2026-01-02T03:04:05+00:00", 0, 1767323045},
        {"2026-01-02T11:04:05+08:00", 0, 1767323045},
        {"2026-01-02T03:04:05.123456Z", 0, 1767323045},
        {"2016-06-06 12:02:48", 8 * 3600, 1465185768},
        {"2000-02-29T23:59:59Z", 0, 951868799},
    };
    static const char *const bad[] = {"",
                                      "2026",
                                      "2026-13-01T00:00:00Z",
                                      "2026-01-02T03:04:05Zx",
                                      "2026-01-02T03:04Z",
                                      "2026-01-02T25:04:05Z",
                                      "2026-01-02T03:04:05+99:00",
                                      "2026-01-02T03:04:05.Z"};
    int64_t seconds;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(clock_parse(cases[i].text, cases[i].offset_s, &seconds));
        assert_int_equal(seconds, cases[i].seconds);
    }
    seconds = 42;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(clock_parse(bad[i], 0, &seconds));
    assert_int_equal(seconds, 42);
}

static void a_written_time_is_read_back(void **state)
{
    char text[CLOCK_TEXT];
    int64_t seconds, back;

    (void)state;
    for (seconds = 0; seconds < INT64_C(10000000000); seconds += 12345677) {
        clock_format(seconds, text);
        assert_true(clock_parse(text, 0, &back));
        assert_int_equal(back, seconds);
    }
}

static void json_is_valid_whatever_the_strings_hold(void **state)
{
    struct buf buf = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&buf);

    (void)state;
    jsonw_object(&w, NULL);
    jsonw_string(&w, "a", "q\"b\\n\n\x1B[31m\xE9\x95\x9C\xFF<&>");
    jsonw_array(&w, "empty");
    jsonw_close(&w);
    jsonw_array(&w, "l");
    jsonw_int(&w, NULL, -5);
    jsonw_bool(&w, NULL, true);
    jsonw_null(&w, NULL);
    jsonw_object(&w, NULL);
    jsonw_close(&w);
    jsonw_close(&w);
    jsonw_time(&w, "t", 1767323045);
    jsonw_time(&w, "never", 0);
    jsonw_close(&w);
    assert_string_equal(buf.ptr,
                        "{\"a\":\"q\\\"b\\\\n\\n\\u001b[31m\xE9\x95\x9C\xEF\xBF\xBD\\u003c\\u0026"
                        "\\u003e\",\"empty\":[],\"l\":[-5,true,null,{}],"
                        "\"t\":\"2026-01-02T03:04:05Z\",\"never\":null}");
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_wins),
        cmocka_unit_test(a_cut_error_ends_at_a_whole_character),
        cmocka_unit_test(an_arena_that_is_reset_does_not_grow),
        cmocka_unit_test(arena_memory_is_zeroed_after_a_reset),
        cmocka_unit_test(what_does_not_fit_a_buf_is_left_out_whole),
        cmocka_unit_test(utf8_refuses_what_is_not_utf8),
        cmocka_unit_test(utf8_counts_characters_not_bytes),
        cmocka_unit_test(times_are_read_as_the_vendors_write_them),
        cmocka_unit_test(a_written_time_is_read_back),
        cmocka_unit_test(json_is_valid_whatever_the_strings_hold),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
