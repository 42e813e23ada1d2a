/* SPDX-License-Identifier: MIT */
/* Where UCloud's tools keep keys. */
#include "providers/clouds/ucloud/ucloud.h"
#include "providers/credentials/keyfile.h"

#include <string.h>

/* The array's object whose "profile" is `profile`; with NULL the one that is "active". */
static struct json find_profile(const struct json *array, const char *profile, struct err *err)
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

/* ~/.ucloud/credential.json: an array of {"public_key", "private_key", "profile"}. */
static int read(const char *text, size_t n, const char *profile, struct arena *arena,
                struct credentials *out, struct err *err)
{
    static const struct keyfile_names names = {"public_key", "private_key", NULL};
    struct err cause = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &cause);
    struct json root = json_root(document), found = {0};
    const char *mode = NULL;

    if (document != NULL)
        found = find_profile(&root, profile == NULL ? "default" : profile, &cause);
    if (found.node != NULL) {
        keyfile_json(&found, &names, out, &cause);
        mode = keyfile_member(&found, "auth_mode", &cause);
    }
    if (cause.code != ERR_NONE)
        return keyfile_bad(&cause, err);
    if (mode != NULL && strcmp(mode, "oauth") == 0 && (out->id == NULL || out->secret == NULL))
        return err_set(err, ERR_CREDENTIAL,
                       "this is a login that only the ucloud CLI can renew: make an API key and "
                       "put it into the environment");
    return found.node == NULL ? 1 : 0;
}

/* ~/.ucloud/config.json, an array of {"project_id", "profile", "active"}, says which profile is the
 * default, and keeps the project apart from the key. */
static void read_config(const char *text, size_t n, const char *profile, struct arena *arena,
                        struct key_config *out)
{
    struct err ignored = ERR_INIT;
    struct json_document *document cleanup_json = json_parse(text, n, arena, &ignored);
    struct json root = json_root(document), found = {0};

    if (document != NULL)
        found = find_profile(&root, profile, &ignored);
    out->profile =
        found.node == NULL ? "default" : json_string_or(&found, "profile", "default", &ignored);
    out->project = found.node == NULL ? NULL : keyfile_member(&found, "project_id", &ignored);
}

const struct key_sources ucloud_keys = {
    .variables = {{"UCLOUD_PUBLIC_KEY", "UCLOUD_PRIVATE_KEY", {NULL}}},
    .profile_variables = {"UCLOUD_PROFILE"},
    .files = {{.variable = "UCLOUD_SHARED_CREDENTIAL_FILE", .path = ".ucloud/credential.json"}},
    .read = read,
    .config = {.variable = "UCLOUD_SHARED_CONFIG_FILE", .path = ".ucloud/config.json"},
    .read_config = read_config,
    .project_variable = "UCLOUD_PROJECT_ID",
    .missing = "set UCLOUD_PUBLIC_KEY and UCLOUD_PRIVATE_KEY, or run 'ucloud init'",
};
