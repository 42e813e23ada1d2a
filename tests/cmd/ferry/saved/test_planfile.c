/* SPDX-License-Identifier: MIT */
/* Plans written and read back: nothing is lost that apply needs, nothing slips in. */
#include "tests/unit.h"

#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/show/format.h"
#include "providers/wire/digest.h"
#include "tests/cmd/ferry/findings/cases.h"

/* A small generator of its own, so that a seed means the same everywhere. */
static unsigned dice(uint64_t *seed, unsigned sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*seed >> 33) % sides;
}

static void random_settings(struct account *account, uint64_t *seed)
{
    static const struct extra_region extra[] = {{"ap-new", true}, {"eu-new", false}};
    static const char *const watch[] = {"web-*", "\xE9\x95\x9C\xE5\x83\x8F?"};

    account->profile = dice(seed, 2) ? "prod" : NULL;
    account->credentials_file = dice(seed, 3) ? NULL : "keys/\"a\\b\".json";
    account->env_id = dice(seed, 2) ? "FERRY_CRED_ID" : NULL;
    account->env_secret = account->env_id != NULL ? "FERRY_CRED_SECRET" : NULL;
    account->project = dice(seed, 2) ? "org-1" : NULL;
    account->endpoint = dice(seed, 4) ? NULL : "https://{region}.example.com";
    account->read_rate = dice(seed, 2) ? 0 : 2.5;
    account->image_quota = (int)dice(seed, 3);
    account->cross_border = dice(seed, 2) != 0;
    account->extra_regions = extra;
    account->n_extra_regions = dice(seed, 3);
    account->watch = watch;
    account->n_watch = dice(seed, 3);
}

static void random_cell(struct made *made, size_t image, const char *region, uint64_t *seed)
{
    static const struct difference size[] = {{"size_gib", ">= 60", "50", false}};
    static const struct port_failure lost = {PORT_TRANSIENT, REASON_NONE, NULL, "no route", 0, 0};
    static const char *const ids[] = {"r-1", "r-2"};
    enum verdict verdict = (enum verdict)dice(seed, VERDICT_EXTRA);
    struct cell *cell = made_cell(made, image, region, verdict);

    cell->evidence = ids;
    cell->n_evidence = dice(seed, 3);
    if (verdict == VERDICT_UNKNOWN) {
        cell->failure = &lost;
        cell->read_at_ms = 0;
    }
    if (verdict == VERDICT_BLOCKED)
        cell->reason = (enum reason)(1 + dice(seed, REASON_NOT_AUTHORIZED));
    if (verdict == VERDICT_DIFFERS) {
        cell->differences = size;
        cell->n_differences = 1;
        cell->stale_from = dice(seed, 2) ? "img-0" : NULL;
    }
    if (verdict != VERDICT_MISSING && verdict != VERDICT_BLOCKED && verdict != VERDICT_UNKNOWN)
        made_there(made, cell, "img-there", IMAGE_READY, "NORMAL")->progress =
            (int)dice(seed, 102) - 1;
    cell->stuck = verdict == VERDICT_IN_PROGRESS && dice(seed, 3) == 0;
    cell->detail = dice(seed, 3) ? NULL : "a line \"of\" detail";
    if (verdict == VERDICT_MISSING || (verdict == VERDICT_UNUSABLE && dice(seed, 2)))
        made_call(made, "img-source", cell, NULL)->wave = 1 + (int)dice(seed, 3);
    if (cell->call != CELL_NO_CALL && dice(seed, 3) == 0)
        cell->waiting_for = "game/web@ap-guangzhou";
}

static void random_plan(struct made *made, uint64_t seed)
{
    static const char *const regions[] = {"ap-beijing", "ap-shanghai", "ap-tokyo", "eu-frankfurt"};
    static const char *const names[] = {"web", "\xE9\x95\x9C\xE5\x83\x8F", "a\"b<c>&'\x1B"};
    size_t i, k, n_images = dice(&seed, 4);

    made_init(made, FINDINGS_PLAN);
    random_settings(&made->findings.desired.accounts[made_account(made, "game", "tencent-cvm")],
                    &seed);
    random_settings(&made->findings.desired.accounts[made_account(made, "same", "tencent-cvm")],
                    &seed);
    made->findings.desired.accounts[1].tenant =
        dice(&seed, 2); /* perhaps two names of one account */
    for (i = 0; i < n_images && i < 3; i++) {
        size_t image = made_image(made, dice(&seed, 2), names[i], "ap-guangzhou");

        made->findings.desired.images[image].from_id = dice(&seed, 2) ? "img-source" : NULL;
        made->findings.desired.images[image].expect.min_size_gib = dice(&seed, 2) * 20;
        made->findings.desired.images[image].expect.os = (enum image_os)dice(&seed, 3);
        for (k = 0; k < dice(&seed, 5); k++)
            random_cell(made, image, regions[k % 4], &seed);
    }
    for (i = 0; i < made->diffed.cells.nr; i++)
        made->diffed.cells.items[i].tenant =
            made->findings.desired.accounts[made->diffed.cells.items[i].account].tenant;
    for (i = 0; i < made->plan.nr; i++)
        made->plan.calls[i].tenant =
            made->findings.desired.accounts[made->plan.calls[i].account].tenant;
    if (dice(&seed, 2))
        made_extra(made, 0, "stray", "ap-beijing");
    made->plan.lower_bound = (int)made->plan.nr - (made->plan.nr > 0 && dice(&seed, 2));
    made->plan.bound_reason = dice(&seed, 2) ? "each image is copied by itself" : NULL;
    made->plan.proved_minimal = made->plan.lower_bound == (int)made->plan.nr;
}

static void write_document(const struct findings *findings, struct buf *out)
{
    static const struct style plain;

    format_find("json")->write(findings, &plain, out);
}

/* Writes the plan of *made with its checksum. */
static void write_plan(struct made *made, struct buf *out)
{
    char checksum[PLANFILE_CHECKSUM];

    planfile_checksum(&made->plan, &made->findings.desired, checksum);
    made->findings.checksum = checksum;
    buf_reset(out);
    write_document(&made->findings, out);
    made->findings.checksum = NULL;
}

static int read_plan(const char *bytes, size_t n, struct arena *arena, struct findings *plan,
                     struct err *err)
{
    return planfile_read(bytes, n, made_caps, arena, plan, err);
}

static void a_plan_that_is_read_back_and_written_again_is_the_same(void **state)
{
    uint64_t seed, seeds = unit_soak() ? 20000 : 400;
    struct buf first = BUF_INIT(BUF_UNBOUNDED), second = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    for (seed = 0; seed < seeds; seed++) {
        struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct findings plan = {.kind = FINDINGS_PLAN};
        struct made made;

        random_plan(&made, seed);
        write_plan(&made, &first);
        if (read_plan(first.ptr, first.len, &arena, &plan, &err) != 0)
            fail_msg("seed %u: %s\n%s", (unsigned)seed, err.text, first.ptr);
        buf_reset(&second);
        write_document(&plan, &second);
        assert_string_equal(first.ptr, second.ptr);
        arena_free(&arena);
        made_free(&made);
    }
    buf_free(&first);
    buf_free(&second);
    print_message("# sampled %u random plans\n", (unsigned)seeds);
}

static void a_plan_cut_anywhere_is_refused(void **state)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    struct made made;
    size_t n;

    (void)state;
    output_cases[0].make(&made);
    write_plan(&made, &text);
    for (n = 0; n + 2 < text.len; n++) { /* all but the last brace and newline */
        struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct findings plan = {.kind = FINDINGS_PLAN};

        assert_int_equal(read_plan(text.ptr, n, &arena, &plan, &err), -1);
        assert_int_equal(err.code, ERR_DATA);
        arena_free(&arena);
    }
    made_free(&made);
    buf_free(&text);
}

/* Whatever byte is changed: either it is refused, or the calls and settings are the same. */
static void no_changed_byte_changes_what_would_be_sent(void **state)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED), sent = BUF_INIT(BUF_UNBOUNDED);
    struct made made;
    size_t i, refused = 0;

    (void)state;
    output_cases[0].make(&made);
    write_plan(&made, &text);
    plan_canonical(&made.plan, &made.findings.desired, &sent);
    for (i = 0; i < text.len; i++) {
        struct buf now = BUF_INIT(BUF_UNBOUNDED);
        struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct findings plan = {.kind = FINDINGS_PLAN};
        char was = text.ptr[i];

        text.ptr[i] = was == '1' ? '2' : was == 'a' ? 'b' : 'a';
        if (read_plan(text.ptr, text.len, &arena, &plan, &err) == 0) {
            plan_canonical(plan.plan, &plan.desired, &now);
            assert_string_equal(now.ptr, sent.ptr);
        } else {
            assert_int_equal(err.code, ERR_DATA);
            refused++;
        }
        text.ptr[i] = was;
        buf_free(&now);
        arena_free(&arena);
    }
    assert_true(refused > text.len / 2);
    made_free(&made);
    buf_free(&text);
    buf_free(&sent);
}

/* The text with the first `from` replaced by `to`. */
static void replace(const struct buf *text, const char *from, const char *to, struct buf *out)
{
    const char *at = strstr(text->ptr, from);

    assert_non_null(at);
    buf_reset(out);
    buf_add(out, text->ptr, (size_t)(at - text->ptr));
    buf_str(out, to);
    buf_str(out, at + strlen(from));
}

static void what_is_wrong_is_said(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"format_version\":\"1.0\"", "\"format_version\":\"2.0\"",
         "it has format version 2.0, this ferry reads 1.x: use a newer one"},
        {"\"format_version\":\"1.0\"", "\"format_version\":\"one\"", "no format version: 'one'"},
        {"\"kind\":\"plan\"", "\"kind\":\"drift\"", "it is the report of 'drift', not a plan"},
        {"\"errored\":false", "\"errored\":true", "the run that wrote it failed: it holds no plan"},
        {"\"kind\":\"plan\",", "", "kind: expected a string, found nothing"},
        {"\"wave\":1", "\"wave\":\"x\"", "calls[0].wave: expected a whole number, found a string"},
        {"\"wave\":1", "\"wave\":0", "'wave' is out of range"},
        {"\"id\":0,\"account\"", "\"id\":7,\"account\"", "call 7 stands at place 0"},
        {"\"action\":\"SyncImages\"", "\"action\":\"DeleteImages\"",
         "call 0 is DeleteImages, but tencent-cvm copies with SyncImages"},
        {"\"regions\":[\"ap-chengdu\",\"ap-shanghai\"]", "\"regions\":[\"ap-chengdu\"]",
         "the call of cell 'game/web-base-2026.11@ap-shanghai' does not ask for it"},
        {"\"regions\":[\"ap-chengdu\",\"ap-shanghai\"]",
         "\"regions\":[\"ap-chengdu\",\"ap-shanghai\",\"ap-tokyo\"]",
         "call 0 does not demand that 'ap-tokyo' has no 'web-base-2026.11' already"},
        {"\"fact\":\"source_state\"", "\"fact\":\"wishful\"", "unknown fact 'wishful'"},
        {"\"missing\":2", "\"missing\":1", "its summary says 1 missing, but it holds 2"},
        {"\"write_calls\":1", "\"write_calls\":3",
         "its summary says 3 write calls, but it holds 1"},
        {"\"provider\":\"tencent-cvm\",\"same_as\"", "\"provider\":\"other\",\"same_as\"",
         "unknown provider 'other'"},
        {"\"verdict\":\"missing\"", "\"verdict\":\"gone\"", "unknown verdict 'gone'"},
        {"\"profile\":null", "\"profile\":\"root\"",
         "altered: its checksum is not that of its calls"},
        {"\"at_least\":1", "\"at_least\":0", "altered: its checksum is not that of its calls"},
        {"\"outcome\":null", "\"outcome\":\"accepted\"", "a call was made already: 'accepted'"},
    };
    struct buf text = BUF_INIT(BUF_UNBOUNDED), off = BUF_INIT(BUF_UNBOUNDED);
    struct made made;
    size_t i;

    (void)state;
    output_cases[0].make(&made);
    write_plan(&made, &text);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct findings plan = {.kind = FINDINGS_PLAN};

        replace(&text, cases[i].from, cases[i].to, &off);
        assert_int_equal(read_plan(off.ptr, off.len, &arena, &plan, &err), -1);
        assert_int_equal(err.code, ERR_DATA);
        if (strstr(err.text, cases[i].says) == NULL)
            fail_msg("'%s' instead of '%s'", err.text, cases[i].says);
        arena_free(&arena);
    }
    made_free(&made);
    buf_free(&text);
    buf_free(&off);
}

static void a_call_speaks_for_an_account_that_wants_its_cells(void **state)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct findings sound = {.kind = FINDINGS_PLAN}, plan = {.kind = FINDINGS_PLAN};
    struct made made;
    size_t other;

    (void)state;
    output_cases[0].make(&made);
    other = made_account(&made, "other", "tencent-cvm");
    made.findings.desired.accounts[other].tenant = 0;
    write_plan(&made, &text);
    assert_int_equal(read_plan(text.ptr, text.len, &arena, &sound, &err), 0);
    made.plan.calls[0].account = other;
    write_plan(&made, &text);
    assert_int_equal(read_plan(text.ptr, text.len, &arena, &plan, &err), -1);
    assert_non_null(strstr(err.text, "call 0 speaks for an account without a cell"));
    arena_free(&arena);
    made_free(&made);
    buf_free(&text);
}

/* Readers ignore unknown keys: a minor version may bring some. */
static void what_a_later_minor_version_adds_is_ignored(void **state)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED), more = BUF_INIT(BUF_UNBOUNDED);
    struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct findings plan = {.kind = FINDINGS_PLAN};
    struct made made;

    (void)state;
    output_cases[0].make(&made);
    write_plan(&made, &text);
    replace(&text, "{\"format_version\":\"1.0\"", "{\"news\":[1,{}],\"format_version\":\"1.9\"",
            &more);
    assert_int_equal(read_plan(more.ptr, more.len, &arena, &plan, &err), 0);
    assert_int_equal(plan.plan->nr, 1);
    arena_free(&arena);
    made_free(&made);
    buf_free(&text);
    buf_free(&more);
}

static void a_region_that_was_not_selected_stays_so(void **state)
{
    struct buf text = BUF_INIT(BUF_UNBOUNDED);
    struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct findings plan = {.kind = FINDINGS_PLAN};
    struct made made;

    (void)state;
    output_cases[0].make(&made);
    made.diffed.cells.items[3].selected = false; /* ap-hongkong */
    write_plan(&made, &text);
    assert_int_equal(read_plan(text.ptr, text.len, &arena, &plan, &err), 0);
    assert_int_equal(plan.judged->cells.nr, 4);
    assert_string_equal(plan.desired.images[0].targets[3].region, "ap-hongkong");
    assert_false(plan.desired.images[0].targets[3].selected);
    assert_true(plan.desired.images[0].targets[4].selected);
    arena_free(&arena);
    made_free(&made);
    buf_free(&text);
}

static void a_file_is_a_plan_if_it_begins_with_a_brace(void **state)
{
    (void)state;
    assert_true(planfile_is("{", 1));
    assert_true(planfile_is(" \r\n\t{}", 6));
    assert_false(planfile_is("", 0));
    assert_false(planfile_is("   ", 3));
    assert_false(planfile_is("version: 1\n", 11));
    assert_false(planfile_is("\0{", 2));
}

static int ready(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    return digest_ready(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_that_is_read_back_and_written_again_is_the_same),
        cmocka_unit_test(a_plan_cut_anywhere_is_refused),
        cmocka_unit_test(no_changed_byte_changes_what_would_be_sent),
        cmocka_unit_test(a_call_speaks_for_an_account_that_wants_its_cells),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(what_a_later_minor_version_adds_is_ignored),
        cmocka_unit_test(a_region_that_was_not_selected_stays_so),
        cmocka_unit_test(a_file_is_a_plan_if_it_begins_with_a_brace),
    };

    return cmocka_run_group_tests_name("planfile", tests, ready, NULL);
}
