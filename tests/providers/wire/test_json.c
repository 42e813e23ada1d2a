/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "providers/wire/json.h"

static int setup(void **state)
{
    static struct arena arena;

    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct json_document *parse(const char *text, struct arena *arena)
{
    struct err err = ERR_INIT;
    struct json_document *document = json_parse(text, strlen(text), arena, &err);

    if (document == NULL)
        fail_msg("%s: %s", text, err.text);
    return document;
}

static void what_is_no_json_is_refused_with_a_reason(void **state)
{
    static const struct {
        const char *text;
        const char *why;
    } cases[] = {
        {"", "empty"},
        {" \r\n\t", "empty"},
        {"<html>", "not JSON"},
        {"{\"a\":1", "not JSON"},
        {"{\"a\":1}}", "more text after the value"},
        {"{} x", "more text after the value"},
        {"{\"a\":\"x\\u0000y\"}", "NUL character"},
        {"{\"a\\u0000b\":1}", "NUL character"},
        {"{\"a\":\"\xFF\"}", "not UTF-8"},
        {"\"\xED\xA0\x80\"", "not UTF-8"},
        {"{\"a\":\"\\ud800\"}", "not JSON"},
        {"\"never ends\\", "not JSON"},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;

        assert_null(json_parse(cases[i].text, strlen(cases[i].text), *state, &err));
        if (strstr(err.text, cases[i].why) == NULL)
            fail_msg("'%s': got '%s', wanted '%s'", cases[i].text, err.text, cases[i].why);
    }
}

static void a_backslash_before_the_escape_is_no_nul(void **state)
{
    struct json_document *document cleanup_json = parse("{\"a\":\"\\\\u0000\"}", *state);
    struct json root = json_root(document);
    struct err err = ERR_INIT;

    assert_string_equal(json_string(&root, "a", &err), "\\u0000");
}

static void a_nul_byte_is_refused(void **state)
{
    struct err err = ERR_INIT;

    assert_null(json_parse("{}\0{}", 5, *state, &err));
    assert_string_equal(err.text, "NUL byte");
}

static void depth_has_a_limit_that_brackets_in_strings_do_not_reach(void **state)
{
    char text[2 * JSON_DEPTH + 8];
    struct err err = ERR_INIT;
    struct json_document *document;

    memset(text, '[', JSON_DEPTH);
    memset(text + JSON_DEPTH, ']', JSON_DEPTH);
    document = json_parse(text, (size_t)2 * JSON_DEPTH, *state, &err);
    assert_non_null(document);
    json_free(&document);
    memset(text, '[', JSON_DEPTH + 1);
    memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
    assert_null(json_parse(text, (size_t)2 * JSON_DEPTH + 2, *state, &err));
    assert_string_equal(err.text, "nested deeper than 32 levels");
    memset(text, '[', sizeof text);
    text[0] = text[sizeof text - 1] = '"';
    err.code = ERR_NONE;
    document = json_parse(text, sizeof text, *state, &err);
    assert_non_null(document);
    json_free(&document);
}

static void an_error_names_the_path_what_was_expected_and_found(void **state)
{
    struct json_document *document cleanup_json =
        parse("{\"Response\":{\"Set\":[{\"State\":\"X\"},{\"State\":7}]}}", *state);
    struct json root = json_root(document), response, set, item;
    struct err err = ERR_INIT;

    response = json_object(&root, "Response", &err);
    set = json_array(&response, "Set", &err);
    for (item = json_first(&set); item.node != NULL; item = json_next(&item))
        json_string(&item, "State", &err);
    assert_string_equal(err.text, "Response.Set[1].State: expected a string, found a number");
}

static void the_first_error_stays(void **state)
{
    struct json_document *document cleanup_json = parse("{\"a\":{}}", *state);
    struct json root = json_root(document), object;
    struct err err = ERR_INIT;

    object = json_object(&root, "a", &err);
    json_int(&object, "n", &err);
    json_string(&object, "s", &err);
    assert_string_equal(err.text, "a.n: expected a whole number, found nothing");
}

static void null_is_absent(void **state)
{
    struct json_document *document cleanup_json =
        parse("{\"s\":null,\"i\":null,\"l\":null,\"o\":null,\"b\":null}", *state);
    struct json root = json_root(document), list;
    struct err err = ERR_INIT;

    assert_string_equal(json_string_or(&root, "s", "x", &err), "x");
    assert_int_equal(json_int_or(&root, "i", 3, &err), 3);
    assert_true(json_bool_or(&root, "b", true, &err));
    assert_null(json_code_maybe(&root, "s", &err));
    list = json_array_maybe(&root, "l", &err);
    assert_int_equal(json_count(&list), 0);
    assert_null(json_first(&list).node);
    assert_null(json_object_maybe(&root, "o", &err).node);
    assert_int_equal(err.code, ERR_NONE);
    json_string(&root, "s", &err);
    assert_string_equal(err.text, "s: expected a string, found nothing");
}

static void numbers_come_as_numbers_or_strings(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } cases[] = {
        {"{\"n\":230}", true, 230},    {"{\"n\":\"230\"}", true, 230},
        {"{\"n\":-1}", true, -1},      {"{\"n\":1e3}", true, 1000},
        {"{\"n\":1.5}", false, 0},     {"{\"n\":\"\"}", false, 0},
        {"{\"n\":\"12x\"}", false, 0}, {"{\"n\":1e300}", false, 0},
        {"{\"n\":true}", false, 0},    {"{\"n\":\"99999999999999999999\"}", false, 0},
        {"{\"n\":[]}", false, 0},
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_document *document cleanup_json = parse(cases[i].text, *state);
        struct json root = json_root(document);
        struct err err = ERR_INIT;

        assert_int_equal(json_int(&root, "n", &err), cases[i].value);
        assert_int_equal(err.code == ERR_NONE, cases[i].good);
    }
}

static void a_code_is_text_however_it_was_written(void **state)
{
    struct json_document *document cleanup_json = parse("{\"a\":5100,\"b\":\"5100\"}", *state);
    struct json root = json_root(document);
    struct err err = ERR_INIT;

    assert_string_equal(json_code_maybe(&root, "a", &err), "5100");
    assert_string_equal(json_code_maybe(&root, "b", &err), "5100");
    assert_null(json_code_maybe(&root, "c", &err));
    assert_int_equal(err.code, ERR_NONE);
}

static void strings_outlive_the_document(void **state)
{
    struct json_document *document = parse("{\"name\":\"web\\u955c\"}", *state);
    struct json root = json_root(document);
    struct err err = ERR_INIT;
    const char *name = json_string(&root, "name", &err);

    json_free(&document);
    assert_null(document);
    assert_string_equal(name, "web\xE9\x95\x9C");
}

static void members_of_what_is_no_object_are_an_error(void **state)
{
    struct json_document *document cleanup_json = parse("[1]", *state);
    struct json root = json_root(document), absent = json_root(NULL);
    struct err err = ERR_INIT, other = ERR_INIT;

    assert_int_equal(json_int_or(&root, "n", 1, &err), 1);
    assert_string_equal(err.text, "expected an object, found an array");
    json_string_or(&absent, "n", NULL, &other);
    assert_string_equal(other.text, "expected an object, found nothing");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_json_is_refused_with_a_reason),
        TEST(a_backslash_before_the_escape_is_no_nul),
        TEST(a_nul_byte_is_refused),
        TEST(depth_has_a_limit_that_brackets_in_strings_do_not_reach),
        TEST(an_error_names_the_path_what_was_expected_and_found),
        TEST(the_first_error_stays),
        TEST(null_is_absent),
        TEST(numbers_come_as_numbers_or_strings),
        TEST(a_code_is_text_however_it_was_written),
        TEST(strings_outlive_the_document),
        TEST(members_of_what_is_no_object_are_an_error),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
