/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a vendor's credential file: never a crash, and never the file's content in an error.
 *
 * The first line names the cloud, as the registry does, and the profile that is asked for, if any;
 * the rest is the file.  A first line that names nobody picks a cloud by its bytes.  So that a leak
 * can be seen, values that the readers take are looked for in the message.
 */
#include "providers/credentials/credentials.h"
#include "reconcile/base/utf8.h"
#include "tests/fuzz/cloud.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Short values stand in any text by chance. */
static void check_hidden(const struct err *err, const char *value)
{
    demand(value == NULL || strlen(value) < 24 || strstr(err->text, value) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct fuzz_input input = fuzz_input(data, size, &arena);
    const char *profile = *input.words == '\0' ? NULL : input.words;
    const struct key_sources *keys = input.provider->keys;
    struct credentials found = {0};
    struct key_config config;
    struct err err = ERR_INIT;
    int result = keys->read(input.rest, input.n, profile, &arena, &found, &err);

    demand(result == 0 || result == 1 || result == -1);
    demand((result == -1) == (err.code == ERR_CREDENTIAL));
    demand(utf8_valid(err.text, strlen(err.text)));
    check_hidden(&err, found.id);
    check_hidden(&err, found.secret);
    check_hidden(&err, found.token);
    if (keys->read_config != NULL) {
        keys->read_config(input.rest, input.n, NULL, &arena, &config);
        keys->read_config(input.rest, input.n, "default", &arena, &config);
    }
    arena_reset(&arena);
    return 0;
}
