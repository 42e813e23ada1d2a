/* SPDX-License-Identifier: MIT */
/* What meets only in cmd/: the manifest's rules and the real clouds' tables. */
#include "tests/unit.h"

#include "manifest/manifest.h"
#include "providers/registry.h"

#include <ctype.h>
#include <dirent.h>

static char *file_bytes(const char *path, struct arena *arena, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes = arena_alloc(arena, 1 << 20);

    if (file == NULL)
        fail_msg("%s: no such file; tests run in the repository's root", path);
    *n = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static void load_quietly(const char *path)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct buf cleanup_buf told = BUF_INIT(BUF_UNBOUNDED);
    struct diags diags = {.arena = &arena};
    struct manifest_source source = {.path = path};
    struct desired desired;
    size_t i;

    source.bytes = file_bytes(path, &arena, &source.n);
    manifest_load(&source, 1, registry_caps(), &arena, &desired, &diags);
    for (i = 0; i < diags.nr; i++)
        diag_render(&diags.items[i], false, &told);
    if (diags.nr > 0)
        fail_msg("%s", told.ptr);
}

static void every_example_is_valid_for_the_real_clouds(void **state)
{
    DIR *dir = opendir("examples");
    struct dirent *entry;
    size_t manifests = 0;

    (void)state;
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        struct arena cleanup_arena arena = ARENA_INIT;

        if (strstr(entry->d_name, ".yaml") == NULL)
            continue;
        load_quietly(arena_printf(&arena, "examples/%s", entry->d_name));
        manifests++;
    }
    closedir(dir);
    assert_true(manifests >= 3);
}

static void schema_json_lists_the_real_clouds(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct buf cleanup_buf list = BUF_INIT(BUF_UNBOUNDED);
    const struct caps *const *caps;
    size_t n;

    (void)state;
    for (caps = registry_caps(); *caps != NULL; caps++)
        buf_printf(&list, "%s\"%s\"", list.len > 0 ? ", " : "\"enum\": [", (*caps)->provider);
    buf_char(&list, ']');
    if (strstr(file_bytes("manifest/schema.json", &arena, &n), list.ptr) == NULL)
        fail_msg("manifest/schema.json does not have %s: run `make generate`", list.ptr);
}

static bool is_id(const char *text)
{
    return islower((unsigned char)text[0]) &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void the_clouds_tables_are_sound(void **state)
{
    const struct caps *const *caps;
    size_t i;

    (void)state;
    for (caps = registry_caps(); *caps != NULL; caps++) {
        const struct caps *tenant = *caps;

        assert_true(tenant->n_regions > 0 && tenant->domains != NULL &&
                    tenant->env_prefixes != NULL);
        assert_int_equal((tenant->settings & PORT_SET_SITE) != 0, tenant->sites != NULL);
        assert_int_equal((tenant->settings & PORT_SET_GATEWAY) != 0, tenant->gateways != NULL);
        for (i = 0; i < tenant->n_regions; i++) {
            const struct port_region *region = &tenant->regions[i];

            if (!is_id(region->id) || (region->alias != NULL && !is_id(region->alias)))
                fail_msg("%s: '%s' is no region id", tenant->provider, region->id);
            if (i > 0 && strcmp(tenant->regions[i - 1].id, region->id) >= 0)
                fail_msg("%s: '%s' is out of order", tenant->provider, region->id);
            if (caps_region(tenant, region->id) != region ||
                (region->alias != NULL && caps_region(tenant, region->alias) != region))
                fail_msg("%s: '%s' means two regions", tenant->provider, region->id);
            if ((tenant->border == PORT_BORDER_NONE) != (region->zone == NULL))
                fail_msg("%s: '%s' and its border zone", tenant->provider, region->id);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_is_valid_for_the_real_clouds),
        cmocka_unit_test(schema_json_lists_the_real_clouds),
        cmocka_unit_test(the_clouds_tables_are_sound),
    };

    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
