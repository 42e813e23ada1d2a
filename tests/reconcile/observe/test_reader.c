/* SPDX-License-Identifier: MIT */
/* reader: what may be called complete, what is asked again, and that polling does not grow. */
#include "tests/unit.h"

#include "reconcile/observe/reader.h"

enum { REGIONS = 3 };

/* A cloud as small as a listing needs: ids by region and kind, and a knob for each mischief. */
struct cloud {
    int n[REGIONS][2];  /* images of a region and kind: "r0k0i0" … */
    int first[REGIONS]; /* number of the first image: moves when one leaves */
    int page;           /* page size */
    bool no_total;      /* the reply has no total */
    bool twice;         /* each page begins with the last image of the page before */
    bool stuck;         /* the cursor never moves */
    bool circling;      /* the cursor moves in a circle */
    int leave_after;    /* after so many pages, once, the first image of region 0 leaves */
    int shrink_for;     /* for so many pages the total moves with each */
    int foreign;        /* items of the first page that are no custom images */
    struct port_failure fail[REGIONS]; /* listings of the region fail so … */
    int fail_times[REGIONS];           /* … this often */
    struct port_failure quota_fail;
    int64_t quota_total, quota_free;
    int pages, quotas; /* requests answered */
};

static const struct caps caps = {.provider = "test",
                                 .list_kinds = 1,
                                 .image_quota = 10,
                                 .has_quota_call = true};
static const struct caps two_kinds = {.provider = "test", .list_kinds = 2};

struct rig {
    uint64_t last_ticket;
    struct cloud cloud;
    struct account accounts[2];
    struct desired desired;
    struct world world;
    struct sched *sched;
    struct reader *reader;
    int64_t now;
    int64_t answer_ms; /* how long each answer takes */
    int retries, regions_read;
};

static void rig_open(struct rig *rig, const struct caps *of)
{
    memset(rig, 0, sizeof *rig);
    rig->cloud.page = 3;
    rig->cloud.leave_after = -1;
    rig->cloud.quota_total = rig->cloud.quota_free = -1;
    rig->accounts[0] = (struct account){.name = "a", .caps = of};
    rig->accounts[1] = (struct account){.name = "b", .caps = of};
    rig->desired = (struct desired){.accounts = rig->accounts, .n_accounts = 2};
    rig->sched = sched_new(&rig->desired, 4, 1);
    rig->reader = reader_new(&rig->desired, &rig->world, rig->sched);
    rig->now = 1000;
    rig->answer_ms = 100;
}

static void rig_close(struct rig *rig)
{
    reader_free(rig->reader);
    sched_free(rig->sched);
    world_free(&rig->world);
}

static void answer_list(struct cloud *cloud, const struct port_call *call, struct arena *arena,
                        struct port_result *out)
{
    int region = call->region[1] - '0', at = call->cursor == NULL ? 0 : atoi(call->cursor), i;
    int n = cloud->n[region][call->kind];
    struct image *images = arena_array(arena, (size_t)cloud->page + 1, sizeof *images);
    size_t nr = 0;

    if (cloud->fail_times[region] > 0) {
        cloud->fail_times[region]--;
        out->failure = cloud->fail[region];
        return;
    }
    for (i = cloud->twice && at > 0 ? at - 1 : at; i < n && i < at + cloud->page; i++) {
        char *id =
            arena_printf(arena, "%sk%di%d", call->region, call->kind, cloud->first[region] + i);

        images[nr++] = (struct image){.id = id, .name = id, .state = IMAGE_READY};
    }
    out->images = images;
    out->n_images = nr;
    out->has_total = !cloud->no_total;
    out->total = n;
    out->n_foreign = at == 0 ? (size_t)cloud->foreign : 0;
    out->total += cloud->foreign;
    if (cloud->shrink_for > 0)
        out->total += cloud->shrink_for--;
    if (at + cloud->page < n)
        out->cursor = arena_printf(arena, "%d", at + cloud->page);
    if (cloud->stuck)
        out->cursor = arena_printf(arena, "%d", at);
    if (cloud->circling)
        out->cursor = at == 0 ? "1" : at == 1 ? "2" : "1";
    out->request_id = arena_printf(arena, "req-%d", ++cloud->pages);
    if (cloud->pages == cloud->leave_after) {
        cloud->n[0][0]--;
        cloud->first[0]++;
    }
}

static void answer(struct cloud *cloud, const struct port_call *call, struct arena *arena,
                   struct port_result *out)
{
    *out = (struct port_result){.quota_total = -1, .quota_free = -1};
    if (call->verb == PORT_LIST) {
        answer_list(cloud, call, arena, out);
        return;
    }
    assert_int_equal(call->verb, PORT_QUOTA);
    cloud->quotas++;
    out->failure = cloud->quota_fail;
    out->quota_total = cloud->quota_total;
    out->quota_free = cloud->quota_free;
}

/* Runs the reader until nothing is wanted. */
static void run(struct rig *rig)
{
    struct machine machine = reader_machine(rig->reader);
    struct out out;

    for (;;) {
        machine.next(machine.self, rig->now, &out);
        if (out.kind == OUT_SEND) {
            cleanup_arena struct arena arena = ARENA_INIT;
            struct port_result result;

            assert_true(out.ticket > rig->last_ticket); /* no other request has it */
            rig->last_ticket = out.ticket;
            answer(&rig->cloud, out.call, &arena, &result);
            rig->now += rig->answer_ms;
            machine.completed(machine.self, out.ticket, rig->now, &result);
        } else if (out.kind == OUT_EVENT) {
            rig->retries += out.event->kind == EVENT_RETRY;
            rig->regions_read += out.event->kind == EVENT_REGION_READ;
        } else if (out.kind == OUT_SLEEP) {
            assert_true(out.until_ms > rig->now && out.until_ms != INT64_MAX);
            rig->now = out.until_ms;
        } else {
            return;
        }
    }
}

static const struct snapshot *read_region(struct rig *rig, const char *region)
{
    reader_want(rig->reader, 0, region, rig->now, true);
    run(rig);
    assert_true(reader_settled(rig->reader, 0, region, rig->now));
    return world_find(&rig->world, 0, region);
}

static void a_region_is_read_over_all_its_pages(void **state)
{
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 7;
    snapshot = read_region(&rig, "r0");
    assert_true(snapshot->complete);
    assert_int_equal(snapshot->n_images, 7);
    assert_int_equal(snapshot->n_request_ids, 3);
    assert_string_equal(snapshot->request_ids[0], "req-1");
    assert_string_equal(snapshot->images[6].id, "r0k0i6");
    assert_int_equal(snapshot->read_at_ms, 1000); /* when the reading began, not when it ended */
    assert_int_equal(rig.regions_read, 1);
    rig_close(&rig);
}

static void each_item_type_is_asked_for(void **state)
{
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &two_kinds);
    rig.cloud.n[1][0] = 4;
    rig.cloud.n[1][1] = 5;
    snapshot = read_region(&rig, "r1");
    assert_true(snapshot->complete);
    assert_int_equal(snapshot->n_images, 9);
    assert_non_null(snapshot_with_id(snapshot, "r1k1i4"));
    rig_close(&rig);
}

static void foreign_items_count_in_the_total_of_their_kind_alone(void **state)
{
    static const struct caps kinds = {.provider = "test", .list_kinds = 2};
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &kinds);
    rig.cloud.n[0][0] = 4;
    rig.cloud.n[0][1] = 2;
    rig.cloud.foreign = 2;
    snapshot = read_region(&rig, "r0");
    assert_true(snapshot->complete);
    assert_int_equal(snapshot->n_images, 6);
    rig_close(&rig);
}

static void an_image_that_leaves_during_paging_cannot_hide_another(void **state)
{
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 7;
    rig.cloud.leave_after = 1; /* image 3 moves from the second page to the first, already read */
    snapshot = read_region(&rig, "r0");
    assert_true(snapshot->complete);
    assert_int_equal(snapshot->n_images, 6);
    assert_non_null(snapshot_with_id(snapshot, "r0k0i3"));
    assert_int_equal(rig.retries, 1);
    assert_true(snapshot->read_at_ms > 1000); /* of the listing that counts */
    rig_close(&rig);
}

static void an_image_shown_twice_does_not_make_up_for_one_not_shown(void **state)
{
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 3;
    rig.cloud.page = 5;
    rig.cloud.shrink_for = 100; /* the total says more than is shown */
    snapshot = read_region(&rig, "r0");
    assert_false(snapshot->complete);
    assert_int_equal(snapshot->failure.class, PORT_TRANSIENT);
    assert_int_equal(snapshot->n_images, 0);
    assert_int_equal(rig.cloud.pages, READER_LISTINGS);

    rig.cloud.shrink_for = 0;
    rig.cloud.page = 2;
    rig.cloud.twice = true; /* distinct ids equal the total: complete */
    snapshot = read_region(&rig, "r0");
    assert_true(snapshot->complete);
    assert_int_equal(snapshot->n_images, 3);

    rig.cloud.no_total = true; /* without a total an id that comes twice is all we can see */
    snapshot = read_region(&rig, "r0");
    assert_false(snapshot->complete);
    rig_close(&rig);
}

static void a_cursor_that_never_arrives_ends_the_listing(void **state)
{
    struct rig rig;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 2;
    rig.cloud.stuck = true;
    assert_false(read_region(&rig, "r0")->complete);
    assert_true(rig.cloud.pages <= 3 * READER_LISTINGS);
    rig.cloud.stuck = false;
    rig.cloud.circling = true;
    assert_false(read_region(&rig, "r0")->complete);
    assert_true(rig.cloud.pages <= 8 * READER_LISTINGS);
    rig_close(&rig);
}

static void a_passing_failure_is_repeated_a_bounded_number_of_times(void **state)
{
    static const enum port_class passing[] = {PORT_TRANSIENT, PORT_BUSY, PORT_LOST, PORT_THROTTLED};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof passing / sizeof *passing; i++) {
        struct rig rig;
        const struct snapshot *snapshot;

        rig_open(&rig, &caps);
        rig.cloud.n[0][0] = 1;
        rig.cloud.fail[0] = (struct port_failure){.class = passing[i], .message = "later"};
        rig.cloud.fail_times[0] = 5;
        assert_true(read_region(&rig, "r0")->complete);
        assert_int_equal(rig.retries, 5);
        rig.cloud.fail_times[0] = 1000;
        snapshot = read_region(&rig, "r0");
        assert_false(snapshot->complete);
        assert_int_equal(snapshot->failure.class, passing[i]);
        assert_string_equal(snapshot->failure.message, "later");
        assert_true(rig.cloud.fail_times[0] >= 1000 - 12);
        assert_int_equal(snapshot->read_at_ms, 0);
        rig_close(&rig);
    }
}

static void a_silent_region_is_not_waited_for_again_and_again(void **state)
{
    struct rig rig;
    int64_t began;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.fail[0] = (struct port_failure){.class = PORT_TRANSIENT, .message = "timed out"};
    rig.cloud.fail_times[0] = 1000;
    rig.answer_ms = 60 * 1000;
    began = rig.now;
    assert_false(read_region(&rig, "r0")->complete);
    assert_int_equal(rig.retries, 1);
    assert_true(rig.now - began < 125 * 1000);
    rig_close(&rig);
}

static void the_cloud_s_own_waiting_time_is_kept(void **state)
{
    struct rig rig;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.fail[0] = (struct port_failure){.class = PORT_THROTTLED,
                                              .message = "slow down",
                                              .retry_after_ms = 30000};
    rig.cloud.fail_times[0] = 1;
    assert_true(read_region(&rig, "r0")->complete);
    assert_true(rig.now >= 31000);
    rig_close(&rig);
}

static void a_lasting_failure_is_kept_and_leaves_other_regions_alone(void **state)
{
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[1][0] = 4;
    rig.cloud.fail[0] = (struct port_failure){.class = PORT_AUTH,
                                              .reason = REASON_NOT_AUTHORIZED,
                                              .code = "AuthFailure",
                                              .message = "no such key",
                                              .http_status = 403};
    rig.cloud.fail_times[0] = 1000;
    reader_want(rig.reader, 0, "r0", rig.now, true);
    reader_want(rig.reader, 0, "r1", rig.now, true);
    run(&rig);
    snapshot = world_find(&rig.world, 0, "r0");
    assert_false(snapshot->complete);
    assert_int_equal(rig.cloud.fail_times[0], 999);
    assert_string_equal(snapshot->failure.code, "AuthFailure");
    assert_int_equal(snapshot->failure.http_status, 403);
    assert_true(world_find(&rig.world, 0, "r1")->complete);
    rig_close(&rig);
}

static void the_quota_is_the_cloud_s_or_a_ceiling_less_what_is_there(void **state)
{
    struct rig rig;
    const struct snapshot *snapshot;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 4;
    rig.cloud.quota_total = 100;
    snapshot = read_region(&rig, "r0");
    assert_true(snapshot->quota_asked);
    assert_int_equal(snapshot->quota_free, 96);
    assert_int_equal(snapshot->quota_at_ms, snapshot->read_at_ms);
    rig.cloud.quota_free = 5;
    assert_int_equal(read_region(&rig, "r0")->quota_free, 5);

    rig.cloud.quota_fail = (struct port_failure){.class = PORT_PERMANENT, .message = "no"};
    snapshot = read_region(&rig, "r0");
    assert_true(snapshot->complete); /* a quota that cannot be read makes no region unread */
    assert_false(snapshot->quota_asked);
    assert_int_equal(snapshot->quota_total, 10); /* the published ceiling */
    assert_int_equal(snapshot->quota_free, 6);
    rig.accounts[0].image_quota = 3;
    assert_int_equal(read_region(&rig, "r0")->quota_free, 0); /* the configured one; never below */

    rig.now += 1000;
    reader_want(rig.reader, 0, "r0", rig.now, false);
    run(&rig);
    assert_int_equal(world_find(&rig.world, 0, "r0")->quota_free, -1); /* not asked: not known */
    rig_close(&rig);
}

static void a_region_s_own_ceiling_comes_before_the_cloud_s(void **state)
{
    static const struct port_region_quota quotas[] = {{"r1", 30}, {NULL, 0}};
    static const struct caps own = {.provider = "test",
                                    .list_kinds = 1,
                                    .image_quota = 10,
                                    .region_quotas = quotas};
    struct rig rig;

    (void)state;
    rig_open(&rig, &own);
    assert_int_equal(read_region(&rig, "r0")->quota_free, 10);
    assert_int_equal(read_region(&rig, "r1")->quota_free, 30);
    rig_close(&rig);
}

static void several_wishes_share_one_reading(void **state)
{
    struct rig rig;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 1;
    reader_want(rig.reader, 0, "r0", 500, false);
    reader_want(rig.reader, 0, "r0", 900, true);
    assert_false(reader_settled(rig.reader, 0, "r0", 500));
    run(&rig);
    assert_int_equal(rig.cloud.pages, 1);
    assert_int_equal(rig.cloud.quotas, 1);
    reader_want(rig.reader, 0, "r0", 1000, true); /* it began at 1000: late enough */
    run(&rig);
    assert_int_equal(rig.cloud.pages, 1);
    reader_want(rig.reader, 0, "r0", 1001, false);
    run(&rig);
    assert_int_equal(rig.cloud.pages, 2);
    rig_close(&rig);
}

static void a_reading_that_began_too_early_is_followed_by_another(void **state)
{
    struct rig rig;
    struct machine machine;
    struct out out;
    struct port_result result = {.has_total = true};

    (void)state;
    rig_open(&rig, &two_kinds);
    machine = reader_machine(rig.reader);
    reader_want(rig.reader, 0, "r0", 1000, false);
    machine.next(machine.self, 1000, &out);
    assert_int_equal(out.kind, OUT_SEND);
    reader_want(rig.reader, 0, "r0", 2000, false);
    machine.completed(machine.self, out.ticket, 2500, &result);
    machine.next(machine.self, 2500, &out);
    machine.completed(machine.self, out.ticket, 2600, &result);
    rig.now = 2600;
    assert_true(reader_settled(rig.reader, 0, "r0", 1000));
    assert_false(reader_settled(rig.reader, 0, "r0", 2000));
    run(&rig);
    assert_true(reader_settled(rig.reader, 0, "r0", 2000));
    assert_int_equal(world_find(&rig.world, 0, "r0")->read_at_ms, 2600);
    rig_close(&rig);
}

static void an_hour_of_polling_does_not_grow_by_a_byte(void **state)
{
    struct rig rig;
    size_t after_first = 0;
    int i;

    (void)state;
    rig_open(&rig, &caps);
    rig.cloud.n[0][0] = 500;
    rig.cloud.page = 20;
    for (i = 0; i < 720; i++) {
        const struct snapshot *snapshot = read_region(&rig, "r0");

        assert_true(snapshot->complete);
        if (i == 0)
            after_first = snapshot->arena.total;
        assert_int_equal(snapshot->arena.total, after_first);
        assert_int_equal(rig.world.nr, 1);
        rig.now += 5000;
    }
    rig_close(&rig);
}

static void an_interrupted_reader_ends_at_once(void **state)
{
    struct rig rig;
    struct machine machine;
    struct out out;

    (void)state;
    rig_open(&rig, &caps);
    machine = reader_machine(rig.reader);
    reader_want(rig.reader, 0, "r0", 1000, false);
    machine.interrupt(machine.self, 1000);
    machine.next(machine.self, 1000, &out);
    assert_int_equal(out.kind, OUT_END);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_is_read_over_all_its_pages),
        cmocka_unit_test(each_item_type_is_asked_for),
        cmocka_unit_test(foreign_items_count_in_the_total_of_their_kind_alone),
        cmocka_unit_test(an_image_that_leaves_during_paging_cannot_hide_another),
        cmocka_unit_test(an_image_shown_twice_does_not_make_up_for_one_not_shown),
        cmocka_unit_test(a_cursor_that_never_arrives_ends_the_listing),
        cmocka_unit_test(a_passing_failure_is_repeated_a_bounded_number_of_times),
        cmocka_unit_test(a_silent_region_is_not_waited_for_again_and_again),
        cmocka_unit_test(the_cloud_s_own_waiting_time_is_kept),
        cmocka_unit_test(a_lasting_failure_is_kept_and_leaves_other_regions_alone),
        cmocka_unit_test(the_quota_is_the_cloud_s_or_a_ceiling_less_what_is_there),
        cmocka_unit_test(a_region_s_own_ceiling_comes_before_the_cloud_s),
        cmocka_unit_test(several_wishes_share_one_reading),
        cmocka_unit_test(a_reading_that_began_too_early_is_followed_by_another),
        cmocka_unit_test(an_hour_of_polling_does_not_grow_by_a_byte),
        cmocka_unit_test(an_interrupted_reader_ends_at_once),
    };

    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
