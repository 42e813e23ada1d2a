/* SPDX-License-Identifier: MIT */
/* Where Baidu's tools keep keys. */
#include "providers/clouds/baidu_bcc/baidu_bcc.h"
#include "providers/credentials/keyfile.h"

#include <string.h>

/* The bce CLI's {"current", "profiles": […]}. */
static int read_json(const char *text, size_t n, const char *profile, struct arena *arena,
                     struct credentials *out, struct err *err)
{
    static const struct keyfile_names names = {"access_key_id", "secret_access_key",
                                               "security_token"};
    struct err cause = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &cause);
    struct json root = json_root(document), profiles = {0}, item = {0};

    if (document != NULL) {
        if (profile == NULL)
            profile = json_string_or(&root, "current", "default", &cause);
        profiles = json_array_maybe(&root, "profiles", &cause);
        for (item = json_first(&profiles); item.node != NULL; item = json_next(&item))
            if (strcmp(json_string_or(&item, "name", "", &cause), profile) == 0)
                break;
    }
    if (item.node != NULL)
        keyfile_json(&item, &names, out, &cause);
    if (cause.code != ERR_NONE)
        return keyfile_bad(&cause, err);
    return item.node == NULL ? 1 : 0;
}

/* Three generations: the bce CLI's JSON, the old Python CLI's INI file, bcecmd's. */
static int read(const char *text, size_t n, const char *profile, struct arena *arena,
                struct credentials *out, struct err *err)
{
    static const struct keyfile_names python = {"bce_access_key_id", "bce_secret_access_key",
                                                "bce_security_token"};
    static const struct keyfile_names bcecmd = {"Ak", "Sk", "Sts"};
    const char *section = profile == NULL ? "defaults" : profile;
    int found;

    if (keyfile_is_json(text, n))
        return read_json(text, n, profile, arena, out, err);
    found = keyfile_ini(text, n, section, &python, arena, out);
    return out->id != NULL ? found : keyfile_ini(text, n, section, &bcecmd, arena, out);
}

const struct key_sources baidu_bcc_keys = {
    .variables = {{"BCE_ACCESS_KEY_ID",
                   "BCE_SECRET_ACCESS_KEY",
                   {"BCE_SECURITY_TOKEN", "BCE_SESSION_TOKEN"}},
                  {"BAIDUCLOUD_ACCESS_KEY", "BAIDUCLOUD_SECRET_KEY", {"BAIDUCLOUD_SESSION_TOKEN"}}},
    .files = {{.path = ".bce/config.json"},
              {.path = ".bce/credentials"},
              {.path = ".go-bcecli/credentials"}},
    .read = read,
    .missing = "set BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY, or run 'bce configure'",
};
