/* SPDX-License-Identifier: MIT */
/*
 * One more row in the table of settings, and it is everywhere: in the schema, in manifests that are
 * read, in plans and checksums, in exports, on the help page.
 *
 * This program holds the table itself, one row longer; the linker then leaves the product's out. An
 * account has no member for the row, so it is kept in `identity`, which none of these touches.
 */
#include "tests/unit.h"

#define SETTING_MORE                                                                               \
    {                                                                                              \
        "shelf", SETTING_TEXT, .member = "shelf", .offset = offsetof(struct account, identity),    \
                               .port = PORT_SET_PROJECT, .help = "Where the account stands."       \
    }
#include "reconcile/model/setting.c"

#include "cmd/ferry/cli/help.h"
#include "cmd/ferry/saved/settings.h"
#include "cmd/ferry/show/contract.h"
#include "manifest/manifest.h"
#include "tests/manifest/cases.h"
#include "tests/manifest/schema_json.h"

static void demand(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("not found: %s\n%s", part, text);
}

/* A manifest with that account `acc`, read with the tests' vocabulary. */
static void load(struct loaded *loaded, const char *account)
{
    static char text[300];

    snprintf(text, sizeof text,
             "version: 1\naccounts:\n  acc: %s\nimages: [{name: web, from: hk, to: [hk]}]\n",
             account);
    loaded_text(loaded, text);
}

/* ---- one more row ---- */

static void the_schema_has_it(void **state)
{
    struct buf cleanup_buf json = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    schema_json(&json);
    demand(json.ptr, "\"shelf\": {\n            \"description\": \"Where the account stands.\"");
}

static void a_manifest_may_have_it(void **state)
{
    struct loaded loaded;

    (void)state;
    load(&loaded, "{provider: ucloud, shelf: upper}");
    assert_int_equal(loaded.status, 0);
    assert_string_equal(loaded.desired.accounts[0].identity, "upper");
    loaded_free(&loaded);
}

static void a_manifest_is_told_of_it(void **state)
{
    static const struct {
        const char *account, *told;
    } cases[] = {
        {"{provider: ucloud, shlef: upper}", "did you mean \"shelf\"?"},
        {"{provider: ucloud, unlike_any: 1}", ", cross_border, shelf\n"},
        {"{provider: ucloud, shelf: [1]}", "error[E203]: \"shelf\" wants a text, not a list"},
        {"{provider: baidu-bcc, shelf: upper}", "error[E402]: baidu-bcc has no setting \"shelf\""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf cleanup_buf told = BUF_INIT(BUF_UNBOUNDED);
        struct loaded loaded;

        load(&loaded, cases[i].account);
        assert_int_equal(loaded.status, -1);
        loaded_diags(&loaded, &told);
        demand(told.ptr, cases[i].told);
        loaded_free(&loaded);
    }
}

static void a_plan_carries_it(void **state)
{
    static const struct caps caps = {.provider = "p"};
    struct account account = {.name = "acc", .caps = &caps, .identity = "upper"},
                   back = {.name = NULL};
    struct desired desired = {&account, 1, NULL, 0};
    struct findings findings = {.desired = desired};
    struct arena cleanup_arena arena = ARENA_INIT;
    struct buf cleanup_buf out = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&out);
    struct err err = ERR_INIT;
    struct json_document *document cleanup_json = NULL;
    struct json root, list, first;

    (void)state;
    jsonw_object(&w, NULL);
    contract_put(&findings, &w);
    jsonw_close(&w);
    demand(out.ptr, "\"shelf\":\"upper\"");
    document = json_parse(out.ptr, out.len, &arena, &err);
    root = json_root(document);
    list = json_array(&root, "accounts", &err);
    first = json_first(&list);
    settings_read(&first, &back, &arena, &err);
    assert_string_equal(err.text, "");
    assert_string_equal(back.identity, "upper");
}

static void the_checksum_holds_it(void **state)
{
    static const struct caps caps = {.provider = "p"};
    struct account account = {.name = "acc", .caps = &caps, .identity = "upper"};
    struct desired desired = {&account, 1, NULL, 0};
    struct plan_call call = {.action = "copy"};
    struct plan plan = {.calls = &call, .nr = 1};
    struct buf cleanup_buf out = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    plan_canonical(&plan, &desired, &out);
    demand(out.ptr, "\"shelf\":\"upper\"");
}

static void an_export_keeps_it(void **state)
{
    static const struct caps caps = {.provider = "p"};
    const struct account account = {.name = "acc", .caps = &caps, .identity = "upper"};
    struct buf cleanup_buf out = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    settings_manifest(&account, "/", &out);
    assert_string_equal(out.ptr, "{provider: p, shelf: \"upper\"}");
}

static void the_help_page_has_it(void **state)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    (void)state;
    assert_non_null(out);
    help_settings(out);
    fclose(out);
    demand(text, "\n  shelf                   Where the account stands.\n");
    free(text);
}

/* ---- all rows, exported and read again ---- */

static const char *const words[] = {"one", "two", NULL};
static const char *const prefixes[] = {"HERE_", NULL};
static const struct caps every = {
    .provider = "every",
    .settings = ~0U,
    .sites = words,
    .gateways = words,
    .env_prefixes = prefixes,
    .border = PORT_BORDER_APPROVAL,
    .name = {60, NULL, true, false},
};
static const struct caps *const providers[] = {&every, NULL};

/* Between them they have every setting; three, since credentials come from one place. */
static const char declared[] =
    "version: 1\n"
    "accounts:\n"
    "  a:\n"
    "    provider: every\n"
    "    profile: 'prod: \"1\"'\n"
    "    project: org-1\n"
    "    channel_key: key.1\n"
    "    site: one\n"
    "    gateway: two\n"
    "    endpoint: https://{region}.example.com:8443\n"
    "    ca_file: /etc/a, b.pem\n"
    "    rate: {read: 0.001, write: 9999.999}\n"
    "    max_copies_per_region: 2\n"
    "    image_quota: 999999\n"
    "    extra_regions: [{id: ap-new, mainland: true}, 'null']\n"
    "    watch: ['web-*', '#]{\"\\', \xE6\x95\xB0\xE6\x8D\xAE]\n"
    "    cross_border: true\n"
    "    shelf: ' upper '\n"
    "  b: {provider: every, credentials: {file: /keys/b.json}, rate: {write: 1}}\n"
    "  c: {provider: every, credentials: {env: {id: HERE_A, secret: HERE_B, token: HERE_C}}}\n"
    "images: [{name: web, account: a, from: ap-new, to: [ap-new]}]\n";

static void read_manifest(const char *text, struct arena *arena, struct desired *desired)
{
    struct manifest_source source = {"images.yaml", text, strlen(text)};
    struct buf cleanup_buf told = BUF_INIT(BUF_UNBOUNDED);
    struct diags diags = {.arena = arena};
    size_t i;

    if (manifest_load(&source, 1, providers, arena, desired, &diags) == 0)
        return;
    for (i = 0; i < diags.nr; i++)
        diag_render(&diags.items[i], false, &told);
    fail_msg("%s\n%s", told.ptr, text);
}

static const char *json_of(const struct account *account, struct arena *arena)
{
    struct buf cleanup_buf out = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&out);

    jsonw_object(&w, NULL);
    setting_write(account, SETTING_PLAN, &w);
    jsonw_close(&w);
    return arena_strdup(arena, out.ptr);
}

static void what_is_exported_is_read_as_it_was(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct buf cleanup_buf exported = BUF_INIT(BUF_UNBOUNDED);
    struct desired before, after;
    const struct setting *row;
    size_t i;

    (void)state;
    read_manifest(declared, &arena, &before);
    for (row = setting_table; row->name != NULL; row++)
        if (!setting_is_set(row, &before.accounts[0]) &&
            !setting_is_set(row, &before.accounts[1]) && !setting_is_set(row, &before.accounts[2]))
            fail_msg("no account declares \"%s\": add it", row->name);
    buf_str(&exported, "version: 1\naccounts:\n");
    for (i = 0; i < before.n_accounts; i++) {
        buf_printf(&exported, "  %s: ", before.accounts[i].name);
        settings_manifest(&before.accounts[i], "/nowhere", &exported);
        buf_char(&exported, '\n');
    }
    buf_str(&exported, "images: [{name: web, account: a, from: ap-new, to: [ap-new]}]\n");
    read_manifest(exported.ptr, &arena, &after);
    assert_int_equal(after.n_accounts, 3);
    for (i = 0; i < 3; i++) {
        assert_string_equal(json_of(&after.accounts[i], &arena),
                            json_of(&before.accounts[i], &arena));
        assert_true(after.accounts[i].read_rate == before.accounts[i].read_rate);
        assert_true(after.accounts[i].write_rate == before.accounts[i].write_rate);
    }
}

static void relative_paths_become_absolute(void **state)
{
    static const struct {
        const char *folder, *path, *exported;
    } cases[] = {
        {"/home/me", "key.json", "{provider: every, credentials: {file: \"/home/me/key.json\"}}"},
        {"/home/me", "/k.json", "{provider: every, credentials: {file: \"/k.json\"}}"},
        {"/", "../k.json", "{provider: every, credentials: {file: \"/../k.json\"}}"},
        {"/home/me", "~/k.json", "{provider: every, credentials: {file: \"~/k.json\"}}"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct account account = {.caps = &every, .credentials_file = cases[i].path};
        struct buf cleanup_buf out = BUF_INIT(BUF_UNBOUNDED);

        settings_manifest(&account, cases[i].folder, &out);
        assert_string_equal(out.ptr, cases[i].exported);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_has_it),
        cmocka_unit_test(a_manifest_may_have_it),
        cmocka_unit_test(a_manifest_is_told_of_it),
        cmocka_unit_test(a_plan_carries_it),
        cmocka_unit_test(the_checksum_holds_it),
        cmocka_unit_test(an_export_keeps_it),
        cmocka_unit_test(the_help_page_has_it),
        cmocka_unit_test(what_is_exported_is_read_as_it_was),
        cmocka_unit_test(relative_paths_become_absolute),
    };

    return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}
