/* SPDX-License-Identifier: MIT */
/*
 * Where each vendor's tools keep keys.  Sources: terraform-provider-tencentcloud (provider.go),
 * tccli (configure.py), the Tencent Go SDK (profile_provider.go); ucloud-sdk-go
 * (external/env_config.go), ucloud-cli; terraform-provider-baiducloud, the bce CLI and bcecmd.
 */
#include "providers/credentials/credentials.h"

#include "providers/credentials/credfile.h"
#include "providers/wire/digest.h"
#include "reconcile/base/buf.h"
#include "reconcile/base/endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 1 << 20 };

/* ---- what differs between the vendors ---------------------------------------------------------
 */

struct variables { /* one generation of names; tokens NULL-terminated, they must agree */
    const char *id, *secret;
    const char *tokens[3];
};

struct place {            /* a file of a vendor's tool */
    const char *variable; /* that may name the file; NULL: none */
    const char *path;     /* below the home; "%s" is the profile */
};

struct vendor {
    const char *prefix; /* of the providers' names */
    struct variables variables[2];
    const char *profile_variables[2];
    credfile_reader *reader;
    struct place places[3];
    const char *missing; /* what to do when there is nothing at all */
};

static const struct vendor vendors[] = {
    {
        .prefix = "tencent-",
        .variables = {{"TENCENTCLOUD_SECRET_ID",
                       "TENCENTCLOUD_SECRET_KEY",
                       {"TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"}}},
        .profile_variables = {"TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"},
        .reader = credfile_tencent,
        .places = {{"TENCENTCLOUD_CREDENTIALS_FILE", NULL},
                   {NULL, ".tccli/%s.credential"},
                   {NULL, ".tencentcloud/credentials"}},
        .missing = "set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run 'tccli "
                   "configure'",
    },
    {
        .prefix = "ucloud",
        .variables = {{"UCLOUD_PUBLIC_KEY", "UCLOUD_PRIVATE_KEY", {NULL}}},
        .profile_variables = {"UCLOUD_PROFILE"},
        .reader = credfile_ucloud,
        .places = {{"UCLOUD_SHARED_CREDENTIAL_FILE", ".ucloud/credential.json"}},
        .missing = "set UCLOUD_PUBLIC_KEY and UCLOUD_PRIVATE_KEY, or run 'ucloud init'",
    },
    {
        .prefix = "baidu-",
        .variables = {{"BCE_ACCESS_KEY_ID",
                       "BCE_SECRET_ACCESS_KEY",
                       {"BCE_SECURITY_TOKEN", "BCE_SESSION_TOKEN"}},
                      {"BAIDUCLOUD_ACCESS_KEY",
                       "BAIDUCLOUD_SECRET_KEY",
                       {"BAIDUCLOUD_SESSION_TOKEN"}}},
        .reader = credfile_baidu,
        .places = {{NULL, ".bce/config.json"},
                   {NULL, ".bce/credentials"},
                   {NULL, ".go-bcecli/credentials"}},
        .missing = "set BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY, or run 'bce configure'",
    },
};

struct search { /* one credentials_load() */
    const struct account *account;
    const struct credential_environment *environment;
    const struct vendor *vendor;
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

/* ---- what was found ---------------------------------------------------------------------------
 */

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

/* ---- files ------------------------------------------------------------------------------------
 */

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
    struct credentials none = {0};
    int found = read_file(search, path, &text, err);

    *search->out = none;
    if (found != 0)
        return found;
    found = search->vendor->reader(text.ptr, text.len, profile, search->arena, search->out, err);
    if (found < 0)
        return err_wrap(err, "%s", name);
    return found != 0 ? 1 : accept(search, name, "the key id", "the secret", err);
}

static const char *below_home(const struct search *search, const char *path, const char *profile)
{
    const char *home = search->environment->home, *mark = strstr(path, "%s");

    if (mark == NULL)
        return arena_printf(search->arena, "%s/%s", home, path);
    return arena_printf(search->arena, "%s/%.*s%s%s", home, (int)(mark - path), path, profile,
                        mark + 2);
}

/* tccli's folder can be elsewhere. */
static const char *place_path(const struct search *search, const struct place *place,
                              const char *profile)
{
    const char *named = variable(search, place->variable);
    const char *folder = variable(search, "TENCENTCLOUD_SHARED_CREDENTIALS_DIR");

    if (named != NULL)
        return named;
    if (place->path == NULL)
        return NULL;
    if (folder != NULL && strncmp(place->path, ".tccli/", 7) == 0)
        return arena_printf(search->arena, "%s/%s.credential", folder,
                            profile == NULL ? "default" : profile);
    if (search->environment->home == NULL)
        return NULL;
    return below_home(search, place->path, profile == NULL ? "default" : profile);
}

/* "/home/me/.bce/config.json, …": where a profile was looked for. */
static const char *places_text(const struct search *search, const char *profile)
{
    size_t n = sizeof search->vendor->places / sizeof *search->vendor->places, i;
    const char *text = "";

    for (i = 0; i < n; i++) {
        const char *path = place_path(search, &search->vendor->places[i], profile);

        if (path != NULL)
            text = arena_printf(search->arena, "%s%s%s", text, *text != '\0' ? ", " : "", path);
    }
    return *text != '\0' ? text : "no file: HOME is not set";
}

/* The files of the vendor's tools in their order; a profile is looked for in each. */
static int try_places(const struct search *search, const char *profile, struct err *err)
{
    const struct vendor *vendor = search->vendor;
    size_t n = sizeof vendor->places / sizeof *vendor->places, i;

    if (profile != NULL && (strchr(profile, '/') != NULL || profile[0] == '.'))
        return err_set(err, ERR_CREDENTIAL, "a profile's name holds no '/': '%s'", profile);
    for (i = 0; i < n; i++) {
        const char *path = place_path(search, &vendor->places[i], profile);
        int found = path == NULL ? 1 : try_file(search, path, profile, err);

        if (found <= 0)
            return found;
    }
    return 1;
}

/* ---- UCloud's config.json ---------------------------------------------------------------------
 */

static bool is_ucloud(const struct search *search)
{
    return strcmp(search->vendor->prefix, "ucloud") == 0;
}

/* UCloud keeps the active profile and the project apart from the key.  Trouble with that file is
 * none of the key's: it is as if it were not there. */
static const char *ucloud_config(const struct search *search, const char *profile, bool project)
{
    static const struct place place = {"UCLOUD_SHARED_CONFIG_FILE", ".ucloud/config.json"};
    struct buf text cleanup_buf = BUF_INIT(MAX_FILE);
    const char *path = place_path(search, &place, NULL), *none = NULL;
    struct search quiet = *search;
    struct err ignored = ERR_INIT;

    quiet.warning = &none; /* no key is in it */
    if (path == NULL || read_file(&quiet, path, &text, &ignored) != 0)
        return project ? NULL : "default";
    return project ? credfile_ucloud_project(text.ptr, text.len, profile, search->arena)
                   : credfile_ucloud_active(text.ptr, text.len, search->arena);
}

/* ---- the environment --------------------------------------------------------------------------
 */

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
static int try_variables(const struct search *search, const struct variables *names,
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

/* Baidu's tools have two generations of names; keys that differ are a trap, not a choice. */
static int try_environment(const struct search *search, struct err *err)
{
    const struct variables *names = search->vendor->variables;
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

/* ---- the order --------------------------------------------------------------------------------
 */

static const char *default_profile(const struct search *search)
{
    const char *const *names = search->vendor->profile_variables;
    const char *profile = variable(search, names[0]);

    if (profile == NULL)
        profile = variable(search, names[1]);
    if (profile == NULL && is_ucloud(search))
        profile = ucloud_config(search, NULL, false);
    return profile;
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
        found = try_places(search, account->profile, err);
        return found != 1 ? found
                          : err_set(err, ERR_CREDENTIAL,
                                    "no profile '%s' in the files of the vendor's tool (%s)",
                                    account->profile, places_text(search, account->profile));
    }
    found = try_environment(search, err);
    if (found == 1)
        found = try_places(search, default_profile(search), err);
    return found != 1 ? found
                      : err_set(err, ERR_CREDENTIAL, "no credentials: %s", search->vendor->missing);
}

static void find_project(const struct search *search)
{
    const char *profile = search->account->profile;
    const char *project = variable(search, "UCLOUD_PROJECT_ID");

    if (!is_ucloud(search))
        return;
    if (profile == NULL)
        profile = default_profile(search);
    if (project == NULL && search->account->credentials_file == NULL)
        project = ucloud_config(search, profile, true);
    search->out->project = arena_strdup(search->arena, project);
}

/* The vendor's tools would act as another identity than we do with the same variables. */
static void warn_of_role(const struct search *search)
{
    static const char *const names[] = {"TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"};
    size_t i;

    if (strcmp(search->vendor->prefix, "tencent-") != 0 || *search->warning != NULL)
        return;
    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (variable(search, names[i]) != NULL)
            *search->warning =
                arena_printf(search->arena,
                             "%s is set, but ferry assumes no role: it acts as the key itself",
                             names[i]);
}

int credentials_load(const struct account *account,
                     const struct credential_environment *environment, struct arena *arena,
                     struct credentials *out, const char **warning, struct err *err)
{
    struct search search = {account, environment, NULL, arena, out, warning};
    struct credentials none = {0};
    size_t i;

    *out = none;
    *warning = NULL;
    if (digest_ready(err) != 0)
        return -1;
    for (i = 0; i < sizeof vendors / sizeof *vendors; i++)
        if (strncmp(account->caps->provider, vendors[i].prefix, strlen(vendors[i].prefix)) == 0)
            search.vendor = &vendors[i];
    if (search.vendor == NULL)
        return err_set(err, ERR_UNEXPECTED, "no credentials are known for '%s'",
                       account->caps->provider);
    if (find(&search, err) != 0) {
        *out = none;
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
