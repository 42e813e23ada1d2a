/* SPDX-License-Identifier: MIT */
/*
 * Every format on every report worth looking at, against the files that hold how it looks.
 * UPDATE=1 writes them anew: read what changed before it is committed.
 */
#include "tests/unit.h"

#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/show/format.h"
#include "cmd/ferry/show/summary.h"
#include "tests/cmd/ferry/findings/cases.h"

#include <locale.h>

/* The ways to look at a report beside each format's plain one. */
static const struct look {
    const char *suffix;
    const char *format;
    struct style style;
} looks[] = {
    {".text-v", "text", {.verbose = true}},
    {".text-80", "text", {.width = 80}},
    {".text-color", "text", {.width = 120, .color = true}},
};

static void check_file(const char *path, const struct buf *actual)
{
    char expected[65536];
    FILE *file;
    size_t n;

    if (getenv("UPDATE") != NULL) {
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(actual->ptr, 1, actual->len, file), actual->len);
        assert_int_equal(fclose(file), 0);
        return;
    }
    file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s is not there: UPDATE=1 writes it", path);
    n = fread(expected, 1, sizeof expected - 1, file);
    fclose(file);
    expected[n] = '\0';
    if (n != actual->len || memcmp(expected, actual->ptr, n) != 0)
        print_error("%s differs\n", path);
    assert_string_equal(actual->ptr, expected);
}

static void check_case(const struct output_case *one)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);
    const struct format *formats;
    struct made made;
    char path[256];
    size_t i, n;

    one->make(&made);
    formats = format_table(&n);
    for (i = 0; i < n; i++) {
        static const struct style plain = {false, 0, false, false};

        if (!format_serves(&formats[i], made.findings.kind))
            continue;
        buf_reset(&out);
        formats[i].write(&made.findings, &plain, &out);
        snprintf(path, sizeof path, "tests/data/output/%s.%s", one->name, formats[i].name);
        check_file(path, &out);
    }
    for (i = 0; i < sizeof looks / sizeof *looks; i++) {
        buf_reset(&out);
        format_find(looks[i].format)->write(&made.findings, &looks[i].style, &out);
        snprintf(path, sizeof path, "tests/data/output/%s%s", one->name, looks[i].suffix);
        check_file(path, &out);
    }
    buf_free(&out);
    made_free(&made);
}

static void each_report_looks_as_it_is_written_down(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < n_output_cases; i++)
        check_case(&output_cases[i]);
}

/* No output holds a control character but newlines, and tabs in tsv. */
static void no_format_lets_a_control_character_through(void **state)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);
    const struct format *formats;
    size_t i, j, k, n;

    (void)state;
    formats = format_table(&n);
    for (i = 0; i < n_output_cases; i++) {
        struct made made;

        output_cases[i].make(&made);
        for (j = 0; j < n; j++) {
            static const struct style plain = {false, 0, true, false};

            buf_reset(&out);
            formats[j].write(&made.findings, &plain, &out);
            for (k = 0; k < out.len; k++) {
                unsigned char c = (unsigned char)out.ptr[k];

                if (c == '\n' || (c == '\t' && strcmp(formats[j].name, "tsv") == 0))
                    continue;
                if (c < 0x20 || c == 0x7F)
                    fail_msg("%s in %s has byte %u", output_cases[i].name, formats[j].name, c);
            }
        }
        made_free(&made);
    }
    buf_free(&out);
}

static bool says(const struct buf *text, const char *word)
{
    return strstr(text->ptr, word) != NULL;
}

/* Two views of one result: neither may promise what the other denies. */
static void the_summary_agrees_with_the_exit_code(void **state)
{
    struct buf out = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    (void)state;
    for (i = 0; i < n_output_cases; i++) {
        struct made made;
        int code;

        output_cases[i].make(&made);
        code = exitcode_of(&made.findings);
        buf_reset(&out);
        summary_write(&made.findings, &out);
        if (made.findings.kind == FINDINGS_APPLY) {
            assert_int_equal(says(&out, "complete!"), code == EXIT_FINE);
            assert_int_equal(says(&out, "Refused"), code == EXIT_REFUSED);
        }
        if (made.findings.kind == FINDINGS_DRIFT) {
            assert_int_equal(says(&out, "No drift."), code == EXIT_FINE);
            assert_int_equal(says(&out, "Drift:"), code == EXIT_DIFFERENT);
            assert_int_equal(says(&out, "could not be read"), code == EXIT_UNKNOWN);
        }
        if (made.findings.kind == FINDINGS_PLAN && code == EXIT_UNKNOWN)
            assert_true(says(&out, "unknown"));
        made_free(&made);
    }
    buf_free(&out);
}

static void formats_are_found_by_name_and_serve_their_commands(void **state)
{
    (void)state;
    assert_null(format_find("yaml"));
    assert_null(format_find(""));
    assert_true(format_serves(format_find("json"), FINDINGS_WHOAMI));
    assert_true(format_serves(format_find("ndjson"), FINDINGS_APPLY));
    assert_false(format_serves(format_find("ndjson"), FINDINGS_PLAN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_report_looks_as_it_is_written_down),
        cmocka_unit_test(no_format_lets_a_control_character_through),
        cmocka_unit_test(the_summary_agrees_with_the_exit_code),
        cmocka_unit_test(formats_are_found_by_name_and_serve_their_commands),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
