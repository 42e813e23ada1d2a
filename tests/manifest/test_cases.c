/* SPDX-License-Identifier: MIT */
/* Whole manifests, wrong and odd, against the exact text. */
#include "tests/unit.h"

#include "manifest/manifest.h"
#include "tests/manifest/cases.h"
#include "tests/manifest/vocabulary.h"

#define INVALID "tests/data/manifest/invalid"
#define ODD     "tests/data/manifest/odd"

static void every_invalid_case_is_told_as_expected(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    size_t n, i;
    const char *const *names = folder_list(INVALID, &arena, &n);

    (void)state;
    assert_true(n >= 100);
    for (i = 0; i < n; i++) {
        const char *folder = arena_printf(&arena, INVALID "/%s", names[i]);
        struct buf cleanup_buf told = BUF_INIT(BUF_UNBOUNDED);
        struct loaded loaded;

        loaded_read(&loaded, folder);
        loaded_run(&loaded);
        loaded_diags(&loaded, &told);
        expect_same(arena_printf(&arena, "%s/expect", folder), told.ptr);
        if (loaded.status != -1 || loaded.diags.errors == 0)
            fail_msg("%s is taken for valid", folder);
        loaded_free(&loaded);
    }
}

static void every_odd_case_is_understood_as_expected(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    size_t n, i;
    const char *const *names = folder_list(ODD, &arena, &n);

    (void)state;
    assert_true(n >= 20);
    for (i = 0; i < n; i++) {
        const char *folder = arena_printf(&arena, ODD "/%s", names[i]);
        struct buf cleanup_buf understood = BUF_INIT(BUF_UNBOUNDED);
        struct loaded loaded;

        loaded_read(&loaded, folder);
        loaded_run(&loaded);
        loaded_dump(&loaded, &understood);
        if (loaded.diags.nr > 0)
            loaded_diags(&loaded, &understood);
        expect_same(arena_printf(&arena, "%s/expect", folder), understood.ptr);
        if (loaded.status != 0)
            fail_msg("%s is taken for invalid:\n%s", folder, understood.ptr);
        loaded_free(&loaded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invalid_case_is_told_as_expected),
        cmocka_unit_test(every_odd_case_is_understood_as_expected),
    };

    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
