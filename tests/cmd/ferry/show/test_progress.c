/* SPDX-License-Identifier: MIT */
/* Progress: what stands on a screen, in a log and in a stream while a run goes on. */
#include "tests/unit.h"

#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/progress.h"
#include "cmd/ferry/show/progress_view.h"
#include "tests/cmd/ferry/findings/made.h"

#include <locale.h>

static const int64_t t0 = INT64_C(1795341600000);

/* One run as the machines tell it: two regions are read, a call is made, two copies arrive. */
struct scene {
    struct made made;
    struct progress *progress;
    FILE *file;
};

static void scene_open(struct scene *scene, struct progress_options options)
{
    size_t web;

    made_init(&scene->made, FINDINGS_APPLY);
    web = made_image(&scene->made, made_account(&scene->made, "game", "tencent-cvm"), "web",
                     "ap-guangzhou");
    made_call(&scene->made, "img-1", made_cell(&scene->made, web, "ap-chengdu", VERDICT_MISSING),
              made_cell(&scene->made, web, "ap-shanghai", VERDICT_MISSING), NULL);
    scene->file = tmpfile();
    assert_non_null(scene->file);
    options.out = scene->file;
    scene->progress = progress_new(&options, &scene->made.findings.desired, t0);
    progress_plan(scene->progress, &scene->made.plan);
}

static void say(struct scene *scene, int64_t at_s, struct event event)
{
    progress_event(scene->progress, &event, t0 + at_s * 1000);
}

static void say_cell(struct scene *scene, int64_t at_s, const char *address, const char *word,
                     int percent, bool ready)
{
    say(scene, at_s,
        (struct event){.kind = EVENT_CELL,
                       .address = address,
                       .call = 0,
                       .progress = percent,
                       .ok = ready,
                       .text = word});
}

static void play(struct scene *scene)
{
    static const char chengdu[] = "game/web@ap-chengdu", shanghai[] = "game/web@ap-shanghai";

    progress_regions(scene->progress, 2, t0);
    say(scene, 1,
        (struct event){.kind = EVENT_REGION_READ, .region = "ap-chengdu", .call = -1, .ok = true});
    say(scene, 2,
        (struct event){.kind = EVENT_REGION_READ,
                       .region = "ap-tokyo",
                       .call = -1,
                       .text = "no route to host\x1B[2J"});
    say(scene, 3, (struct event){.kind = EVENT_CALL_SENT, .call = 0, .progress = -1});
    say(scene, 4,
        (struct event){.kind = EVENT_CALL_ANSWERED,
                       .call = 0,
                       .progress = -1,
                       .ok = true,
                       .text = "accepted",
                       .request_id = "r-1"});
    say(scene, 4, (struct event){.kind = EVENT_SETTLE, .call = 0, .at_ms = t0 + 124000});
    say_cell(scene, 10, chengdu, "SYNCING", 0, false);
    say_cell(scene, 10, shanghai, "SYNCING", 5, false);
    say_cell(scene, 70, chengdu, "SYNCING", 10, false);
    say_cell(scene, 130, shanghai, "SYNCING", 55, false);
    say_cell(scene, 160, chengdu, "NORMAL", 100, true);
    say_cell(scene, 165, chengdu, "NORMAL", 100, true);
}

static char *scene_close(struct scene *scene, char *text, size_t size)
{
    size_t n;

    progress_free(scene->progress);
    rewind(scene->file);
    n = fread(text, 1, size - 1, scene->file);
    text[n] = '\0';
    fclose(scene->file);
    made_free(&scene->made);
    return text;
}

static void a_log_gets_one_line_for_each_change_that_means_something(void **state)
{
    char text[8192];
    struct scene scene;

    (void)state;
    scene_open(&scene, (struct progress_options){.terminal = false});
    play(&scene);
    assert_string_equal(
        scene_close(&scene, text, sizeof text),
        "00m02s  ? game ap-tokyo could not be read: no route to host\\u{1b}[2J\n"
        "00m03s  call 0: SyncImages game/web ap-guangzhou -> ap-chengdu, ap-shanghai\n"
        "00m04s  call 0 accepted (request r-1)\n"
        "00m10s  ~ game/web@ap-chengdu  SYNCING 0 %\n"
        "00m10s  ~ game/web@ap-shanghai  SYNCING 5 %\n"
        "02m10s  ~ game/web@ap-shanghai  SYNCING 55 %\n"
        "02m40s  . game/web@ap-chengdu  ready\n");
}

static void a_copy_that_fails_is_told_once_and_leaves_the_screen(void **state)
{
    struct event failed = {.kind = EVENT_CELL,
                           .address = "game/web@ap-shanghai",
                           .call = 0,
                           .progress = 55,
                           .ended = true,
                           .text = "the copy ended as SYNCFAILED"};
    char text[8192];
    struct scene scene;

    (void)state;
    scene_open(&scene, (struct progress_options){.quiet = true});
    say_cell(&scene, 10, "game/web@ap-shanghai", "SYNCING", 55, false);
    say(&scene, 60, failed);
    say(&scene, 65, failed);
    assert_string_equal(scene_close(&scene, text, sizeof text),
                        "01m00s  ! game/web@ap-shanghai  the copy ended as SYNCFAILED\n");
}

static void polling_stays_out_of_the_stream(void **state)
{
    struct event read = {.kind = EVENT_REGION_READ, .region = "r", .call = -1, .ok = true};
    char text[8192];
    struct scene scene;

    (void)state;
    scene_open(&scene, (struct progress_options){.ndjson = true});
    say(&scene, 1, (struct event){.kind = EVENT_CALL_SENT, .call = 0, .progress = -1});
    say(&scene, 2, read);
    read.ok = false;
    say(&scene, 3, read);
    scene_close(&scene, text, sizeof text);
    assert_non_null(strstr(text, "could not read r"));
    assert_null(strstr(text, "\"read r"));
}

static void quiet_leaves_what_went_wrong(void **state)
{
    char text[8192];
    struct scene scene;

    (void)state;
    scene_open(&scene, (struct progress_options){.quiet = true});
    play(&scene);
    say(&scene, 200,
        (struct event){.kind = EVENT_CALL_ANSWERED, .call = 1, .progress = -1, .text = "rejected"});
    assert_string_equal(scene_close(&scene, text, sizeof text),
                        "00m02s  ? game ap-tokyo could not be read: no route to host\\u{1b}[2J\n"
                        "03m20s  call 1 rejected\n");
}

/* ---- a small terminal: the sequences that progress uses, and no other ---- */

enum { LINES = 64, COLUMNS = 256 };

struct terminal {
    char lines[LINES][COLUMNS];
    size_t row, column;
    bool cursor_hidden;
};

static const char *escape_sequence(struct terminal *terminal, const char *at)
{
    size_t n = strspn(at, "0123456789;?"), i;
    int argument = atoi(at);

    switch (at[n]) {
    case 'A':
        assert_true((size_t)argument <= terminal->row);
        terminal->row -= (size_t)argument;
        break;
    case 'J':
        memset(terminal->lines[terminal->row] + terminal->column, 0, COLUMNS - terminal->column);
        for (i = terminal->row + 1; i < LINES; i++)
            memset(terminal->lines[i], 0, COLUMNS);
        break;
    case 'K':
        memset(terminal->lines[terminal->row], 0, COLUMNS);
        break;
    case 'l':
        terminal->cursor_hidden = true;
        break;
    case 'h':
        terminal->cursor_hidden = false;
        break;
    case 'm':
        break;
    default:
        fail_msg("unknown sequence ESC [ %.*s", (int)n + 1, at);
    }
    return at + n + 1;
}

static void feed(struct terminal *terminal, const char *text)
{
    while (*text != '\0') {
        if (text[0] == '\x1B') {
            assert_int_equal(text[1], '[');
            text = escape_sequence(terminal, text + 2);
            continue;
        }
        if (*text == '\n') {
            terminal->row++;
            terminal->column = 0;
        } else if (*text == '\r') {
            terminal->column = 0;
        } else {
            terminal->lines[terminal->row][terminal->column++] = *text;
        }
        assert_true(terminal->row < LINES - 1 && terminal->column < COLUMNS - 1);
        text++;
    }
}

/* What stands on the screen now; the file is read from where the last look ended. */
static void look(struct scene *scene, struct terminal *terminal)
{
    char text[16384];
    size_t n;
    static long seen;

    if (terminal->row == 0 && terminal->lines[0][0] == '\0')
        seen = 0;
    fseek(scene->file, seen, SEEK_SET);
    n = fread(text, 1, sizeof text - 1, scene->file);
    text[n] = '\0';
    seen += (long)n;
    fseek(scene->file, 0, SEEK_END);
    feed(terminal, text);
}

static void a_terminal_shows_what_moves_and_is_left_clean(void **state)
{
    struct terminal *terminal = calloc(1, sizeof *terminal);
    struct scene scene;

    (void)state;
    assert_non_null(terminal);
    scene_open(&scene, (struct progress_options){.terminal = true, .width = 100});
    progress_regions(scene.progress, 2, t0);
    look(&scene, terminal);
    assert_string_equal(terminal->lines[0], "  reading regions 0/2  00m00s");
    play(&scene);
    progress_tick(scene.progress, t0 + 170000);
    look(&scene, terminal);
    assert_string_equal(terminal->lines[2], "00m04s  call 0 accepted (request r-1)");
    assert_string_equal(terminal->lines[3], "02m40s  . game/web@ap-chengdu  ready");
    assert_string_equal(terminal->lines[4],
                        "  ~ game/web@ap-shanghai  [#############-----------]  55 %  02m40s  "
                        "about 1 min left");
    assert_string_equal(terminal->lines[5], "  1 of 2 copies ready, 1 under way  02m50s");
    assert_string_equal(terminal->lines[6], "");
    assert_false(terminal->cursor_hidden);
    progress_end(scene.progress, t0 + 171000);
    look(&scene, terminal);
    assert_string_equal(terminal->lines[3], "02m40s  . game/web@ap-chengdu  ready");
    assert_string_equal(terminal->lines[4], "");
    assert_false(terminal->cursor_hidden);
    progress_free(scene.progress);
    fclose(scene.file);
    made_free(&scene.made);
    free(terminal);
}

static void on_a_narrow_screen_the_region_stays_in_sight(void **state)
{
    struct terminal *terminal = calloc(1, sizeof *terminal);
    struct scene scene;

    (void)state;
    assert_non_null(terminal);
    scene_open(&scene, (struct progress_options){.terminal = true, .width = 60});
    say_cell(&scene, 1, "game/web-base-2026.11-intl@na-siliconvalley", "SYNCING", 40, false);
    progress_tick(scene.progress, t0 + 2000);
    look(&scene, terminal);
    assert_string_equal(terminal->lines[0],
                        "  ~ game/web-bas…tl@na-siliconvalley  SYNCING 40 %  00m01s");
    progress_free(scene.progress);
    fclose(scene.file);
    made_free(&scene.made);
    free(terminal);
}

/* A line that wraps would shift everything below it at the next drawing. */
static void no_live_line_is_wider_than_the_screen(void **state)
{
    int width;

    (void)state;
    for (width = 20; width < 140; width += 7) {
        struct terminal *terminal = calloc(1, sizeof *terminal);
        struct scene scene;
        size_t i;

        assert_non_null(terminal);
        scene_open(&scene, (struct progress_options){.terminal = true, .width = width});
        for (i = 0; i < 14; i++) {
            char address[128];

            snprintf(address, sizeof address, "account/quite-a-long-image-name-%zu@ap-region-%zu",
                     i * 1000003, i);
            say_cell(&scene, 1, address, "SYNCING", i % 3 == 0 ? -1 : 1, false);
            say_cell(&scene, 60, address, "SYNCING", i % 3 == 0 ? -1 : 40, false);
        }
        progress_tick(scene.progress, t0 + 90000);
        look(&scene, terminal);
        for (i = 0; i < LINES; i++)
            if (layout_width(terminal->lines[i]) >= (size_t)width)
                fail_msg("%zu columns of %d: %s", layout_width(terminal->lines[i]), width,
                         terminal->lines[i]);
        assert_non_null(strstr(terminal->lines[12], "14"));
        assert_string_equal(terminal->lines[13], "");
        progress_free(scene.progress);
        fclose(scene.file);
        made_free(&scene.made);
        free(terminal);
    }
}

static void a_guess_is_made_from_the_slope_alone(void **state)
{
    struct progress_row row = {.percent = 50,
                               .first_percent = 0,
                               .first_ms = t0,
                               .newest_ms = t0 + 100000};

    (void)state;
    assert_int_equal(progress_left(&row, t0 + 100000), 100000);
    assert_int_equal(progress_left(&row, t0 + 140000), 60000);
    assert_int_equal(progress_left(&row, t0 + 500000), -1); /* it came to nothing: no guess */
    row.first_percent = 49;
    assert_int_equal(progress_left(&row, t0 + 100000), -1); /* it hardly moved */
    row.first_percent = 0;
    row.newest_ms = t0 + 1000;
    assert_int_equal(progress_left(&row, t0 + 1000), -1); /* too early */
    row.percent = 100;
    assert_int_equal(progress_left(&row, t0 + 100000), -1);
    row.percent = -1;
    assert_int_equal(progress_left(&row, t0 + 100000), -1);
}

static void a_stream_begins_with_its_version_and_has_one_object_a_line(void **state)
{
    char text[8192], *line;
    struct scene scene;
    size_t n = 0;

    (void)state;
    scene_open(&scene, (struct progress_options){.ndjson = true, .color = true, .terminal = true});
    play(&scene);
    scene_close(&scene, text, sizeof text);
    assert_non_null(strstr(text,
                           "{\"type\":\"cell\",\"@level\":\"info\",\"@message\":"
                           "\"game/web@ap-chengdu: SYNCING\","
                           "\"@timestamp\":\"2026-11-22T10:00:10Z\",\"account\":\"game\","
                           "\"region\":null,\"address\":\"game/web@ap-chengdu\",\"call\":0,"
                           "\"progress\":0,\"ok\":false,\"text\":\"SYNCING\","
                           "\"request_id\":null,\"at\":null}\n"));
    for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        assert_int_equal(line[0], '{');
        assert_int_equal(line[strlen(line) - 1], '}');
        if (n++ == 0)
            assert_string_equal(line,
                                "{\"type\":\"version\",\"@level\":\"info\","
                                "\"@message\":\"ferry 0.1.0\",\"@timestamp\":"
                                "\"2026-11-22T10:00:00Z\",\"ferry\":\"0.1.0\","
                                "\"format_version\":\"1.0\"}");
    }
    assert_int_equal(n, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_gets_one_line_for_each_change_that_means_something),
        cmocka_unit_test(a_copy_that_fails_is_told_once_and_leaves_the_screen),
        cmocka_unit_test(polling_stays_out_of_the_stream),
        cmocka_unit_test(quiet_leaves_what_went_wrong),
        cmocka_unit_test(a_terminal_shows_what_moves_and_is_left_clean),
        cmocka_unit_test(on_a_narrow_screen_the_region_stays_in_sight),
        cmocka_unit_test(no_live_line_is_wider_than_the_screen),
        cmocka_unit_test(a_guess_is_made_from_the_slope_alone),
        cmocka_unit_test(a_stream_begins_with_its_version_and_has_one_object_a_line),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
