/* SPDX-License-Identifier: MIT */
/* The world: in and out as JSON, copies over time, what counts against a quota. */
#include "tests/unit.h"

#include "cmd/cloudsim/common/pairs.h"
#include "cmd/cloudsim/common/world.h"
#include "cmd/cloudsim/common/world_json.h"
#include "cmd/cloudsim/registry.h"
#include "cmd/cloudsim/tencent_cvm/cvm.h"

#define NOW INT64_C(1767323045000)

static struct world load(const char *json)
{
    struct world world = {.clouds = registry};
    json_t *document = json_loads(json, 0, NULL);
    struct err err = ERR_INIT;

    assert_non_null(document);
    if (world_load(&world, document, NOW, &err) != 0)
        fail_msg("%s", err.text);
    json_decref(document);
    return world;
}

static const char one_image[] =
    "{\"clouds\":{\"tencent-cvm\":{\"images\":[{\"region\":\"ap-guangzhou\",\"id\":\"img-aaaa1111\","
    "\"name\":\"web\",\"size_gib\":50,\"traits\":[\"encrypted\"]}]}}}";

static void a_saved_world_is_loaded_as_it_was(void **state)
{
    struct world world = load(one_image), again = {.clouds = registry};
    json_t *saved = world_save(&world), *second;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(world_load(&again, saved, NOW + 5000, &err), 0);
    second = world_save(&again);
    assert_true(json_equal(saved, second));
    json_decref(saved);
    json_decref(second);
    world_free(&world);
    world_free(&again);
}

static void a_misspelt_world_is_refused_and_the_old_one_kept(void **state)
{
    static const char *const bad[] = {
        "[]",
        "{\"cloud\":{}}",
        "{\"clouds\":{\"mars\":{}}}",
        "{\"clouds\":{\"ucloud\":{\"imgs\":[]}}}",
        "{\"clouds\":{\"cvm\":{\"images\":[{\"name\":\"x\"}]}}}",
        "{\"clouds\":{\"cvm\":{\"images\":[{\"name\":\"x\",\"region\":\"ap-mars\"}]}}}",
        "{\"clouds\":{\"cvm\":{\"images\":[{\"name\":\"x\",\"region\":\"ap-tokyo\",\"sise_gib\":1}]}}}",
        "{\"clouds\":{\"cvm\":{\"images\":[{\"name\":1,\"region\":\"ap-tokyo\"}]}}}",
        "{\"clouds\":{\"cvm\":{\"images\":[{\"name\":\"x\",\"region\":\"ap-tokyo\",\"created\":\"now\"}]}}}",
        "{\"clouds\":{\"cvm\":{\"accounts\":[{\"id\":\"x\"}]}}}",
    };
    struct world world = load(one_image);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *document = json_loads(bad[i], 0, NULL);
        struct err err = ERR_INIT;

        assert_int_equal(world_load(&world, document, NOW, &err), -1);
        assert_int_equal(err.code, ERR_DATA);
        assert_true(err.text[0] != '\0');
        assert_int_equal(world.n_images, 1);
        json_decref(document);
    }
    world_free(&world);
}

static struct image *copy_to(struct world *world, const char *region, bool fails, bool vanishes)
{
    struct copy copy = {.source = world_image(world, &tencent_cvm, "ap-guangzhou", "img-aaaa1111"),
                        .region = region,
                        .id = region,
                        .lasts_ms = 1000,
                        .hidden_ms = 100,
                        .fails = fails,
                        .vanishes = vanishes};

    return world_copy(world, &copy, NOW);
}

static void a_copy_is_seen_late_grows_and_is_ready(void **state)
{
    struct world world = load(one_image);
    struct image *copy = copy_to(&world, "ap-tokyo", false, false);

    (void)state;
    assert_false(image_visible(copy, NOW + 99));
    assert_true(image_visible(copy, NOW + 100));
    assert_int_equal(image_percent(copy, NOW), 0);
    assert_int_equal(image_percent(copy, NOW + 500), 50);
    assert_int_equal(world_next(&world, NOW + 400), 600);
    world_tick(&world, NOW + 999);
    assert_string_equal(copy->state, "copying");
    world_tick(&world, NOW + 1000);
    assert_string_equal(copy->state, "ready");
    assert_int_equal(image_percent(copy, NOW + 1000), -1);
    assert_int_equal(world_next(&world, NOW + 1000), -1);
    assert_string_equal(copy->name, "web");
    assert_int_equal(copy->size_gib, 50);
    assert_true(image_has(copy, "encrypted"));
    world_free(&world);
}

static void a_copy_that_fails_stays_or_vanishes(void **state)
{
    struct world world = load(one_image);
    struct image *stays = copy_to(&world, "ap-tokyo", true, false);

    (void)state;
    copy_to(&world, "ap-seoul", true, true);
    world_tick(&world, NOW + 1000);
    assert_string_equal(stays->state, "failed");
    assert_null(world_image(&world, &tencent_cvm, "ap-seoul", "ap-seoul"));
    assert_int_equal(world.n_images, 2);
    world_free(&world);
}

static void a_source_is_busy_while_it_is_read(void **state)
{
    struct world world = load(one_image);
    struct image *source = world_image(&world, &tencent_cvm, "ap-guangzhou", "img-aaaa1111");

    (void)state;
    assert_string_equal(image_state(source, NOW), "ready");
    source->busy_ms = NOW + 1000;
    assert_string_equal(image_state(source, NOW + 999), "busy");
    assert_string_equal(image_state(source, NOW + 1000), "ready");
    world_free(&world);
}

static void only_the_own_private_images_of_a_region_use_its_quota(void **state)
{
    struct world world = load(
        "{\"clouds\":{\"cvm\":{\"images\":["
        "{\"region\":\"ap-tokyo\",\"name\":\"a\"},{\"region\":\"ap-tokyo\",\"name\":\"a\"},"
        "{\"region\":\"ap-tokyo\",\"name\":\"p\",\"type\":\"public\"},"
        "{\"region\":\"ap-tokyo\",\"name\":\"o\",\"account\":\"other\"},"
        "{\"region\":\"ap-seoul\",\"name\":\"b\"}]}}}");
    const char *id = world_estate(&world, &tencent_cvm)->accounts[0].id;

    (void)state;
    assert_int_equal(world_used(&world, &tencent_cvm, id, "ap-tokyo"), 2);
    world_free(&world);
}

static void policy_refuses_by_action_by_kind_or_all(void **state)
{
    static const char *const some[] = {"write", "DescribeImages", NULL}, *const all[] = {"*", NULL};
    struct account account = {.deny = some};

    (void)state;
    assert_true(account_denies(&account, "SyncImages", true));
    assert_true(account_denies(&account, "DescribeImages", false));
    assert_false(account_denies(&account, "DescribeImageQuota", false));
    account.deny = all;
    assert_true(account_denies(&account, "DescribeImageQuota", false));
}

static void an_escape_that_is_broken_or_nul_is_refused(void **state)
{
    static const char *const bad[] = {"a=%", "a=%4",  "a=%zz", "a=%00",
                                      "%=1", "a=%ff", "a=%c3", "a=%ed%a0%80"};
    struct arena arena = ARENA_INIT;
    struct pairs pairs = {.arena = &arena};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(pairs_parse(&pairs, bad[i], true), -1);
    assert_int_equal(pairs_parse(&pairs, "a=1%2B+x&&b&c=%E9%95%9C", true), 0);
    assert_string_equal(pairs_get(&pairs, "a"), "1+ x");
    assert_string_equal(pairs_get(&pairs, "b"), "");
    assert_string_equal(pairs_get(&pairs, "c"), "\xE9\x95\x9C");
    assert_null(pairs_get(&pairs, "d"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_world_is_loaded_as_it_was),
        cmocka_unit_test(a_misspelt_world_is_refused_and_the_old_one_kept),
        cmocka_unit_test(a_copy_is_seen_late_grows_and_is_ready),
        cmocka_unit_test(a_copy_that_fails_stays_or_vanishes),
        cmocka_unit_test(a_source_is_busy_while_it_is_read),
        cmocka_unit_test(only_the_own_private_images_of_a_region_use_its_quota),
        cmocka_unit_test(policy_refuses_by_action_by_kind_or_all),
        cmocka_unit_test(an_escape_that_is_broken_or_nul_is_refused),
    };

    return cmocka_run_group_tests_name("cloudsim world", tests, NULL, NULL);
}
