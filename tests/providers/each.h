/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/registry.h"
#include "tests/providers/clouds/cases.h"
#include "tests/providers/clouds/support.h"
#include "tests/unit.h"

/*
 * Tests that every cloud must pass: they walk the registry, a test for each cloud and topic, named
 * "ucloud: refusals".  So a cloud that was added without its cases is red by its name.
 */

/* The last one's name is NULL. */
struct topic {
    const char *name;
    void (*test)(const struct provider *provider, const struct cloud_cases *cases);
};

/* Runs them all; what main() returns. */
int each_cloud(const char *group, const struct topic *topics);

/* Ends the test unless the cloud's cases have this part. */
void each_needs(const struct provider *provider, bool part, const char *what);

/* "tencent-cvm/qcloud"; and the provider of such a name. */
const char *each_name(const struct provider *provider);
const struct provider *each_named(const char *name);

extern struct arena each_arena; /* emptied after each test */
