/* SPDX-License-Identifier: MIT */
/* A saved plan reads word for word as it did when it was made. */
#include "tests/unit.h"

#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/show/format.h"
#include "providers/wire/digest.h"
#include "tests/cmd/ferry/findings/cases.h"

#include <locale.h>

static const struct look {
    const char *format;
    struct style style;
} looks[] = {
    {"text", {.width = 0}},     {"text", {.verbose = true}}, {"text", {.width = 80}},
    {"text", {.color = true}},  {"text", {.quiet = true}},   {"wide", {.width = 0}},
    {"markdown", {.width = 0}}, {"tsv", {.width = 0}},
};

static void write(const struct findings *findings, const char *format, const struct style *style,
                  struct buf *out)
{
    buf_reset(out);
    format_find(format)->write(findings, style, out);
}

static void compare(const struct findings *made, const struct findings *shown,
                    const struct look *look, const char *name)
{
    struct buf before cleanup_buf = BUF_INIT(BUF_UNBOUNDED),
                      after cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    write(made, look->format, &look->style, &before);
    write(shown, look->format, &look->style, &after);
    if (strcmp(before.ptr, after.ptr) != 0)
        print_error("%s as %s differs\n", name, look->format);
    assert_string_equal(after.ptr, before.ptr);
}

/* As `plan --out plan.json` shows it, then as `show plan.json` does, and `apply plan.json` before
 * it begins. */
static void check(struct made *made, const char *name)
{
    struct buf document cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct findings shown = {.kind = FINDINGS_PLAN, .plan_path = "plan.json", .saved = true};
    struct arena arena cleanup_arena = ARENA_INIT;
    struct err err = ERR_INIT;
    char checksum[PLANFILE_CHECKSUM];
    size_t i;

    planfile_checksum(&made->plan, &made->findings.desired, checksum);
    made->findings.checksum = checksum;
    write(&made->findings, "json", &looks[0].style, &document);
    made->findings.plan_path = "plan.json";
    if (planfile_read(document.ptr, document.len, made_caps, &arena, &shown, &err) != 0)
        fail_msg("%s: %s", name, err.text);
    for (i = 0; i < sizeof looks / sizeof *looks; i++)
        compare(&made->findings, &shown, &looks[i], name);
    made->findings.preview = shown.preview = true;
    shown.saved = false;
    for (i = 0; i < sizeof looks / sizeof *looks; i++)
        compare(&made->findings, &shown, &looks[i], name);
    made->findings.preview = false;
}

static void each_case_is_shown_as_it_was_made(void **state)
{
    size_t i, checked = 0;

    (void)state;
    for (i = 0; i < n_output_cases; i++) {
        struct made made;

        output_cases[i].make(&made);
        if (made.findings.kind == FINDINGS_DRIFT || made.findings.kind == FINDINGS_LIST)
            made.findings.kind = FINDINGS_PLAN; /* their cells are as good */
        if (made.findings.kind == FINDINGS_PLAN && made.findings.judged != NULL &&
            made.findings.error.code == ERR_NONE) {
            made.findings.plan = &made.plan;
            made.findings.fail_on_extra = false;
            check(&made, output_cases[i].name);
            checked++;
        }
        made_free(&made);
    }
    assert_true(checked >= 8);
}

static void make_verdicts(struct made *made)
{
    size_t i;

    for (i = 0; i < n_output_cases; i++)
        if (strcmp(output_cases[i].name, "verdicts") == 0)
            output_cases[i].make(made);
    assert_true(made->plan.nr == 2 && made->diffed.n_notices == 1);
}

static void warnings_of_manifest_and_judgement_stay_apart(void **state)
{
    struct made made;

    (void)state;
    make_verdicts(&made);
    made.findings.diags.items[made.findings.diags.nr++] =
        (struct diag){.severity = SEVERITY_WARNING,
                      .code = "W101",
                      .summary = "the border lies between \"from\" and \"to\"",
                      .hint = "a healthy copy beyond it may serve",
                      .origin = {"images.yaml", 14, 5}};
    made.findings.diags.warnings++;
    check(&made, "warnings");
    made.findings.refusal = REFUSAL_NONE;
    made.findings.refusal_text = NULL;
    check(&made, "no refusal");
    made_free(&made);
}

/* Seen in its region though it is no cell of the plan, or declared by an id that was not seen. */
static void an_original_is_named_as_it_was(void **state)
{
    struct image image = {.id = "img-home", .name = "web", .size_gib = 60, .progress = -1};
    struct snapshot *home;
    struct made made;

    (void)state;
    make_verdicts(&made);
    home = world_ensure(&made.findings.world, 0, "ap-guangzhou");
    home->images = &image;
    home->n_images = 1;
    made.diffed.cells.items[8].selected = false;
    made.findings.desired.images[0].from_id = "m-original";
    check(&made, "originals");
    home->n_images = 0;
    world_free(&made.findings.world);
    made_free(&made);
}

static void what_a_rehearsal_said_is_kept(void **state)
{
    static const struct port_failure refused = {
        PORT_PERMANENT, REASON_TOO_LARGE, "TooLarge", "TooLarge: 600 GiB", 200, 0};
    static const struct findings_rehearsal said[] = {
        {.asked = true, .failure = &refused, .request_id = "r-1"},
        {.asked = true, .request_id = "r-2"},
    };
    static const struct findings_rehearsal computed[] = {{.asked = false}, {.asked = false}};
    struct made made;

    (void)state;
    make_verdicts(&made);
    made.findings.rehearsals = said;
    check(&made, "rehearsed");
    made.findings.rehearsals = computed;
    check(&made, "computed");
    made_free(&made);
}

static int ready(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    setlocale(LC_CTYPE, "C.UTF-8");
    return digest_ready(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_case_is_shown_as_it_was_made),
        cmocka_unit_test(warnings_of_manifest_and_judgement_stay_apart),
        cmocka_unit_test(an_original_is_named_as_it_was),
        cmocka_unit_test(what_a_rehearsal_said_is_kept),
    };

    return cmocka_run_group_tests_name("shown", tests, ready, NULL);
}
