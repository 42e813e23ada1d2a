/* SPDX-License-Identifier: MIT */
/* The tables, schema.json, the pages and the cases hold each other to account: whoever adds a key
 * or a code is told here what is still missing. */
#include "tests/unit.h"

#include "manifest/schema.h"
#include "tests/manifest/cases.h"
#include "tests/manifest/schema_json.h"

static const char *const valid_folders[] = {"tests/data/manifest/odd", "examples"};

/* ---- keys ---- */

typedef void visit_field(const struct record *record, const struct field *field, void *context);

static void visit_type(const struct type *type, visit_field *visit, void *context);

static void visit_record(const struct record *record, visit_field *visit, void *context)
{
    struct field field;
    size_t i;

    for (i = 0; schema_field(record, i, &field); i++) {
        visit(record, &field, context);
        visit_type(field.type, visit, context);
    }
}

static void visit_type(const struct type *type, visit_field *visit, void *context)
{
    if (type->item != NULL)
        visit_type(type->item, visit, context);
    if (type->record != NULL)
        visit_record(type->record, visit, context);
}

static void demand_sentence(const struct record *record, const struct field *field, void *context)
{
    size_t n = field->help == NULL ? 0 : strlen(field->help);

    (void)context;
    if (n < 9 || field->help[n - 1] != '.' || field->help[0] < 'A' || field->help[0] > 'Z')
        fail_msg("%s.%s needs a help sentence in schema.c", record->name, field->name);
}

static void every_key_has_its_sentence(void **state)
{
    (void)state;
    visit_record(&schema_manifest, demand_sentence, NULL);
}

static void schema_json_says_what_the_tables_say(void **state)
{
    struct buf cleanup_buf json = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    schema_json(&json);
    expect_same("manifest/schema.json", json.ptr);
}

/* ---- every key is used by a case ---- */

struct used { /* fields seen in manifests that load: names, each with its record */
    struct {
        const struct record *record;
        const char *name;
    } fields[100];
    size_t n;
};

static bool is_used(const struct used *used, const struct record *record, const char *name)
{
    size_t i;

    for (i = 0; i < used->n; i++)
        if (used->fields[i].record == record && strcmp(used->fields[i].name, name) == 0)
            return true;
    return false;
}

static void see(struct used *used, const struct record *record, const char *name)
{
    if (is_used(used, record, name))
        return;
    assert_true(used->n < sizeof used->fields / sizeof *used->fields);
    used->fields[used->n].record = record;
    used->fields[used->n++].name = name;
}

static void see_type(const struct type *type, const struct node *node, struct used *used);

static void see_record(const struct record *record, const struct node *node, struct used *used)
{
    struct field field;
    size_t i, j;

    for (i = 0; i < node->n; i++) {
        for (j = 0; schema_field(record, j, &field); j++) {
            if (strcmp(node->items[2 * i]->text, field.name) != 0)
                continue;
            see(used, record, field.name);
            see_type(field.type, node->items[2 * i + 1], used);
        }
    }
}

static void see_type(const struct type *type, const struct node *node, struct used *used)
{
    size_t i;

    if (node->kind == NODE_LIST)
        for (i = 0; i < node->n; i++)
            see_type(type->item, node->items[i], used);
    else if (node->kind == NODE_MAP && type->record != NULL)
        see_record(type->record, node, used);
    else if (node->kind == NODE_MAP)
        for (i = 0; i < node->n; i++)
            see_type(type->item, node->items[2 * i + 1], used);
}

static void see_folder(const char *folder, struct used *used)
{
    struct loaded loaded;
    struct node_work work;
    struct sheet sheet;
    size_t i;

    loaded_read(&loaded, folder);
    loaded.diags.arena = &loaded.arena;
    for (i = 0; i < loaded.n_sources; i++) {
        const struct node *root;

        sheet_init(&sheet, "x", 0, loaded.sources[i].bytes, loaded.sources[i].n, &loaded.arena);
        root = node_parse(&sheet, &loaded.arena, &loaded.diags, &work);
        assert_non_null(root);
        see_record(&schema_manifest, root, used);
    }
    loaded_free(&loaded);
}

static void demand_use(const struct record *record, const struct field *field, void *context)
{
    const struct used *used = context;

    if (field->reserved == NULL && !is_used(used, record, field->name))
        fail_msg("no valid case uses %s.%s: add it to tests/data/manifest/odd/every-key",
                 record->name, field->name);
}

static void every_key_is_used_by_a_valid_case(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct used used = {.n = 0};
    const char *const *names;
    size_t i, n;

    (void)state;
    names = folder_list(valid_folders[0], &arena, &n);
    for (i = 0; i < n; i++)
        see_folder(arena_printf(&arena, "%s/%s", valid_folders[0], names[i]), &used);
    visit_record(&schema_manifest, demand_use, &used);
}

/* ---- codes ---- */

/* What is told elsewhere: E101 needs a file too large to keep (test_node.c); cmd/ says E407, and
 * the planner the W2 codes. */
static bool has_no_case(const char *code)
{
    return strcmp(code, "E101") == 0 || strcmp(code, "E407") == 0 || strncmp(code, "W2", 2) == 0;
}

static bool some_case_tells(const char *kind, const char *code, struct arena *arena)
{
    const char *folder = arena_printf(arena, "tests/data/manifest/%s", kind);
    const char *mark = arena_printf(arena, "[%s]: ", code);
    size_t n, i, size;
    const char *const *names = folder_list(folder, arena, &n);

    for (i = 0; i < n; i++) {
        const char *expect =
            file_read(arena_printf(arena, "%s/%s/expect", folder, names[i]), arena, &size);

        if (expect != NULL && strstr(expect, mark) != NULL)
            return true;
    }
    return false;
}

static void every_code_has_a_page_and_a_case(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    const char *const *codes = diag_codes();
    const char *page;
    size_t i;

    (void)state;
    for (i = 0; codes[i] != NULL; i++) {
        page = diag_explain(codes[i]);
        assert_non_null(page);
        assert_int_equal(strncmp(page, codes[i], 4), 0);
        assert_true(strlen(page) > 80);
        assert_int_equal(page[strlen(page) - 1], '\n');
        if (i > 0)
            assert_true(strcmp(codes[i - 1], codes[i]) < 0);
        if (!has_no_case(codes[i]) && !some_case_tells("invalid", codes[i], &arena) &&
            !some_case_tells("odd", codes[i], &arena))
            fail_msg("no case in tests/data/manifest tells %s", codes[i]);
    }
    assert_int_equal(i, DIAG_CODES);
    assert_null(diag_explain("E999"));
    assert_null(diag_explain(""));
}

/* ---- examples ---- */

/* That they load is tested where the real clouds are: tests/cmd/ferry/test_vocabulary.c. */
static void every_example_carries_the_modeline(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    static const char modeline[] = "# yaml-language-server: $schema=../manifest/schema.json\n";
    const char *const *names;
    size_t n, i, manifests = 0;

    (void)state;
    names = folder_list(valid_folders[1], &arena, &n);
    for (i = 0; i < n; i++) {
        struct loaded loaded;

        if (strstr(names[i], ".yaml") == NULL)
            continue;
        loaded_read(&loaded, arena_printf(&arena, "%s/%s", valid_folders[1], names[i]));
        if (strncmp(loaded.sources[0].bytes, modeline, sizeof modeline - 1) != 0)
            fail_msg("%s does not begin with %s", names[i], modeline);
        loaded_free(&loaded);
        manifests++;
    }
    assert_true(manifests >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_has_its_sentence),
        cmocka_unit_test(schema_json_says_what_the_tables_say),
        cmocka_unit_test(every_key_is_used_by_a_valid_case),
        cmocka_unit_test(every_code_has_a_page_and_a_case),
        cmocka_unit_test(every_example_carries_the_modeline),
    };

    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
