/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CREDENTIALS_CREDENTIALS_H
#define PROVIDERS_CREDENTIALS_CREDENTIALS_H

#include "providers/wire/provider.h"

/*
 * Finds an account's credentials: what the manifest names and nothing else, or else the
 * environment, or else the vendor CLI's default profile.  Half a pair is an error, never a reason
 * to look further.
 *
 * Formats and names: the vendors' own (see credentials.c for each source).  No value is ever put
 * into a message; a file is named, never quoted.
 */

struct credential_environment { /* what the outside says; tests pass their own */
    const char *(*variable)(void *context, const char *name); /* NULL: not set */
    void *context;
    const char *home; /* where "~" is; NULL: nowhere */
};

/*
 * 0: *out is filled, all in `arena`; `*warning` is NULL or a text (others can read the file).  -1
 * with ERR_CREDENTIAL and what to do.  Reads files, so a new session token, when the old one
 * expired during a run, is found by calling it again.
 *
 * `out->project` is what UCLOUD_PROJECT_ID or the UCloud CLI's config.json say.  Where the manifest
 * gives the account no `project`, the caller puts it there, before credentials_identity().
 */
int credentials_load(const struct account *account,
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

#endif
