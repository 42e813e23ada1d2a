/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/output.h"

#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/format.h"
#include "cmd/ferry/show/progress.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool set_and_filled(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && *value != '\0';
}

static bool is_display(int fd)
{
    const char *term = getenv("TERM");

    return isatty(fd) && !(term != NULL && strcmp(term, "dumb") == 0);
}

/* NO_COLOR beats what asks for colour; both beat the terminal; the flag beats them all. */
static bool wants_color(const struct options *options, int fd)
{
    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    if (set_and_filled("NO_COLOR"))
        return false;
    if (set_and_filled("CLICOLOR_FORCE") || set_and_filled("FORCE_COLOR"))
        return true;
    return is_display(fd);
}

static struct style style_for(const struct options *options, int fd)
{
    struct style style = {.color = wants_color(options, fd),
                          .verbose = options->verbose,
                          .quiet = options->quiet};
    struct winsize window;

    if (isatty(fd) && ioctl(fd, TIOCGWINSZ, &window) == 0)
        style.width = window.ws_col;
    return style;
}

static const char *format_name(const struct options *options)
{
    return options->format != NULL ? options->format : "text";
}

static const char *offered(enum findings_kind kind, struct arena *arena)
{
    const char *text = "";
    size_t n, i;
    const struct format *formats = format_table(&n);

    for (i = 0; i < n; i++)
        if (format_serves(&formats[i], kind))
            text = arena_printf(arena, "%s%s%s", text, *text != '\0' ? ", " : "", formats[i].name);
    return text;
}

static const struct format *find(const char *name, size_t n)
{
    struct arena arena cleanup_arena = ARENA_INIT;

    return format_find(arena_strndup(&arena, name, n));
}

static int check_one(const char *name, size_t n, enum findings_kind kind, struct err *err)
{
    const struct format *format = find(name, n);
    struct arena arena cleanup_arena = ARENA_INIT;

    if (format != NULL && format_serves(format, kind))
        return 0;
    return err_set(err, ERR_USAGE, "no format '%.*s' here; there is %s", (int)n, name,
                   offered(kind, &arena));
}

int output_check(const struct options *options, enum findings_kind kind, struct err *err)
{
    size_t i;

    assert(options != NULL && kind < FINDINGS_KINDS);
    if (check_one(format_name(options), strlen(format_name(options)), kind, err) != 0)
        return -1;
    for (i = 0; i < options->reports.nr; i++) {
        const char *report = options->reports.items[i], *equals = strchr(report, '=');

        if (equals == NULL || equals[1] == '\0')
            return err_set(err, ERR_USAGE, "bad value '%s' for --report: expected FORMAT=FILE",
                           report);
        if (check_one(report, (size_t)(equals - report), kind, err) != 0)
            return -1;
    }
    return 0;
}

bool output_streams(const struct options *options)
{
    return strcmp(format_name(options), "ndjson") == 0;
}

struct progress *output_progress(const struct options *options, const struct findings *findings)
{
    bool ndjson = output_streams(options);
    struct progress_options setup = {
        .out = ndjson ? stdout : stderr,
        .terminal = !ndjson && is_display(STDERR_FILENO),
        .color = wants_color(options, STDERR_FILENO),
        .quiet = options->quiet && !ndjson,
        .verbose = options->verbose,
        .ndjson = ndjson,
        .every_region = findings->kind == FINDINGS_EXPORT,
    };

    return progress_new(&setup, &findings->desired, process_now_ms());
}

static void put(FILE *file, const struct buf *text)
{
    fwrite(text->ptr, 1, text->len, file);
    fflush(file);
}

/* "ferry: warning: …" with foreign text made harmless. */
static void say(const struct options *options, const char *word, enum shade shade, const char *text)
{
    struct style style = style_for(options, STDERR_FILENO);
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    buf_str(&line, "ferry: ");
    style_put(&style, shade, word, &line);
    buf_str(&line, ": ");
    escape_terminal(text, &line);
    buf_char(&line, '\n');
    put(stderr, &line);
}

void output_warning(const struct options *options, const char *format, ...)
{
    char text[1200];
    va_list ap;

    if (options->quiet)
        return;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    say(options, "warning", SHADE_YELLOW, text);
}

void output_preview(const struct options *options, const struct findings *findings)
{
    struct style style = style_for(options, STDERR_FILENO);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct findings preview = *findings;

    assert(findings != NULL && findings->plan != NULL);
    preview.kind = FINDINGS_PLAN;
    preview.preview = true;
    format_find("text")->write(&preview, &style, &text);
    put(stderr, &text);
}

/* The manifest's mistakes are `validate`'s result and every other command's error. */
static void say_diagnostics(const struct options *options, const struct findings *findings)
{
    const struct diags *diags = &findings->diags;
    bool color = wants_color(options, STDERR_FILENO);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    if (findings->kind == FINDINGS_VALIDATE)
        return;
    for (i = 0; i < diags->nr; i++)
        if (diags->items[i].severity == SEVERITY_ERROR || !options->quiet)
            diag_render(&diags->items[i], color, &text);
    put(stderr, &text);
}

static void write_reports(const struct options *options, struct findings *findings)
{
    static const struct style plain;
    size_t i;

    for (i = 0; i < options->reports.nr; i++) {
        const char *name = options->reports.items[i], *equals = strchr(name, '=');
        struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
        struct err err = ERR_INIT;

        find(name, (size_t)(equals - name))->write(findings, &plain, &text);
        if (files_write(equals + 1, text.ptr, text.len, &err) != 0)
            err_set(&findings->error, err.code, "%s", err.text);
    }
}

/* With --format github the run's page gets the table that a log cannot show. */
static void write_step_summary(const struct options *options, const struct findings *findings)
{
    static const struct style plain;
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    const struct format *markdown = format_find("markdown");
    struct buf text cleanup_buf = BUF_INIT((size_t)1000 * 1000); /* GitHub takes 1 MiB a step */
    struct err err = ERR_INIT;

    if (path == NULL || *path == '\0' || strcmp(format_name(options), "github") != 0 ||
        !format_serves(markdown, findings->kind))
        return;
    markdown->write(findings, &plain, &text);
    if (text.overflow || files_append(path, text.ptr, text.len, &err) != 0)
        output_warning(options, "no step summary: %s",
                       text.overflow ? "the report is larger than 1 MB" : err.text);
}

int output_findings(const struct options *options, struct findings *findings)
{
    struct style style = style_for(options, STDOUT_FILENO);
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    assert(options != NULL && findings != NULL);
    write_reports(options, findings);
    say_diagnostics(options, findings);
    format_find(format_name(options))->write(findings, &style, &text);
    put(stdout, &text);
    write_step_summary(options, findings);
    if (findings->error.code != ERR_NONE &&
        !(findings->kind == FINDINGS_VALIDATE && findings->diags.errors > 0))
        say(options, "error", SHADE_RED, findings->error.text);
    if (ferror(stdout) != 0)
        say(options, "error", SHADE_RED, "cannot write to standard output");
    return ferror(stdout) != 0 ? EXIT_UNEXPECTED : exitcode_of(findings);
}
