/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/session.h"

#include "cmd/ferry/environment.h"
#include "cmd/ferry/escape.h"
#include "cmd/ferry/files.h"
#include "cmd/ferry/output.h"
#include "cmd/ferry/permit.h"
#include "cmd/ferry/planfile.h"
#include "cmd/ferry/process.h"
#include "cmd/ferry/progress.h"
#include "cmd/ferry/select.h"
#include "providers/credentials.h"
#include "providers/digest.h"
#include "providers/registry.h"
#include "reconcile/reader.h"
#include "reconcile/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_flags(const char *flag, const struct texts *values, struct buf *out)
{
    size_t i;

    for (i = 0; i < values->nr; i++) {
        buf_printf(out, "%s--%s ", out->len > 0 ? " " : "", flag);
        escape_shell(values->items[i], out);
    }
}

/* The selection as it can be typed again, for the hints on what to run next. */
static const char *selection_text(struct session *session)
{
    const struct options *options = &session->options;
    cleanup_buf struct buf text = BUF_INIT(BUF_UNBOUNDED);

    add_flags("only", &options->only, &text);
    add_flags("exclude", &options->exclude, &text);
    add_flags("account", &options->accounts, &text);
    add_flags("region", &options->regions, &text);
    return text.len > 0 ? arena_strdup(&session->arena, text.ptr) : NULL;
}

void session_begin(struct session *session, const char *command, enum report_kind kind)
{
    struct report *report = &session->report;

    session->command = command;
    session->diags.arena = &session->arena;
    session->trace = (struct buf)BUF_INIT((size_t)256 * 1024 * 1024);
    report->kind = kind;
    report->run.started_ms = process_now_ms();
    report->run.id = process_run_id(report->run.started_ms, &session->arena);
    report->run.ci_url = environment_ci_url(&session->arena);
    report->want_exit_code = session->options.exit_code;
    report->fail_on_extra = session->options.fail_on != NULL;
    report->no_wait = session->options.no_wait;
    report->selection = selection_text(session);
}

static const char *sha256_text(struct session *session, const char *bytes, size_t n)
{
    struct digest digest = digest_hash(DIGEST_SHA256, bytes, n);

    return digest_hex(&digest, &session->arena);
}

int session_manifest(struct session *session)
{
    struct report *report = &session->report;
    struct manifest_source *sources;
    struct report_file *files;
    size_t n, i;

    report->diags = &session->diags;
    if (digest_ready(&report->error) != 0 ||
        files_manifests(session->options.files.items, session->options.files.nr, &session->arena,
                        &sources, &n, &report->error) != 0)
        return -1;
    files = arena_array(&session->arena, n, sizeof *files);
    for (i = 0; i < n; i++) {
        files[i].path = sources[i].path;
        files[i].sha256 = sha256_text(session, sources[i].bytes, sources[i].n);
    }
    report->files = files;
    report->n_files = n;
    if (manifest_load(sources, n, registry_caps(), &session->arena, &session->desired,
                      &session->diags) != 0)
        return err_set(&report->error, ERR_DATA, "the manifest has %zu error%s",
                       session->diags.errors, session->diags.errors == 1 ? "" : "s");
    report->desired = &session->desired;
    return permit_endpoints(&session->desired, &session->options.allow_endpoints, &report->error);
}

bool session_chooses(const struct session *session, const char *account)
{
    const struct texts *accounts = &session->options.accounts;
    size_t i;

    for (i = 0; i < accounts->nr; i++)
        if (strcmp(accounts->items[i], account) == 0)
            return true;
    return accounts->nr == 0;
}

static bool declared(const struct desired *desired, const char *account)
{
    size_t i;

    for (i = 0; i < desired->n_accounts; i++)
        if (strcmp(desired->accounts[i].name, account) == 0)
            return true;
    return false;
}

static const struct caps *caps_named(const char *provider)
{
    const struct caps *const *caps;

    for (caps = registry_caps(); *caps != NULL; caps++)
        if (strcmp((*caps)->provider, provider) == 0)
            return *caps;
    return NULL;
}

int session_accounts(struct session *session)
{
    const struct texts *names = &session->options.accounts;
    struct desired *desired = &session->desired;
    struct account *accounts;
    size_t i;

    if (session->options.files.nr > 0 || names->nr == 0 || files_default() != NULL) {
        if (session_manifest(session) != 0)
            return -1;
    }
    accounts = arena_array(&session->arena, desired->n_accounts + names->nr, sizeof *accounts);
    if (desired->n_accounts > 0)
        memcpy(accounts, desired->accounts, desired->n_accounts * sizeof *accounts);
    desired->accounts = accounts;
    for (i = 0; i < names->nr; i++) {
        if (declared(desired, names->items[i]))
            continue;
        if (caps_named(names->items[i]) == NULL)
            return err_set(&session->report.error, ERR_USAGE,
                           "no account and no provider is named '%s'", names->items[i]);
        accounts[desired->n_accounts].name = names->items[i];
        accounts[desired->n_accounts++].caps = caps_named(names->items[i]);
    }
    session->report.desired = desired;
    return 0;
}

int session_select(struct session *session)
{
    if (select_cells(&session->options, &session->arena, &session->desired) == 0)
        return err_set(&session->report.error, ERR_USAGE,
                       "no cell is selected: --only, --exclude, --account and --region leave none");
    return 0;
}

static bool account_in_use(const struct desired *desired, size_t account)
{
    size_t i, j;

    for (i = 0; i < desired->n_images; i++)
        for (j = 0; desired->images[i].account == account && j < desired->images[i].n_targets; j++)
            if (desired->images[i].targets[j].selected)
                return true;
    return false;
}

/* The first account with the same identity stands for the cloud account. */
static size_t cloud_of(const struct desired *desired, size_t account)
{
    size_t i;

    for (i = 0; i < account; i++)
        if (desired->accounts[i].identity != NULL &&
            strcmp(desired->accounts[i].identity, desired->accounts[account].identity) == 0)
            return i;
    return account;
}

static void make_lanes(struct session *session)
{
    size_t i;

    session->driver.lanes =
        arena_array(&session->arena, session->desired.n_accounts, sizeof *session->driver.lanes);
    for (i = 0; i < session->desired.n_accounts; i++)
        session->desired.accounts[i].cloud = i;
}

int session_lane(struct session *session, size_t index, const char **warning, struct err *err)
{
    struct credential_environment environment = environment_credentials();
    struct account *account = &session->desired.accounts[index];
    struct lane *lane;

    if (session->driver.lanes == NULL)
        make_lanes(session);
    lane = &session->driver.lanes[index];
    lane->provider = registry_provider(account);
    account->caps = lane->provider->caps; /* a gateway may offer less than its cloud */
    lane->loaded_ms = process_now_ms();
    if (credentials_load(account, &environment, &lane->arena, &lane->credentials, warning, err) !=
        0)
        return -1;
    if (account->project == NULL) /* the vendor's variables and files may name one */
        account->project = arena_strdup(&session->arena, lane->credentials.project);
    account->identity = credentials_identity(account, &lane->credentials, &session->arena);
    account->cloud = cloud_of(&session->desired, index);
    return 0;
}

/* A saved plan counted identities with the credentials of the machine that made it. */
static void adopt_clouds(struct session *session)
{
    const struct account *accounts = session->desired.accounts;
    size_t i;

    for (i = 0; i < session->plan.nr; i++)
        session->plan.calls[i].cloud = accounts[session->plan.calls[i].account].cloud;
    for (i = 0; i < session->diffed.cells.nr; i++)
        session->diffed.cells.items[i].cloud =
            accounts[session->diffed.cells.items[i].account].cloud;
}

int session_credentials(struct session *session)
{
    struct desired *desired = &session->desired;
    size_t i;

    make_lanes(session);
    for (i = 0; i < desired->n_accounts; i++) {
        const char *warning = NULL;

        if (!account_in_use(desired, i))
            continue;
        if (session_lane(session, i, &warning, &session->report.error) != 0)
            return -1;
        if (warning != NULL)
            output_warning(session, "account '%s': %s", desired->accounts[i].name, warning);
    }
    adopt_clouds(session);
    return 0;
}

static void keep_trace(void *context, const char *text, size_t n)
{
    buf_add(context, text, n);
}

static int open_transport(struct session *session)
{
    const struct options *options = &session->options;
    struct transport_options setup = {
        .ca_file = options->ca_file,
        .connect_to = options->connect_to.items,
        .n_connect_to = options->connect_to.nr,
        .connect_timeout_ms = options->connect_timeout_ms,
        .request_timeout_ms = options->request_timeout_ms,
        .user_agent = "ferry/" FERRY_VERSION,
        .trace = options->debug != NULL ? keep_trace : NULL,
        .trace_context = &session->trace,
    };

    return transport_new(&setup, &session->driver.transport, &session->report.error);
}

static void show_event(void *context, const struct event *event, int64_t now_ms)
{
    progress_event(context, event, now_ms);
}

static void show_tick(void *context, int64_t now_ms)
{
    progress_tick(context, now_ms);
}

/* Adds a journal's open intents to the session's. */
static void adopt(struct session *session, const struct journal *journal)
{
    struct journal_intent *joined;

    if (journal->n_open == 0)
        return;
    joined = arena_array(&session->arena, session->n_open + journal->n_open, sizeof *joined);
    if (session->n_open > 0)
        memcpy(joined, session->open, session->n_open * sizeof *joined);
    memcpy(joined + session->n_open, journal->open, journal->n_open * sizeof *joined);
    session->open = joined;
    session->n_open += journal->n_open;
}

/* True for the one account of each cloud identity in use that lock, journal and rates go by. */
static bool leads(const struct desired *desired, size_t account)
{
    return desired->accounts[account].identity != NULL &&
           desired->accounts[account].cloud == account;
}

static int look_at_journals(struct session *session)
{
    size_t i;

    for (i = 0; i < session->desired.n_accounts; i++) {
        struct journal journal;

        if (!leads(&session->desired, i))
            continue;
        if (state_look(session->state_folder, session->desired.accounts[i].identity,
                       &session->arena, &journal, &session->report.error) != 0)
            return -1;
        adopt(session, &journal);
    }
    return 0;
}

int session_connect(struct session *session)
{
    session->driver.desired = &session->desired;
    session->driver.signal_fd = process_catch_signals();
    session->state_folder = state_folder(session->options.state_dir, &session->arena);
    session->sched = sched_new(&session->desired, (int)session->options.parallel, process_random());
    session->driver.show = show_event;
    session->driver.tick = show_tick;
    if (open_transport(session) != 0)
        return -1;
    return look_at_journals(session);
}

int session_hold(struct session *session)
{
    struct desired *desired = &session->desired;
    struct report *report = &session->report;
    size_t i;

    session->open = NULL; /* what was looked at without the lock may have moved */
    session->n_open = 0;
    for (i = 0; i < desired->n_accounts; i++) {
        struct journal journal;
        struct err err = ERR_INIT;
        int status;

        if (!leads(desired, i))
            continue;
        memset(&journal, 0, sizeof journal);
        report->locks_wanted++;
        status = state_hold(session->state_folder, desired->accounts[i].identity,
                            session->options.lock_timeout_ms, &session->arena,
                            &session->driver.lanes[i].state, &journal, &err);
        if (status < 0) {
            report->error = err;
            return -1;
        }
        if (status > 0) {
            report->locks_missed++;
            report->guard_text = arena_strdup(&session->arena, err.text);
            output_warning(session, "account '%s': %s", desired->accounts[i].name, err.text);
        }
        adopt(session, &journal);
    }
    for (i = 0; i < desired->n_accounts; i++)
        if (desired->accounts[i].identity != NULL)
            session->driver.lanes[i].state =
                session->driver.lanes[desired->accounts[i].cloud].state;
    return 0;
}

/*
 * Quotas matter only where a copy is needed, so a world in sync costs no call for them.  Where one
 * is needed the region is listed once more with it: absence is confirmed before anything is
 * planned.
 */
static bool want_quotas(struct session *session, struct reader *reader)
{
    struct diff_input input = session_diff_input(session);
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct diff_output seen;
    int64_t now_ms = process_now_ms();
    bool any = false;
    size_t i;

    memset(&seen, 0, sizeof seen);
    diff(&input, &scratch, &seen);
    for (i = 0; i < seen.cells.nr; i++) {
        const struct cell *cell = &seen.cells.items[i];

        if (!cell->selected || !cell->needs_copy)
            continue;
        reader_want(reader, cell->cloud, cell->region, now_ms, true);
        any = true;
    }
    return any;
}

int session_observe(struct session *session)
{
    struct reader *reader = reader_new(&session->desired, &session->world, session->sched);
    struct machine machine = reader_machine(reader);
    size_t i;

    diff_regions(&session->desired, &session->world);
    for (i = 0; i < session->world.nr; i++)
        reader_want(reader, session->world.snapshots[i]->cloud, session->world.snapshots[i]->region,
                    1, false);
    session_drive(session, &machine);
    if (!session->driver.interrupted && want_quotas(session, reader))
        session_drive(session, &machine);
    reader_free(reader);
    session->report.world = &session->world;
    if (session->driver.interrupted) {
        session->report.signal = process_signal();
        return -1;
    }
    return 0;
}

struct diff_input session_diff_input(struct session *session)
{
    return (struct diff_input){
        .desired = &session->desired,
        .world = &session->world,
        .open = session->open,
        .n_open = session->n_open,
    };
}

void session_plan(struct session *session)
{
    struct diff_input input = session_diff_input(session);
    struct plan_options options = {0};
    cleanup_buf struct buf canonical = BUF_INIT(BUF_UNBOUNDED);
    struct report *report = &session->report;

    diff(&input, &session->judged, &session->diffed);
    plan(&input, &options, &session->diffed, &session->judged, &session->plan);
    plan_canonical(&session->plan, &session->desired, &canonical);
    report->cells = &session->diffed.cells;
    report->notices = session->diffed.notices;
    report->n_notices = session->diffed.n_notices;
    report->plan = &session->plan;
    report->checksum = arena_printf(&session->arena, "sha256:%s",
                                    sha256_text(session, canonical.ptr, canonical.len));
}

int session_saved_plan(struct session *session, const char *bytes, size_t n)
{
    struct report *report = &session->report;
    struct planfile saved;

    if (digest_ready(&report->error) != 0 ||
        planfile_read(bytes, n, registry_caps(), &session->arena, &saved, &report->error) != 0)
        return err_wrap(&report->error, "plan '%s'", report->plan_path);
    session->desired = saved.desired;
    session->diffed = saved.diffed;
    session->plan = saved.plan;
    report->desired = &session->desired;
    report->files = saved.files;
    report->n_files = saved.n_files;
    report->cells = &session->diffed.cells;
    report->notices = session->diffed.notices;
    report->n_notices = session->diffed.n_notices;
    report->plan = &session->plan;
    report->checksum = saved.checksum;
    return permit_endpoints(&session->desired, &session->options.allow_endpoints, &report->error);
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

void session_drive(struct session *session, const struct machine *machine)
{
    bool one_stream =
        session->options.format != NULL && strcmp(session->options.format, "ndjson") == 0;

    /* A stream of events is one for the whole run; a display is drawn anew for each drive. */
    if (session->progress == NULL)
        session->progress = output_progress(session);
    session->driver.show_context = session->progress;
    progress_plan(session->progress, &session->plan);
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
    for (i = 0; session->driver.lanes != NULL && i < session->desired.n_accounts; i++) {
        if (session->desired.accounts[i].cloud == i)
            state_release(session->driver.lanes[i].state);
        arena_free(&session->driver.lanes[i].arena);
    }
    sched_free(session->sched);
    world_free(&session->world);
    buf_free(&session->trace);
    arena_free(&session->judged);
    arena_free(&session->arena);
}

int session_end(struct session *session)
{
    int code;

    session->report.run.ended_ms = process_now_ms();
    if (session->options.debug != NULL) {
        struct err err = ERR_INIT;

        if (files_write(session->options.debug, session->trace.ptr, session->trace.len, &err) != 0)
            output_warning(session, "%s", err.text);
    }
    code = output_report(session);
    release(session);
    return code;
}
