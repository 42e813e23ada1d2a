/* SPDX-License-Identifier: MIT */
/* The tables of capabilities: what the manifest, the planner and the documents rely on. */
#include "tests/providers/each.h"

#define EACH(caps)                                                                                 \
    const struct caps *const *caps = registry_caps();                                              \
    *caps != NULL;                                                                                 \
    caps++

static void the_list_is_in_the_order_of_names(void **state)
{
    const struct caps *const *caps = registry_caps();
    int n = 0;

    (void)state;
    for (; *caps != NULL; caps++, n++)
        if (n > 0)
            assert_true(strcmp(caps[-1]->provider, caps[0]->provider) < 0);
    assert_true(n >= 5);
}

static void regions_are_sorted_and_codes_are_unique(void **state)
{
    size_t i, j;

    (void)state;
    for (EACH(caps)) {
        for (i = 0; i < (*caps)->n_regions; i++) {
            const struct port_region *region = &(*caps)->regions[i];

            if (i > 0 && strcmp(region[-1].id, region->id) >= 0)
                fail_msg("%s: %s is out of order", (*caps)->provider, region->id);
            assert_ptr_equal(caps_region(*caps, region->id), region);
            if (region->alias != NULL)
                assert_ptr_equal(caps_region(*caps, region->alias), region);
            for (j = 0; j < i; j++)
                if (region->alias != NULL && (*caps)->regions[j].alias != NULL)
                    assert_string_not_equal((*caps)->regions[j].alias, region->alias);
        }
    }
}

static void zones_are_told_exactly_where_a_border_matters(void **state)
{
    size_t i;

    (void)state;
    for (EACH(caps)) {
        for (i = 0; i < (*caps)->n_regions; i++) {
            const char *zone = (*caps)->regions[i].zone;

            if (((*caps)->border == PORT_BORDER_NONE) != (zone == NULL))
                fail_msg("%s: %s", (*caps)->provider, (*caps)->regions[i].id);
            assert_true(zone == NULL || strcmp(zone, "mainland") == 0 ||
                        strcmp(zone, "outside") == 0 || strcmp(zone, "finance") == 0);
        }
    }
}

static void every_cloud_says_what_the_reader_and_scheduler_need(void **state)
{
    (void)state;
    for (EACH(caps)) {
        assert_non_null((*caps)->title);
        assert_non_null((*caps)->action);
        assert_true((*caps)->images_per_call >= 1);
        assert_true((*caps)->list_kinds >= 1 && (*caps)->page_size >= 1);
        assert_true((*caps)->read_rate >= 1 && (*caps)->write_rate >= 1);
        assert_true((*caps)->name.max_chars > 0);
        assert_non_null((*caps)->domains[0]);
        assert_non_null((*caps)->env_prefixes[0]);
        assert_int_equal((*caps)->sites != NULL, ((*caps)->settings & PORT_SET_SITE) != 0);
        assert_int_equal((*caps)->gateways != NULL, ((*caps)->settings & PORT_SET_GATEWAY) != 0);
        assert_int_equal((*caps)->border == PORT_BORDER_APPROVAL,
                         ((*caps)->settings & PORT_SET_CROSS_BORDER) != 0);
    }
}

/* The contract's own table. */
static void the_clouds_differ_where_the_contract_says_so(const struct provider *provider,
                                                         const struct cloud_cases *cases)
{
    const struct caps *caps = provider->caps;

    each_needs(provider, cases->caps.action != NULL, "capabilities in its cases");
    assert_string_equal(caps->action, cases->caps.action);
    assert_int_equal(caps->images_per_call, cases->caps.images);
    assert_int_equal(caps->regions_per_call, cases->caps.regions);
    assert_int_equal(caps->can_rename, cases->caps.renames);
    assert_int_equal(caps->names_ids, cases->caps.ids);
    assert_int_equal(caps->names_repeat, cases->caps.repeats);
    assert_int_equal(caps->has_dry_run, cases->caps.dry_run);
}

static void regions_that_cannot_copy_are_known(void **state)
{
    static const struct {
        const char *provider, *region;
        bool no_copy;
    } cases[] = {
        {"tencent-cvm", "ap-taipei", true},
        {"tencent-cvm", "na-toronto", false},
        {"tencent-cvm-legacy", "na-toronto", true},
        {"tencent-cvm-legacy", "tpe", true},
        {"ucloud", "cn-bj1", true},
        {"ucloud", "cn-bj2", false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(caps_region(each_named(cases[i].provider)->caps, cases[i].region)->no_copy,
                         cases[i].no_copy);
}

static void a_region_s_own_ceiling_names_a_known_region(void **state)
{
    (void)state;
    for (EACH(caps)) {
        const struct port_region_quota *quota = (*caps)->region_quotas;

        for (; quota != NULL && quota->region != NULL; quota++) {
            assert_non_null(caps_region(*caps, quota->region));
            assert_int_equal(caps_image_quota(*caps, quota->region), quota->images);
        }
    }
}

static void a_gateway_is_served_by_its_own_provider(void **state)
{
    struct account account = support_account(each_named("tencent-cvm"));
    const struct provider *api = registry_provider(&account), *gateway;

    (void)state;
    assert_ptr_equal(api->caps, account.caps);
    account.gateway = "qcloud";
    gateway = registry_provider(&account);
    assert_ptr_not_equal(gateway, api);
    assert_string_equal(gateway->caps->provider, "tencent-cvm");
    account.caps = gateway->caps; /* as the caller leaves it */
    assert_ptr_equal(registry_provider(&account), gateway);
    account.gateway = "unheard-of";
    assert_null(registry_provider(&account));
}

int main(void)
{
    static const struct topic topics[] = {
        {"it differs where the contract says so", the_clouds_differ_where_the_contract_says_so},
        {NULL, NULL},
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_in_the_order_of_names),
        cmocka_unit_test(regions_are_sorted_and_codes_are_unique),
        cmocka_unit_test(zones_are_told_exactly_where_a_border_matters),
        cmocka_unit_test(every_cloud_says_what_the_reader_and_scheduler_need),
        cmocka_unit_test(regions_that_cannot_copy_are_known),
        cmocka_unit_test(a_region_s_own_ceiling_names_a_known_region),
        cmocka_unit_test(a_gateway_is_served_by_its_own_provider),
    };

    return cmocka_run_group_tests_name("caps", tests, NULL, NULL) + each_cloud("caps", topics);
}
