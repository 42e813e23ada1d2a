/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/vectors.h"

#include "providers/clouds/ucloud/sign.h"
#include "tests/unit.h"

static void check(const struct json *vector, struct arena *arena, void *count)
{
    struct err err = ERR_INIT;
    struct json flat = json_array(vector, "flat_params_sorted", &err);
    struct pairs pairs = vector_pairs(&flat, arena);
    const char *text =
        ucloud_string_to_sign(pairs.items, pairs.nr, vector_text(vector, "private_key"), arena);

    ++*(int *)count;
    vector_stage(vector, "string to sign", text, vector_text(vector, "string_to_sign"));
    vector_stage(vector, "signature", ucloud_signature(text, arena),
                 vector_text(vector, "signature"));
}

void vectors_ucloud(struct arena *arena)
{
    int n = 0;

    vectors_each("tests/data/vectors/ucloud.json", arena, check, &n);
    assert_int_equal(n, 12);
}
