/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/credentials/credentials.h"

/* The process's environment in the shapes that the layers below ask for, which read none. */

const char *environment_variable(void *context, const char *name); /* context is not used */
struct credential_environment environment_credentials(void);

/* A link to the pipeline run that we are part of (GitHub, GitLab), or NULL. */
const char *environment_ci_url(struct arena *arena);
