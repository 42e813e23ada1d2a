/* SPDX-License-Identifier: MIT */
/*
 * Every documented error code has its class, and words for people.  tests/data/codes/ holds the
 * codes with the class that the wire facts give them, and those facts, which stand beside the code,
 * may name no other.
 */
#include "tests/unit.h"

#include "providers/registry.h"
#include "tests/providers/clouds/support.h"

#include <ctype.h>

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const struct error_table *table_of(const char *name)
{
    const struct error_table *table;
    size_t i;

    for (i = 0; (table = registry_errors(i)) != NULL; i++)
        if (strcmp(table->name, name) == 0)
            return table;
    fail_msg("no table of error codes is named %s", name);
    return NULL;
}

static bool one_of(enum port_class class, const enum port_class *classes)
{
    for (; *classes != PORT_FINE; classes++)
        if (*classes == class)
            return true;
    return false;
}

/* What the facts' words allow.  A permanent refusal of theirs may be one of a region or of a name
 * for us, which says more. */
static bool fits(const char *word, enum port_class class)
{
    static const struct {
        const char *word;
        enum port_class classes[8];
    } words[] = {
        {"PERM", {PORT_PERMANENT, PORT_REGION, PORT_EXISTS}},
        {"GONE", {PORT_PERMANENT}},
        {"BUSY", {PORT_BUSY}},
        {"QUOTA", {PORT_QUOTA_HIT}},
        {"QUOTA/PERM", {PORT_QUOTA_HIT, PORT_PERMANENT}},
        {"RATE", {PORT_THROTTLED}},
        {"TRANS", {PORT_TRANSIENT}},
        {"AUTH", {PORT_AUTH}},
        {"FATAL", {PORT_PERMANENT, PORT_REGION, PORT_QUOTA_HIT, PORT_AUTH}},
    };
    size_t i;

    if (strcmp(word, "FINE") == 0)
        return class == PORT_FINE;
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0)
            return one_of(class, words[i].classes);
    fail_msg("no class '%s'", word);
    return false;
}

/* A code that a rule with '*' stands for. */
static const char *sample(const char *code)
{
    const char *star = strchr(code, '*');

    if (star == NULL)
        return code;
    return arena_printf(&arena, "%.*s%sSample%s", (int)(star - code), code,
                        star > code && star[-1] == '.' ? "" : ".", star + 1);
}

static char *tsv(const char *table)
{
    const char *path = arena_printf(&arena, "tests/data/codes/%s.tsv", table), *text;
    size_t n;

    text = support_file(path, &arena, &n);
    if (text == NULL)
        fail_msg("%s has no documented codes in %s", table, path);
    return arena_strdup(&arena, text);
}

static void every_documented_code_has_its_class(void **state)
{
    const struct error_table *table;
    size_t i;
    int n = 0;

    (void)state;
    for (i = 0; (table = registry_errors(i)) != NULL; i++) {
        char *line, *rest = tsv(table->name);

        while ((line = strsep(&rest, "\n")) != NULL) {
            const struct error_entry *entry;
            const char *code = strsep(&line, "\t"), *word = strsep(&line, "\t");

            if (*code == '#' || *code == '\0')
                continue;
            n++;
            entry = error_find(table, sample(code));
            if (entry == NULL)
                fail_msg("%s: %s is unknown", table->name, code);
            if (!fits(word, entry->class))
                fail_msg("%s: %s is %s, not class %d", table->name, code, word, entry->class);
        }
    }
    print_message("# measured %d documented codes\n", n);
    assert_true(n > 200);
}

static bool sound_words(const char *text)
{
    size_t n = strlen(text);

    return n > 8 && text[n - 1] != '.' && strchr(text, '\n') == NULL && !isupper(text[1]) &&
           text[0] != ' ';
}

static void every_fact_tells_a_person_what_to_do(void **state)
{
    const struct error_table *table;
    size_t at, i, j;

    (void)state;
    for (at = 0; (table = registry_errors(at)) != NULL; at++) {
        for (i = 0; i < table->n; i++) {
            const struct error_entry *entry = &table->entries[i];

            if (!sound_words(entry->meaning) || !sound_words(entry->advice))
                fail_msg("%s: the words are off", entry->code);
            if (entry->class == PORT_AUTH && entry->reason != REASON_NOT_AUTHORIZED)
                fail_msg("%s: refused credentials block as not_authorized", entry->code);
            if (entry->class == PORT_QUOTA_HIT && entry->reason != REASON_QUOTA_FULL)
                fail_msg("%s: a full region blocks as quota_full", entry->code);
            if (entry->refused && entry->class != PORT_TRANSIENT)
                fail_msg("%s: `refused` is for passing faults", entry->code);
            for (j = 0; j < i; j++)
                if (strcmp(table->entries[j].code, entry->code) == 0)
                    fail_msg("%s stands twice in %s", entry->code, table->name);
        }
    }
}

static void the_nearest_fact_is_found(void **state)
{
    static const struct {
        const char *provider, *code, *found;
    } cases[] = {
        {"tencent-cvm", "InvalidImageId.NotFound", "InvalidImageId.NotFound"},
        {"tencent-cvm", "AuthFailure.SignatureFailure", "AuthFailure.SignatureFailure"},
        {"tencent-cvm", "AuthFailure.New", "AuthFailure.*"},
        {"tencent-cvm", "InvalidParameterValue.New", "InvalidParameterValue"},
        {"tencent-cvm", "OperationDenied.CopyInProgress", "OperationDenied.*InProgress"},
        {"tencent-cvm", "RequestLimitExceeded", "RequestLimitExceeded*"},
        {"tencent-cvm", "LimitExceeded.Image", "LimitExceeded*"},
        {"tencent-cvm", "New.Thing", NULL},
        {"tencent-cvm", "OperationDenied.New", NULL},
        {"tencent-lighthouse", "FailedOperation.New", "FailedOperation"},
        {"tencent-cvm-legacy", "InternalError", NULL},
        {"ucloud", "15", NULL},
        {"ucloud", "153", "153"},
        {"tencent", "153", NULL},
        {"baidu-bcc", "", NULL},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct error_entry *entry = error_find(table_of(cases[i].provider), cases[i].code);

        if (cases[i].found == NULL)
            assert_null(entry);
        else
            assert_string_equal(entry->code, cases[i].found);
    }
    /* One word, two meanings: the product's own comes before the family's. */
    assert_int_equal(error_find(table_of("tencent-cvm"), "FailedOperation")->class, PORT_PERMANENT);
    assert_int_equal(error_find(table_of("tencent-lighthouse"), "FailedOperation")->class,
                     PORT_TRANSIENT);
}

static void a_passing_fault_loses_a_copy_unless_it_proves_otherwise(void **state)
{
    const struct error_entry *fault = error_find(table_of("baidu-bcc"), "InternalError");
    const struct error_entry *expired = error_find(table_of("baidu-bcc"), "RequestExpired");
    const struct error_entry *busy =
        error_find(table_of("baidu-bcc"), "Image.ImageStatusForbidden");

    (void)state;
    assert_int_equal(error_class(fault, PORT_COPY), PORT_LOST);
    assert_int_equal(error_class(fault, PORT_LIST), PORT_TRANSIENT);
    assert_int_equal(error_class(fault, PORT_DRYRUN), PORT_TRANSIENT);
    assert_int_equal(error_class(expired, PORT_COPY), PORT_TRANSIENT);
    assert_int_equal(error_class(busy, PORT_COPY), PORT_BUSY);
}

/* ---- the facts that stand beside the code ---- */

/* "Family.Word", the form of nearly all of Tencent's codes, and of nothing else in those files. */
static bool looks_like_a_code(const char *text)
{
    static const char *const families[] = {
        "AuthFailure.",           "FailedOperation.",      "InternalError.",
        "InvalidFilterValue.",    "InvalidHostId.",        "InvalidImageId.",
        "InvalidImageName.",      "InvalidParameter.",     "InvalidParameterValue.",
        "InvalidRegion.",         "InvalidZone.",          "LimitExceeded.",
        "OperationDenied.",       "RequestLimitExceeded.", "ResourceNotFound.",
        "UnauthorizedOperation.", "UnsupportedOperation.",
    };
    size_t i;

    for (i = 0; i < sizeof families / sizeof *families; i++)
        if (strncmp(text, families[i], strlen(families[i])) == 0)
            return isupper(text[strlen(families[i])]) != 0;
    return false;
}

/* The class that the documented codes of a table give to one; NULL if it is not among them. */
static const char *listed(const char *table, const char *code)
{
    char *line, *rest = tsv(table);

    while ((line = strsep(&rest, "\n")) != NULL)
        if (strcmp(strsep(&line, "\t"), code) == 0)
            return strsep(&line, "\t");
    return NULL;
}

/* Each `code` of a line of prose, and of a row "| CLASS | codes |".  How many there were. */
static int check_line(const struct error_table *table, char *line, bool row)
{
    const char *class = row ? strtok(arena_strdup(&arena, line), "| ") : NULL;
    char *part;
    int n = 0, i = 0;

    while ((part = strsep(&line, "`")) != NULL) {
        if (i++ % 2 == 0 || (!row && !looks_like_a_code(part)))
            continue;
        n++;
        if (listed(table->name, part) == NULL &&
            (row || table->family == NULL || listed(table->family->name, part) == NULL))
            fail_msg("tests/data/codes lacks %s of %s", part, table->name);
        if (row && strcmp(listed(table->name, part), class) != 0)
            fail_msg("%s of %s is %s in tests/data/codes", part, table->name,
                     listed(table->name, part));
    }
    return n;
}

static int codes_in(const char *table)
{
    char *line, *rest = tsv(table);
    int n = 0;

    while ((line = strsep(&rest, "\n")) != NULL)
        n += *line != '#' && *line != '\0';
    return n;
}

static const char *readme_of(const struct error_table *table)
{
    char *path = arena_printf(&arena, "providers/clouds/%s/README.md", table->name), *c;

    for (c = path + strlen("providers/clouds/"); *c != '/'; c++)
        *c = *c == '-' ? '_' : *c;
    return path;
}

static void no_code_of_the_wire_facts_is_left_out(void **state)
{
    const struct error_table *table;
    int codes = 0;
    size_t i, n;

    (void)state;
    for (i = 0; (table = registry_errors(i)) != NULL; i++) {
        const char *path = readme_of(table), *text = support_file(path, &arena, &n);
        char *line, *rest;
        bool row = false;
        int rows = 0;

        if (text == NULL)
            fail_msg("%s has no facts in %s", table->name, path);
        for (rest = arena_strdup(&arena, text); (line = strsep(&rest, "\n")) != NULL;) {
            row = row || strcmp(line, "## Error codes") == 0;
            n = (size_t)check_line(table, line, row && *line == '|');
            rows += row && *line == '|' ? (int)n : 0;
            codes += (int)n;
        }
        if (rows != codes_in(table->name))
            fail_msg("%s has %d codes, %d are documented", path, rows, codes_in(table->name));
    }
    print_message("# measured %d mentions of codes in the wire facts\n", codes);
    assert_true(codes > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_documented_code_has_its_class),
        cmocka_unit_test(every_fact_tells_a_person_what_to_do),
        cmocka_unit_test(the_nearest_fact_is_found),
        cmocka_unit_test(a_passing_fault_loses_a_copy_unless_it_proves_otherwise),
        cmocka_unit_test(no_code_of_the_wire_facts_is_left_out),
    };

    return cmocka_run_group_tests_name("errors", tests, NULL, teardown);
}
