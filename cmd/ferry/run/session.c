/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/session.h"

#include "cmd/ferry/run/environment.h"
#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/output.h"
#include "cmd/ferry/run/permit.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/run/select.h"
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/show/progress.h"
#include "cmd/ferry/show/words.h"
#include "providers/registry.h"
#include "providers/wire/digest.h"
#include "reconcile/observe/reader.h"

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

    session->findings.diags.arena = &session->arena;
    session->trace = (struct buf)BUF_INIT((size_t)256 * 1024 * 1024);
    findings->kind = kind;
    findings->run.started_ms = process_now_ms();
    findings->run.id = process_run_id(findings->run.started_ms, &session->arena);
    findings->run.ci_url = environment_ci_url(&session->arena);
    findings->want_exit_code = session->options.exit_code;
    findings->fail_on_extra = session->options.fail_on != NULL;
    findings->no_wait = session->options.no_wait;
    findings->selection = selection_text(session);
}

static const char *sha256_text(struct session *session, const char *bytes, size_t n)
{
    struct digest digest = digest_hash(DIGEST_SHA256, bytes, n);

    return digest_hex(&digest, &session->arena);
}

int session_manifest(struct session *session)
{
    struct findings *findings = &session->findings;
    struct manifest_source *sources;
    struct findings_file *files;
    struct desired desired;
    size_t n, i;

    if (digest_ready(&findings->error) != 0 ||
        files_manifests(session->options.files.items, session->options.files.nr, &session->arena,
                        &sources, &n, &findings->error) != 0)
        return -1;
    files = arena_array(&session->arena, n, sizeof *files);
    for (i = 0; i < n; i++) {
        files[i].path = sources[i].path;
        files[i].sha256 = sha256_text(session, sources[i].bytes, sources[i].n);
    }
    findings->files = files;
    findings->n_files = n;
    if (manifest_load(sources, n, registry_caps(), &session->arena, &desired, &findings->diags) !=
        0)
        return err_set(&findings->error, ERR_DATA, "the manifest has %zu error%s",
                       findings->diags.errors, findings->diags.errors == 1 ? "" : "s");
    findings->desired = desired;
    return permit_endpoints(&session->findings.desired, &session->options.allow_endpoints,
                            &findings->error);
}

int session_select(struct session *session)
{
    const struct texts *names = &session->options.accounts;
    size_t i;

    for (i = 0; i < names->nr; i++)
        if (!session_declares(session, names->items[i]))
            return err_set(&session->findings.error, ERR_USAGE,
                           "--account: the manifest has no account '%s'", names->items[i]);
    if (select_cells(&session->options, &session->arena, &session->findings.desired) == 0)
        return err_set(&session->findings.error, ERR_USAGE,
                       "no cell is selected: --only, --exclude, --account and --region leave none");
    return 0;
}

/*
 * Quotas matter only where a copy is needed, so a world in sync costs no call for them.  Where one
 * is needed the region is listed once more with it: absence is confirmed before anything is
 * planned.
 */
static size_t want_quotas(struct session *session, struct reader *reader)
{
    struct diff_input input = session_diff_input(session);
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct diff_output seen;
    int64_t now_ms = process_now_ms();
    size_t i, count = 0;

    memset(&seen, 0, sizeof seen);
    diff(&input, &scratch, &seen);
    for (i = 0; i < seen.cells.nr; i++) {
        const struct cell *cell = &seen.cells.items[i];

        if (!cell->selected || !cell->needs_copy)
            continue;
        count += reader_settled(reader, cell->tenant, cell->region, now_ms); /* each region once */
        reader_want(reader, cell->tenant, cell->region, now_ms, true);
    }
    return count;
}

int session_observe(struct session *session)
{
    struct reader *reader =
        reader_new(&session->findings.desired, &session->findings.world, session->sched);
    struct machine machine = reader_machine(reader);
    size_t i, wanted;

    diff_regions(&session->findings.desired, &session->findings.world);
    for (i = 0; i < session->findings.world.nr; i++)
        reader_want(reader, session->findings.world.snapshots[i]->tenant,
                    session->findings.world.snapshots[i]->region, 1, false);
    session_drive(session, &machine, session->findings.world.nr);
    wanted = session->driver.interrupted ? 0 : want_quotas(session, reader);
    if (wanted > 0)
        session_drive(session, &machine, wanted);
    reader_free(reader);
    if (session->driver.interrupted) {
        session->findings.signal = process_signal();
        return -1;
    }
    return 0;
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

void session_plan(struct session *session)
{
    struct diff_input input = session_diff_input(session);
    struct plan_options options = {0};
    struct diff_output *judged = arena_alloc(&session->judged, sizeof *judged);
    struct plan *planned = arena_alloc(&session->judged, sizeof *planned);
    struct buf canonical cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct findings *findings = &session->findings;

    diff(&input, &session->judged, judged);
    select_extras(&session->options, &findings->desired, &judged->cells);
    plan(&input, &options, judged, &session->judged, planned);
    plan_canonical(planned, &findings->desired, &canonical);
    findings->judged = judged;
    findings->plan = planned;
    findings->checksum = arena_printf(&session->arena, "sha256:%s",
                                      sha256_text(session, canonical.ptr, canonical.len));
}

bool session_over_limit(struct session *session)
{
    const struct change_limit *limit = &session->options.max_change;
    struct findings *findings = &session->findings;
    struct findings_counts counts;
    size_t allowed;

    if (!limit->set)
        return false;
    findings_count(findings, &counts);
    allowed = limit->percent ? counts.cells * (size_t)limit->value / 100 : (size_t)limit->value;
    if (counts.to_add <= allowed)
        return false;
    findings->refusal = REFUSAL_CHANGE_LIMIT;
    findings->refusal_text =
        arena_printf(&session->arena,
                     "%zu of %zu cells would be copied, --max-change allows %lld%s: raise it, or "
                     "narrow the run with --only",
                     counts.to_add, counts.cells, (long long)limit->value,
                     limit->percent ? "%" : "");
    return true;
}

int session_saved_plan(struct session *session, const char *bytes, size_t n)
{
    struct findings *findings = &session->findings;
    struct findings_run run = findings->run;

    if (digest_ready(&findings->error) != 0 ||
        planfile_read(bytes, n, registry_caps(), &session->arena, findings, &findings->error) != 0)
        return err_wrap(&findings->error, "plan '%s'", findings->plan_path);
    if (!findings->saved) { /* it is carried out, by a run of its own with limits of its own */
        findings->run = run;
        findings->refusal = REFUSAL_NONE;
        findings->refusal_text = NULL;
    }
    if (permit_settings(&session->findings.desired, &findings->error) != 0)
        return err_wrap(&findings->error, "plan '%s'", findings->plan_path);
    return permit_endpoints(&session->findings.desired, &session->options.allow_endpoints,
                            &findings->error);
}

int session_look(struct session *session)
{
    if (session_manifest(session) != 0 || session_select(session) != 0 ||
        session_credentials(session) != 0 || session_connect(session) != 0 ||
        session_observe(session) != 0)
        return -1;
    session_plan(session);
    return 0;
}

void session_drive(struct session *session, const struct machine *machine, size_t regions)
{
    bool one_stream =
        session->options.format != NULL && strcmp(session->options.format, "ndjson") == 0;

    /* A stream of events is one for the whole run; a display is drawn anew for each drive. */
    if (session->progress == NULL)
        session->progress = output_progress(session);
    session->driver.show_context = session->progress;
    progress_plan(session->progress, session->findings.plan);
    if (regions > 0)
        progress_regions(session->progress, regions, process_now_ms());
    driver_run(&session->driver, machine);
    if (!one_stream) {
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
            output_warning(session, "%s", err.text);
    }
    code = output_report(session);
    release(session);
    return code;
}
