/* SPDX-License-Identifier: MIT */
/* The tables.  What walks them is walk.c. */
#include "manifest/schema.h"

#include "manifest/endpoint.h"
#include "reconcile/model/image.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define KEY(record, member, kind, ...)                                                             \
    {                                                                                              \
        .name = #member, .type = &(kind), .offset = offsetof(struct record, member), __VA_ARGS__   \
    }
#define RECORD(table) .fields = (table), .n_fields = COUNT(table)

/* ---- words and numbers --------------------------------------------------------------------- */

static bool fits_any(const char *text)
{
    (void)text;
    return true;
}

/* Names of accounts and sets, and what may stand in `to`: what an address and a flag can carry. */
static bool fits_word(const char *text)
{
    return strpbrk(text, " /@*?,") == NULL;
}

/* Ids travel in URLs and headers. */
static bool fits_id(const char *text)
{
    return isalnum((unsigned char)text[0]) && strlen(text) <= 128 &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
               strlen(text);
}

static bool fits_region_id(const char *text)
{
    return strlen(text) <= 63 && islower((unsigned char)text[0]) &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(text);
}

static bool fits_version(const char *text)
{
    return strcmp(text, "1") == 0;
}

static bool fits_count(const char *text)
{
    return strlen(text) <= 6 && strspn(text, "0123456789") == strlen(text) &&
           strspn(text, "0") < strlen(text);
}

static bool fits_rate(const char *text)
{
    size_t whole = strspn(text, "0123456789"), part;

    if (whole == 0 || whole > 4 || strpbrk(text, "123456789") == NULL)
        return false;
    if (text[whole] == '\0')
        return true;
    part = strspn(text + whole + 1, "0123456789");
    return text[whole] == '.' && part > 0 && part <= 3 && text[whole + 1 + part] == '\0';
}

static bool fits_bool(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

static bool fits_os(const char *text)
{
    enum image_os os;

    return image_os_parse(text, &os);
}

static bool fits_arch(const char *text)
{
    enum image_arch arch;

    return image_arch_parse(text, &arch);
}

static bool fits_endpoint(const char *text)
{
    return endpoint_fault(text) == NULL;
}

static bool fits_variable(const char *text)
{
    return !isdigit((unsigned char)text[0]) &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
               strlen(text);
}

static const char *const bools[] = {"true", "false", NULL};
static const char *const systems[] = {"linux", "windows", NULL};
static const char *const archs[] = {"x86_64", "arm64", "i386", NULL};

/* YAML readers of editors take 7 and true for other types than "7" and "true"; here all are text.
 */
#define JSON_WORD "\"type\": [\"string\", \"number\", \"boolean\"], \"minLength\": 1"

static const struct rule any = {fits_any, DIAG_WORD, "a text", NULL, NULL, JSON_WORD};
static const struct rule word = {fits_word, DIAG_WORD,
                                 "a name",  "a name holds no space and none of / @ * ? ,",
                                 NULL,      JSON_WORD ", \"pattern\": \"^[^ /@*?,]+$\""};
static const struct rule id = {fits_id,
                               DIAG_WORD,
                               "an id",
                               "an id is letters, digits, dots, hyphens and underscores",
                               NULL,
                               "\"type\": [\"string\", \"number\", \"boolean\"], "
                               "\"pattern\": \"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$\""};
static const struct rule region_id = {fits_region_id,
                                      DIAG_WORD,
                                      "a region id",
                                      "an id is small letters, digits and hyphens",
                                      NULL,
                                      "\"type\": \"string\", "
                                      "\"pattern\": \"^[a-z][a-z0-9-]{0,62}$\""};
static const struct rule version = {fits_version,
                                    DIAG_VERSION,
                                    "a version that this ferry reads",
                                    "this ferry reads version 1; a later one needs a later ferry",
                                    NULL,
                                    "\"enum\": [1, \"1\"]"};
static const struct rule count = {
    fits_count,
    DIAG_NUMBER,
    "a whole number from 1 to 999999",
    NULL,
    NULL,
    "\"type\": [\"integer\", \"string\"], \"minimum\": 1, \"maximum\": 999999, "
    "\"pattern\": \"^(?=.*[1-9])[0-9]{1,6}$\""};
static const struct rule rate = {fits_rate,
                                 DIAG_NUMBER,
                                 "a number of requests a second, from 0.001 to 9999",
                                 NULL,
                                 NULL,
                                 "\"type\": [\"number\", \"string\"], \"minimum\": 0.001, "
                                 "\"exclusiveMaximum\": 10000, "
                                 "\"pattern\": \"^(?=.*[1-9])[0-9]{1,4}([.][0-9]{1,3})?$\""};
static const struct rule boolean = {
    fits_bool, DIAG_BOOL, "true or false",
    NULL,      bools,     "\"enum\": [true, false, \"true\", \"false\"]"};
static const struct rule os = {fits_os, DIAG_CHOICE, "linux or windows",
                               NULL,    systems,     "\"enum\": [\"linux\", \"windows\"]"};
static const struct rule arch = {
    fits_arch, DIAG_CHOICE, "x86_64, arm64 or i386",
    NULL,      archs,       "\"enum\": [\"x86_64\", \"arm64\", \"i386\"]"};
static const struct rule url = {
    fits_endpoint,
    DIAG_ENDPOINT,
    "an endpoint",
    NULL,
    NULL,
    "\"type\": \"string\", \"pattern\": "
    "\"^(https://(([A-Za-z0-9.-]|[{]region[}])+|\\\\[[0-9A-Fa-f:.]+\\\\])|"
    "http://(localhost|127[.][0-9.]+|\\\\[::1\\\\]))(:[0-9]{1,5})?/?$\""};
static const struct rule variable = {
    fits_variable,
    DIAG_VARIABLE,
    "the name of an environment variable",
    "name the variable that holds it; a secret never stands in a manifest",
    NULL,
    "\"type\": \"string\", \"pattern\": \"^[A-Za-z_][A-Za-z0-9_]*$\""};
const struct rule schema_rule_provider = {fits_any, DIAG_PROVIDER, "a provider", NULL, NULL, NULL};

/* ---- types --------------------------------------------------------------------------------- */

#define WORD_TYPE(name, text)                                                                      \
    static const struct type name##_type = {(text), FORM_WORD, .rule = &name}

WORD_TYPE(any, "a text");
WORD_TYPE(word, "a name");
WORD_TYPE(id, "an id");
WORD_TYPE(version, "the number 1");
WORD_TYPE(count, "a whole number");
WORD_TYPE(boolean, "true or false");
WORD_TYPE(os, "linux or windows");
WORD_TYPE(arch, "x86_64, arm64 or i386");
WORD_TYPE(region_id, "a region id");

static const struct type regions_type = {"a list of regions", FORM_LIST, .item = &word_type,
                                         .most = 1000};
static const struct type to_type = {"a list of regions and sets", FORM_LIST, .item = &word_type,
                                    .most = 1000};
static const struct type extra_region_type = {"a region id, or {id, mainland}",
                                              FORM_WORD | FORM_RECORD, .rule = &region_id,
                                              .record = &schema_extra_region};
static const struct type source_type = {"a region, or {region, id}", FORM_WORD | FORM_RECORD,
                                        .rule = &word, .record = &schema_source};
static const struct type expect_type = {"a mapping of what the image must be like", FORM_RECORD,
                                        .record = &schema_expect};

/* ---- accounts: the table of settings ------------------------------------------------------- */

const struct record schema_account = {"account", .settings = SETTING_ACCOUNT};
static const struct record credentials = {"credentials", .settings = SETTING_CREDENTIALS};
static const struct record variables = {"env", .settings = SETTING_VARIABLES};
static const struct record rates = {"rate", .settings = SETTING_RATES};

static const struct type setting_types[SETTING_KINDS] = {
    [SETTING_ACCOUNT] = {"a mapping of an account's settings", FORM_RECORD,
                         .record = &schema_account},
    [SETTING_CREDENTIALS] = {"{file: PATH} or {env: {…}}", FORM_RECORD, .record = &credentials},
    [SETTING_VARIABLES] = {"a mapping of id, secret and token", FORM_RECORD, .record = &variables},
    [SETTING_RATES] = {"a mapping of read and write", FORM_RECORD, .record = &rates},
    [SETTING_PROVIDER] = {"a provider", FORM_WORD, .rule = &schema_rule_provider},
    [SETTING_TEXT] = {"a text", FORM_WORD, .rule = &any},
    [SETTING_ID] = {"an id", FORM_WORD, .rule = &id},
    [SETTING_CHOICE] = {"a text", FORM_WORD, .rule = &any},
    [SETTING_PATH] = {"a text", FORM_WORD, .rule = &any},
    [SETTING_URL] = {"a URL", FORM_WORD, .rule = &url},
    [SETTING_VARIABLE] = {"the name of an environment variable", FORM_WORD, .rule = &variable},
    [SETTING_RATE] = {"a number", FORM_WORD, .rule = &rate},
    [SETTING_COUNT] = {"a whole number", FORM_WORD, .rule = &count},
    [SETTING_SWITCH] = {"true or false", FORM_WORD, .rule = &boolean},
    [SETTING_REGIONS] = {"a list of region ids", FORM_LIST, .item = &extra_region_type,
                         .most = 200},
    [SETTING_GLOBS] = {"a list of globs", FORM_LIST, .item = &any_type, .most = 1000},
};

bool schema_field(const struct record *record, size_t i, struct field *field)
{
    const struct setting *row = NULL;
    size_t left;

    assert(i <= SCHEMA_FIELDS_MAX && record->n_fields <= SCHEMA_FIELDS_MAX);
    if (record->fields != NULL) {
        if (i < record->n_fields)
            *field = record->fields[i];
        return i < record->n_fields;
    }
    for (left = i + 1; left > 0; left--) {
        row = setting_next(row, record->settings);
        if (row == NULL)
            return false;
    }
    *field = (struct field){row->name,
                            &setting_types[row->kind],
                            .offset = i * sizeof(struct node *),
                            .required = row->required,
                            .excludes = row->excludes,
                            .help = row->help,
                            .setting = row};
    return true;
}

/* ---- records ------------------------------------------------------------------------------- */

static const struct type accounts_type = {"a mapping of names to accounts", FORM_NAMED,
                                          .item = &setting_types[SETTING_ACCOUNT], .names = &word,
                                          .most = 1000};
static const struct type sets_type = {"a mapping of names to lists of regions", FORM_NAMED,
                                      .item = &regions_type, .names = &word, .most = 1000};
static const struct type image_type = {"a mapping that describes an image", FORM_RECORD,
                                       .record = &schema_image};
static const struct type images_type = {"a list of images", FORM_LIST, .item = &image_type};
static const struct type defaults_type = {"a mapping of account, from and to", FORM_RECORD,
                                          .record = &schema_defaults};

static const struct field extra_region_fields[] = {
    KEY(raw_extra_region, id, region_id_type, .required = true, .help = "The region's id."),
    KEY(raw_extra_region, mainland, boolean_type,
        .help = "True for a region in the mainland of China; others count as outside."),
};
const struct record schema_extra_region = {"extra_region", RECORD(extra_region_fields)};

#define FROM_HELP                                                                                  \
    "The region that holds the original, found by its exact name; or {region, id} to name it by "  \
    "id."
#define TO_HELP "The regions and sets of regions in which the image must exist."

static const struct field source_fields[] = {
    KEY(raw_source, region, word_type, .required = true,
        .help = "The region that holds the original."),
    KEY(raw_source, id, id_type, .help = "The original's id in that region."),
    KEY(raw_source, newest, any_type,
        .reserved = "the newest of several images would change what a reviewed manifest means",
        .help = "Reserved."),
    KEY(raw_source, account, any_type, .reserved = "copies never cross accounts in this version",
        .help = "Reserved."),
};
const struct record schema_source = {"source", RECORD(source_fields)};

static const struct field expect_fields[] = {
    KEY(raw_expect, os, os_type, .help = "The operating system."),
    KEY(raw_expect, arch, arch_type, .help = "The processor architecture."),
    KEY(raw_expect, min_size_gib, count_type, .help = "The least size in GiB."),
    KEY(raw_expect, max_size_gib, count_type, .help = "The largest size in GiB."),
};
const struct record schema_expect = {"expect", RECORD(expect_fields)};

static const struct field image_fields[] = {
    KEY(raw_image, name, any_type, .required = true,
        .help = "The image's name, compared byte for byte."),
    KEY(raw_image, account, word_type,
        .help = "The account that the image belongs to; optional when there is one, or by "
                "defaults."),
    KEY(raw_image, from, source_type, .help = FROM_HELP),
    KEY(raw_image, to, to_type, .help = TO_HELP),
    KEY(raw_image, expect, expect_type,
        .help = "What every copy must be like; one that is not is reported as differs."),
    KEY(raw_image, protect, any_type,
        .reserved = "ferry never deletes, so nothing needs protection", .help = "Reserved."),
    KEY(raw_image, prune, any_type, .reserved = "ferry never deletes", .help = "Reserved."),
};
const struct record schema_image = {"image", RECORD(image_fields)};

static const struct field defaults_fields[] = {
    KEY(raw_defaults, account, word_type, .help = "The account of images that name none."),
    KEY(raw_defaults, from, source_type, .help = FROM_HELP),
    KEY(raw_defaults, to, to_type, .help = TO_HELP),
};
const struct record schema_defaults = {"defaults", RECORD(defaults_fields)};

static const struct field manifest_fields[] = {
    KEY(raw_manifest, version, version_type, .required = true,
        .help = "The version of this format: 1."),
    KEY(raw_manifest, accounts, accounts_type,
        .help = "The cloud accounts, by names of your choice."),
    KEY(raw_manifest, regions, sets_type,
        .help = "Named sets of regions, for use in to; a set names regions, not other sets."),
    KEY(raw_manifest, defaults, defaults_type,
        .help = "What holds for the images of this file that do not say otherwise."),
    KEY(raw_manifest, images, images_type, .help = "The images, and where each must exist."),
};
const struct record schema_manifest = {"manifest", RECORD(manifest_fields)};
