/* SPDX-License-Identifier: MIT */
/* The tables.  What walks them is walk.c. */
#include "manifest/schema.h"

#include "manifest/endpoint.h"
#include "reconcile/model/image.h"

#include <ctype.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define KEY(record, member, kind, ...)                                                             \
    {                                                                                              \
        .name = #member, .type = &(kind), .offset = offsetof(struct record, member), __VA_ARGS__   \
    }
#define RECORD(record, table)                                                                      \
    .fields = (table), .n_fields = COUNT(table), .size = sizeof(struct record)

/* ---- words and numbers -----------------------------------------------------------------------
 */

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

/* ---- types -----------------------------------------------------------------------------------
 */

#define WORD_TYPE(name, text)                                                                      \
    static const struct type name##_type = {(text), FORM_WORD, .rule = &name}

WORD_TYPE(any, "a text");
WORD_TYPE(word, "a name");
WORD_TYPE(id, "an id");
WORD_TYPE(version, "the number 1");
WORD_TYPE(count, "a whole number");
WORD_TYPE(rate, "a number");
WORD_TYPE(boolean, "true or false");
WORD_TYPE(os, "linux or windows");
WORD_TYPE(arch, "x86_64, arm64 or i386");
WORD_TYPE(url, "a URL");
WORD_TYPE(variable, "the name of an environment variable");
WORD_TYPE(region_id, "a region id");

static const struct type provider_type = {"a provider", FORM_WORD, .rule = &schema_rule_provider};
static const struct type texts_type = {"a list of globs", FORM_LIST, .item = &any_type,
                                       .most = 1000};
static const struct type regions_type = {"a list of regions", FORM_LIST, .item = &word_type,
                                         .most = 1000};
static const struct type to_type = {"a list of regions and sets", FORM_LIST, .item = &word_type,
                                    .most = 1000};
static const struct type env_type = {"a mapping of id, secret and token", FORM_RECORD,
                                     .record = &schema_env};
static const struct type credentials_type = {"{file: PATH} or {env: {…}}", FORM_RECORD,
                                             .record = &schema_credentials};
static const struct type rates_type = {"a mapping of read and write", FORM_RECORD,
                                       .record = &schema_rate};
static const struct type extra_region_type = {"a region id, or {id, mainland}",
                                              FORM_WORD | FORM_RECORD, .rule = &region_id,
                                              .record = &schema_extra_region};
static const struct type extra_regions_type = {"a list of region ids", FORM_LIST,
                                               .item = &extra_region_type, .most = 200};
static const struct type source_type = {"a region, or {region, id}", FORM_WORD | FORM_RECORD,
                                        .rule = &word, .record = &schema_source};
static const struct type expect_type = {"a mapping of what the image must be like", FORM_RECORD,
                                        .record = &schema_expect};
static const struct type account_type = {"a mapping of an account's settings", FORM_RECORD,
                                         .record = &schema_account};
static const struct type accounts_type = {"a mapping of names to accounts", FORM_NAMED,
                                          .item = &account_type, .names = &word, .most = 1000};
static const struct type sets_type = {"a mapping of names to lists of regions", FORM_NAMED,
                                      .item = &regions_type, .names = &word, .most = 1000};
static const struct type image_type = {"a mapping that describes an image", FORM_RECORD,
                                       .record = &schema_image};
static const struct type images_type = {"a list of images", FORM_LIST, .item = &image_type};
static const struct type defaults_type = {"a mapping of account, from and to", FORM_RECORD,
                                          .record = &schema_defaults};

/* ---- records ---------------------------------------------------------------------------------
 */

static const struct field env_fields[] = {
    KEY(raw_env, id, variable_type, .required = true,
        .help = "The variable that holds the key's id."),
    KEY(raw_env, secret, variable_type, .required = true,
        .help = "The variable that holds the secret."),
    KEY(raw_env, token, variable_type,
        .help = "The variable that holds the session token of temporary credentials."),
};
const struct record schema_env = {"env", RECORD(raw_env, env_fields)};

static const struct field credentials_fields[] = {
    KEY(raw_credentials, file, any_type,
        .help = "A credentials file in any of the vendor's own formats; a relative path starts at "
                "the manifest's folder."),
    KEY(raw_credentials, env, env_type,
        .help = "Names of environment variables that begin with one of the vendor's prefixes or "
                "FERRY_CRED_, never values."),
};
const struct record schema_credentials = {"credentials",
                                          RECORD(raw_credentials, credentials_fields),
                                          .one_of = {"file", "env"}};

static const struct field rate_fields[] = {
    KEY(raw_rate, read, rate_type, .help = "Listing requests a second."),
    KEY(raw_rate, write, rate_type, .help = "Copy requests a second."),
};
const struct record schema_rate = {"rate", RECORD(raw_rate, rate_fields)};

static const struct field extra_region_fields[] = {
    KEY(raw_extra_region, id, region_id_type, .required = true, .help = "The region's id."),
    KEY(raw_extra_region, mainland, boolean_type,
        .help = "True for a region in the mainland of China; others count as outside."),
};
const struct record schema_extra_region = {"extra_region",
                                           RECORD(raw_extra_region, extra_region_fields)};

static const struct field account_fields[] = {
    KEY(raw_account, provider, provider_type, .required = true,
        .help = "The cloud that this account is with."),
    KEY(raw_account, profile, any_type,
        .help = "The profile of the vendor's own command line files that holds the credentials."),
    KEY(raw_account, credentials, credentials_type,
        .help = "Where the credentials are, if not in a profile or the usual variables."),
    KEY(raw_account, project, id_type, .help = "The project whose images are meant (UCloud)."),
    KEY(raw_account, channel_key, id_type,
        .help = "The channel of a white label that shares UCloud's domain."),
    KEY(raw_account, site, any_type,
        .help = "Which site of the vendor the account is with: china or intl for Tencent Cloud, "
                "ucloud or scloud for UCloud."),
    KEY(raw_account, gateway, any_type,
        .help = "Another way into the same cloud: qcloud is the 2017 form on "
                "image.api.qcloud.com."),
    KEY(raw_account, endpoint, url_type,
        .help = "The URL to call instead of the vendor's; {region} in it is replaced; a host that "
                "is not the vendor's needs --allow-endpoint."),
    KEY(raw_account, ca_file, any_type,
        .help = "A file of certificates to trust for this account; a relative path starts at the "
                "manifest's folder."),
    KEY(raw_account, rate, rates_type,
        .help = "Requests a second at most, if fewer than the vendor allows."),
    KEY(raw_account, max_copies_per_region, count_type,
        .help = "Copies that may arrive in one region at a time."),
    KEY(raw_account, image_quota, count_type,
        .help = "Custom images that a region may hold, where the cloud has no call that tells."),
    KEY(raw_account, extra_regions, extra_regions_type,
        .help = "Regions newer than ferry's tables: an id, or {id, mainland: true}."),
    KEY(raw_account, watch, texts_type,
        .help = "Globs of image names whose undeclared copies are reported as extra."),
    KEY(raw_account, cross_border, boolean_type,
        .help = "True if the vendor has approved copies across the mainland border for this "
                "account."),
};
const struct record schema_account = {"account", RECORD(raw_account, account_fields),
                                      .one_of = {"profile", "credentials"}};

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
const struct record schema_source = {"source", RECORD(raw_source, source_fields)};

static const struct field expect_fields[] = {
    KEY(raw_expect, os, os_type, .help = "The operating system."),
    KEY(raw_expect, arch, arch_type, .help = "The processor architecture."),
    KEY(raw_expect, min_size_gib, count_type, .help = "The least size in GiB."),
    KEY(raw_expect, max_size_gib, count_type, .help = "The largest size in GiB."),
};
const struct record schema_expect = {"expect", RECORD(raw_expect, expect_fields)};

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
const struct record schema_image = {"image", RECORD(raw_image, image_fields)};

static const struct field defaults_fields[] = {
    KEY(raw_defaults, account, word_type, .help = "The account of images that name none."),
    KEY(raw_defaults, from, source_type, .help = FROM_HELP),
    KEY(raw_defaults, to, to_type, .help = TO_HELP),
};
const struct record schema_defaults = {"defaults", RECORD(raw_defaults, defaults_fields)};

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
const struct record schema_manifest = {"manifest", RECORD(raw_manifest, manifest_fields)};
