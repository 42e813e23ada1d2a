/* SPDX-License-Identifier: MIT */
/* Where Tencent Cloud's tools keep keys; what ferry does not need of them is passed over. */
#include "providers/clouds/tencent/tencent.h"
#include "providers/credentials/keyfile.h"

#include <string.h>

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

static int read_json(const char *text, size_t n, struct arena *arena, struct credentials *out,
                     struct err *err)
{
    static const struct keyfile_names names = {"secretId", "secretKey", "token"};
    struct err cause = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &cause);
    struct json root = json_root(document);
    const char *type = NULL, *role = NULL;

    if (document != NULL) {
        keyfile_json(&root, &names, out, &cause);
        type = keyfile_member(&root, "type", &cause);
        role = keyfile_member(&root, "role-arn", &cause);
    }
    if (cause.code != ERR_NONE)
        return keyfile_bad(&cause, err);
    return check_login_type(type, role, err);
}

/*
 * tccli's {"secretId": …, "secretKey": …, "token": …, "type": …} is one profile a file, so
 * `profile` does not matter to it; the SDKs' INI file has secret_id and secret_key in a section a
 * profile.
 */
static int read(const char *text, size_t n, const char *profile, struct arena *arena,
                struct credentials *out, struct err *err)
{
    static const struct keyfile_names names = {"secret_id", "secret_key", "token"};

    if (keyfile_is_json(text, n))
        return read_json(text, n, arena, out, err);
    return keyfile_ini(text, n, profile == NULL ? "default" : profile, &names, arena, out);
}

const struct key_sources tencent_keys = {
    .variables = {{"TENCENTCLOUD_SECRET_ID",
                   "TENCENTCLOUD_SECRET_KEY",
                   {"TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"}}},
    .profile_variables = {"TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"},
    .files = {{.variable = "TENCENTCLOUD_CREDENTIALS_FILE"},
              {.path = ".tccli/%s.credential",
               .folder_variable = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR"},
              {.path = ".tencentcloud/credentials"}},
    .read = read,
    .role_variables = {"TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"},
    .missing = "set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run 'tccli configure'",
};
