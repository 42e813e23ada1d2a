/* SPDX-License-Identifier: MIT */
/*
 * The engine under simulated time and network: schedules made from seeds, with any request failing
 * before or after its effect, the process dying at any step, and copies that show late.  Whatever
 * happens: no copy is made twice, reports are true, and once the faults stop everything converges.
 *
 *     FERRY_SIM_SEED=N build/tests/sim/test_sim     runs one schedule and prints its trace
 *
 * tests/data/sim.digest holds what the first schedules came to: an engine with a new inside does,
 * schedule by schedule, what the old one did.  A change that is meant changes the numbers there;
 * FERRY_SIM_EACH=FILE writes a line a seed, so that two builds can be compared.
 */
#include "tests/unit.h"

#include "tests/sim/sim.h"

#include <inttypes.h>

#ifdef __SANITIZE_ADDRESS__
enum { CHECK_SCHEDULES = 5000, SOAK_SCHEDULES = 500000 }; /* four times slower */
#else
enum { CHECK_SCHEDULES = 20000, SOAK_SCHEDULES = 2000000 };
#endif

struct tally { /* what the schedules together went through */
    long schedules, runs, kills, torn, interrupts, copies, lost, settled, splits, refused, blocked,
        failed, open_at_start, several, shared;
};

static struct tally tally;
static struct sim_digest total = SIM_DIGEST_INIT;
static struct sim sim;
static bool free_sources; /* the cloud copies from an image as often as it is asked */
static bool meddled;      /* by persons: what is there is not ferry's work alone */

static uint64_t roll(uint64_t n)
{
    return cloud_random(&sim.cloud) % n;
}

static unsigned some(unsigned permille)
{
    return roll(2) == 0 ? 0 : (unsigned)roll(permille);
}

/* ---- worlds ---- */

static void make_caps(uint64_t seed, struct caps *caps)
{
    *caps = (struct caps){.provider = "sim",
                          .action = "Copy",
                          .images_per_call = seed % 3 == 0 ? 2 + seed % 2 : 1,
                          .regions_per_call = (size_t[]){0, 0, 2, 1}[seed % 4],
                          .list_kinds = 1 + (int)(seed / 4 % 2),
                          .has_quota_call = seed / 8 % 2 == 0,
                          .names_repeat = seed / 16 % 2 == 0,
                          .names_ids = seed / 32 % 2 == 0,
                          .source_is_busy = !free_sources,
                          .copies_per_region = seed / 128 % 4 == 0 ? 1 : 0,
                          .read_rate = seed / 512 % 4 == 0 ? 10 : 0,
                          .write_rate = seed / 2048 % 4 == 0 ? 1 : 0};
}

/* Some of `regions` regions, as sim_want() takes them. */
static void choose_regions(int regions, char to[CLOUD_REGIONS + 1])
{
    size_t n = 0;
    int r;

    for (r = 0; r < regions; r++)
        if (roll(4) != 0)
            to[n++] = (char)('0' + r);
    to[n] = '\0';
}

static void want(size_t account, const char *name, int from, int regions)
{
    size_t cloud = sim.accounts[account].tenant;
    char to[CLOUD_REGIONS + 1];

    choose_regions(regions, to);
    cloud_add(&sim.cloud, cloud, from, name);
    sim_want(&sim, account, name, from, to);
    if (to[0] != '\0' && roll(3) == 0 && to[0] - '0' != from)
        cloud_add(&sim.cloud, cloud, to[0] - '0', name); /* there already */
    if (account == 1 && cloud == 0) { /* declared a second time, under the account's other name */
        choose_regions(regions, to);
        sim_want(&sim, 0, name, from, to);
        tally.shared++;
    }
}

/* Strangers, so that listings have pages; and little room here and there. */
static void furnish(int regions)
{
    size_t cloud, i;
    int r;

    for (cloud = 0; cloud < 2; cloud++) {
        for (r = 0; r < regions; r++) {
            for (i = roll(4); i > 0; i--)
                cloud_add(&sim.cloud, cloud, r, "other");
            if (sim.caps.has_quota_call && roll(8) == 0)
                sim.cloud.quota[cloud][r] = 3 + (int)roll(3);
        }
    }
}

static void make_world(void)
{
    static const char *const names[] = {"web", "db", "job"};
    int regions = 3 + (int)roll(4);
    size_t n = 1 + roll(3), i;

    if (roll(6) == 0) { /* two names for one account of the cloud */
        sim.accounts[1].identity = sim.accounts[0].identity;
        sim.accounts[1].tenant = 0;
    }
    for (i = 0; i < n && sim.desired.n_images < 3; i++)
        want(roll(4) == 0, names[i], (int)roll((uint64_t)regions), regions);
    furnish(regions);
    sim.cloud.closed[roll(CLOUD_REGIONS)] = roll(6) == 0;
}

static void make_faults(void)
{
    static const int64_t late[] = {0, 1000, 20000, 119000};

    sim.cloud.late_ms = late[roll(4)];
    sim.cloud.copy_ms = roll(2) == 0 ? 3000 : 300000;
    sim.cloud.fail_permille = some(300);
    sim.cloud.starts_some = roll(3) == 0;
    sim.cloud.silent_entries = roll(5) == 0;
    sim.cloud.refuses_names = !sim.caps.names_repeat && roll(3) == 0;
    sim.cloud.dark[roll(CLOUD_REGIONS)] = roll(5) == 0;
    sim.cloud.per_target = roll(5) == 0;
    sim.disk_ms = roll(8) == 0 ? (int64_t)roll(12000) : 0;
    sim.crawl_ms = roll(4) == 0 ? (int64_t)roll(55000) : 0;
    sim.faults = (struct sim_faults){.unborn = some(150),
                                     .throttled = some(150),
                                     .broken = some(100),
                                     .lost_before = some(400),
                                     .lost_after = some(400),
                                     .slow = some(300),
                                     .torn = some(100),
                                     .journal = some(50)};
}

/* Somebody copies into a region, or removes an original, while ferry is at work. */
static void let_persons_meddle(void)
{
    size_t i;

    if (roll(4) != 0)
        return;
    meddled = true;
    for (i = 0; i < sim.desired.n_images; i++) {
        const struct wanted *wanted = &sim.images[i];
        int64_t at_ms = sim.now + (int64_t)roll(60000);

        if (wanted->n_targets > 0 && roll(2) == 0) {
            const char *region = wanted->targets[roll(wanted->n_targets)].region;
            /* Alone in the source region, "syncing" would pass for being copied from. */
            bool source = strcmp(region, wanted->from_region) == 0;

            cloud_person_adds(&sim.cloud, sim.accounts[wanted->account].tenant,
                              cloud_region_index(region), wanted->name, at_ms,
                              source ? 0 : (int64_t)roll(100000));
        }
        if (roll(4) == 0)
            cloud_person_removes(&sim.cloud, sim.cloud.images[roll(sim.cloud.n_images)].id, at_ms);
    }
}

static void end_faults(void)
{
    if (meddled)
        sim.now += 60000; /* persons are done by then */
    memset(&sim.faults, 0, sizeof sim.faults);
    memset(sim.cloud.dark, 0, sizeof sim.cloud.dark);
    sim.crawl_ms = sim.disk_ms = 0;
    sim.cloud.fail_permille = 0;
    sim.cloud.silent_entries = false;
    sim.kill_at = sim.kill_after = sim.interrupt_at = -1;
    sim.tear = false;
    sim.options.no_wait = false;
    sim.options.deadline_ms = INT64_MAX;
}

/* ---- what must hold after a run ---- */

static void demand(bool truth, const char *what)
{
    if (!truth && sim.broken == NULL)
        sim.broken = what;
}

static int usable(const struct cell *cell, int64_t at_ms)
{
    return cloud_usable(&sim.cloud, cell->tenant, cloud_region_index(cell->region), cell->name,
                        at_ms);
}

/* Was there an instant since the cell's reading began at which so many usable images were there? */
static bool once_usable(const struct cell *cell, int n)
{
    size_t i, k;

    if (usable(cell, cell->read_at_ms) == n || usable(cell, sim.now) == n)
        return true;
    for (i = 0; i < sim.cloud.n_images; i++) {
        const struct cloud_image *image = &sim.cloud.images[i];
        int64_t instants[] = {image->shown_ms, image->done_ms, image->gone_ms};

        for (k = 0; k < 3; k++)
            if (instants[k] > cell->read_at_ms && instants[k] < sim.now &&
                usable(cell, instants[k]) == n)
                return true;
    }
    return false;
}

static void check_report(void)
{
    const struct engine_report *report = sim.report;
    size_t i;

    demand(report->calls_made == sim.copies_sent - sim.copies_unborn,
           "the report miscounts the calls made");
    for (i = 0; i < report->final->cells.nr; i++) {
        const struct cell *cell = &report->final->cells.items[i];

        if (cell->verdict == VERDICT_IN_SYNC)
            demand(once_usable(cell, 1) || meddled, "in_sync, and it is not");
        if (cell->verdict == VERDICT_MISSING || cell->verdict == VERDICT_BLOCKED)
            demand(once_usable(cell, 0) || meddled, "called missing, and it was there");
        demand(cell->verdict != VERDICT_AMBIGUOUS || meddled, "a copy was made beside another");
    }
    for (i = 0; i < report->n_calls; i++) {
        demand(report->calls[i].outcome != OUTCOME_NONE, "a call has no outcome");
        tally.several += report->calls[i].n_sources > 1;
        tally.lost += report->calls[i].outcome == OUTCOME_LOST;
        tally.settled += report->calls[i].outcome == OUTCOME_SETTLED;
        tally.splits += report->calls[i].outcome == OUTCOME_SPLIT;
        tally.refused += report->calls[i].outcome == OUTCOME_REFUSED;
    }
}

/* At rest, without faults: in sync, or a reason that is true. */
static void check_converged(void)
{
    size_t i;

    for (i = 0; sim.report != NULL && i < sim.report->final->cells.nr; i++) {
        const struct cell *cell = &sim.report->final->cells.items[i];
        int region = cloud_region_index(cell->region);
        bool full = sim.cloud.quota[cell->tenant][region] >= 0;

        switch (cell->verdict) {
        case VERDICT_IN_SYNC:
            break;
        case VERDICT_UNUSABLE:
            tally.failed++;
            break; /* a failed copy is left as it is */
        case VERDICT_AMBIGUOUS:
            demand(meddled, "a copy was made beside another");
            break;
        case VERDICT_BLOCKED:
            tally.blocked++;
            demand((meddled && cell->reason >= REASON_SOURCE_MISSING &&
                    cell->reason <= REASON_SOURCE_UNUSABLE) ||
                       (sim.cloud.closed[region] && cell->reason == REASON_REGION_UNSUPPORTED) ||
                       (full && cell->reason == REASON_QUOTA_FULL),
                   "blocked for a reason that is not true");
            break;
        default:
            demand(false, "without faults it does not converge");
        }
    }
}

static bool blocked_by_cloud(void)
{
    size_t i;

    for (i = 0; sim.report != NULL && i < sim.report->final->cells.nr; i++)
        if (sim.report->final->cells.items[i].verdict == VERDICT_BLOCKED)
            return true;
    return false;
}

/* ---- schedules ---- */

static void faulty_run(void)
{
    sim.kill_at = roll(3) == 0 ? (int)roll(roll(2) == 0 ? 60 : 400) : -1;
    sim.kill_after = roll(2) == 0 ? (int)roll(roll(2) == 0 ? 4 : 100) : -1;
    sim.tear = roll(3) == 0;
    sim.interrupt_at = roll(8) == 0 ? (int)roll(300) : -1;
    sim.options.no_wait = roll(5) == 0;
    sim.options.deadline_ms = roll(8) == 0 ? sim.now + (int64_t)roll(300000) : INT64_MAX;
    sim.options.exact_calls = roll(4) == 0;
    tally.open_at_start += sim_open(&sim) > 0;
    let_persons_meddle();
    sim_run(&sim);
    tally.runs++;
    tally.kills += sim.killed;
    tally.copies += sim.copies_sent;
    tally.interrupts += sim.report != NULL && sim.report->interrupted;
    if (sim.report != NULL)
        check_report();
    sim.now += (int64_t)roll(roll(2) == 0 ? 2000 : 200000);
}

static void clean_run(void)
{
    sim.options.exact_calls = false;
    sim_run(&sim);
    tally.runs++;
    tally.copies += sim.copies_sent;
    demand(sim.report != NULL, "a run without faults comes to no end");
    if (sim.report != NULL)
        check_report();
}

static void open_schedule(uint64_t seed, bool tracing)
{
    struct caps caps;

    make_caps(seed, &caps);
    sim_init(&sim, &caps, seed);
    sim.cloud.busy_sources = !free_sources && seed / 64 % 2 == 0;
    meddled = false;
    sim.tracing = tracing;
    make_world();
    make_faults();
}

/* NULL when everything held. */
static const char *run_schedule(uint64_t seed, bool tracing)
{
    uint64_t runs;

    open_schedule(seed, tracing);
    for (runs = 1 + roll(4); runs > 0 && sim.broken == NULL; runs--)
        faulty_run();
    end_faults();
    if (sim.broken == NULL)
        clean_run();
    if (sim.broken == NULL)
        clean_run(); /* what was accepted and never seen is asked for by the next run only */
    if (sim.broken == NULL)
        check_converged();
    if (sim.broken == NULL) {
        int made = sim.cloud.copies_made;

        clean_run(); /* what the cloud refuses for a reason that no listing shows is tried again */
        demand(sim.cloud.copies_made == made, "a second apply makes a copy");
        demand(sim.copies_sent == 0 || blocked_by_cloud(), "a second apply sends a copy");
        demand(sim_open(&sim) == 0, "an intent stays open for ever");
    }
    tally.schedules++;
    return sim.broken;
}

/* What the first schedules came to, as the file says; zero where it does not speak of so many. */
static struct sim_digest recorded(uint64_t schedules)
{
    FILE *file = fopen("tests/data/sim.digest", "r");
    struct sim_digest found = {0}, line;
    uint64_t n;

    assert_non_null(file);
    while (fscanf(file, "%" SCNu64 " %" SCNx64 " %" SCNx64, &n, &line.done, &line.told) == 3)
        if (n == schedules)
            found = line;
    fclose(file);
    return found;
}

static void add_up(uint64_t seed, FILE *each)
{
    digest_number(&total.done, sim.digest.done);
    digest_number(&total.told, sim.digest.told);
    if (each != NULL)
        fprintf(each, "%" PRIu64 " %016" PRIx64 " %016" PRIx64 "\n", seed, sim.digest.done,
                sim.digest.told);
}

static void check_digest(uint64_t schedules)
{
    struct sim_digest want = recorded(schedules);

    if (want.done == 0 || (want.done == total.done && want.told == total.told))
        return;
    fail_msg("the engine does not do what tests/data/sim.digest says: %" PRIu64 " %016" PRIx64
             " %016" PRIx64,
             schedules, total.done, total.told);
}

static void print_trace(uint64_t seed, const char *broken)
{
    size_t i;

    fprintf(stderr, "# seed %" PRIu64 ": %s\n", seed, broken == NULL ? "all held" : broken);
    sim_free(&sim);
    run_schedule(seed, true);
    fprintf(stderr, "%s", sim.trace.ptr);
    for (i = 0; sim.report != NULL && i < sim.report->final->cells.nr; i++) {
        const struct cell *cell = &sim.report->final->cells.items[i];

        fprintf(stderr, "#   %s %s %s: %s\n", cell->address, verdict_name(cell->verdict),
                cell->reason == REASON_NONE ? "" : reason_name(cell->reason),
                cell->detail == NULL ? "" : cell->detail);
    }
}

static void no_schedule_makes_a_copy_twice_and_all_converge(void **state)
{
    uint64_t n = unit_soak() ? SOAK_SCHEDULES : CHECK_SCHEDULES, seed;
    const char *one = getenv("FERRY_SIM_SEED"), *path = getenv("FERRY_SIM_EACH");
    FILE *each = path == NULL ? NULL : fopen(path, "w");

    (void)state;
    if (one != NULL) {
        print_trace(strtoull(one, NULL, 10), NULL);
        sim_free(&sim);
        return;
    }
    for (seed = 1; seed <= n; seed++) {
        const char *broken = run_schedule(seed, false);

        if (broken != NULL) {
            print_trace(seed, broken);
            fail_msg("seed %" PRIu64 ": %s", seed, broken);
        }
        add_up(seed, each);
        if (seed % 5000 == 0)
            check_digest(seed);
        sim_free(&sim);
    }
    if (each != NULL)
        fclose(each);
    printf("# measured digest of %" PRIu64 " schedules: %016" PRIx64 " done, %016" PRIx64 " told\n",
           n, total.done, total.told);
    printf(
        "# sampled %ld schedules: %ld runs, %ld killed, %ld interrupted, %ld begun with open "
        "intents\n",
        tally.schedules, tally.runs, tally.kills, tally.interrupts, tally.open_at_start);
    printf(
        "# sampled %ld copy requests: %ld lost, %ld settled, %ld split, %ld refused, %ld of "
        "several images\n",
        tally.copies, tally.lost, tally.settled, tally.splits, tally.refused, tally.several);
    assert_true(tally.kills > 0 && tally.lost > 0 && tally.settled > 0 && tally.splits > 0 &&
                tally.refused > 0 && tally.several > 0 && tally.shared > 0 &&
                tally.open_at_start > 0 && tally.blocked > 0);
}

/* Calls on one source side by side: no turns keep them apart. */
static void nor_where_a_source_serves_many_calls_at_once(void **state)
{
    uint64_t n = (unit_soak() ? SOAK_SCHEDULES : CHECK_SCHEDULES) / 4, seed;
    struct tally before = tally;

    (void)state;
    if (getenv("FERRY_SIM_SEED") != NULL)
        return;
    free_sources = true;
    for (seed = 1; seed <= n; seed++) {
        const char *broken = run_schedule(seed, false);

        if (broken != NULL) {
            print_trace(seed, broken);
            fail_msg("free sources, seed %" PRIu64 ": %s", seed, broken);
        }
        sim_free(&sim);
    }
    free_sources = false;
    printf("# sampled %ld schedules with free sources: %ld runs, %ld copy requests\n",
           tally.schedules - before.schedules, tally.runs - before.runs,
           tally.copies - before.copies);
}

/* ---- can it fail at all? ----------------------------------------------------------------------
 * Each of these takes away something that the promises rest on, and wants to see it noticed.
 */

static bool is_noticed(void (*sabotage)(void), const char *breach)
{
    bool noticed = false;
    uint64_t seed;
    int run;

    for (seed = 1; seed <= 1000 && !noticed; seed++) {
        open_schedule(seed, false);
        sabotage();
        for (run = 0; run < 4 && sim.broken == NULL; run++) {
            faulty_run();
            sabotage(); /* whatever the schedule made of the journal */
        }
        noticed = sim.broken != NULL && strcmp(sim.broken, breach) == 0;
        sim_free(&sim);
    }
    return noticed;
}

static void show_later_than_the_settle_time(void)
{
    sim.cloud.late_ms = 10 * sim.options.settle_ms;
    sim.cloud.fail_permille = 0;
}

static void lose_the_journal(void)
{
    sim.cloud.late_ms = sim.options.settle_ms - 1;
    sim.cloud.fail_permille = 0;
    sim.file.len = 0;
}

static void forget_what_a_request_may_still_do(void)
{
    sim.cloud.late_ms = sim.options.settle_ms - 1;
    sim.cloud.fail_permille = 0;
    memset(&sim.faults, 0, sizeof sim.faults);
    sim.crawl_ms = 55000;
    sim.options.request_ms = 1;
}

static void what_the_promises_rest_on_is_missed_when_it_is_taken_away(void **state)
{
    (void)state;
    assert_true(is_noticed(show_later_than_the_settle_time, "a copy was made twice"));
    assert_true(is_noticed(lose_the_journal, "a copy was made twice"));
    assert_true(is_noticed(forget_what_a_request_may_still_do, "a copy was made twice"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_schedule_makes_a_copy_twice_and_all_converge),
        cmocka_unit_test(nor_where_a_source_serves_many_calls_at_once),
        cmocka_unit_test(what_the_promises_rest_on_is_missed_when_it_is_taken_away),
    };

    return cmocka_run_group_tests_name("sim", tests, NULL, NULL);
}
