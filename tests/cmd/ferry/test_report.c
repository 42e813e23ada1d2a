/* SPDX-License-Identifier: MIT */
/* The result and its exit code: each row of product.md section 7, and what wins where several
 * hold. */
#include "tests/unit.h"

#include "cmd/ferry/show/report.h"
#include "tests/cmd/ferry/made.h"

#include <signal.h>

/*
 * A world in two strings.  `cells`: one letter a cell - s in_sync, p in_progress, P the same but
 * stuck, m missing, b blocked, d differs, a ambiguous, f unusable, e extra, u unknown, R unknown
 * since the credentials were rejected.  `calls`: the outcome of the call for the cell below - a
 * accepted, t settled, r refused by us, j rejected, l lost, x not sent, n planned only, '.' none.
 */
struct row {
    const char *title;
    enum report_kind kind;
    const char *cells, *calls;
    int code;
    bool want_exit_code, fail_on_extra, no_wait, timed_out;
    enum err_code error;
    enum report_guard guard;
    int signal, made;
    size_t missed, wanted;
    const char *before; /* wait: the cells at the start */
};

static const char *const regions[] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"};

static enum verdict verdict_of(char letter)
{
    switch (letter) {
    case 's':
        return VERDICT_IN_SYNC;
    case 'p':
    case 'P':
        return VERDICT_IN_PROGRESS;
    case 'm':
        return VERDICT_MISSING;
    case 'b':
        return VERDICT_BLOCKED;
    case 'd':
        return VERDICT_DIFFERS;
    case 'a':
        return VERDICT_AMBIGUOUS;
    case 'f':
        return VERDICT_UNUSABLE;
    case 'e':
        return VERDICT_EXTRA;
    default:
        return VERDICT_UNKNOWN;
    }
}

static enum outcome outcome_of(char letter)
{
    switch (letter) {
    case 'a':
        return OUTCOME_ACCEPTED;
    case 't':
        return OUTCOME_SETTLED;
    case 'r':
        return OUTCOME_REFUSED;
    case 'j':
        return OUTCOME_REJECTED;
    case 'l':
        return OUTCOME_LOST;
    case 'x':
        return OUTCOME_NOT_SENT;
    default:
        return OUTCOME_NONE;
    }
}

static void build_cells(struct made *made, const char *cells)
{
    static const struct port_failure network = {PORT_TRANSIENT, REASON_NONE, NULL,
                                                "no route",     0,           0};
    static const struct port_failure auth = {PORT_AUTH, REASON_NONE, "AuthFailure", "no", 401, 0};
    size_t account = made_account(made, "game", "tencent-cvm");
    size_t image = made_image(made, account, "web", "r9");
    size_t i;

    for (i = 0; cells[i] != '\0'; i++) {
        struct cell *cell = cells[i] == 'e'
                                ? made_extra(made, account, "stray", regions[i])
                                : made_cell(made, image, regions[i], verdict_of(cells[i]));

        cell->stuck = cells[i] == 'P';
        cell->failure = cells[i] == 'u' ? &network : cells[i] == 'R' ? &auth : NULL;
    }
}

static void build(const struct row *row, struct made *made)
{
    size_t i;

    made_init(made, row->kind);
    build_cells(made, row->cells);
    for (i = 0; row->calls != NULL && row->calls[i] != '\0'; i++)
        if (row->calls[i] != '.')
            made_call(made, "img-1", &made->diffed.cells.items[i], NULL)->outcome =
                outcome_of(row->calls[i]);
    if (row->kind == REPORT_APPLY) {
        made->report.calls = made->plan.calls;
        made->report.n_calls = made->plan.nr;
    }
    made->report.want_exit_code = row->want_exit_code;
    made->report.fail_on_extra = row->fail_on_extra;
    made->report.no_wait = row->no_wait;
    made->report.timed_out = row->timed_out;
    made->report.error.code = row->error;
    made->report.guard = row->guard;
    made->report.signal = row->signal;
    made->report.calls_made = row->made;
    made->report.locks_missed = row->missed;
    made->report.locks_wanted = row->wanted;
}

static const struct row rows[] = {
    /* plan */
    {"a plan is made", REPORT_PLAN, "sm", ".n", .code = 0},
    {"a plan of nothing", REPORT_PLAN, "ss", NULL, .code = 0},
    {"a plan, whatever it holds", REPORT_PLAN, "mbdafpe", "n", .code = 0},
    {"--exit-code with a call", REPORT_PLAN, "sm", ".n", 2, .want_exit_code = true},
    {"--exit-code with differs", REPORT_PLAN, "sd", NULL, 2, .want_exit_code = true},
    {"--exit-code with ambiguous", REPORT_PLAN, "sa", NULL, 2, .want_exit_code = true},
    {"--exit-code with unusable", REPORT_PLAN, "sf", NULL, 2, .want_exit_code = true},
    {"--exit-code with blocked", REPORT_PLAN, "sb", NULL, 2, .want_exit_code = true},
    {"--exit-code in sync", REPORT_PLAN, "ss", NULL, 0, .want_exit_code = true},
    {"--exit-code with a copy under way", REPORT_PLAN, "spe", NULL, 0, .want_exit_code = true},
    {"plan with unknown", REPORT_PLAN, "su", NULL, .code = 4},
    {"plan with unknown and --exit-code", REPORT_PLAN, "mub", "n", 4, .want_exit_code = true},
    {"a guard does not fail a plan", REPORT_PLAN, "mm", "nn", 0, .guard = GUARD_CHANGE_LIMIT},
    {"plan with nothing selected", REPORT_PLAN, "", NULL, 64, .error = ERR_USAGE},
    /* drift */
    {"drift: calm", REPORT_DRIFT, "spe", NULL, .code = 0},
    {"drift: missing", REPORT_DRIFT, "sm", NULL, .code = 2},
    {"drift: blocked", REPORT_DRIFT, "sb", NULL, .code = 2},
    {"drift: differs", REPORT_DRIFT, "sd", NULL, .code = 2},
    {"drift: ambiguous", REPORT_DRIFT, "sa", NULL, .code = 2},
    {"drift: unusable", REPORT_DRIFT, "sf", NULL, .code = 2},
    {"drift: stuck", REPORT_DRIFT, "sP", NULL, .code = 2},
    {"drift: extra with --fail-on extra", REPORT_DRIFT, "se", NULL, 2, .fail_on_extra = true},
    {"drift: --fail-on extra without extra", REPORT_DRIFT, "ss", NULL, 0, .fail_on_extra = true},
    {"drift: unknown", REPORT_DRIFT, "su", NULL, .code = 4},
    {"drift: unknown wins over drift", REPORT_DRIFT, "um", NULL, .code = 4},
    {"drift: some accounts' credentials rejected", REPORT_DRIFT, "sR", NULL, .code = 4},
    {"drift: all credentials rejected", REPORT_DRIFT, "RR", NULL, .code = 77},
    /* list */
    {"list", REPORT_LIST, "smbdaf", NULL, .code = 0},
    {"list: unknown", REPORT_LIST, "su", NULL, .code = 4},
    /* apply */
    {"apply: in sync", REPORT_APPLY, "sse", "a", 0, .made = 1},
    {"apply: nothing to do", REPORT_APPLY, "ss", NULL, .code = 0},
    {"apply: answer lost, copy found", REPORT_APPLY, "ss", "t", 0, .made = 1},
    {"apply: lost, then sent again", REPORT_APPLY, "ss", "la", 0, .made = 2},
    {"apply: unusable", REPORT_APPLY, "sf", ".a", 3, .made = 1},
    {"apply: blocked", REPORT_APPLY, "sb", ".j", 3, .made = 1},
    {"apply: differs", REPORT_APPLY, "sd", NULL, .code = 3},
    {"apply: ambiguous", REPORT_APPLY, "sa", NULL, .code = 3},
    {"apply: missing", REPORT_APPLY, "sm", ".x", .code = 3},
    {"apply: timed out", REPORT_APPLY, "sp", ".a", 3, .timed_out = true, .made = 1},
    {"apply: interrupted after a write", REPORT_APPLY, "sp", ".a", 3, .signal = SIGINT, .made = 1},
    {"apply: interrupted after a write, nothing read", REPORT_APPLY, "uu", ".a", 3,
     .signal = SIGTERM, .made = 1},
    {"apply: interrupted when all was done", REPORT_APPLY, "ss", "a", 0, .signal = SIGINT,
     .made = 1},
    {"apply: unknown", REPORT_APPLY, "su", "a", 4, .made = 1},
    {"apply: wrong and unknown", REPORT_APPLY, "bu", NULL, .code = 3},
    {"apply: credentials went bad after a write", REPORT_APPLY, "RR", "a", 4, .made = 1},
    {"--no-wait: accepted", REPORT_APPLY, "pm", "aa", 0, .no_wait = true, .made = 2},
    {"--no-wait: one rejected", REPORT_APPLY, "pm", "aj", 3, .no_wait = true, .made = 2},
    {"--no-wait: one never sent", REPORT_APPLY, "pm", "ax", 3, .no_wait = true, .made = 1},
    {"--no-wait: one lost", REPORT_APPLY, "pm", "al", 3, .no_wait = true, .made = 2},
    {"--no-wait: blocked beside accepted", REPORT_APPLY, "pb", "a", 3, .no_wait = true, .made = 1},
    {"--no-wait: unknown", REPORT_APPLY, "pu", "a", 4, .no_wait = true, .made = 1},
    {"waiting does not excuse a copy under way", REPORT_APPLY, "p", NULL, .code = 3},
    /* guards */
    {"change limit", REPORT_APPLY, "mm", "nn", 5, .guard = GUARD_CHANGE_LIMIT},
    {"approval of another plan", REPORT_APPLY, "mm", "nn", 5, .guard = GUARD_APPROVAL},
    {"prompt declined", REPORT_APPLY, "mm", "nn", 5, .guard = GUARD_PROMPT},
    {"stale, all calls", REPORT_APPLY, "mm", "rr", .code = 5},
    {"stale, some calls", REPORT_APPLY, "sm", "ar", 3, .made = 1},
    {"stale, some calls, yet in sync", REPORT_APPLY, "ss", "ar", 3, .made = 1},
    {"lock on every account", REPORT_APPLY, "mm", "nn", 5, .missed = 2, .wanted = 2},
    {"lock on some accounts", REPORT_APPLY, "ss", "a.", 3, .missed = 1, .wanted = 2, .made = 1},
    {"refused by code", REPORT_APPLY, "m", "n", 5, .error = ERR_REFUSED},
    /* wait */
    {"wait: ended well", REPORT_WAIT, "ssm", NULL, 0, .before = "psm"},
    {"wait: nothing to wait for", REPORT_WAIT, "smb", NULL, 0, .before = "smb"},
    {"wait: failed", REPORT_WAIT, "fs", NULL, 3, .before = "ps"},
    {"wait: still running", REPORT_WAIT, "ps", NULL, 3, .before = "pp"},
    {"wait: gone", REPORT_WAIT, "ms", NULL, 3, .before = "ps"},
    {"wait: unknown at the end", REPORT_WAIT, "us", NULL, 3, .before = "ps"},
    {"wait: a region that nobody read", REPORT_WAIT, "su", NULL, 4, .before = "pu"},
    /* whole run */
    {"usage", REPORT_PLAN, "", NULL, 64, .error = ERR_USAGE},
    {"apply unasked off a terminal", REPORT_APPLY, "m", "n", 64, .error = ERR_USAGE},
    {"manifest invalid", REPORT_VALIDATE, "", NULL, 65, .error = ERR_DATA},
    {"plan file corrupt", REPORT_APPLY, "", NULL, 65, .error = ERR_DATA},
    {"credentials missing", REPORT_PLAN, "", NULL, 77, .error = ERR_CREDENTIAL},
    {"credentials rejected everywhere", REPORT_PLAN, "RRR", NULL, .code = 77},
    {"credentials rejected everywhere, apply", REPORT_APPLY, "R", NULL, .code = 77},
    {"credentials rejected for some", REPORT_APPLY, "Rs", NULL, .code = 4},
    {"interrupted before any write", REPORT_APPLY, "mm", "nn", 130, .signal = SIGINT},
    {"terminated before any write", REPORT_APPLY, "mm", "nn", 143, .signal = SIGTERM},
    {"plan interrupted", REPORT_PLAN, "um", NULL, 130, .signal = SIGINT},
    {"unexpected", REPORT_PLAN, "mm", NULL, 1, .error = ERR_UNEXPECTED},
    {"unexpected wins over all", REPORT_APPLY, "bu", "j", 1, .error = ERR_UNEXPECTED, .made = 1,
     .signal = SIGINT},
    {"an error after a write", REPORT_APPLY, "pu", "a", 3, .error = ERR_CREDENTIAL, .made = 1},
    {"validate", REPORT_VALIDATE, "", NULL, .code = 0},
    {"why", REPORT_WHY, "b", NULL, .code = 0},
    {"why, unread", REPORT_WHY, "?", NULL, .code = 4},
    {"providers", REPORT_PROVIDERS, "", NULL, .code = 0},
};

static void each_row_of_the_table_has_its_code(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct made made, before;
        int code;

        build(&rows[i], &made);
        made_init(&before, REPORT_WAIT);
        if (rows[i].before != NULL) {
            build_cells(&before, rows[i].before);
            made.report.before = &before.diffed.cells;
        }
        code = report_exit_code(&made.report);
        made_free(&made);
        made_free(&before);
        if (code != rows[i].code)
            fail_msg("%s: %d instead of %d", rows[i].title, code, rows[i].code);
    }
}

/* A manifest's mistakes are in the diagnostics, not in `error`. */
static void mistakes_in_the_manifest_end_every_command_with_65(void **state)
{
    enum report_kind kind;

    (void)state;
    for (kind = REPORT_PLAN; kind < REPORT_KINDS; kind++) {
        struct report report = {.kind = kind};
        struct diags diags = {.errors = 1};

        report.diags = &diags;
        assert_int_equal(report_exit_code(&report), 65);
        assert_true(report_errored(&report));
        diags = (struct diags){.warnings = 3};
        assert_int_not_equal(report_exit_code(&report), 65);
        assert_false(report_errored(&report));
    }
}

/* All sets of up to four cells: the precedence 1, 3, 4, 2, 0 holds for each command that judges. */
/* One region of an accepted call was refused with a code that stands for no reason. */
static void a_region_refused_in_an_accepted_call_is_no_success(void **state)
{
    static const struct port_failure refused = {PORT_PERMANENT,   REASON_NONE, "BadRequest",
                                                "BadRequest: no", 200,         0};
    struct made made;
    size_t account, image;
    struct cell *one, *other;

    (void)state;
    made_init(&made, REPORT_APPLY);
    account = made_account(&made, "game", "tencent-cvm");
    image = made_image(&made, account, "web", "r9");
    one = made_cell(&made, image, "r1", VERDICT_MISSING);
    other = made_cell(&made, image, "r2", VERDICT_MISSING);
    made_call(&made, "img-1", one, other, NULL)->outcome = OUTCOME_ACCEPTED;
    made.report.calls = made.plan.calls;
    made.report.n_calls = made.report.calls_made = 1;
    made.report.no_wait = true;
    assert_int_equal(report_exit_code(&made.report), 0);
    other->failure = &refused;
    assert_int_equal(report_exit_code(&made.report), 3);
    made_free(&made);
}

static void of_several_codes_the_graver_one_wins(void **state)
{
    static const char letters[] = "spPmbdafeu";
    size_t a, b, c;

    (void)state;
    for (a = 0; letters[a] != '\0'; a++)
        for (b = 0; letters[b] != '\0'; b++)
            for (c = 0; letters[c] != '\0'; c++) {
                char cells[] = {letters[a], letters[b], letters[c], '\0'};
                bool unknown = strchr(cells, 'u') != NULL;
                bool drift = strpbrk(cells, "Pmbdaf") != NULL;
                bool wrong = strpbrk(cells, "pPmbdaf") != NULL;
                struct row row = {"", REPORT_DRIFT, cells, NULL, .code = 0};
                struct made made;

                build(&row, &made);
                assert_int_equal(report_exit_code(&made.report), unknown ? 4 : drift ? 2 : 0);
                made.report.kind = REPORT_PLAN;
                assert_int_equal(report_exit_code(&made.report), unknown ? 4 : 0);
                made.report.kind = REPORT_APPLY;
                assert_int_equal(report_exit_code(&made.report), wrong ? 3 : unknown ? 4 : 0);
                made_free(&made);
            }
}

static void whoami_tells_missing_from_rejected_from_unreachable(void **state)
{
    static const struct port_failure auth = {PORT_AUTH, REASON_NONE, "AuthFailure", "no", 401, 0};
    static const struct port_failure net = {PORT_TRANSIENT, REASON_NONE, NULL, "no route", 0, 0};
    struct report_identity two[2] = {{.account = "a"}, {.account = "b"}};
    struct report report = {.kind = REPORT_WHOAMI, .identities = two, .n_identities = 2};

    (void)state;
    assert_int_equal(report_exit_code(&report), 0);
    two[0].failure = &auth;
    assert_int_equal(report_exit_code(&report), 4);
    two[1].failure = &auth;
    assert_int_equal(report_exit_code(&report), 77);
    two[1].failure = &net;
    assert_int_equal(report_exit_code(&report), 4);
    two[0].failure = NULL;
    two[0].missing = true;
    assert_int_equal(report_exit_code(&report), 77);
}

static void an_export_that_lacks_regions_says_so(void **state)
{
    struct report report = {.kind = REPORT_EXPORT, .document = "version: 1\n"};

    (void)state;
    assert_true(report_complete(&report));
    assert_int_equal(report_exit_code(&report), 0);
    report.regions_unread = 1;
    assert_false(report_complete(&report));
    assert_int_equal(report_exit_code(&report), 4);
}

static void a_split_call_gives_way_to_the_one_that_took_its_place(void **state)
{
    struct row row = {"", REPORT_APPLY, "ss", "aa", 0, .made = 3};
    const struct plan_call *call;
    struct report_counts counts;
    struct made made;

    (void)state;
    build(&row, &made);
    made_call(&made, "img-1", &made.diffed.cells.items[0], &made.diffed.cells.items[1], NULL)
        ->outcome = OUTCOME_SPLIT;
    made.report.n_calls = made.plan.nr;
    call = report_call_of(&made.report, &made.diffed.cells.items[1]);
    assert_non_null(call);
    assert_int_equal(call->id, 1);
    report_count(&made.report, &counts);
    assert_int_equal(counts.added, 2);
    assert_int_equal(report_exit_code(&made.report), 0);
    made_free(&made);
}

static void only_a_plan_with_an_open_call_and_no_guard_is_applyable(void **state)
{
    struct row row = {"", REPORT_PLAN, "m", "n", .code = 0};
    struct made made;

    (void)state;
    build(&row, &made);
    assert_true(report_applyable(&made.report));
    made.report.guard = GUARD_CHANGE_LIMIT;
    assert_false(report_applyable(&made.report));
    made.report.guard = GUARD_NONE;
    made.plan.calls[0].outcome = OUTCOME_ACCEPTED;
    assert_false(report_applyable(&made.report));
    made.plan.nr = 0;
    assert_false(report_applyable(&made.report));
    made_free(&made);
}

static void cells_that_were_not_selected_count_for_nothing(void **state)
{
    struct row row = {"", REPORT_DRIFT, "smu", NULL, .code = 0};
    struct report_counts counts;
    struct made made;

    (void)state;
    build(&row, &made);
    made.diffed.cells.items[1].selected = made.diffed.cells.items[2].selected = false;
    report_count(&made.report, &counts);
    assert_int_equal(counts.cells, 1);
    assert_int_equal(report_exit_code(&made.report), 0);
    assert_true(report_complete(&made.report));
    made_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_of_the_table_has_its_code),
        cmocka_unit_test(mistakes_in_the_manifest_end_every_command_with_65),
        cmocka_unit_test(a_region_refused_in_an_accepted_call_is_no_success),
        cmocka_unit_test(of_several_codes_the_graver_one_wins),
        cmocka_unit_test(whoami_tells_missing_from_rejected_from_unreachable),
        cmocka_unit_test(an_export_that_lacks_regions_says_so),
        cmocka_unit_test(a_split_call_gives_way_to_the_one_that_took_its_place),
        cmocka_unit_test(only_a_plan_with_an_open_call_and_no_guard_is_applyable),
        cmocka_unit_test(cells_that_were_not_selected_count_for_nothing),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
