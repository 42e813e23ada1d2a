/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/json.h"
#include "providers/wire/provider.h"

/* What the readers of the vendors' key files share.  Empty values stand in many of these files for
 * "none"; they are read as NULL. */

/* Of the members or keys that hold the three; token may be NULL. */
struct keyfile_names {
    const char *id, *secret, *token;
};

/* An INI file may begin with '[', so only an object counts as JSON. */
bool keyfile_is_json(const char *text, size_t n);

const char *keyfile_member(const struct json *object, const char *key, struct err *err);

/* Fills id, secret and token from an object. */
void keyfile_json(const struct json *object, const struct keyfile_names *names,
                  struct credentials *out, struct err *err);

/* The same from a section of an INI file: 0, or 1 if it has no such section. */
int keyfile_ini(const char *text, size_t n, const char *section, const struct keyfile_names *names,
                struct arena *arena, struct credentials *out);

/* A fault of the file's form is a fault of the credentials: -1 with ERR_CREDENTIAL. */
int keyfile_bad(const struct err *cause, struct err *err);
