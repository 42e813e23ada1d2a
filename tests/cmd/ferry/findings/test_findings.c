/* SPDX-License-Identifier: MIT */
/* The result and its exit code: each row of the contract, and what wins where several hold. */
#include "tests/unit.h"

#include "cmd/ferry/findings/exitcode.h"
#include "tests/cmd/ferry/findings/made.h"

#include <signal.h>

/*
 * A world in two strings.  `cells`: one letter a cell - s in_sync, p in_progress, P the same but
 * stuck, m missing, b blocked, d differs, a ambiguous, f unusable, e extra, u unknown, R unknown
 * since the credentials were rejected.  `calls`: the outcome of the call for the cell below - a
 * accepted, t settled, r refused by us, j rejected, l lost, x not sent, n planned only, '.' none.
 */
struct row {
    const char *title;
    enum findings_kind kind;
    const char *cells, *calls;
    int code;
    bool want_exit_code, fail_on_extra, no_wait, timed_out;
    enum err_code error;
    enum refusal refusal;
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
    if (row->kind == FINDINGS_APPLY) {
        made_done(made, row->made);
        made->done.timed_out = row->timed_out;
    }
    made->findings.want_exit_code = row->want_exit_code;
    made->findings.fail_on_extra = row->fail_on_extra;
    made->findings.no_wait = row->no_wait;
    made->findings.error.code = row->error;
    made->findings.refusal = row->refusal;
    made->findings.signal = row->signal;
    made->findings.locks_missed = row->missed;
    made->findings.locks_wanted = row->wanted;
}

static const struct row rows[] = {
    /* plan */
    {"a plan is made", FINDINGS_PLAN, "sm", ".n", .code = 0},
    {"a plan of nothing", FINDINGS_PLAN, "ss", NULL, .code = 0},
    {"a plan, whatever it holds", FINDINGS_PLAN, "mbdafpe", "n", .code = 0},
    {"--exit-code with a call", FINDINGS_PLAN, "sm", ".n", 2, .want_exit_code = true},
    {"--exit-code with differs", FINDINGS_PLAN, "sd", NULL, 2, .want_exit_code = true},
    {"--exit-code with ambiguous", FINDINGS_PLAN, "sa", NULL, 2, .want_exit_code = true},
    {"--exit-code with unusable", FINDINGS_PLAN, "sf", NULL, 2, .want_exit_code = true},
    {"--exit-code with blocked", FINDINGS_PLAN, "sb", NULL, 2, .want_exit_code = true},
    {"--exit-code in sync", FINDINGS_PLAN, "ss", NULL, 0, .want_exit_code = true},
    {"--exit-code with a copy under way", FINDINGS_PLAN, "spe", NULL, 0, .want_exit_code = true},
    {"plan with unknown", FINDINGS_PLAN, "su", NULL, .code = 4},
    {"plan with unknown and --exit-code", FINDINGS_PLAN, "mub", "n", 4, .want_exit_code = true},
    {"a guard does not fail a plan", FINDINGS_PLAN, "mm", "nn", 0, .refusal = REFUSAL_CHANGE_LIMIT},
    {"plan with nothing selected", FINDINGS_PLAN, "", NULL, 64, .error = ERR_USAGE},
    /* drift */
    {"drift: calm", FINDINGS_DRIFT, "spe", NULL, .code = 0},
    {"drift: missing", FINDINGS_DRIFT, "sm", NULL, .code = 2},
    {"drift: blocked", FINDINGS_DRIFT, "sb", NULL, .code = 2},
    {"drift: differs", FINDINGS_DRIFT, "sd", NULL, .code = 2},
    {"drift: ambiguous", FINDINGS_DRIFT, "sa", NULL, .code = 2},
    {"drift: unusable", FINDINGS_DRIFT, "sf", NULL, .code = 2},
    {"drift: stuck", FINDINGS_DRIFT, "sP", NULL, .code = 2},
    {"drift: extra with --fail-on extra", FINDINGS_DRIFT, "se", NULL, 2, .fail_on_extra = true},
    {"drift: --fail-on extra without extra", FINDINGS_DRIFT, "ss", NULL, 0, .fail_on_extra = true},
    {"drift: unknown", FINDINGS_DRIFT, "su", NULL, .code = 4},
    {"drift: unknown wins over drift", FINDINGS_DRIFT, "um", NULL, .code = 4},
    {"drift: some accounts' credentials rejected", FINDINGS_DRIFT, "sR", NULL, .code = 4},
    {"drift: all credentials rejected", FINDINGS_DRIFT, "RR", NULL, .code = 77},
    /* list */
    {"list", FINDINGS_LIST, "smbdaf", NULL, .code = 0},
    {"list: unknown", FINDINGS_LIST, "su", NULL, .code = 4},
    /* apply */
    {"apply: in sync", FINDINGS_APPLY, "sse", "a", 0, .made = 1},
    {"apply: nothing to do", FINDINGS_APPLY, "ss", NULL, .code = 0},
    {"apply: answer lost, copy found", FINDINGS_APPLY, "ss", "t", 0, .made = 1},
    {"apply: lost, then sent again", FINDINGS_APPLY, "ss", "la", 0, .made = 2},
    {"apply: unusable", FINDINGS_APPLY, "sf", ".a", 3, .made = 1},
    {"apply: blocked", FINDINGS_APPLY, "sb", ".j", 3, .made = 1},
    {"apply: differs", FINDINGS_APPLY, "sd", NULL, .code = 3},
    {"apply: ambiguous", FINDINGS_APPLY, "sa", NULL, .code = 3},
    {"apply: missing", FINDINGS_APPLY, "sm", ".x", .code = 3},
    {"apply: timed out", FINDINGS_APPLY, "sp", ".a", 3, .timed_out = true, .made = 1},
    {"apply: interrupted after a write", FINDINGS_APPLY, "sp", ".a", 3, .signal = SIGINT,
     .made = 1},
    {"apply: interrupted after a write, nothing read", FINDINGS_APPLY, "uu", ".a", 3,
     .signal = SIGTERM, .made = 1},
    {"apply: interrupted when all was done", FINDINGS_APPLY, "ss", "a", 0, .signal = SIGINT,
     .made = 1},
    {"apply: unknown", FINDINGS_APPLY, "su", "a", 4, .made = 1},
    {"apply: wrong and unknown", FINDINGS_APPLY, "bu", NULL, .code = 3},
    {"apply: credentials went bad after a write", FINDINGS_APPLY, "RR", "a", 4, .made = 1},
    {"--no-wait: accepted", FINDINGS_APPLY, "pm", "aa", 0, .no_wait = true, .made = 2},
    {"--no-wait: one rejected", FINDINGS_APPLY, "pm", "aj", 3, .no_wait = true, .made = 2},
    {"--no-wait: one never sent", FINDINGS_APPLY, "pm", "ax", 3, .no_wait = true, .made = 1},
    {"--no-wait: one lost", FINDINGS_APPLY, "pm", "al", 3, .no_wait = true, .made = 2},
    {"--no-wait: blocked beside accepted", FINDINGS_APPLY, "pb", "a", 3, .no_wait = true,
     .made = 1},
    {"--no-wait: unknown", FINDINGS_APPLY, "pu", "a", 4, .no_wait = true, .made = 1},
    {"waiting does not excuse a copy under way", FINDINGS_APPLY, "p", NULL, .code = 3},
    /* guards */
    {"change limit", FINDINGS_APPLY, "mm", "nn", 5, .refusal = REFUSAL_CHANGE_LIMIT},
    {"approval of another plan", FINDINGS_APPLY, "mm", "nn", 5, .refusal = REFUSAL_APPROVAL},
    {"prompt declined", FINDINGS_APPLY, "mm", "nn", 5, .refusal = REFUSAL_PROMPT},
    {"stale, all calls", FINDINGS_APPLY, "mm", "rr", .code = 5},
    {"stale, some calls", FINDINGS_APPLY, "sm", "ar", 3, .made = 1},
    {"stale, some calls, yet in sync", FINDINGS_APPLY, "ss", "ar", 3, .made = 1},
    {"lock on every account", FINDINGS_APPLY, "mm", "nn", 5, .missed = 2, .wanted = 2},
    {"lock on some accounts", FINDINGS_APPLY, "ss", "a.", 3, .missed = 1, .wanted = 2, .made = 1},
    {"refused by code", FINDINGS_APPLY, "m", "n", 5, .error = ERR_REFUSED},
    /* wait */
    {"wait: ended well", FINDINGS_WAIT, "ssm", NULL, 0, .before = "psm"},
    {"wait: nothing to wait for", FINDINGS_WAIT, "smb", NULL, 0, .before = "smb"},
    {"wait: failed", FINDINGS_WAIT, "fs", NULL, 3, .before = "ps"},
    {"wait: still running", FINDINGS_WAIT, "ps", NULL, 3, .before = "pp"},
    {"wait: gone", FINDINGS_WAIT, "ms", NULL, 3, .before = "ps"},
    {"wait: unknown at the end", FINDINGS_WAIT, "us", NULL, 3, .before = "ps"},
    {"wait: a region that nobody read", FINDINGS_WAIT, "su", NULL, 4, .before = "pu"},
    /* whole run */
    {"usage", FINDINGS_PLAN, "", NULL, 64, .error = ERR_USAGE},
    {"apply unasked off a terminal", FINDINGS_APPLY, "m", "n", 64, .error = ERR_USAGE},
    {"manifest invalid", FINDINGS_VALIDATE, "", NULL, 65, .error = ERR_DATA},
    {"plan file corrupt", FINDINGS_APPLY, "", NULL, 65, .error = ERR_DATA},
    {"credentials missing", FINDINGS_PLAN, "", NULL, 77, .error = ERR_CREDENTIAL},
    {"credentials rejected everywhere", FINDINGS_PLAN, "RRR", NULL, .code = 77},
    {"credentials rejected everywhere, apply", FINDINGS_APPLY, "R", NULL, .code = 77},
    {"credentials rejected for some", FINDINGS_APPLY, "Rs", NULL, .code = 4},
    {"interrupted before any write", FINDINGS_APPLY, "mm", "nn", 130, .signal = SIGINT},
    {"terminated before any write", FINDINGS_APPLY, "mm", "nn", 143, .signal = SIGTERM},
    {"plan interrupted", FINDINGS_PLAN, "um", NULL, 130, .signal = SIGINT},
    {"unexpected", FINDINGS_PLAN, "mm", NULL, 1, .error = ERR_UNEXPECTED},
    {"unexpected wins over all", FINDINGS_APPLY, "bu", "j", 1, .error = ERR_UNEXPECTED, .made = 1,
     .signal = SIGINT},
    {"an error after a write", FINDINGS_APPLY, "pu", "a", 3, .error = ERR_CREDENTIAL, .made = 1},
    {"validate", FINDINGS_VALIDATE, "", NULL, .code = 0},
    {"why", FINDINGS_WHY, "b", NULL, .code = 0},
    {"why, unread", FINDINGS_WHY, "?", NULL, .code = 4},
    {"providers", FINDINGS_PROVIDERS, "", NULL, .code = 0},
};

static void each_row_of_the_table_has_its_code(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct made made, before;
        int code;

        build(&rows[i], &made);
        made_init(&before, FINDINGS_WAIT);
        if (rows[i].before != NULL) {
            build_cells(&before, rows[i].before);
            made.findings.before = &before.diffed;
        }
        code = exitcode_of(&made.findings);
        made_free(&made);
        made_free(&before);
        if (code != rows[i].code)
            fail_msg("%s: %d instead of %d", rows[i].title, code, rows[i].code);
    }
}

/* A manifest's mistakes are in the diagnostics, not in `error`. */
static void mistakes_in_the_manifest_end_every_command_with_65(void **state)
{
    enum findings_kind kind;

    (void)state;
    for (kind = FINDINGS_PLAN; kind < FINDINGS_KINDS; kind++) {
        struct findings findings = {.kind = kind};

        findings.diags.errors = 1;
        assert_int_equal(exitcode_of(&findings), 65);
        assert_true(findings_errored(&findings));
        findings.diags = (struct diags){.warnings = 3};
        assert_int_not_equal(exitcode_of(&findings), 65);
        assert_false(findings_errored(&findings));
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
    made_init(&made, FINDINGS_APPLY);
    account = made_account(&made, "game", "tencent-cvm");
    image = made_image(&made, account, "web", "r9");
    one = made_cell(&made, image, "r1", VERDICT_MISSING);
    other = made_cell(&made, image, "r2", VERDICT_MISSING);
    made_call(&made, "img-1", one, other, NULL)->outcome = OUTCOME_ACCEPTED;
    made_done(&made, 1);
    made.findings.no_wait = true;
    assert_int_equal(exitcode_of(&made.findings), 0);
    other->failure = &refused;
    assert_int_equal(exitcode_of(&made.findings), 3);
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
                struct row row = {"", FINDINGS_DRIFT, cells, NULL, .code = 0};
                struct made made;

                build(&row, &made);
                assert_int_equal(exitcode_of(&made.findings), unknown ? 4 : drift ? 2 : 0);
                made.findings.kind = FINDINGS_PLAN;
                assert_int_equal(exitcode_of(&made.findings), unknown ? 4 : 0);
                made.findings.kind = FINDINGS_APPLY;
                assert_int_equal(exitcode_of(&made.findings), wrong ? 3 : unknown ? 4 : 0);
                made_free(&made);
            }
}

static void whoami_tells_missing_from_rejected_from_unreachable(void **state)
{
    static const struct port_failure auth = {PORT_AUTH, REASON_NONE, "AuthFailure", "no", 401, 0};
    static const struct port_failure net = {PORT_TRANSIENT, REASON_NONE, NULL, "no route", 0, 0};
    struct findings_identity two[2] = {{.account = "a"}, {.account = "b"}};
    struct findings findings = {.kind = FINDINGS_WHOAMI, .identities = two, .n_identities = 2};

    (void)state;
    assert_int_equal(exitcode_of(&findings), 0);
    two[0].failure = &auth;
    assert_int_equal(exitcode_of(&findings), 4);
    two[1].failure = &auth;
    assert_int_equal(exitcode_of(&findings), 77);
    two[1].failure = &net;
    assert_int_equal(exitcode_of(&findings), 4);
    two[0].failure = NULL;
    two[0].missing = true;
    assert_int_equal(exitcode_of(&findings), 77);
}

static void an_export_that_lacks_regions_says_so(void **state)
{
    struct findings findings = {.kind = FINDINGS_EXPORT, .document = "version: 1\n"};

    (void)state;
    assert_true(findings_complete(&findings));
    assert_int_equal(exitcode_of(&findings), 0);
    findings.regions_unread = 1;
    assert_false(findings_complete(&findings));
    assert_int_equal(exitcode_of(&findings), 4);
}

static void a_split_call_gives_way_to_the_one_that_took_its_place(void **state)
{
    struct row row = {"", FINDINGS_APPLY, "ss", "aa", 0, .made = 3};
    const struct plan_call *call;
    struct findings_counts counts;
    struct made made;

    (void)state;
    build(&row, &made);
    made_call(&made, "img-1", &made.diffed.cells.items[0], &made.diffed.cells.items[1], NULL)
        ->outcome = OUTCOME_SPLIT;
    made.done.n_calls = made.plan.nr;
    call = findings_call_of(&made.findings, &made.diffed.cells.items[1]);
    assert_non_null(call);
    assert_int_equal(call->id, 1);
    findings_count(&made.findings, &counts);
    assert_int_equal(counts.added, 2);
    assert_int_equal(exitcode_of(&made.findings), 0);
    made_free(&made);
}

static void only_a_plan_with_an_open_call_and_no_refusal_is_applyable(void **state)
{
    struct row row = {"", FINDINGS_PLAN, "m", "n", .code = 0};
    struct made made;

    (void)state;
    build(&row, &made);
    assert_true(findings_applyable(&made.findings));
    made.findings.refusal = REFUSAL_CHANGE_LIMIT;
    assert_false(findings_applyable(&made.findings));
    made.findings.refusal = REFUSAL_NONE;
    made.plan.calls[0].outcome = OUTCOME_ACCEPTED;
    assert_false(findings_applyable(&made.findings));
    made.plan.nr = 0;
    assert_false(findings_applyable(&made.findings));
    made_free(&made);
}

static void cells_that_were_not_selected_count_for_nothing(void **state)
{
    struct row row = {"", FINDINGS_DRIFT, "smu", NULL, .code = 0};
    struct findings_counts counts;
    struct made made;

    (void)state;
    build(&row, &made);
    made.diffed.cells.items[1].selected = made.diffed.cells.items[2].selected = false;
    findings_count(&made.findings, &counts);
    assert_int_equal(counts.cells, 1);
    assert_int_equal(exitcode_of(&made.findings), 0);
    assert_true(findings_complete(&made.findings));
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
        cmocka_unit_test(only_a_plan_with_an_open_call_and_no_refusal_is_applyable),
        cmocka_unit_test(cells_that_were_not_selected_count_for_nothing),
    };

    return cmocka_run_group_tests_name("findings", tests, NULL, NULL);
}
