/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "cmd/ferry/cli/options.h"

struct variable {
    const char *name, *value;
};

static const char *look_up(void *context, const char *name)
{
    const struct variable *variable;

    for (variable = context; variable != NULL && variable->name != NULL; variable++)
        if (strcmp(variable->name, name) == 0)
            return variable->value;
    return NULL;
}

static struct arena arena;

static int parse(const char *const *words, unsigned groups, const struct variable *variables,
                 struct options *options, struct err *err)
{
    char *argv[16];
    int argc = 0;

    for (; words[argc] != NULL; argc++)
        argv[argc] = arena_strdup(&arena, words[argc]);
    options_default(options);
    return options_parse(argc, argv, groups, look_up, (void *)(uintptr_t)variables, &arena, options,
                         err);
}

#define WORDS(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

static void options_are_read_in_every_spelling(void **state)
{
    struct options options;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(parse(WORDS("a.yaml", "--only", "x*", "--only=y", "-o", "p.json", "-v",
                                 "--copy-timeout=1.5m", "--", "--odd.yaml"),
                           ~0U, NULL, &options, &err),
                     0);
    assert_int_equal(options.files.nr, 2);
    assert_string_equal(options.files.items[1], "--odd.yaml");
    assert_int_equal(options.only.nr, 2);
    assert_string_equal(options.only.items[1], "y");
    assert_string_equal(options.out, "p.json");
    assert_true(options.verbose);
    assert_int_equal(options.copy_timeout_ms, 90000);
}

static void long_options_are_matched_exactly(void **state)
{
    static const char *const wrong[] = {"--y", "--ye", "--yess", "--connect", "--no-wai", "-z"};
    struct options options;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err = ERR_INIT;

        assert_int_equal(parse(WORDS(wrong[i]), ~0U, NULL, &options, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        assert_non_null(strstr(err.text, wrong[i]));
    }
}

static void bad_values_are_refused_with_what_was_expected(void **state)
{
    static const char *const wrong[] = {"--poll=5",          "--poll=-1s",
                                        "--poll=1e3s",       "--poll=0x10s",
                                        "--parallel=0",      "--parallel=1001",
                                        "--parallel=8x",     "--color=blue",
                                        "--max-change=101%", "--max-change=x",
                                        "--max-change=5%%",  "--yes=1",
                                        "--fail-on=all",     "--only"};
    struct options options;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err = ERR_INIT;

        if (parse(WORDS(wrong[i]), ~0U, NULL, &options, &err) == 0)
            fail_msg("accepted: %s", wrong[i]);
        assert_int_equal(err.code, ERR_USAGE);
    }
}

static void a_flag_of_another_command_is_refused(void **state)
{
    struct options options;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(parse(WORDS("--yes"), OPTION_OUTPUT, NULL, &options, &err), -1);
    assert_string_equal(err.text, "option '--yes' does not belong to this command");
}

static void the_environment_gives_what_the_command_line_does_not(void **state)
{
    static const struct variable variables[] = {
        {"FERRY_POLL", "250ms"}, {"FERRY_ONLY", "a@*,b@*"}, {"FERRY_CONNECT_TO", "::127.0.0.1:1"},
        {"FERRY_QUIET", "1"},    {"FERRY_CA_FILE", ""},     {NULL, NULL}};
    struct options options;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(parse(WORDS("--connect-to", "::127.0.0.1:2"), ~0U, variables, &options, &err),
                     0);
    assert_int_equal(options.poll_ms, 250);
    assert_int_equal(options.only.nr, 2);
    assert_string_equal(options.only.items[0], "a@*");
    assert_int_equal(options.connect_to.nr, 1); /* replaced, not added to */
    assert_string_equal(options.connect_to.items[0], "::127.0.0.1:2");
    assert_true(options.quiet);
    assert_null(options.ca_file);
}

static void what_permits_writing_never_comes_from_the_environment(void **state)
{
    static const struct variable variables[] = {{"FERRY_YES", "1"},
                                                {"FERRY_APPROVE", "sha256:00"},
                                                {"FERRY_MAX_CHANGE", "100%"},
                                                {NULL, NULL}};
    struct options options;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(parse(WORDS("x"), ~0U, variables, &options, &err), 0);
    assert_false(options.yes);
    assert_null(options.approve);
    assert_false(options.max_change.set);
}

static void every_flag_has_help_and_a_command(void **state)
{
    const struct option_row *row, *other;

    (void)state;
    for (row = option_rows(); row->name != NULL; row++) {
        assert_true(row->help != NULL && row->help[0] != '\0');
        assert_true(row->groups != 0);
        assert_true((row->argument == NULL) == (row->kind == OPTION_BOOL));
        for (other = option_rows(); other != row; other++)
            assert_string_not_equal(row->name, other->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_read_in_every_spelling),
        cmocka_unit_test(long_options_are_matched_exactly),
        cmocka_unit_test(bad_values_are_refused_with_what_was_expected),
        cmocka_unit_test(a_flag_of_another_command_is_refused),
        cmocka_unit_test(the_environment_gives_what_the_command_line_does_not),
        cmocka_unit_test(what_permits_writing_never_comes_from_the_environment),
        cmocka_unit_test(every_flag_has_help_and_a_command),
    };
    int status = cmocka_run_group_tests_name("options", tests, NULL, NULL);

    arena_free(&arena);
    return status;
}
