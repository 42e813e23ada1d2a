/* SPDX-License-Identifier: MIT */
#include "providers/credentials/keyfile.h"

#include "providers/credentials/ini.h"

#include <assert.h>
#include <string.h>

bool keyfile_is_json(const char *text, size_t n)
{
    size_t i;

    for (i = 0; i < n && strchr(" \t\r\n", text[i]) != NULL; i++)
        continue;
    return i < n && text[i] == '{';
}

static const char *value(const char *text)
{
    return text == NULL || *text == '\0' ? NULL : text;
}

const char *keyfile_member(const struct json *object, const char *key, struct err *err)
{
    return value(json_string_or(object, key, NULL, err));
}

void keyfile_json(const struct json *object, const struct keyfile_names *names,
                  struct credentials *out, struct err *err)
{
    out->id = keyfile_member(object, names->id, err);
    out->secret = keyfile_member(object, names->secret, err);
    if (names->token != NULL)
        out->token = keyfile_member(object, names->token, err);
}

int keyfile_ini(const char *text, size_t n, const char *section, const struct keyfile_names *names,
                struct arena *arena, struct credentials *out)
{
    assert(section != NULL && names->token != NULL);
    if (!ini_has_section(text, n, section))
        return 1;
    out->id = value(ini_get(text, n, section, names->id, arena));
    out->secret = value(ini_get(text, n, section, names->secret, arena));
    out->token = value(ini_get(text, n, section, names->token, arena));
    return 0;
}

int keyfile_bad(const struct err *cause, struct err *err)
{
    assert(cause->code != ERR_NONE);
    return err_set(err, ERR_CREDENTIAL, "%s", cause->text);
}
