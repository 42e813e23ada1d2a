/* SPDX-License-Identifier: MIT */
/* What a cloud brings along beside its code, so that none is forgotten. */
#include "tests/providers/each.h"

#include <dirent.h>

static const char *text_of(const char *path)
{
    size_t n;

    return support_file(path, &each_arena, &n);
}

static const char *folder_of(const struct provider *provider)
{
    char *folder = arena_printf(&each_arena, "%s", provider->caps->provider), *c;

    for (c = folder; *c != '\0'; c++)
        *c = *c == '-' ? '_' : *c;
    return arena_printf(&each_arena, "providers/clouds/%s", folder);
}

static void its_facts_stand_beside_its_code(const struct provider *provider,
                                            const struct cloud_cases *cases)
{
    const char *path = arena_printf(&each_arena, "%s/README.md", folder_of(provider));
    const char *text = text_of(path);

    (void)cases;
    each_needs(provider, text != NULL, path);
    each_needs(provider, strstr(text, "\n## Sources") != NULL, "sources of its facts");
}

/* Seeds begin with the name of the cloud: tests/fuzz/cloud.h. */
static bool is_seed(const struct provider *provider, const char *path)
{
    const char *text = text_of(path), *name = each_name(provider);

    return text != NULL && strncmp(text, name, strlen(name)) == 0 &&
           strchr(" \n", text[strlen(name)]) != NULL;
}

static void fuzzers_have_seeds_of_its_replies(const struct provider *provider,
                                              const struct cloud_cases *cases)
{
    static const char folder[] = "tests/fuzz/corpus/reply";
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    bool found = false;

    (void)cases;
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL)
        found =
            found || is_seed(provider, arena_printf(&each_arena, "%s/%s", folder, entry->d_name));
    closedir(dir);
    each_needs(provider, found, "seeds in tests/fuzz/corpus/reply");
}

static bool has_main_job(const char *text, const char *name)
{
    return strstr(text, arena_printf(&each_arena, "{ main_job %s; }", name)) != NULL;
}

static void a_whole_program_test_converges_it(const struct provider *provider,
                                              const struct cloud_cases *cases)
{
    const char *text = text_of("tests/cli/all_clouds.bats");

    (void)cases;
    assert_non_null(text);
    each_needs(provider, has_main_job(text, provider->caps->provider),
               "main_job in tests/cli/all_clouds.bats");
    each_needs(provider, provider->gateway == NULL || has_main_job(text, provider->gateway),
               "main_job in tests/cli/all_clouds.bats");
}

static void the_readme_tells_its_keys_and_policies(const struct provider *provider,
                                                   const struct cloud_cases *cases)
{
    const char *text = text_of("README.md");
    const char *row = arena_printf(&each_arena, "\n| `%s` |", provider->caps->provider);

    (void)cases;
    assert_non_null(text);
    each_needs(provider, strstr(text, row) != NULL, "row of keys and policies in README.md");
}

static void it_declares_all_that_is_its_own(const struct provider *provider,
                                            const struct cloud_cases *cases)
{
    (void)cases;
    each_needs(provider, provider->caps != NULL, "capabilities");
    each_needs(provider, provider->errors != NULL, "table of error codes");
    each_needs(provider, provider->keys != NULL, "key sources");
    each_needs(provider, provider->build != NULL && provider->sign != NULL, "requests");
    each_needs(provider, provider->read != NULL, "replies");
}

int main(void)
{
    static const struct topic topics[] = {
        {"it declares all that is its own", it_declares_all_that_is_its_own},
        {"its facts stand beside its code", its_facts_stand_beside_its_code},
        {"fuzzers have seeds of its replies", fuzzers_have_seeds_of_its_replies},
        {"a whole-program test converges it", a_whole_program_test_converges_it},
        {"the README tells its keys and policies", the_readme_tells_its_keys_and_policies},
        {NULL, NULL},
    };

    return each_cloud("registry", topics);
}
