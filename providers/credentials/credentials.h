/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * Finds an account's credentials: what the manifest names and nothing else, or else the
 * environment, or else the vendor CLI's default profile.  Half a pair is an error, never a reason
 * to look further.  No value is ever put into a message; a file is named, never quoted.
 *
 * Where a vendor's tools keep keys its own folder says (clouds/NAME/credentials.c): key_sources.
 */

/* ---- what a vendor declares ---- */

/* One generation of names; the tokens, NULL-terminated, must agree. */
struct key_variables {
    const char *id, *secret;
    const char *tokens[3];
};

/* Of a vendor's tool. */
struct key_file {
    const char *variable; /* that may name the file; NULL: none */
    const char *path;     /* below the home; "%s" is the profile; NULL: only by `variable` */
    const char
        *folder_variable; /* that may name another folder for what follows the path's last '/' */
};

/*
 * Which keys a profile holds, of a file's bytes.  Pure.  0 with id, secret and token filled as far
 * as the file has them (NULL where not), 1 if the file knows no such profile, -1 with
 * ERR_CREDENTIAL if it is unusable: no such format, or a login that only the vendor's own tool can
 * renew.  `profile` NULL means the file's default.  Messages name keys and never values.
 */
typedef int key_file_reader(const char *text, size_t n, const char *profile, struct arena *arena,
                            struct credentials *out, struct err *err);

/* What a file beside the keys says. */
struct key_config {
    const char *profile; /* the active one; NULL: it does not say */
    const char *project; /* NULL: none */
};

/* Of a profile, NULL being the active one.  Trouble with that file is none of the key's: it is as
 * if it were not there. */
typedef void key_config_reader(const char *text, size_t n, const char *profile, struct arena *arena,
                               struct key_config *out);

enum { KEY_FILES = 3 };

struct key_sources {
    struct key_variables variables[2]; /* generations that differ are a trap, not a choice */
    const char *profile_variables[2];  /* that may name the default profile */
    struct key_file files[KEY_FILES];  /* in their order; a profile is looked for in each */
    key_file_reader *read;
    struct key_file config;
    key_config_reader *read_config; /* NULL: there is no such file */
    const char *project_variable;
    const char *role_variables[2]; /* with these the vendor's tools act as another identity */
    const char *missing;           /* what to do when there is nothing at all */
};

/* ---- loading ---- */

/* What the outside says; tests pass their own. */
struct credential_environment {
    const char *(*variable)(void *context, const char *name); /* NULL: not set */
    void *context;
    const char *home; /* where "~" is; NULL: nowhere */
};

/*
 * 0: *out is filled, all in `arena`; `*warning` is NULL or a text (others can read the file).  -1
 * with ERR_CREDENTIAL and what to do.  Reads files, so a new session token, when the old one
 * expired during a run, is found by calling it again.
 *
 * `out->project` is what the vendor's variable or file says.  Where the manifest gives the account
 * no `project`, the caller puts it there, before credentials_identity().
 */
int credentials_load(const struct account *account, const struct key_sources *sources,
                     const struct credential_environment *environment, struct arena *arena,
                     struct credentials *out, const char **warning, struct err *err);

/*
 * Who the cloud takes us for, without a secret: "tencent-cvm china AKID… " - provider, site or
 * an endpoint outside of the vendor's domains, key id, project.  Equal texts are one account of the
 * cloud: locks, journals and cells go by them.
 *
 * With a session token the key id is a new one at each login, and a later run must find what this
 * one wrote into its journal: where the key came from stands in the id's place.
 */
const char *credentials_identity(const struct account *account,
                                 const struct credentials *credentials, struct arena *arena);
