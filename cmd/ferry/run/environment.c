/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/environment.h"

#include <stdlib.h>

const char *environment_variable(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

struct credential_environment environment_credentials(void)
{
    return (struct credential_environment){environment_variable, NULL, getenv("HOME")};
}

const char *environment_ci_url(struct arena *arena)
{
    const char *server = getenv("GITHUB_SERVER_URL"), *repository = getenv("GITHUB_REPOSITORY");
    const char *run = getenv("GITHUB_RUN_ID");

    if (server != NULL && repository != NULL && run != NULL)
        return arena_printf(arena, "%s/%s/actions/runs/%s", server, repository, run);
    return getenv("CI_JOB_URL");
}
