/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "providers/wire/digest.h"

static struct arena arena;

static int setup(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    return digest_ready(&err);
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void digests_match_published_values(void **state)
{
    struct digest digest;

    (void)state;
    digest = digest_hash(DIGEST_SHA256, "abc", 3);
    assert_string_equal(digest_hex(&digest, &arena),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest = digest_hash(DIGEST_SHA1, "abc", 3);
    assert_string_equal(digest_hex(&digest, &arena), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_string_equal(digest_base64(&digest, &arena), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
    digest = digest_hmac(DIGEST_SHA256, "Jefe", 4, "what do ya want for nothing?", 28);
    assert_string_equal(digest_hex(&digest, &arena),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    digest.n = 31; /* base64's third case: one '=' is the others' */
    assert_int_equal(strlen(digest_base64(&digest, &arena)), 44);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_match_published_values),
    };

    return cmocka_run_group_tests_name("digest", tests, setup, teardown);
}
