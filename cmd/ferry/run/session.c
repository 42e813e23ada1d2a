/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/session.h"

#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/output.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/show/progress.h"
#include "cmd/ferry/show/words.h"

#include <assert.h>
#include <string.h>

static void add_flags(const char *flag, const struct texts *values, struct buf *out)
{
    size_t i;

    for (i = 0; i < values->nr; i++) {
        buf_printf(out, "%s--%s ", out->len > 0 ? " " : "", flag);
        words_shell(values->items[i], out);
    }
}

/* The selection as it can be typed again, for the hints on what to run next. */
static const char *selection_text(struct session *session)
{
    const struct options *options = &session->options;
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    add_flags("only", &options->only, &text);
    add_flags("exclude", &options->exclude, &text);
    add_flags("account", &options->accounts, &text);
    add_flags("region", &options->regions, &text);
    return text.len > 0 ? arena_strdup(&session->arena, text.ptr) : NULL;
}

void session_begin(struct session *session, enum findings_kind kind)
{
    struct findings *findings = &session->findings;

    assert(session != NULL && kind < FINDINGS_KINDS);
    session->findings.diags.arena = &session->arena;
    session->trace = BUF_INIT((size_t)256 * 1024 * 1024);
    findings->kind = kind;
    findings->run.started_ms = process_now_ms();
    findings->run.id = process_run_id(findings->run.started_ms, &session->arena);
    findings->run.ci_url = environment_ci_url(&session->arena);
    findings->want_exit_code = session->options.exit_code;
    findings->fail_on_extra = session->options.fail_on != NULL;
    findings->no_wait = session->options.no_wait;
    findings->selection = selection_text(session);
}

struct diff_input session_diff_input(struct session *session)
{
    return (struct diff_input){
        .desired = &session->findings.desired,
        .world = &session->findings.world,
        .open = session->open,
        .n_open = session->n_open,
    };
}

void session_drive(struct session *session, const struct machine *machine, size_t regions)
{
    assert(machine != NULL && session->sched != NULL);
    /* A stream of events is one for the whole run; a display is drawn anew for each drive. */
    if (session->progress == NULL)
        session->progress = output_progress(&session->options, &session->findings);
    session->driver.show_context = session->progress;
    progress_plan(session->progress, session->findings.plan);
    if (regions > 0)
        progress_regions(session->progress, regions, process_now_ms());
    driver_run(&session->driver, machine);
    if (!output_streams(&session->options)) {
        progress_free(session->progress);
        session->progress = NULL;
    }
}

static void release(struct session *session)
{
    size_t i;

    engine_free(session->engine);
    transport_free(session->driver.transport);
    for (i = 0; session->driver.lanes != NULL && i < session->findings.desired.n_accounts; i++) {
        if (session->findings.desired.accounts[i].tenant == i)
            store_release(session->driver.lanes[i].store);
        arena_free(&session->driver.lanes[i].arena);
    }
    sched_free(session->sched);
    world_free(&session->findings.world);
    buf_free(&session->trace);
    arena_free(&session->judged);
    arena_free(&session->arena);
}

int session_end(struct session *session)
{
    int code;

    if (!session->findings.saved) /* it was when it was made */
        session->findings.run.ended_ms = process_now_ms();
    if (session->options.debug != NULL) {
        struct err err = ERR_INIT;

        if (files_write(session->options.debug, session->trace.ptr, session->trace.len, &err) != 0)
            output_warning(&session->options, "%s", err.text);
    }
    /* A stream has its first line also when the run ended before anything happened. */
    if (session->progress == NULL && output_streams(&session->options))
        session->progress = output_progress(&session->options, &session->findings);
    progress_free(session->progress);
    code = output_findings(&session->options, &session->findings);
    release(session);
    return code;
}
