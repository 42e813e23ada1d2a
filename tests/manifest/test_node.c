/* SPDX-License-Identifier: MIT */
/* Bounds of the reader in counted work, and the places that it gives. */
#include "tests/unit.h"

#include "manifest/node.h"
#include "reconcile/base/buf.h"

struct parsed {
    struct arena arena;
    struct sheet sheet;
    struct diags diags;
    struct node_work work;
    const struct node *root;
};

static void parse(struct parsed *p, const char *bytes, size_t n)
{
    *p = (struct parsed){.arena = ARENA_INIT};
    p->diags.arena = &p->arena;
    sheet_init(&p->sheet, "x.yaml", 0, bytes, n, &p->arena);
    p->root = node_parse(&p->sheet, &p->arena, &p->diags, &p->work);
}

static void assert_refused(const struct parsed *p, const char *code)
{
    assert_null(p->root);
    assert_int_equal(p->diags.errors, 1);
    assert_string_equal(p->diags.items[0].code, code);
}

static char *repeat(struct arena *arena, const char *text, size_t times)
{
    size_t n = strlen(text), i;
    char *out = arena_alloc(arena, n * times + 1);

    for (i = 0; i < times; i++)
        memcpy(out + i * n, text, n);
    return out;
}

static void brackets_without_end_are_refused_after_few_events(void **state)
{
    static const char *const openers[] = {"[", "{a: ", "- ", "? ", "[{a: "};
    struct arena cleanup_arena arena = ARENA_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof openers / sizeof *openers; i++) {
        char *text = repeat(&arena, openers[i], 100000 / strlen(openers[i]));
        struct parsed p;

        parse(&p, text, strlen(text));
        assert_null(p.root);
        assert_true(p.diags.errors > 0 && p.diags.errors <= NODE_DEPTH_MAX);
        if (openers[i][0] != '?') /* there each level is a key that is no word, told as well */
            assert_refused(&p, "E109");
        assert_true(p.work.events <= 3 * NODE_DEPTH_MAX + 5);
        arena_free(&p.arena);
    }
}

static void the_deepest_nesting_is_counted_exactly(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct parsed p;
    char *text;

    (void)state;
    text = arena_printf(&arena, "%s%s", repeat(&arena, "[", NODE_DEPTH_MAX),
                        repeat(&arena, "]", NODE_DEPTH_MAX));
    parse(&p, text, strlen(text));
    assert_non_null(p.root);
    arena_free(&p.arena);
    text = arena_printf(&arena, "[%s]", text);
    parse(&p, text, strlen(text));
    assert_refused(&p, "E109");
    arena_free(&p.arena);
}

/* Nine levels of ten aliases each stand for a thousand million values. */
static void an_alias_bomb_is_refused_before_it_is_built(void **state)
{
    struct buf cleanup_buf text = BUF_INIT(BUF_UNBOUNDED);
    struct parsed p;
    char c;
    int i;

    (void)state;
    buf_str(&text, "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (c = 'b'; c <= 'j'; c++) {
        buf_printf(&text, "%c: &%c [", c, c);
        for (i = 0; i < 10; i++)
            buf_printf(&text, "*%c%s", c - 1, i < 9 ? ", " : "]\n");
    }
    parse(&p, text.ptr, text.len);
    assert_refused(&p, "E112");
    assert_true(p.work.events < 120);
    assert_true(p.work.values <= 2 * NODE_VALUES_MAX);
    assert_true(p.arena.total < 200000);
    arena_free(&p.arena);
}

static void more_anchors_than_anyone_needs_are_refused(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    char *text = arena_printf(&arena, "[%s1]", repeat(&arena, "&a 1, ", NODE_ANCHORS_MAX + 1));
    struct parsed p;

    (void)state;
    parse(&p, text, strlen(text));
    assert_refused(&p, "E112");
    assert_true(p.work.events <= NODE_ANCHORS_MAX + 5);
    arena_free(&p.arena);
}

static void a_file_that_is_too_large_is_not_even_begun(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    char *text = repeat(&arena, "# a line\n", NODE_BYTES_MAX / 9 + 1);
    struct parsed p;

    (void)state;
    parse(&p, text, NODE_BYTES_MAX);
    assert_string_equal(p.diags.items[0].code, "E115"); /* nothing but comments */
    arena_free(&p.arena);
    parse(&p, text, NODE_BYTES_MAX + 1);
    assert_refused(&p, "E101");
    assert_int_equal(p.work.events, 0);
    arena_free(&p.arena);
}

static void duplicates_among_many_keys_are_all_found(void **state)
{
    struct buf cleanup_buf text = BUF_INIT(BUF_UNBOUNDED);
    struct parsed p;
    int i;

    (void)state;
    for (i = 0; i < 20000; i++)
        buf_printf(&text, "k%d: 1\n", i * 7919 % 20000);
    buf_str(&text, "k7: 1\nk9999: 1\n");
    parse(&p, text.ptr, text.len);
    assert_non_null(p.root);
    assert_int_equal(p.diags.errors, 2);
    assert_int_equal(p.diags.items[0].origin.line, 20001);
    assert_int_equal(p.diags.items[1].origin.line, 20002);
    arena_free(&p.arena);
}

/* Every cut of a manifest is read without a crash, and never blamed beyond its end. */
static void every_prefix_has_its_places_inside(void **state)
{
    static const char text[] =
        "\xEF\xBB\xBFversion: 1\r\naccounts: &a {g: {provider: 'x\xE9\x95\x9C'}}"
        "\r\nimages:\n  - {name: \"a\\u955cb\", to: [*a, ? b : c], <<: 1}\n...\n";
    size_t n, i;

    (void)state;
    for (n = 0; n < sizeof text; n++) {
        struct parsed p;

        parse(&p, text, n);
        for (i = 0; i < p.diags.nr; i++) {
            const struct diag *diag = &p.diags.items[i];

            assert_in_range(diag->origin.line, 1, p.sheet.n_lines);
            assert_in_range(diag->origin.column, 1, p.sheet.n_chars + 1);
        }
        arena_free(&p.arena);
    }
}

static void assert_place(const struct node *node, int line, int column, int length)
{
    assert_int_equal(node->at.line, line);
    assert_int_equal(node->at.column, column);
    assert_int_equal(node->at.length, length);
}

static void places_count_characters_and_lines_as_editors_do(void **state)
{
    static const char text[] =
        "\xEF\xBB\xBF" /* a byte order mark is no character */
        "k: \xE9\x95\x9C\xE5\x83\x8F\r\n"
        "cafe\xCC\x81: 'a b'\r"
        "z: [\xF0\x9F\x9A\xA2, b]\n";
    struct parsed p;

    (void)state;
    parse(&p, text, sizeof text - 1);
    assert_non_null(p.root);
    assert_int_equal(p.root->n, 3);
    assert_place(p.root->items[0], 1, 1, 1);
    assert_place(p.root->items[1], 1, 4, 2);
    assert_place(p.root->items[2], 2, 1, 5);
    assert_place(p.root->items[3], 2, 8, 5);
    assert_place(p.root->items[5], 3, 4, 1);
    assert_place(p.root->items[5]->items[0], 3, 5, 1);
    assert_place(p.root->items[5]->items[1], 3, 8, 1);
    arena_free(&p.arena);
}

static void lines_are_found_without_their_ends(void **state)
{
    static const char bytes[] = "one\r\ntwo\rthree\n\nfive";
    static const char *const lines[] = {"", "one", "two", "three", "", "five", ""};
    struct arena cleanup_arena arena = ARENA_INIT;
    struct sheet sheet;
    size_t n;
    int i;

    (void)state;
    sheet_init(&sheet, "x", 0, bytes, sizeof bytes - 1, &arena);
    for (i = 0; i < 7; i++) {
        const char *line = sheet_line(&sheet, i, &n);

        assert_int_equal(n, strlen(lines[i]));
        assert_memory_equal(line, lines[i], n);
    }
}

static void characters_are_found_in_a_long_line(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct sheet sheet;
    char *bytes = repeat(&arena, "a\xE9\x95\x9C\xFF", 1000); /* the last byte is no UTF-8 */
    size_t i;

    (void)state;
    sheet_init(&sheet, "x", 0, bytes, 5000, &arena);
    assert_int_equal(sheet.n_chars, 3000);
    for (i = 0; i < 3000; i++)
        assert_int_equal(sheet_offset(&sheet, i), i / 3 * 5 + (i % 3 == 2 ? 4 : i % 3));
    assert_int_equal(sheet_offset(&sheet, 3000), 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brackets_without_end_are_refused_after_few_events),
        cmocka_unit_test(the_deepest_nesting_is_counted_exactly),
        cmocka_unit_test(an_alias_bomb_is_refused_before_it_is_built),
        cmocka_unit_test(more_anchors_than_anyone_needs_are_refused),
        cmocka_unit_test(a_file_that_is_too_large_is_not_even_begun),
        cmocka_unit_test(duplicates_among_many_keys_are_all_found),
        cmocka_unit_test(every_prefix_has_its_places_inside),
        cmocka_unit_test(places_count_characters_and_lines_as_editors_do),
        cmocka_unit_test(lines_are_found_without_their_ends),
        cmocka_unit_test(characters_are_found_in_a_long_line),
    };

    return cmocka_run_group_tests_name("node", tests, NULL, NULL);
}
