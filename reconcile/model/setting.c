/* SPDX-License-Identifier: MIT */
#include "reconcile/model/setting.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define KEPT(name)         .member = #name, .offset = offsetof(struct account, name)
#define LIST(name)         KEPT(name), .beside = offsetof(struct account, n_##name)
#define CHOICE(name, list) KEPT(name), .choices = offsetof(struct caps, list)

const struct setting setting_table[] = {
    {"provider", SETTING_PROVIDER, KEPT(caps), .required = true,
     .help = "The cloud that this account is with."},
    {"profile", SETTING_TEXT, KEPT(profile), .excludes = "credentials",
     .help = "The profile of the vendor's own command line files that holds the credentials."},
    {"credentials", SETTING_CREDENTIALS,
     .help = "Where the credentials are, if not in a profile or the usual variables."},
    {"file", SETTING_PATH, SETTING_CREDENTIALS, KEPT(credentials_file), .excludes = "env",
     .help = "A credentials file in any of the vendor's own formats; a relative path starts at the "
             "manifest's folder."},
    {"env", SETTING_VARIABLES, SETTING_CREDENTIALS,
     .help = "Names of environment variables that begin with one of the vendor's prefixes or "
             "FERRY_CRED_, never values."},
    {"id", SETTING_VARIABLE, SETTING_VARIABLES, KEPT(env_id), .required = true,
     .help = "The variable that holds the key's id."},
    {"secret", SETTING_VARIABLE, SETTING_VARIABLES, KEPT(env_secret), .required = true,
     .help = "The variable that holds the secret."},
    {"token", SETTING_VARIABLE, SETTING_VARIABLES, KEPT(env_token),
     .help = "The variable that holds the session token of temporary credentials."},
    {"project", SETTING_ID, KEPT(project), .port = PORT_SET_PROJECT,
     .help = "The project whose images are meant (UCloud)."},
    {"channel_key", SETTING_ID, KEPT(channel_key), .port = PORT_SET_CHANNEL_KEY,
     .help = "The channel of a white label that shares UCloud's domain."},
    {"site", SETTING_CHOICE, CHOICE(site, sites), .port = PORT_SET_SITE,
     .help = "Which site of the vendor the account is with: china or intl for Tencent Cloud, "
             "ucloud or scloud for UCloud."},
    {"gateway", SETTING_CHOICE, CHOICE(gateway, gateways), .port = PORT_SET_GATEWAY,
     .help = "Another way into the same cloud: qcloud is the 2017 form on image.api.qcloud.com."},
    {"endpoint", SETTING_URL, KEPT(endpoint), .beside = offsetof(struct account, endpoint_origin),
     .help = "The URL to call instead of the vendor's; {region} in it is replaced; a host that is "
             "not the vendor's needs --allow-endpoint."},
    {"ca_file", SETTING_PATH, KEPT(ca_file),
     .help = "A file of certificates to trust for this account; a relative path starts at the "
             "manifest's folder."},
    {"rate", SETTING_RATES, .help = "Requests a second at most, if fewer than the vendor allows."},
    {"read", SETTING_RATE, SETTING_RATES, KEPT(read_rate), .help = "Listing requests a second."},
    {"write", SETTING_RATE, SETTING_RATES, KEPT(write_rate), .help = "Copy requests a second."},
    {"max_copies_per_region", SETTING_COUNT, KEPT(max_copies_per_region),
     .help = "Copies that may arrive in one region at a time."},
    {"image_quota", SETTING_COUNT, KEPT(image_quota),
     .help = "Custom images that a region may hold, where the cloud has no call that tells."},
    {"extra_regions", SETTING_REGIONS, LIST(extra_regions),
     .help = "Regions newer than ferry's tables: an id, or {id, mainland: true}."},
    {"watch", SETTING_GLOBS, LIST(watch), .unsummed = true,
     .help = "Globs of image names whose undeclared copies are reported as extra."},
    {"cross_border", SETTING_SWITCH, KEPT(cross_border), .port = PORT_SET_CROSS_BORDER,
     .help = "True if the vendor has approved copies across the mainland border for this account."},
#ifdef SETTING_MORE /* the row that tests/cmd/ferry/test_setting.c adds */
    SETTING_MORE,
#endif
    {.name = NULL},
};

const struct setting *setting_next(const struct setting *last, enum setting_kind within)
{
    const struct setting *row = last == NULL ? setting_table : last + 1;

    assert(within <= SETTING_RATES && (last == NULL || last->name != NULL));
    while (row->name != NULL && row->within != within)
        row++;
    return row->name == NULL ? NULL : row;
}

bool setting_is_mapping(const struct setting *row)
{
    assert(row->kind > SETTING_ACCOUNT && row->kind < SETTING_KINDS);
    return row->kind <= SETTING_RATES;
}

/* ---- values ---- */

#define SIZE(member)   sizeof(((struct setting_value *)NULL)->member)
#define OWN(member)    .own = offsetof(struct setting_value, member), .own_size = SIZE(member)
#define BESIDE(member) .beside = offsetof(struct setting_value, member), .beside_size = SIZE(member)

/* What an account keeps of a kind: a member of the value, and one beside it. */
static const struct {
    size_t own, own_size, beside, beside_size;
} kept[SETTING_KINDS] = {
    [SETTING_PROVIDER] = {OWN(caps)},
    [SETTING_TEXT] = {OWN(text)},
    [SETTING_ID] = {OWN(text)},
    [SETTING_CHOICE] = {OWN(text)},
    [SETTING_PATH] = {OWN(text)},
    [SETTING_URL] = {OWN(text), BESIDE(origin)},
    [SETTING_VARIABLE] = {OWN(text)},
    [SETTING_RATE] = {OWN(rate)},
    [SETTING_COUNT] = {OWN(count)},
    [SETTING_SWITCH] = {OWN(on)},
    [SETTING_REGIONS] = {OWN(regions), BESIDE(n)},
    [SETTING_GLOBS] = {OWN(globs), BESIDE(n)},
};

struct setting_value setting_get(const struct setting *row, const struct account *account)
{
    struct setting_value value = {.text = NULL};
    char *out = (char *)&value;
    const char *in;

    assert(account != NULL && !setting_is_mapping(row));
    in = (const char *)account;
    memcpy(out + kept[row->kind].own, in + row->offset, kept[row->kind].own_size);
    memcpy(out + kept[row->kind].beside, in + row->beside, kept[row->kind].beside_size);
    return value;
}

void setting_put(const struct setting *row, struct account *account, struct setting_value value)
{
    const char *in = (const char *)&value;
    char *out;

    assert(account != NULL && !setting_is_mapping(row));
    out = (char *)account;
    memcpy(out + row->offset, in + kept[row->kind].own, kept[row->kind].own_size);
    memcpy(out + row->beside, in + kept[row->kind].beside, kept[row->kind].beside_size);
}

bool setting_is_set(const struct setting *row, const struct account *account)
{
    const struct setting *in = NULL;
    struct setting_value value;

    if (setting_is_mapping(row)) {
        while ((in = setting_next(in, row->kind)) != NULL)
            if (setting_is_set(in, account))
                return true;
        return false;
    }
    value = setting_get(row, account);
    return value.caps != NULL || value.text != NULL || value.rate > 0 || value.count > 0 ||
           value.on || value.n > 0;
}

const char *const *setting_choices(const struct setting *row, const struct caps *caps)
{
    const char *const *choices;

    assert(row->kind == SETTING_CHOICE && caps != NULL);
    memcpy(&choices, (const char *)caps + row->choices, sizeof choices);
    return choices;
}

/* ---- JSON ---- */

static void write_regions(struct jsonw *w, const char *key, const struct setting_value *value)
{
    size_t i;

    jsonw_array(w, key);
    for (i = 0; i < value->n; i++) {
        jsonw_object(w, NULL);
        jsonw_string(w, "id", value->regions[i].id);
        jsonw_bool(w, "mainland", value->regions[i].mainland);
        jsonw_close(w);
    }
    jsonw_close(w);
}

/* As text, since JSON numbers are whole here. */
static void write_rate(struct jsonw *w, const char *key, double rate, enum setting_use use)
{
    char text[32];

    snprintf(text, sizeof text, "%.6g", rate);
    jsonw_string(w, key, rate > 0 || use == SETTING_CHECKSUM ? text : NULL);
}

static void write_value(const struct setting *row, const struct setting_value *value,
                        enum setting_use use, struct jsonw *w)
{
    switch (row->kind) {
    case SETTING_RATE:
        write_rate(w, row->member, value->rate, use);
        break;
    case SETTING_COUNT:
        jsonw_int(w, row->member, value->count);
        break;
    case SETTING_SWITCH:
        jsonw_bool(w, row->member, value->on);
        break;
    case SETTING_REGIONS:
        write_regions(w, row->member, value);
        break;
    case SETTING_GLOBS:
        jsonw_strings(w, row->member, value->globs, value->n);
        break;
    default:
        jsonw_string(w, row->member, value->text);
    }
}

/* Lists come last, and an unset rate is null in a plan and "0" in a checksum: these bytes are those
 * of the plans that people keep. */
void setting_write(const struct account *account, enum setting_use use, struct jsonw *w)
{
    const struct setting *row;
    int lists;

    assert(account != NULL && w != NULL && w->depth > 0);
    for (lists = 0; lists < 2; lists++) {
        for (row = setting_table; row->name != NULL; row++) {
            struct setting_value value;
            bool is_list = row->kind == SETTING_REGIONS || row->kind == SETTING_GLOBS;

            if (setting_is_mapping(row) || row->kind == SETTING_PROVIDER || is_list != lists ||
                (row->unsummed && use == SETTING_CHECKSUM))
                continue;
            value = setting_get(row, account);
            write_value(row, &value, use, w);
        }
    }
}
