/* SPDX-License-Identifier: MIT */
/*
 * Sources of the formats: tencentcloud-cli (tccli/configure.py, credentials.py), the Tencent Go SDK
 * (common/profile_provider.go), ucloud-cli (base/config.go), the bce CLI (internal/config) and the
 * bce Python CLI; keys that ferry does not need are passed over.
 */
#include "providers/credentials/credfile.h"

#include "providers/credentials/ini.h"
#include "providers/wire/json.h"

#include <string.h>

/* An INI file may begin with '[', so only an object counts. */
static bool is_json_object(const char *text, size_t n)
{
    size_t i;

    for (i = 0; i < n && strchr(" \t\r\n", text[i]) != NULL; i++)
        continue;
    return i < n && text[i] == '{';
}

/* Empty values stand in many of these files for "none". */
static const char *value(const char *text)
{
    return text == NULL || *text == '\0' ? NULL : text;
}

static const char *member(const struct json *object, const char *key, struct err *err)
{
    return value(json_string_or(object, key, NULL, err));
}

/* A fault of the file's form is a fault of the credentials. */
static int bad_file(const struct err *cause, struct err *err)
{
    return err_set(err, ERR_CREDENTIAL, "%s", cause->text);
}

/* ---- Tencent Cloud ----------------------------------------------------------------------------
 */

static int check_login_type(const char *type, const char *role, struct err *err)
{
    if (type != NULL && (strcmp(type, "oauth") == 0 || strcmp(type, "sso") == 0))
        return err_set(err, ERR_CREDENTIAL,
                       "this is a login that only tccli can renew: run 'tccli %s login' and export "
                       "a key, or use an API key",
                       strcmp(type, "sso") == 0 ? "sso" : "auth");
    if (type != NULL && strcmp(type, "cvm-role") == 0)
        return err_set(err, ERR_CREDENTIAL,
                       "this profile takes its key from the machine's role, which ferry does not "
                       "ask for: put a key and its token into the environment");
    if (role != NULL)
        return err_set(err, ERR_CREDENTIAL,
                       "this profile assumes a role (role-arn): put the key and token of the role "
                       "into the environment");
    return 0;
}

static int tencent_json(const char *text, size_t n, struct arena *arena, struct credentials *out,
                        struct err *err)
{
    struct err cause = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &cause);
    struct json root = json_root(document);
    const char *type = NULL, *role = NULL;

    if (document != NULL) {
        out->id = member(&root, "secretId", &cause);
        out->secret = member(&root, "secretKey", &cause);
        out->token = member(&root, "token", &cause);
        type = member(&root, "type", &cause);
        role = member(&root, "role-arn", &cause);
    }
    if (cause.code != ERR_NONE)
        return bad_file(&cause, err);
    return check_login_type(type, role, err);
}

int credfile_tencent(const char *text, size_t n, const char *profile, struct arena *arena,
                     struct credentials *out, struct err *err)
{
    if (is_json_object(text, n))
        return tencent_json(text, n, arena, out, err);
    if (profile == NULL)
        profile = "default";
    if (!ini_has_section(text, n, profile))
        return 1;
    out->id = value(ini_get(text, n, profile, "secret_id", arena));
    out->secret = value(ini_get(text, n, profile, "secret_key", arena));
    out->token = value(ini_get(text, n, profile, "token", arena));
    return 0;
}

/* ---- UCloud -----------------------------------------------------------------------------------
 */

/* The array's object whose "profile" is `profile`; with NULL the one that is "active". */
static struct json ucloud_profile(const struct json *array, const char *profile, struct err *err)
{
    struct json item;

    if (!json_is_array(array))
        err_set(err, ERR_DATA, "expected an array of profiles");
    for (item = json_first(array); item.node != NULL; item = json_next(&item))
        if (profile == NULL ? json_bool_or(&item, "active", false, err)
                            : strcmp(json_string_or(&item, "profile", "", err), profile) == 0)
            break;
    return item;
}

int credfile_ucloud(const char *text, size_t n, const char *profile, struct arena *arena,
                    struct credentials *out, struct err *err)
{
    struct err cause = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &cause);
    struct json root = json_root(document), found = {0};
    const char *mode = NULL;

    if (document != NULL)
        found = ucloud_profile(&root, profile == NULL ? "default" : profile, &cause);
    if (found.node != NULL) {
        out->id = member(&found, "public_key", &cause);
        out->secret = member(&found, "private_key", &cause);
        mode = member(&found, "auth_mode", &cause);
    }
    if (cause.code != ERR_NONE)
        return bad_file(&cause, err);
    if (mode != NULL && strcmp(mode, "oauth") == 0 && (out->id == NULL || out->secret == NULL))
        return err_set(err, ERR_CREDENTIAL,
                       "this is a login that only the ucloud CLI can renew: make an API key and "
                       "put it into the environment");
    return found.node == NULL ? 1 : 0;
}

const char *credfile_ucloud_active(const char *text, size_t n, struct arena *arena)
{
    struct err ignored = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &ignored);
    struct json root = json_root(document), found = {0};

    if (document != NULL)
        found = ucloud_profile(&root, NULL, &ignored);
    return found.node == NULL ? "default" : json_string_or(&found, "profile", "default", &ignored);
}

const char *credfile_ucloud_project(const char *text, size_t n, const char *profile,
                                    struct arena *arena)
{
    struct err ignored = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &ignored);
    struct json root = json_root(document), found = {0};

    if (document != NULL)
        found = ucloud_profile(&root, profile, &ignored);
    return found.node == NULL ? NULL : member(&found, "project_id", &ignored);
}

/* ---- Baidu ------------------------------------------------------------------------------------
 */

static int baidu_json(const char *text, size_t n, const char *profile, struct arena *arena,
                      struct credentials *out, struct err *err)
{
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
    if (item.node != NULL) {
        out->id = member(&item, "access_key_id", &cause);
        out->secret = member(&item, "secret_access_key", &cause);
        out->token = member(&item, "security_token", &cause);
    }
    if (cause.code != ERR_NONE)
        return bad_file(&cause, err);
    return item.node == NULL ? 1 : 0;
}

int credfile_baidu(const char *text, size_t n, const char *profile, struct arena *arena,
                   struct credentials *out, struct err *err)
{
    const char *section = profile == NULL ? "defaults" : profile;

    if (is_json_object(text, n))
        return baidu_json(text, n, profile, arena, out, err);
    if (!ini_has_section(text, n, section))
        return 1;
    out->id = value(ini_get(text, n, section, "bce_access_key_id", arena));
    if (out->id != NULL) {
        out->secret = value(ini_get(text, n, section, "bce_secret_access_key", arena));
        out->token = value(ini_get(text, n, section, "bce_security_token", arena));
        return 0;
    }
    out->id = value(ini_get(text, n, section, "Ak", arena));
    out->secret = value(ini_get(text, n, section, "Sk", arena));
    out->token = value(ini_get(text, n, section, "Sts", arena));
    return 0;
}
