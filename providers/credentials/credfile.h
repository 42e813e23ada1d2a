/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_CREDENTIALS_CREDFILE_H
#define PROVIDERS_CREDENTIALS_CREDFILE_H

#include "providers/wire/provider.h"

/*
 * The vendors' own credential files, as text: which keys a profile holds.  Pure; credentials.c
 * finds and reads the files.
 *
 * All three return 0 with id, secret and token filled as far as the file has them (NULL where not),
 * 1 if the file knows no such profile, -1 with ERR_CREDENTIAL if it is unusable: no such format, or
 * a login that only the vendor's own tool can renew.  `profile` NULL means the file's default.
 * Messages name keys and never values.
 */
typedef int credfile_reader(const char *text, size_t n, const char *profile, struct arena *arena,
                            struct credentials *out, struct err *err);

/*
 * tccli's ~/.tccli/NAME.credential: {"secretId": …, "secretKey": …, "token": …, "type": …}, one
 * profile a file, so `profile` does not matter to it; or the SDKs' ~/.tencentcloud/credentials, an
 * INI file with secret_id and secret_key in a section a profile, "default" by default.
 */
credfile_reader credfile_tencent;

/*
 * The UCloud CLI's ~/.ucloud/credential.json, an array of {"public_key", "private_key", "profile"};
 * its config.json, an array of {"project_id", "profile", "active"}, says which one is the default.
 */
credfile_reader credfile_ucloud;

/* The profile that config.json calls active, else "default"; and the project of a profile. */
const char *credfile_ucloud_active(const char *text, size_t n, struct arena *arena);
const char *credfile_ucloud_project(const char *text, size_t n, const char *profile,
                                    struct arena *arena);

/*
 * Baidu's three generations: the bce CLI's ~/.bce/config.json {"current", "profiles": […]}, the old
 * Python CLI's ~/.bce/credentials ([defaults] bce_access_key_id = …) and bcecmd's
 * ~/.go-bcecli/credentials ([Defaults] Ak = …).
 */
credfile_reader credfile_baidu;

#endif
