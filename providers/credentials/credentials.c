/* SPDX-License-Identifier: MIT */
#include "providers/credentials/credentials.h"

#include "providers/wire/digest.h"
#include "reconcile/base/buf.h"
#include "reconcile/base/endpoint.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 1 << 20 };

/* One credentials_load(). */
struct search {
    const struct account *account;
    const struct credential_environment *environment;
    const struct key_sources *sources;
    struct arena *arena;
    struct credentials *out;
    const char **warning;
};

/* NULL for a variable that is not set or empty. */
static const char *variable(const struct search *search, const char *name)
{
    const char *value =
        name == NULL ? NULL : search->environment->variable(search->environment->context, name);

    return value == NULL || *value == '\0' ? NULL : value;
}

/* ---- what was found ---- */

/* A line break would end a header, a blank is a slip of copy and paste; neither is in any key. */
static bool plain(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

static int accept(const struct search *search, const char *source, const char *id_name,
                  const char *secret_name, struct err *err)
{
    struct credentials *out = search->out;

    if (out->id == NULL || out->secret == NULL)
        return err_set(err, ERR_CREDENTIAL, "half a key in %s: %s is missing", source,
                       out->id == NULL ? id_name : secret_name);
    if (!plain(out->id) || !plain(out->secret) || (out->token != NULL && !plain(out->token)))
        return err_set(err, ERR_CREDENTIAL,
                       "blanks or control characters in the key of %s: copy it again", source);
    out->id = arena_strdup(search->arena, out->id);
    out->secret = arena_strdup(search->arena, out->secret);
    out->token = arena_strdup(search->arena, out->token);
    out->source = arena_strdup(search->arena, source);
    return 0;
}

/* ---- files ---- */

/* "~/x" for people. */
static const char *shown(const struct search *search, const char *path)
{
    const char *home = search->environment->home;
    size_t n = home == NULL ? 0 : strlen(home);

    if (n > 1 && strncmp(path, home, n) == 0 && path[n] == '/')
        return arena_printf(search->arena, "~%s", path + n);
    return path;
}

/* 0: read; 1: there is no such file; -1: an error.  Symbolic links are followed: homes have them.
 */
static int read_file(const struct search *search, const char *path, struct buf *out,
                     struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    char bytes[4096];
    ssize_t n;

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return 1;
    if (fd < 0)
        return err_set(err, ERR_CREDENTIAL, "cannot open '%s': %s", shown(search, path),
                       strerror(errno));
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(fd);
        return err_set(err, ERR_CREDENTIAL, "no regular file: '%s'", shown(search, path));
    }
    while ((n = read(fd, bytes, sizeof bytes)) > 0)
        buf_add(out, bytes, (size_t)n);
    close(fd);
    if (n < 0 || out->overflow)
        return err_set(err, ERR_CREDENTIAL, "cannot read '%s': %s", shown(search, path),
                       out->overflow ? "too large" : strerror(errno));
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        *search->warning =
            arena_printf(search->arena, "others can read '%s': run 'chmod 600' on it",
                         shown(search, path));
    return 0;
}

/* 0: *out is filled; 1: no such file or no such profile in it; -1. */
static int try_file(const struct search *search, const char *path, const char *profile,
                    struct err *err)
{
    struct buf text cleanup_buf = BUF_INIT(MAX_FILE);
    const char *name = shown(search, path);
    int found = read_file(search, path, &text, err);

    *search->out = (struct credentials){0};
    if (found != 0)
        return found;
    found = search->sources->read(text.ptr, text.len, profile, search->arena, search->out, err);
    if (found < 0)
        return err_wrap(err, "%s", name);
    return found != 0 ? 1 : accept(search, name, "the key id", "the secret", err);
}

static const char *file_path(const struct search *search, const struct key_file *file,
                             const char *profile)
{
    const char *named = variable(search, file->variable);
    const char *folder = variable(search, file->folder_variable), *path = file->path, *mark;

    if (named != NULL || path == NULL)
        return named;
    if (folder != NULL)
        path = strrchr(path, '/') + 1;
    else
        folder = search->environment->home;
    if (folder == NULL)
        return NULL;
    mark = strstr(path, "%s");
    if (mark == NULL)
        return arena_printf(search->arena, "%s/%s", folder, path);
    return arena_printf(search->arena, "%s/%.*s%s%s", folder, (int)(mark - path), path,
                        profile == NULL ? "default" : profile, mark + 2);
}

/* "/home/me/.bce/config.json, …": where a profile was looked for. */
static const char *files_text(const struct search *search, const char *profile)
{
    const struct key_file *files = search->sources->files;
    size_t i;
    const char *text = "";

    for (i = 0; i < KEY_FILES; i++) {
        const char *path = file_path(search, &files[i], profile);

        if (path != NULL)
            text = arena_printf(search->arena, "%s%s%s", text, *text != '\0' ? ", " : "", path);
    }
    return *text != '\0' ? text : "no file: HOME is not set";
}

static int try_files(const struct search *search, const char *profile, struct err *err)
{
    size_t i;

    if (profile != NULL && (strchr(profile, '/') != NULL || profile[0] == '.'))
        return err_set(err, ERR_CREDENTIAL, "a profile's name holds no '/': '%s'", profile);
    for (i = 0; i < KEY_FILES; i++) {
        const char *path = file_path(search, &search->sources->files[i], profile);
        int found = path == NULL ? 1 : try_file(search, path, profile, err);

        if (found <= 0)
            return found;
    }
    return 1;
}

static struct key_config read_config(const struct search *search, const char *profile)
{
    struct buf text cleanup_buf = BUF_INIT(MAX_FILE);
    struct key_config config = {NULL, NULL};
    const char *path, *none = NULL;
    struct search quiet = *search;
    struct err ignored = ERR_INIT;

    if (search->sources->read_config == NULL)
        return config;
    quiet.warning = &none; /* no key is in it */
    path = file_path(search, &search->sources->config, NULL);
    if (path != NULL && read_file(&quiet, path, &text, &ignored) == 0)
        search->sources->read_config(text.ptr, text.len, profile, search->arena, &config);
    return config;
}

/* ---- the environment ---- */

/* The session token; an error when two names of it hold different ones. */
static int read_token(const struct search *search, const char *const *names, struct err *err)
{
    const char *first = NULL, *value;
    size_t i;

    for (i = 0; i < 3 && names[i] != NULL; i++) {
        value = variable(search, names[i]);
        if (value != NULL && first != NULL && strcmp(value, first) != 0)
            return err_set(err, ERR_CREDENTIAL, "%s and %s differ: unset one of them", names[0],
                           names[i]);
        if (value != NULL)
            first = value;
    }
    search->out->token = first;
    return 0;
}

/* 0: found; 1: none of these variables is set; -1. */
static int try_variables(const struct search *search, const struct key_variables *names,
                         struct err *err)
{
    if (names->id == NULL)
        return 1;
    search->out->id = variable(search, names->id);
    search->out->secret = variable(search, names->secret);
    if (search->out->id == NULL && search->out->secret == NULL)
        return 1;
    if (read_token(search, names->tokens, err) != 0)
        return -1;
    return accept(search, "the environment", names->id, names->secret, err);
}

static int try_environment(const struct search *search, struct err *err)
{
    const struct key_variables *names = search->sources->variables;
    struct credentials first = {0};
    int found = try_variables(search, &names[0], err), other;

    if (found < 0)
        return -1;
    first = *search->out;
    other = try_variables(search, &names[1], err);
    if (other < 0 || found == 1)
        return other;
    if (other == 0 &&
        (strcmp(first.id, search->out->id) != 0 || strcmp(first.secret, search->out->secret) != 0))
        return err_set(err, ERR_CREDENTIAL, "%s and %s hold different keys: unset one pair",
                       names[0].id, names[1].id);
    *search->out = first;
    return 0;
}

/* The variables that a manifest names. */
static int from_named_variables(const struct search *search, struct err *err)
{
    const struct account *account = search->account;
    const char *source;

    search->out->id = variable(search, account->env_id);
    search->out->secret = variable(search, account->env_secret);
    search->out->token = variable(search, account->env_token);
    if (search->out->id == NULL && search->out->secret == NULL)
        return err_set(err, ERR_CREDENTIAL, "no credentials: '%s' and '%s' are not set",
                       account->env_id, account->env_secret);
    if (account->env_token != NULL && search->out->token == NULL)
        return err_set(err, ERR_CREDENTIAL, "no session token: '%s' is not set",
                       account->env_token);
    source = arena_printf(search->arena, "the environment (%s)", account->env_id);
    return accept(search, source, account->env_id, account->env_secret, err);
}

/* ---- the order ---- */

static const char *default_profile(const struct search *search)
{
    const char *const *names = search->sources->profile_variables;
    const char *profile = variable(search, names[0]);

    if (profile == NULL)
        profile = variable(search, names[1]);
    return profile != NULL ? profile : read_config(search, NULL).profile;
}

static int find(const struct search *search, struct err *err)
{
    const struct account *account = search->account;
    int found;

    if (account->credentials_file != NULL) {
        found = try_file(search, account->credentials_file, account->profile, err);
        return found != 1 ? found
                          : err_set(err, ERR_CREDENTIAL, "no such file or profile: '%s'%s%s",
                                    account->credentials_file,
                                    account->profile == NULL ? "" : ", profile ",
                                    account->profile == NULL ? "" : account->profile);
    }
    if (account->env_id != NULL || account->env_secret != NULL)
        return from_named_variables(search, err);
    if (account->profile != NULL) {
        found = try_files(search, account->profile, err);
        return found != 1 ? found
                          : err_set(err, ERR_CREDENTIAL,
                                    "no profile '%s' in the files of the vendor's tool (%s)",
                                    account->profile, files_text(search, account->profile));
    }
    found = try_environment(search, err);
    if (found == 1)
        found = try_files(search, default_profile(search), err);
    return found != 1
               ? found
               : err_set(err, ERR_CREDENTIAL, "no credentials: %s", search->sources->missing);
}

static void find_project(const struct search *search)
{
    const char *profile = search->account->profile;
    const char *project = variable(search, search->sources->project_variable);

    if (profile == NULL)
        profile = default_profile(search);
    if (project == NULL && search->account->credentials_file == NULL)
        project = read_config(search, profile).project;
    search->out->project = arena_strdup(search->arena, project);
}

/* The vendor's tools would act as another identity than we do with the same variables. */
static void warn_of_role(const struct search *search)
{
    const char *const *names = search->sources->role_variables;
    size_t i;

    if (*search->warning != NULL)
        return;
    for (i = 0; i < 2; i++)
        if (variable(search, names[i]) != NULL)
            *search->warning =
                arena_printf(search->arena,
                             "%s is set, but ferry assumes no role: it acts as the key itself",
                             names[i]);
}

int credentials_load(const struct account *account, const struct key_sources *sources,
                     const struct credential_environment *environment, struct arena *arena,
                     struct credentials *out, const char **warning, struct err *err)
{
    struct search search = {account, environment, sources, arena, out, warning};

    assert(account != NULL && environment != NULL && arena != NULL && out != NULL);
    assert(sources != NULL && sources->read != NULL && warning != NULL);
    *out = (struct credentials){0};
    *warning = NULL;
    if (digest_ready(err) != 0)
        return -1;
    if (find(&search, err) != 0) {
        *out = (struct credentials){0};
        return err_wrap(err, "account '%s'", account->name);
    }
    find_project(&search);
    warn_of_role(&search);
    return 0;
}

const char *credentials_identity(const struct account *account,
                                 const struct credentials *credentials, struct arena *arena)
{
    const char *where = account->site, *project = account->project, *who = credentials->id;

    assert(account->caps != NULL && credentials->id != NULL);
    if (credentials->token != NULL)
        who = arena_printf(arena, "session from %s%s%s", credentials->source,
                           account->profile == NULL ? "" : ", profile ",
                           account->profile == NULL ? "" : account->profile);
    /* A host of the vendor's own is another door to the same account. */
    if (account->endpoint != NULL && !endpoint_is_below(account->endpoint, account->caps->domains))
        where = account->endpoint;
    if (where == NULL && account->caps->sites != NULL)
        where = account->caps->sites[0];
    if (project == NULL)
        project = credentials->project;
    return arena_printf(arena, "%s%s%s %s%s%s", account->caps->provider, where != NULL ? " " : "",
                        where != NULL ? where : "", who, project != NULL ? " " : "",
                        project != NULL ? project : "");
}
