/* SPDX-License-Identifier: MIT */
/* The signature of each cloud, stage by stage: see tests/providers/clouds/vectors.h. */
#include "tests/providers/each.h"

#include "providers/wire/digest.h"

static void every_vector_holds_in_each_stage(const struct provider *provider,
                                             const struct cloud_cases *cases)
{
    struct err err = ERR_INIT;

    each_needs(provider, cases->vectors != NULL, "vectors of its signature");
    assert_int_equal(digest_ready(&err), 0);
    cases->vectors(&each_arena);
}

int main(void)
{
    static const struct topic topics[] = {
        {"every vector holds in each stage", every_vector_holds_in_each_stage},
        {NULL, NULL},
    };

    return each_cloud("sign", topics);
}
