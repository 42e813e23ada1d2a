/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/keys.h"

#include "tests/providers/clouds/support.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *lookup(void *context, const char *name)
{
    struct keys *keys = context;
    size_t n = strlen(name), i;

    for (i = 0; i < keys->n_variables; i++)
        if (strncmp(keys->variables[i], name, n) == 0 && keys->variables[i][n] == '=')
            return keys->variables[i] + n + 1;
    return NULL;
}

int keys_setup(void **state)
{
    struct keys *keys = calloc(1, sizeof *keys);
    const char *tmp = getenv("TMPDIR");

    assert_non_null(keys);
    snprintf(keys->home, sizeof keys->home, "%s/ferry-cred-XXXXXX", tmp != NULL ? tmp : "/tmp");
    *state = keys;
    return mkdtemp(keys->home) == NULL ? -1 : 0;
}

int keys_teardown(void **state)
{
    struct keys *keys = *state;
    char command[100];

    snprintf(command, sizeof command, "rm -rf '%s'", keys->home);
    arena_free(&keys->arena);
    free(keys);
    return system(command) == 0 ? 0 : -1;
}

void keys_set(struct keys *keys, const char *variable)
{
    keys->variables[keys->n_variables++] = variable;
}

void keys_write_mode(struct keys *keys, const char *path, const char *text, mode_t mode)
{
    const char *full = arena_printf(&keys->arena, "%s/%s", keys->home, path);
    char *folder = arena_strdup(&keys->arena, full);
    FILE *file;

    if (strrchr(path, '/') != NULL) {
        *strrchr(folder, '/') = '\0';
        mkdir(folder, 0700);
    }
    file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(full, mode), 0);
}

void keys_write(struct keys *keys, const char *path, const char *text)
{
    keys_write_mode(keys, path, text, 0600);
}

int keys_load_account(struct keys *keys, const struct provider *provider,
                      const struct account *account)
{
    struct credential_environment environment = {lookup, keys, keys->home};
    int result;

    keys->err.code = ERR_NONE;
    result = credentials_load(account, provider->keys, &environment, &keys->arena, &keys->found,
                              &keys->warning, &keys->err);
    if (result != 0)
        assert_int_equal(keys->err.code, ERR_CREDENTIAL);
    return result;
}

int keys_load(struct keys *keys, const struct provider *provider, const char *profile)
{
    struct account account = support_account(provider);

    account.profile = profile;
    return keys_load_account(keys, provider, &account);
}

void keys_expect(const struct keys *keys, const char *id, const char *secret, const char *token,
                 const char *source)
{
    if (keys->err.code != ERR_NONE)
        fail_msg("%s", keys->err.text);
    assert_string_equal(keys->found.id, id);
    assert_string_equal(keys->found.secret, secret);
    if (token == NULL)
        assert_null(keys->found.token);
    else
        assert_string_equal(keys->found.token, token);
    assert_string_equal(keys->found.source, source);
    assert_null(keys->warning);
}

void keys_expect_error(struct keys *keys, const char *part)
{
    if (strstr(keys->err.text, part) == NULL)
        fail_msg("got '%s', wanted '%s'", keys->err.text, part);
    assert_null(strstr(keys->err.text, "fake")); /* every made-up value holds this word */
    assert_null(keys->found.id);
}
