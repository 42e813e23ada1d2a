/* SPDX-License-Identifier: MIT */
/* diff: every verdict, every reason that shows before planning, and which of two wins. */
#include "tests/unit.h"

#include "tests/reconcile/model/fixture.h"

#define GIB "size=20 os=linux arch=x86_64"

/* One declared image "web"; what is there; the verdict of each cell. */
struct scene {
    const char *title;
    const char *from, *to;
    const char *world;
    const char *cells;
};

static void judge(const struct scene *scenes, size_t n, void (*prepare)(struct fixture *f))
{
    size_t i;

    for (i = 0; i < n; i++) {
        struct fixture *f = fixture_new();

        if (prepare != NULL)
            prepare(f);
        fixture_want(f, "web", scenes[i].from, scenes[i].to);
        fixture_world(f, scenes[i].world);
        fixture_diff(f);
        if (strcmp(fixture_cells(f), scenes[i].cells) != 0)
            fail_msg("%s:\n  is     %s\n  should %s", scenes[i].title, fixture_cells(f),
                     scenes[i].cells);
        fixture_free(f);
    }
}

#define JUDGE(scenes, prepare) judge(scenes, sizeof(scenes) / sizeof *(scenes), prepare)

static void each_verdict_has_its_scene(void **state)
{
    static const struct scene scenes[] = {
        {"nothing there", "a", "b", "a web i1 ready; b", "web@b missing"},
        {"a copy is there", "a", "b", "a web i1 ready; b web i2 ready", "web@b in_sync"},
        {"a healthy copy in an operation is there", "a", "b", "a web i1 ready; b web i2 busy",
         "web@b in_sync"},
        {"a copy is arriving", "a", "b", "a web i1 ready; b web i2 syncing", "web@b in_progress"},
        {"a copy is being made", "a", "b", "a web i1 ready; b web i2 pending", "web@b in_progress"},
        {"a copy is leaving", "a", "b", "a web i1 ready; b web i2 leaving", "web@b in_progress"},
        {"a word that nobody knows", "a", "b", "a web i1 ready; b web i2 other",
         "web@b in_progress"},
        {"a failed copy", "a", "b", "a web i1 ready; b web i2 failed", "web@b unusable"},
        {"two failed copies", "a", "b", "a web i1 ready; b web i2 failed; b web i3 failed",
         "web@b unusable"},
        {"two usable ones", "a", "b", "a web i1 ready; b web i2 ready; b web i3 busy",
         "web@b ambiguous"},
        {"region not read", "a", "b", "a web i1 ready; b!", "web@b unknown"},
        {"region never asked for", "a", "b", "a web i1 ready", "web@b unknown"},
        {"source region not read, a copy needed", "a", "b", "a!; b", "web@b unknown"},
        {"source region not read, another copy could serve", "a", "b c", "a!; b; c web i2 ready",
         "web@b unknown; web@c in_sync"},
        {"source region not read, nothing needed", "a", "b", "a!; b web i2 ready", "web@b in_sync"},
        {"source region not read, a failed copy blocks the name", "a", "b", "a!; b web i2 failed",
         "web@b unusable"},
        {"names are compared byte for byte", "a", "b",
         "a web i1 ready; b Web i2 ready; b web2 i3 "
         "ready",
         "web@b missing"},
        {"the source's cell", "a", "a b", "a web i1 ready; b", "web@a in_sync; web@b missing"},
        {"the source is being copied from", "a", "a b", "a web i1 syncing; b",
         "web@a in_sync; web@b missing"},
        {"the source is busy", "a", "a b", "a web i1 busy; b", "web@a in_sync; web@b missing"},
        {"the source is being created", "a", "a b", "a web i1 pending; b",
         "web@a in_progress; web@b missing"},
        {"another size than the source", "a", "b", "a web i1 ready size=20; b web i2 ready size=40",
         "web@b differs"},
        {"another system", "a", "b", "a web i1 ready os=linux; b web i2 ready os=windows",
         "web@b differs"},
        {"another architecture", "a", "b", "a web i1 ready arch=arm64; b web i2 ready arch=x86_64",
         "web@b differs"},
        {"set there, unset here", "a", "b", "a web i1 ready os=linux; b web i2 ready",
         "web@b differs"},
        {"unset there, set here", "a", "b", "a web i1 ready; b web i2 ready os=linux",
         "web@b in_sync"},
        {"older than its source", "a", "b",
         "a web i1 ready created=200; b web i2 ready created=100", "web@b differs"},
        {"as old as its source", "a", "b", "a web i1 ready created=200; b web i2 ready created=200",
         "web@b in_sync"},
        {"younger, as a copy is", "a", "b",
         "a web i1 ready created=200; b web i2 ready created=300", "web@b in_sync"},
    };

    (void)state;
    JUDGE(scenes, NULL);
}

static void the_first_verdict_that_matches_wins(void **state)
{
    static const struct scene scenes[] = {
        {"unknown before ambiguous", "a", "b",
         "a web i1 ready; b!; b! web i2 ready; b! web i3 "
         "ready",
         "web@b unknown"},
        {"unknown before in_sync", "a", "b", "a web i1 ready; b!; b! web i2 ready",
         "web@b unknown"},
        {"unknown before blocked", "a", "n x", "a!; n; x", "web@n unknown; web@x unknown"},
        {"ambiguous before differs", "a", "b",
         "a web i1 ready size=20; b web i2 ready size=40; b web i3 ready size=40",
         "web@b ambiguous"},
        {"differs before in_progress", "a", "b",
         "a web i1 ready size=20; b web i2 ready size=40; b web i3 syncing", "web@b differs"},
        {"in_sync before in_progress", "a", "b", "a web i1 ready; b web i2 ready; b web i3 pending",
         "web@b in_sync"},
        {"in_sync before unusable", "a", "b", "a web i1 ready; b web i2 ready; b web i3 failed",
         "web@b in_sync"},
        {"in_progress before unusable", "a", "b",
         "a web i1 ready; b web i2 failed; b web i3 syncing", "web@b in_progress"},
        {"unusable before blocked: border", "a", "x", "a web i1 ready; x web i2 failed",
         "web@x unusable"},
        {"unusable before blocked: source", "a", "b", "a; b web i2 failed", "web@b unusable"},
        {"blocked instead of missing", "a", "x", "a web i1 ready; x", "web@x blocked:cross_border"},
    };

    (void)state;
    JUDGE(scenes, NULL);
}

static void names_may_repeat(struct fixture *f)
{
    f->caps.names_repeat = true;
}

static void beside_one_failed_copy_another_may_be_made(void **state)
{
    static const struct scene scenes[] = {
        {"one failed", "a", "b", "a web i1 ready; b web i2 failed", "web@b unusable"},
    };
    struct fixture *f = fixture_new();

    (void)state;
    JUDGE(scenes, names_may_repeat);
    names_may_repeat(f);
    fixture_want(f, "web", "a", "b c d x");
    fixture_world(f,
                  "a web i1 ready; b web i2 failed; c web i3 failed; c web i4 failed; "
                  "d web i5 failed; d web i6 syncing; x web i7 failed");
    fixture_diff(f);
    assert_true(f->out.cells.items[0].needs_copy);
    assert_false(f->out.cells.items[1].needs_copy); /* two are there */
    assert_int_equal(f->out.cells.items[2].verdict, VERDICT_IN_PROGRESS);
    assert_false(f->out.cells.items[3].needs_copy); /* beyond the border */
    assert_int_equal(f->out.cells.items[3].verdict, VERDICT_UNUSABLE);
    assert_non_null(f->out.cells.items[3].detail);
    fixture_free(f);
    f = fixture_new(); /* and where the source region is unread, nobody knows */
    names_may_repeat(f);
    fixture_want(f, "web", "a", "b");
    fixture_world(f, "a!; b web i2 failed");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f), "web@b unknown");
    fixture_free(f);
}

static void sources_are_found_or_the_reason_told(void **state)
{
    static const struct scene scenes[] = {
        {"no source", "a", "b", "a; b", "web@b blocked:source_missing"},
        {"another name", "a", "b", "a web2 i1 ready; b", "web@b blocked:source_missing"},
        {"two sources", "a", "b", "a web i1 ready; a web i2 ready; b",
         "web@b blocked:source_ambiguous"},
        {"two sources, a healthy copy", "a", "b c",
         "a web i1 ready; a web i2 busy; b; c web i3 "
         "ready",
         "web@b blocked:source_ambiguous; web@c in_sync"},
        {"a failed source", "a", "b", "a web i1 failed; b", "web@b blocked:source_unusable"},
        {"a failed and a good source", "a", "b", "a web i0 failed; a web i1 ready; b",
         "web@b missing"},
        {"a source that is leaving", "a", "b", "a web i1 leaving; b",
         "web@b blocked:source_unusable"},
        {"a source still in the making", "a", "b", "a web i1 pending; b", "web@b missing"},
        {"by id among namesakes", "a:i2", "b", "a web i1 ready; a web i2 ready; b",
         "web@b missing"},
        {"by id, its cell too", "a:i2", "a b", "a web i2 ready; b", "web@a in_sync; web@b missing"},
        {"by id, its cell has a namesake", "a:i2", "a b", "a web i1 ready; a web i2 ready; b",
         "web@a ambiguous; web@b missing"},
        {"by id that is gone", "a:i9", "b", "a web i1 ready; b", "web@b blocked:source_missing"},
        {"by id, renamed", "a:i1", "a b", "a base i1 ready; b", "web@a in_sync; web@b missing"},
        {"by id, renamed, being copied from", "a:i1", "a b", "a base i1 syncing; b",
         "web@a in_sync; web@b missing"},
        {"by id, renamed, still in the making", "a:i1", "a b", "a base i1 pending; b",
         "web@a in_progress; web@b missing"},
        {"by id, failed", "a:i1", "b", "a web i1 failed; b", "web@b blocked:source_unusable"},
        {"gone, a copy serves", "a", "a b c", "a; b web i2 ready; c",
         "web@a blocked:source_missing; web@b in_sync; web@c missing"},
        {"failed, a copy serves", "a", "b c", "a web i1 failed; b web i2 ready; c",
         "web@b in_sync; web@c missing"},
        {"gone, the copy differs from nothing that is known", "a", "b c",
         "a; b web i2 ready size=40; c", "web@b in_sync; web@c missing"},
        {"gone, only an arriving copy", "a", "b c", "a; b web i2 syncing; c",
         "web@b in_progress; web@c blocked:source_missing"},
        {"gone, the oldest copy is the measure of the others", "a", "b x y",
         "a; b web i2 ready size=20 created=100; x web i3 ready size=40 created=200; y",
         "web@b in_sync; web@x in_sync; web@y blocked:cross_border"},
        {"gone, a copy equal to the oldest serves", "a", "b x y",
         "a; b web i2 ready size=20 created=100; x web i3 ready size=20 created=200; y",
         "web@b in_sync; web@x in_sync; web@y missing"},
        {"a copy beyond the border serves there", "a", "x y", "a web i1 ready; x web i2 ready; y",
         "web@x in_sync; web@y missing"},
        {"but not one that differs", "a", "x y",
         "a web i1 ready size=20; x web i2 ready size=40; y",
         "web@x differs; web@y blocked:cross_border"},
        {"nor an ambiguous one", "a", "x y", "a web i1 ready; x web i2 ready; x web i3 ready; y",
         "web@x ambiguous; web@y blocked:cross_border"},
        {"nor while the original's attributes are unknown", "a", "x y",
         "a web i1 pending; x web i2 ready; y", "web@x in_sync; web@y blocked:cross_border"},
        {"finance copies among itself", "f", "g a", "f web i1 ready; g; a",
         "web@a blocked:cross_border; web@g missing"},
        {"a region without copies", "a", "n", "a web i1 ready; n",
         "web@n blocked:region_unsupported"},
        {"a source in a region without copies", "n", "a", "n web i1 ready; a",
         "web@a blocked:region_unsupported"},
        {"a region that nobody knows lies outside", "x", "q", "x web i1 ready; q", "web@q missing"},
    };

    (void)state;
    JUDGE(scenes, NULL);
}

static void approve_crossing(struct fixture *f)
{
    f->accounts[0].cross_border = true;
}

static void close_border(struct fixture *f)
{
    approve_crossing(f);
    f->caps.border = PORT_BORDER_CLOSED;
}

static void drop_border(struct fixture *f)
{
    f->caps.border = PORT_BORDER_NONE;
}

static void borders_are_crossed_only_with_leave(void **state)
{
    static const struct scene approved[] = {
        {"mainland to outside", "a", "x", "a web i1 ready; x", "web@x missing"},
        {"finance stays closed", "a", "f", "a web i1 ready; f", "web@f blocked:cross_border"},
    };
    static const struct scene closed[] = {
        {"approval does not help", "a", "x", "a web i1 ready; x", "web@x blocked:cross_border"},
    };
    static const struct scene none[] = {
        {"no border", "a", "f x", "a web i1 ready; f; x", "web@f missing; web@x missing"},
    };

    (void)state;
    JUDGE(approved, approve_crossing);
    JUDGE(closed, close_border);
    JUDGE(none, drop_border);
}

static void refuse_much(struct fixture *f)
{
    f->caps.can_rename = false;
    f->caps.refused_traits = IMAGE_ENCRYPTED;
    f->caps.max_size_gib = 50;
    f->caps.name = (struct port_name_rule){.max_chars = 8, .punctuation = "-"};
}

static void what_the_cloud_refuses_is_known_before_the_call(void **state)
{
    static const struct scene scenes[] = {
        {"renaming", "a:i1", "b", "a base i1 ready; b", "web@b blocked:cannot_rename"},
        {"renaming, but a copy has the name", "a:i1", "b c", "a base i1 ready; b web i2 ready; c",
         "web@b in_sync; web@c missing"},
        {"traits", "a", "b", "a web i1 ready traits=4; b", "web@b blocked:image_unsupported"},
        {"traits that it takes", "a", "b", "a web i1 ready traits=2; b", "web@b missing"},
        {"size", "a", "b", "a web i1 ready size=51; b", "web@b blocked:too_large"},
        {"size that fits", "a", "b", "a web i1 ready size=50; b", "web@b missing"},
        {"source before size", "a", "b", "a web i1 failed size=51; b",
         "web@b blocked:source_unusable"},
    };
    struct fixture *f = fixture_new();

    (void)state;
    JUDGE(scenes, refuse_much);
    refuse_much(f);
    fixture_want(f, "too-long-a-name", "a", "b");
    fixture_want(f, "under_sc", "a", "b");
    fixture_world(f, "a; b");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f),
                        "too-long-a-name@b blocked:name_invalid; under_sc@b blocked:name_invalid");
    fixture_free(f);
}

static void expectations_are_kept_or_told(void **state)
{
    static const struct {
        struct expect expect;
        const char *world, *cells;
    } cases[] = {
        {{.os = IMAGE_OS_LINUX}, "a web i1 ready " GIB "; b web i2 ready " GIB, "web@b in_sync"},
        {{.os = IMAGE_OS_WINDOWS}, "a web i1 ready " GIB "; b web i2 ready " GIB, "web@b differs"},
        {{.os = IMAGE_OS_LINUX}, "a web i1 ready; b web i2 ready", "web@b differs"},
        {{.arch = IMAGE_ARCH_ARM64}, "a; b web i2 ready " GIB, "web@b differs"},
        {{.min_size_gib = 20, .max_size_gib = 20}, "a; b web i2 ready " GIB, "web@b in_sync"},
        {{.min_size_gib = 21}, "a; b web i2 ready " GIB, "web@b differs"},
        {{.max_size_gib = 19}, "a; b web i2 ready " GIB, "web@b differs"},
        {{.max_size_gib = 19}, "a; b web i2 ready", "web@b differs"},
        {{.os = IMAGE_OS_WINDOWS}, "a web i1 ready " GIB "; b", "web@b blocked:source_unusable"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *f = fixture_new();

        fixture_want(f, "web", "a", "b")->expect = cases[i].expect;
        fixture_world(f, cases[i].world);
        fixture_diff(f);
        assert_string_equal(fixture_cells(f), cases[i].cells);
        fixture_free(f);
    }
}

static void an_attribute_that_the_cloud_never_tells_is_not_judged(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    f->caps.attributes = PORT_HAS_CREATED;
    fixture_want(f, "web", "a", "b")->expect =
        (struct expect){IMAGE_OS_LINUX, IMAGE_ARCH_ARM64, 10, 20};
    fixture_world(f, "a web i1 ready; b web i2 ready");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f), "web@b in_sync");
    fixture_free(f);
}

static void a_difference_says_what_was_expected_and_seen(void **state)
{
    struct fixture *f = fixture_new();
    const struct cell *cell;

    (void)state;
    fixture_want(f, "web", "a", "b")->expect = (struct expect){.min_size_gib = 30};
    fixture_world(f,
                  "a web i1 ready size=20 os=linux created=86400; "
                  "b web i2 ready size=20 created=3600");
    fixture_diff(f);
    cell = &f->out.cells.items[0];
    assert_int_equal(cell->n_differences, 3);
    assert_string_equal(cell->differences[0].attribute, "size_gib");
    assert_string_equal(cell->differences[0].expected, ">= 30");
    assert_string_equal(cell->differences[0].observed, "20");
    assert_true(cell->differences[0].from_expect);
    assert_string_equal(cell->differences[1].attribute, "os");
    assert_string_equal(cell->differences[1].expected, "linux");
    assert_string_equal(cell->differences[1].observed, "unset");
    assert_false(cell->differences[1].from_expect);
    assert_string_equal(cell->differences[2].attribute, "created");
    assert_string_equal(cell->differences[2].expected, ">= 1970-01-02T00:00:00Z");
    assert_string_equal(cell->differences[2].observed, "1970-01-01T01:00:00Z");
    assert_string_equal(cell->stale_from, "acc/web@a");
    fixture_free(f);
}

static void a_write_that_does_not_show_yet_is_in_progress(void **state)
{
    static const struct {
        const char *region, *before, *world, *cells;
    } cases[] = {
        {"b", "", "a web i1 ready; b", "web@a in_sync; web@b in_progress"},
        {"b", "", "a web i1 ready; b!", "web@a in_sync; web@b unknown"},
        {"b", "", "a web i1 ready; b web i2 failed", "web@a in_sync; web@b unusable"},
        {"b", "i2", "a web i1 ready; b web i2 failed", "web@a in_sync; web@b in_progress"},
        {"b", "", "a web i1 ready; b web i2 ready", "web@a in_sync; web@b in_sync"},
        {"b", "", "a; b", "web@a blocked:source_missing; web@b in_progress"},
        {"c", "", "a web i1 ready; b", "web@a in_sync; web@b missing"},
        {"a", "", "a web i1 syncing; b", "web@a in_progress; web@b missing"},
        {"a", "i1", "a web i1 syncing; b", "web@a in_sync; web@b missing"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *f = fixture_new();

        fixture_want(f, "web", "a", "a b");
        fixture_open(f, "web", cases[i].region, cases[i].before);
        fixture_world(f, cases[i].world);
        fixture_diff(f);
        if (strcmp(fixture_cells(f), cases[i].cells) != 0)
            fail_msg("case %zu: %s", i, fixture_cells(f));
        fixture_free(f);
    }
}

static void a_write_of_another_account_covers_nothing(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b");
    fixture_open(f, "web", "b", "");
    f->open[0].identity = "someone else";
    fixture_world(f, "a web i1 ready; b");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f), "web@b missing");
    fixture_free(f);
}

static void a_lost_original_names_the_oldest_copy_as_the_next(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b c d");
    fixture_world(f, "a; b web i2 ready created=300; c web i3 ready created=200; d");
    fixture_diff(f);
    assert_int_equal(f->out.n_notices, 1);
    assert_string_equal(f->out.notices[0].code, "W201");
    assert_non_null(strstr(f->out.notices[0].text, "from: c"));
    fixture_free(f);
    f = fixture_new();
    fixture_want(f, "web", "a", "b c");
    fixture_world(f, "a web i1 failed; b web i2 ready; c");
    fixture_diff(f);
    assert_string_equal(f->out.notices[0].code, "W202");
    fixture_free(f);
    f = fixture_new(); /* an ambiguous original is not lost; nor is one without copies */
    fixture_want(f, "web", "a", "b c");
    fixture_want(f, "app", "a", "b c");
    fixture_world(f, "a web i1 ready; a web i4 ready; b web i2 ready; c");
    fixture_diff(f);
    assert_int_equal(f->out.n_notices, 0);
    fixture_free(f);
}

static void undeclared_names_that_are_watched_are_extra(void **state)
{
    static const char *const watch[] = {"web*", "tmp-?"};
    struct fixture *f = fixture_new();

    (void)state;
    f->accounts[0].watch = watch;
    f->accounts[0].n_watch = 2;
    fixture_want(f, "web", "a", "b");
    fixture_want(f, "app", "a:i9", "b");
    fixture_world(f,
                  "a web i1 ready; a tmp-1 i9 ready; a tmp-2 i8 ready; a tmp-22 i7 ready; "
                  "b web i2 ready; b web-old i3 failed; b web-old i4 ready; b db i5 ready; "
                  "c web i6 ready; d!; d! web-x i5 ready");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f),
                        "app@b missing; web@b in_sync; tmp-2@a extra; "
                        "web@c extra; web-old@b extra");
    assert_int_equal(f->out.cells.items[4].n_images, 2);
    fixture_free(f);
}

static void extras_outside_a_selection_are_not_selected(void **state)
{
    static const char *const watch[] = {"old"};
    struct fixture *f = fixture_new();

    (void)state;
    f->accounts[0].watch = watch;
    f->accounts[0].n_watch = 1;
    fixture_want(f, "web", "a", "b -c");
    fixture_world(f, "a web i1 ready; a old i2 ready; b old i3 ready; c old i4 ready");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f),
                        "web@b missing; web@c missing; old@a extra; old@b extra; old@c extra");
    assert_false(f->out.cells.items[2].selected);
    assert_true(f->out.cells.items[3].selected);
    assert_false(f->out.cells.items[4].selected);
    fixture_free(f);
    f = fixture_new(); /* where nothing is left out, the source's region counts too */
    f->accounts[0].watch = watch;
    f->accounts[0].n_watch = 1;
    fixture_want(f, "web", "a", "b");
    fixture_world(f, "a web i1 ready; a old i2 ready; b");
    fixture_diff(f);
    assert_true(f->out.cells.items[1].selected);
    fixture_free(f);
}

static void two_names_of_one_account_are_one_world(void **state)
{
    static const char *const watch[] = {"*"};
    struct fixture *f = fixture_new();

    (void)state;
    fixture_account(f, "aaa", 0);
    f->accounts[0].watch = f->accounts[1].watch = watch;
    f->accounts[0].n_watch = f->accounts[1].n_watch = 1;
    fixture_want_of(f, 0, "web", "a", "b");
    fixture_want_of(f, 1, "web", "a", "b c");
    fixture_world(f, "a web i1 ready; a old i2 ready; b; c web i3 ready");
    fixture_diff(f);
    assert_string_equal(fixture_cells(f),
                        "aaa/web@b missing; aaa/web@c in_sync; "
                        "acc/web@b missing; aaa/old@a extra");
    fixture_free(f);
}

static void regions_to_read_are_those_that_decide(void **state)
{
    struct fixture *f = fixture_new();

    (void)state;
    fixture_want(f, "web", "a", "b -c");
    fixture_want(f, "app", "x", "-y");
    diff_regions(&f->desired, &f->world);
    assert_int_equal(f->world.nr, 3);
    assert_non_null(world_find(&f->world, 0, "a"));
    assert_non_null(world_find(&f->world, 0, "b"));
    assert_non_null(world_find(&f->world, 0, "c"));
    fixture_free(f);
}

static void sources_are_listed_declared_first(void **state)
{
    struct fixture *f = fixture_new();
    struct source_list sources;

    (void)state;
    fixture_want(f, "web", "c", "a b c d -e");
    fixture_world(f,
                  "c web i1 busy; a web i2 ready; b web i3 ready; b web i4 ready; d; "
                  "e web i5 ready");
    fixture_diff(f);
    source_list_make(&f->input, &f->out.cells, 0, &f->arena, &sources);
    assert_int_equal(sources.nr, 3);
    assert_string_equal(sources.items[0].address, "acc/web@c");
    assert_true(sources.items[0].declared);
    assert_false(sources.items[0].ready);
    assert_string_equal(sources.items[1].id, "i2");
    assert_false(sources.items[1].declared);
    assert_true(sources.items[1].ready);
    assert_string_equal(sources.items[2].region, "e"); /* not selected, yet a source */
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_verdict_has_its_scene),
        cmocka_unit_test(the_first_verdict_that_matches_wins),
        cmocka_unit_test(beside_one_failed_copy_another_may_be_made),
        cmocka_unit_test(sources_are_found_or_the_reason_told),
        cmocka_unit_test(borders_are_crossed_only_with_leave),
        cmocka_unit_test(what_the_cloud_refuses_is_known_before_the_call),
        cmocka_unit_test(expectations_are_kept_or_told),
        cmocka_unit_test(an_attribute_that_the_cloud_never_tells_is_not_judged),
        cmocka_unit_test(a_difference_says_what_was_expected_and_seen),
        cmocka_unit_test(a_write_that_does_not_show_yet_is_in_progress),
        cmocka_unit_test(a_write_of_another_account_covers_nothing),
        cmocka_unit_test(a_lost_original_names_the_oldest_copy_as_the_next),
        cmocka_unit_test(undeclared_names_that_are_watched_are_extra),
        cmocka_unit_test(extras_outside_a_selection_are_not_selected),
        cmocka_unit_test(two_names_of_one_account_are_one_world),
        cmocka_unit_test(regions_to_read_are_those_that_decide),
        cmocka_unit_test(sources_are_listed_declared_first),
    };

    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
