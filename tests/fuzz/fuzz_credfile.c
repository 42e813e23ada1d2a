/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a vendor's credential file: never a crash, and never the file's content in an error.
 *
 * The first byte picks the vendor and whether a profile is asked for; the rest is the file.  So
 * that a leak can be seen, values that the readers take are looked for in the message.
 */
#include "providers/credentials/credfile.h"
#include "reconcile/base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/* Short values stand in any text by chance. */
static void check_hidden(const struct err *err, const char *value)
{
    demand(value == NULL || strlen(value) < 24 || strstr(err->text, value) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static credfile_reader *const readers[] = {credfile_tencent, credfile_ucloud, credfile_baidu};
    static struct arena arena;
    struct credentials found = {0};
    struct err err = ERR_INIT;
    const char *profile, *text;
    int result;

    if (size == 0)
        return 0;
    profile = data[0] & 4 ? "prod" : NULL;
    text = arena_strndup(&arena, (const char *)data + 1, size - 1);
    result = readers[data[0] % 3](text, size - 1, profile, &arena, &found, &err);
    demand(result == 0 || result == 1 || result == -1);
    demand((result == -1) == (err.code == ERR_CREDENTIAL));
    demand(utf8_valid(err.text, strlen(err.text)));
    check_hidden(&err, found.id);
    check_hidden(&err, found.secret);
    check_hidden(&err, found.token);
    credfile_ucloud_active(text, size - 1, &arena);
    credfile_ucloud_project(text, size - 1, "default", &arena);
    arena_reset(&arena);
    return 0;
}
