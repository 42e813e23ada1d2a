/* SPDX-License-Identifier: MIT */
/* What a listing tells of one copy that was asked for. */
#include "tests/unit.h"

#include "reconcile/engine/watch.h"

enum { SETTLED = 1000, UNTIL = 100000 };

static struct watch expecting(const char *id)
{
    return (struct watch){.region = "r",
                          .name = "web",
                          .id = id,
                          .settled_ms = SETTLED,
                          .until_ms = UNTIL,
                          .looked_ms = INT64_MIN};
}

static struct image image(const char *id, enum image_state state)
{
    return (struct image){.id = id, .name = "web", .state = state, .state_text = "-"};
}

/* Looks at a complete listing of `n` images that began then. */
static void look(struct watch *watch, struct image *images, size_t n, int64_t began_ms)
{
    struct snapshot snapshot = {.complete = true, .images = images, .n_images = n};

    watch_look(watch, &snapshot, began_ms, began_ms);
}

static void absence_is_told_only_by_a_listing_that_began_after_the_settle_time(void **state)
{
    struct watch watch = expecting(NULL);

    (void)state;
    look(&watch, NULL, 0, SETTLED - 1);
    assert_int_equal(watch.end, WATCH_LIVE);
    assert_true(watch_unsettled(&watch));
    look(&watch, NULL, 0, SETTLED);
    assert_int_equal(watch.end, WATCH_ABSENT);
}

static void one_listing_without_a_copy_that_was_seen_is_no_proof(void **state)
{
    struct watch watch = expecting(NULL);
    struct image copy = image("i-1", IMAGE_SYNCING);

    (void)state;
    look(&watch, &copy, 1, 1);
    look(&watch, NULL, 0, SETTLED + 1);
    assert_int_equal(watch.end, WATCH_LIVE);
    look(&watch, &copy, 1, SETTLED + 2);
    look(&watch, NULL, 0, SETTLED + 3);
    look(&watch, NULL, 0, SETTLED + 4);
    assert_int_equal(watch.end, WATCH_GONE);
    assert_false(watch_unsettled(&watch));
}

static void a_namesake_of_before_is_not_the_copy(void **state)
{
    static const char *const before[] = {"i-old"};
    struct watch watch = expecting(NULL);
    struct image images[] = {image("i-new", IMAGE_READY), image("i-old", IMAGE_FAILED)};

    (void)state;
    watch.before = before;
    watch.n_before = 1;
    look(&watch, &images[1], 1, 1);
    assert_false(watch.seen);
    look(&watch, images, 2, 2);
    assert_int_equal(watch.end, WATCH_READY);
}

/* Else its intent would be closed, and the failed namesake would have the copy made again. */
static void a_failed_stranger_does_not_pass_for_the_copy_that_the_cloud_named(void **state)
{
    struct watch watch = expecting("i-ours");
    struct image images[] = {image("i-ours", IMAGE_SYNCING), image("i-stranger", IMAGE_FAILED)};

    (void)state;
    look(&watch, &images[1], 1, SETTLED - 1);
    assert_int_equal(watch.end, WATCH_LIVE);
    assert_true(watch_unsettled(&watch));
    look(&watch, images, 2, SETTLED);
    assert_true(watch.seen);
    assert_int_equal(watch.state, IMAGE_SYNCING);
}

/* Some clouds answer with the id of a task. */
static void a_namesake_counts_where_the_id_that_the_cloud_named_never_shows(void **state)
{
    struct watch watch = expecting("task-1"), late = expecting("task-1");
    struct image arriving = image("i-1", IMAGE_SYNCING), failed = image("i-1", IMAGE_FAILED);

    (void)state;
    look(&watch, &arriving, 1, 1);
    assert_true(watch.seen);
    look(&watch, &failed, 1, 2);
    assert_int_equal(watch.end, WATCH_FAILED);
    look(&late, &failed, 1, SETTLED);
    assert_int_equal(late.end, WATCH_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absence_is_told_only_by_a_listing_that_began_after_the_settle_time),
        cmocka_unit_test(one_listing_without_a_copy_that_was_seen_is_no_proof),
        cmocka_unit_test(a_namesake_of_before_is_not_the_copy),
        cmocka_unit_test(a_failed_stranger_does_not_pass_for_the_copy_that_the_cloud_named),
        cmocka_unit_test(a_namesake_counts_where_the_id_that_the_cloud_named_never_shows),
    };

    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
