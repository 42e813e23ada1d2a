/* SPDX-License-Identifier: MIT */
#include "tests/providers/each.h"

struct arena each_arena;

struct job {
    const struct topic *topic;
    const struct provider *provider;
};

const char *each_name(const struct provider *provider)
{
    static char names[4][80]; /* several may stand in one message */
    static unsigned next;
    char *name = names[next++ % 4];

    snprintf(name, sizeof names[0], "%s%s%s", provider->caps->provider,
             provider->gateway != NULL ? "/" : "",
             provider->gateway != NULL ? provider->gateway : "");
    return name;
}

const struct provider *each_named(const char *name)
{
    const struct provider *const *provider;

    for (provider = registry(); *provider != NULL; provider++)
        if (strcmp(each_name(*provider), name) == 0)
            return *provider;
    fail_msg("no provider is named %s", name);
    return NULL;
}

static const struct cloud_cases *cases_of(const struct provider *provider)
{
    const struct cloud_cases *const *cases;

    for (cases = cloud_cases; *cases != NULL; cases++)
        if ((*cases)->provider == provider)
            return *cases;
    fail_msg("provider %s has no cases in tests/providers/clouds/cases.c", each_name(provider));
    return NULL;
}

void each_needs(const struct provider *provider, bool part, const char *what)
{
    if (!part)
        fail_msg("provider %s has no %s", each_name(provider), what);
}

static void run(void **state)
{
    const struct job *job = *state;

    job->topic->test(job->provider, cases_of(job->provider));
}

static int clean(void **state)
{
    (void)state;
    arena_reset(&each_arena);
    return 0;
}

int each_cloud(const char *group, const struct topic *topics)
{
    struct arena arena = ARENA_INIT;
    const struct provider *const *providers = registry();
    size_t n_providers = 0, n_topics = 0, n = 0, i, j;
    struct CMUnitTest *tests;
    struct job *jobs;
    int failed;

    while (providers[n_providers] != NULL)
        n_providers++;
    while (topics[n_topics].name != NULL)
        n_topics++;
    tests = arena_array(&arena, n_providers * n_topics, sizeof *tests);
    jobs = arena_array(&arena, n_providers * n_topics, sizeof *jobs);
    for (i = 0; i < n_topics; i++) {
        for (j = 0; j < n_providers; j++, n++) {
            jobs[n] = (struct job){&topics[i], providers[j]};
            tests[n].name = arena_printf(&arena, "%s: %s", each_name(providers[j]), topics[i].name);
            tests[n].test_func = run;
            tests[n].teardown_func = clean;
            tests[n].initial_state = &jobs[n];
        }
    }
    failed = _cmocka_run_group_tests(group, tests, n, NULL, NULL);
    arena_free(&arena);
    arena_free(&each_arena);
    return failed;
}
