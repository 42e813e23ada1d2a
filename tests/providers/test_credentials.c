/* SPDX-License-Identifier: MIT */
/* Each cloud's keys: from its variables, from its tool's file, or word of what to do. */
#include "tests/providers/clouds/keys.h"
#include "tests/providers/each.h"

#define RIG                                                                                        \
    void *state = NULL;                                                                            \
    struct keys *keys;                                                                             \
    assert_int_equal(keys_setup(&state), 0);                                                       \
    keys = state

static void the_vendor_s_variables_are_read(const struct provider *provider,
                                            const struct cloud_cases *cases)
{
    size_t i;
    RIG;

    each_needs(provider, cases->variables != NULL, "variables of keys in its cases");
    for (i = 0; cases->variables[i] != NULL; i++)
        keys_set(keys, cases->variables[i]);
    keys_load(keys, provider, NULL);
    keys_expect(keys, "fakeid", "fakekey", i > 2 ? "faketoken" : NULL, "the environment");
    for (i = 0; cases->variables[i] != NULL; i++) { /* a manifest may name the vendor's own */
        const char *const *prefix = provider->caps->env_prefixes;

        while (*prefix != NULL && strncmp(cases->variables[i], *prefix, strlen(*prefix)) != 0)
            prefix++;
        assert_non_null(*prefix);
    }
    keys->n_variables = 1;
    assert_int_equal(keys_load(keys, provider, NULL), -1);
    keys_expect_error(keys, "half a key in the environment");
    keys_teardown(&state);
}

static void the_vendor_s_file_is_read(const struct provider *provider,
                                      const struct cloud_cases *cases)
{
    RIG;

    each_needs(provider, cases->file != NULL && cases->text != NULL, "file of keys in its cases");
    keys_write(keys, cases->file, cases->text);
    keys_load(keys, provider, NULL);
    keys_expect(keys, "fakeid", "fakekey", NULL, arena_printf(&keys->arena, "~/%s", cases->file));
    keys_write(keys, cases->file, "{\"fake");
    keys_load(keys, provider, NULL);
    assert_null(strstr(keys->err.text, "fake"));
    keys_teardown(&state);
}

static void nothing_at_all_says_what_to_do(const struct provider *provider,
                                           const struct cloud_cases *cases)
{
    RIG;

    each_needs(provider, cases->missing != NULL, "advice about missing keys in its cases");
    assert_int_equal(keys_load(keys, provider, NULL), -1);
    keys_expect_error(keys, cases->missing);
    keys_expect_error(keys, "account 'a': no credentials: ");
    keys_teardown(&state);
}

int main(void)
{
    static const struct topic topics[] = {
        {"the vendor's variables are read", the_vendor_s_variables_are_read},
        {"the vendor's file is read", the_vendor_s_file_is_read},
        {"nothing at all says what to do", nothing_at_all_says_what_to_do},
        {NULL, NULL},
    };

    return each_cloud("credentials", topics);
}
