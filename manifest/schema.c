/* SPDX-License-Identifier: MIT */
/* The tables.  What walks them is walk.c. */
#include "manifest/schema.h"

#include "reconcile/base/endpoint.h"

#include <assert.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define KEY(record, member, kind, ...)                                                             \
    {                                                                                              \
        .name = #member, .type = &(kind), .offset = offsetof(struct record, member), __VA_ARGS__   \
    }
#define RECORD(table) .fields = (table), .n_fields = COUNT(table)

/* ---- words and numbers ---- */

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define LETTER LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT  "0123456789"

static bool is_above_zero(const char *text)
{
    return strpbrk(text, "123456789") != NULL;
}

static bool fits_rate(const char *text)
{
    size_t whole = strspn(text, DIGIT), part;

    if (whole == 0 || whole > 4 || !is_above_zero(text))
        return false;
    if (text[whole] == '\0')
        return true;
    part = strspn(text + whole + 1, DIGIT);
    return text[whole] == '.' && part > 0 && part <= 3 && text[whole + 1 + part] == '\0';
}

static bool fits_endpoint(const char *text)
{
    return endpoint_fault(text) == NULL;
}

/* Also of names of accounts and sets, and of what may stand in `to`: an address carries them. */
static bool fits_word(const char *text)
{
    return strpbrk(text, " /@*?,") == NULL;
}

static const char *const versions[] = {"1", NULL};
static const char *const bools[] = {"true", "false", NULL};
static const char *const systems[] = {"linux", "windows", NULL};
static const char *const archs[] = {"x86_64", "arm64", "i386", NULL};

/* YAML readers of editors take 7 and true for other types than "7" and "true"; here all are text.
 */
#define JSON_TEXT "\"type\": [\"string\", \"number\", \"boolean\"], "

/* A rule, and the type of a value that is one such word. */
#define WORD(name, form, ...)                                                                      \
    static const struct rule name = {__VA_ARGS__};                                                 \
    static const struct type name##_type = {(form), FORM_WORD, .rule = &name}

WORD(any, "a text", DIAG_WORD, "a text", .json = JSON_TEXT "\"minLength\": 1");
WORD(provider, "a provider", DIAG_PROVIDER, "a provider", .json = NULL); /* a vocabulary */
WORD(word, "a name", DIAG_WORD, "a name", .fits = fits_word,
     .hint = "a name holds no space and none of / @ * ? ,",
     .json = JSON_TEXT "\"minLength\": 1, \"pattern\": \"^[^ /@*?,]+$\"");
/* Ids travel in URLs and headers. */
WORD(id, "an id", DIAG_WORD, "an id", .first = LETTER DIGIT, .chars = LETTER DIGIT "._-",
     .most = 128, .hint = "an id is letters, digits, dots, hyphens and underscores",
     .json = JSON_TEXT "\"pattern\": \"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$\"");
WORD(region_id, "a region id", DIAG_WORD, "a region id", .first = LOWER, .chars = LOWER DIGIT "-",
     .most = 63, .hint = "an id is small letters, digits and hyphens",
     .json = "\"type\": \"string\", \"pattern\": \"^[a-z][a-z0-9-]{0,62}$\"");
WORD(version, "the number 1", DIAG_VERSION, "a version that this ferry reads", .choices = versions,
     .hint = "this ferry reads version 1; a later one needs a later ferry",
     .json = "\"enum\": [1, \"1\"]");
WORD(count, "a whole number", DIAG_NUMBER, "a whole number from 1 to 999999", .chars = DIGIT,
     .most = 6, .fits = is_above_zero,
     .json =
         "\"type\": [\"integer\", \"string\"], \"minimum\": 1, \"maximum\": 999999, "
         "\"pattern\": \"^(?=.*[1-9])[0-9]{1,6}$\"");
WORD(rate, "a number", DIAG_NUMBER, "a number of requests a second, from 0.001 to 9999",
     .fits = fits_rate,
     .json =
         "\"type\": [\"number\", \"string\"], \"minimum\": 0.001, \"exclusiveMaximum\": 10000, "
         "\"pattern\": \"^(?=.*[1-9])[0-9]{1,4}([.][0-9]{1,3})?$\"");
WORD(boolean, "true or false", DIAG_BOOL, "true or false", .choices = bools,
     .json = "\"enum\": [true, false, \"true\", \"false\"]");
WORD(os, "linux or windows", DIAG_CHOICE, "linux or windows", .choices = systems,
     .json = "\"enum\": [\"linux\", \"windows\"]");
WORD(arch, "x86_64, arm64 or i386", DIAG_CHOICE, "x86_64, arm64 or i386", .choices = archs,
     .json = "\"enum\": [\"x86_64\", \"arm64\", \"i386\"]");
WORD(url, "a URL", DIAG_ENDPOINT, "an endpoint", .fits = fits_endpoint,
     .json =
         "\"type\": \"string\", \"pattern\": "
         "\"^(https://(([A-Za-z0-9.-]|[{]region[}])+|\\\\[[0-9A-Fa-f:.]+\\\\])|"
         "http://(localhost|127[.][0-9.]+|\\\\[::1\\\\]))(:[0-9]{1,5})?/?$\"");
WORD(variable, "the name of an environment variable", DIAG_VARIABLE,
     "the name of an environment variable", .first = LETTER "_", .chars = LETTER DIGIT "_",
     .hint = "name the variable that holds it; a secret never stands in a manifest",
     .json = "\"type\": \"string\", \"pattern\": \"^[A-Za-z_][A-Za-z0-9_]*$\"");

/* ---- lists and mappings ---- */

#define LIST(name, form, of, n)                                                                    \
    static const struct type name##_type = {(form), FORM_LIST, .item = &(of), .most = (n)}
#define MAPPING(name, form, keys)                                                                  \
    static const struct type name##_type = {(form), FORM_RECORD, .record = &(keys)}

static const struct type extra_region_type = {"a region id, or {id, mainland}",
                                              FORM_WORD | FORM_RECORD, .rule = &region_id,
                                              .record = &schema_extra_region};
static const struct type source_type = {"a region, or {region, id}", FORM_WORD | FORM_RECORD,
                                        .rule = &word, .record = &schema_source};
LIST(globs, "a list of globs", any_type, 1000);
LIST(extra_regions, "a list of region ids", extra_region_type, 200);
LIST(regions, "a list of regions", word_type, 1000);
LIST(to, "a list of regions and sets", word_type, 1000);
MAPPING(expect, "a mapping of what the image must be like", schema_expect);
MAPPING(image, "a mapping that describes an image", schema_image);
LIST(images, "a list of images", image_type, 0);
MAPPING(defaults, "a mapping of account, from and to", schema_defaults);
MAPPING(account, "a mapping of an account's settings", schema_account);
static const struct type accounts_type = {"a mapping of names to accounts", FORM_NAMED,
                                          .item = &account_type, .names = &word, .most = 1000};
static const struct type sets_type = {"a mapping of names to lists of regions", FORM_NAMED,
                                      .item = &regions_type, .names = &word, .most = 1000};

/* ---- accounts: the table of settings ---- */

const struct record schema_account = {"account", .settings = SETTING_ACCOUNT};
static const struct record credentials = {"credentials", .settings = SETTING_CREDENTIALS};
static const struct record variables = {"env", .settings = SETTING_VARIABLES};
static const struct record rates = {"rate", .settings = SETTING_RATES};

MAPPING(credentials, "{file: PATH} or {env: {…}}", credentials);
MAPPING(variables, "a mapping of id, secret and token", variables);
MAPPING(rates, "a mapping of read and write", rates);

static const struct type *const setting_types[SETTING_KINDS] = {
    [SETTING_CREDENTIALS] = &credentials_type,
    [SETTING_VARIABLES] = &variables_type,
    [SETTING_RATES] = &rates_type,
    [SETTING_PROVIDER] = &provider_type,
    [SETTING_TEXT] = &any_type,
    [SETTING_ID] = &id_type,
    [SETTING_CHOICE] = &any_type,
    [SETTING_PATH] = &any_type,
    [SETTING_URL] = &url_type,
    [SETTING_VARIABLE] = &variable_type,
    [SETTING_RATE] = &rate_type,
    [SETTING_COUNT] = &count_type,
    [SETTING_SWITCH] = &boolean_type,
    [SETTING_REGIONS] = &extra_regions_type,
    [SETTING_GLOBS] = &globs_type,
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
    assert(setting_types[row->kind] != NULL);
    *field = (struct field){row->name,
                            setting_types[row->kind],
                            .offset = i * sizeof(struct node *),
                            .required = row->required,
                            .excludes = row->excludes,
                            .help = row->help,
                            .setting = row};
    return true;
}

/* ---- records ---- */

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
