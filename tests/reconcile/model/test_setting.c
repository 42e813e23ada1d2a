/* SPDX-License-Identifier: MIT */
/* The table of settings, and the bytes of them that plans and checksums in the field have. */
#include "tests/unit.h"

#include "reconcile/model/setting.h"

static const struct extra_region regions[] = {{"ap-new", true}, {"eu-new", false}};
static const char *const globs[] = {"web-*", "x"};

static const struct account full = {
    .profile = "p",
    .credentials_file = "f/x",
    .env_id = "A",
    .env_secret = "B",
    .env_token = "C",
    .project = "pr",
    .channel_key = "ck",
    .site = "china",
    .gateway = "qcloud",
    .endpoint = "https://x",
    .endpoint_origin = {"images.yaml", 3, 4},
    .ca_file = "ca",
    .read_rate = 2.5,
    .write_rate = 1234.567,
    .max_copies_per_region = 3,
    .image_quota = 7,
    .cross_border = true,
    .extra_regions = regions,
    .n_extra_regions = 2,
    .watch = globs,
    .n_watch = 2,
};

/* ---- the rows ---- */

static void every_row_is_whole(void **state)
{
    const struct setting *row, *other;

    (void)state;
    assert_int_equal(setting_table[0].kind, SETTING_PROVIDER); /* the others are held against it */
    for (row = setting_table; row->name != NULL; row++) {
        assert_true(row->kind > SETTING_ACCOUNT && row->kind < SETTING_KINDS);
        assert_non_null(row->help);
        assert_int_equal(row->member == NULL, setting_is_mapping(row));
        assert_int_equal(row->choices != 0, row->kind == SETTING_CHOICE);
        assert_int_equal(row->beside != 0, row->kind == SETTING_URL || row->kind == SETTING_GLOBS ||
                                               row->kind == SETTING_REGIONS);
        for (other = setting_table; other != row; other++) {
            if (other->within == row->within)
                assert_string_not_equal(other->name, row->name);
            if (!setting_is_mapping(other) && !setting_is_mapping(row)) {
                assert_string_not_equal(other->member, row->member);
                assert_int_not_equal(other->offset, row->offset);
            }
        }
    }
}

/* What excludes another key, and what a mapping holds, is in the table. */
static void rows_name_rows(void **state)
{
    const struct setting *row, *other;

    (void)state;
    for (row = setting_table; row->name != NULL; row++) {
        if (setting_is_mapping(row))
            assert_non_null(setting_next(NULL, row->kind));
        if (row->excludes == NULL)
            continue;
        for (other = setting_next(NULL, row->within); other != NULL;
             other = setting_next(other, row->within))
            if (strcmp(other->name, row->excludes) == 0)
                break;
        assert_non_null(other);
    }
}

/* ---- values ---- */

static void what_is_put_is_what_was_got(void **state)
{
    static const struct account empty;
    const struct setting *row;
    static struct account copy;

    (void)state;
    for (row = setting_table; row->name != NULL; row++) {
        if (row->kind == SETTING_PROVIDER)
            continue;
        assert_true(setting_is_set(row, &full)); /* a new setting goes into `full` as well */
        assert_false(setting_is_set(row, &empty));
        if (setting_is_mapping(row))
            continue;
        setting_put(row, &copy, setting_get(row, &full));
        assert_true(setting_is_set(row, &copy));
    }
    assert_memory_equal(&copy, &full, sizeof copy);
}

static void a_mapping_is_set_by_any_of_its_settings(void **state)
{
    const struct account account = {.env_token = "C"};
    const struct setting *row;
    size_t set = 0;

    (void)state;
    for (row = setting_table; row->name != NULL; row++)
        set += setting_is_set(row, &account);
    assert_int_equal(set, 3); /* credentials, env, token */
}

static void a_choice_finds_its_words(void **state)
{
    static const char *const sites[] = {"china", "intl", NULL};
    static const char *const gateways[] = {"qcloud", NULL};
    const struct caps caps = {.sites = sites, .gateways = gateways};
    const struct setting *row;

    (void)state;
    for (row = setting_table; row->name != NULL; row++)
        if (row->kind == SETTING_CHOICE)
            assert_ptr_equal(setting_choices(row, &caps),
                             strcmp(row->name, "site") == 0 ? sites : gateways);
}

/* ---- bytes ---- */

static void demand_bytes(const struct account *account, enum setting_use use, const char *bytes)
{
    struct buf cleanup_buf out = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&out);

    jsonw_object(&w, NULL);
    setting_write(account, use, &w);
    jsonw_close(&w);
    assert_string_equal(out.ptr, bytes);
}

#define TEXTS                                                                                      \
    "{\"profile\":\"p\",\"credentials_file\":\"f/x\",\"env_id\":\"A\",\"env_secret\":\"B\","       \
    "\"env_token\":\"C\",\"project\":\"pr\",\"channel_key\":\"ck\",\"site\":\"china\","            \
    "\"gateway\":\"qcloud\",\"endpoint\":\"https://x\",\"ca_file\":\"ca\",\"read_rate\":\"2.5\","  \
    "\"write_rate\":\"1234.57\",\"max_copies_per_region\":3,\"image_quota\":7,"                    \
    "\"cross_border\":true,\"extra_regions\":[{\"id\":\"ap-new\",\"mainland\":true},"              \
    "{\"id\":\"eu-new\",\"mainland\":false}]"
#define NO_TEXTS                                                                                   \
    "{\"profile\":null,\"credentials_file\":null,\"env_id\":null,\"env_secret\":null,"             \
    "\"env_token\":null,\"project\":null,\"channel_key\":null,\"site\":null,\"gateway\":null,"     \
    "\"endpoint\":null,\"ca_file\":null,"
#define NO_MORE                                                                                    \
    "\"max_copies_per_region\":0,\"image_quota\":0,\"cross_border\":false,\"extra_regions\":[]"

static void checksums_keep_their_bytes(void **state)
{
    static const struct account empty;

    (void)state;
    demand_bytes(&full, SETTING_CHECKSUM, TEXTS "}");
    demand_bytes(&empty, SETTING_CHECKSUM,
                 NO_TEXTS "\"read_rate\":\"0\",\"write_rate\":\"0\"," NO_MORE "}");
}

static void plans_keep_their_bytes(void **state)
{
    static const struct account empty;

    (void)state;
    demand_bytes(&full, SETTING_PLAN, TEXTS ",\"watch\":[\"web-*\",\"x\"]}");
    demand_bytes(&empty, SETTING_PLAN,
                 NO_TEXTS "\"read_rate\":null,\"write_rate\":null," NO_MORE ",\"watch\":[]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_whole),
        cmocka_unit_test(rows_name_rows),
        cmocka_unit_test(what_is_put_is_what_was_got),
        cmocka_unit_test(a_mapping_is_set_by_any_of_its_settings),
        cmocka_unit_test(a_choice_finds_its_words),
        cmocka_unit_test(checksums_keep_their_bytes),
        cmocka_unit_test(plans_keep_their_bytes),
    };

    return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}
