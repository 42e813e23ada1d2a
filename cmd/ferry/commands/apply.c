/* SPDX-License-Identifier: MIT */
/* The commands with an engine: apply, and wait, whose engine has nothing to send. */
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/output.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/run/select.h"
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/show/progress.h"
#include "reconcile/engine/engine.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * What an earlier run asked for in vain is no part of the plan that was shown, counted and agreed
 * to: whether it was made turns out only while the engine runs.  It may be planned again there if
 * -y gave leave beforehand, without a limit; else the next run plans it.
 */
static bool may_plan_more(const struct session *session)
{
    return session->options.yes && !session->options.max_change.set &&
           session->options.approve == NULL && session->findings.plan_path == NULL &&
           session->findings.kind == FINDINGS_APPLY;
}

static struct engine_options engine_options(const struct session *session)
{
    const struct options *options = &session->options;

    return (struct engine_options){
        .settle_ms = options->settle_ms,
        .poll_ms = options->poll_ms,
        .copy_timeout_ms = options->copy_timeout_ms,
        .request_ms = options->connect_timeout_ms + options->request_timeout_ms,
        .deadline_ms = options->deadline_ms == 0
                           ? INT64_MAX
                           : session->findings.run.started_ms + options->deadline_ms,
        .no_wait = options->no_wait,
        .exact_calls = !may_plan_more(session),
        .run_id = process_random(),
        .sends_per_cell = 3,
    };
}

/* Runs the engine over a plan: what it came to is what is found. */
static void carry_out(struct session *session, const struct plan *calls)
{
    struct findings *findings = &session->findings;
    struct engine_setup setup = {
        .desired = &session->findings.desired,
        .world = &session->findings.world,
        .sched = session->sched,
        .plan = calls,
        .cells = &findings->judged->cells,
        .open = session->open,
        .n_open = session->n_open,
        .options = engine_options(session),
    };
    struct machine machine;

    session->engine = engine_new(&setup);
    machine = engine_machine(session->engine);
    session_drive(session, &machine, 0);
    findings->done = engine_report(session->engine);
    findings->judged = findings->done->final;
    select_extras(&session->options, &findings->desired, &findings->judged->cells);
    if (findings->done->interrupted)
        findings->signal = process_signal();
}

static bool not_approved(struct session *session)
{
    struct findings *findings = &session->findings;
    const char *approved = session->options.approve;

    if (approved == NULL || strcmp(approved, findings->checksum) == 0)
        return false;
    findings->refusal = REFUSAL_APPROVAL;
    findings->refusal_text =
        arena_printf(&session->arena,
                     "the plan's checksum is %s, not the approved one: review it "
                     "again, the manifest or the clouds have moved",
                     findings->checksum);
    return true;
}

static bool declined(struct session *session)
{
    char answer[16] = "";

    if (session->options.yes || session->options.approve != NULL ||
        session->findings.plan_path != NULL)
        return false;
    fprintf(stderr, "\nMake %zu copy call%s? Only 'yes' goes ahead: ", session->findings.plan->nr,
            session->findings.plan->nr == 1 ? "" : "s");
    fflush(stderr);
    if (fgets(answer, sizeof answer, stdin) != NULL && strcmp(answer, "yes\n") == 0)
        return false;
    if (process_interrupts() > 0) { /* that is no answer */
        session->findings.signal = process_signal();
        return true;
    }
    session->findings.refusal = REFUSAL_PROMPT;
    session->findings.refusal_text = "the answer was not 'yes'";
    return true;
}

/* apply has nothing to do when no call is planned and nothing is on its way. */
static bool nothing_to_do(const struct session *session)
{
    struct findings_counts counts;

    findings_count(&session->findings, &counts);
    return session->findings.plan->nr == 0 && session->n_open == 0 &&
           (counts.verdict[VERDICT_IN_PROGRESS] == 0 || session->options.no_wait);
}

static bool every_lock_missed(struct session *session)
{
    struct findings *findings = &session->findings;

    if (findings->locks_missed == 0 || findings->locks_missed < findings->locks_wanted) {
        findings->refusal_text = NULL; /* the other accounts' calls are made */
        return false;
    }
    findings->refusal = REFUSAL_LOCK;
    return true;
}

static int apply_manifest(struct session *session)
{
    if (session_manifest(session) != 0 || session_select(session) != 0 ||
        session_credentials(session) != 0 || session_connect(session) != 0 ||
        session_hold(session) != 0)
        return -1;
    if (every_lock_missed(session) || session_observe(session) != 0)
        return -1;
    session_plan(session);
    if (!session->options.quiet)
        output_preview(&session->options, &session->findings);
    if (session_over_limit(session) || not_approved(session))
        return -1;
    if (nothing_to_do(session))
        return 0;
    if (session->findings.plan->nr > 0 && declined(session))
        return -1;
    carry_out(session, session->findings.plan);
    return 0;
}

/* A saved plan needs no manifest: it names accounts, images and facts itself. */
static int apply_plan(struct session *session, const char *bytes, size_t n)
{
    if (session_saved_plan(session, bytes, n) != 0 || session_credentials(session) != 0 ||
        session_connect(session) != 0 || session_hold(session) != 0 || every_lock_missed(session))
        return -1;
    /* The last look is at all of its cells, not only at those that a call makes it read. */
    diff_regions(&session->findings.desired, &session->findings.world);
    if (!session->options.quiet)
        output_preview(&session->options, &session->findings);
    if (session_over_limit(session) || not_approved(session))
        return -1;
    carry_out(session, session->findings.plan);
    return 0;
}

static bool asks_nobody(const struct session *session)
{
    return !session->options.yes && session->options.approve == NULL &&
           !(isatty(STDIN_FILENO) && isatty(STDERR_FILENO));
}

int command_apply(struct session *session)
{
    const struct options *options = &session->options;
    struct findings *findings = &session->findings;
    const char *bytes = NULL;
    size_t n = 0;

    if (options->files.nr == 1 && strcmp(options->files.items[0], "-") != 0) {
        struct err ignored = ERR_INIT; /* a folder, or no file: the manifest's reader says so */

        if (files_read(options->files.items[0], ERR_DATA, &session->arena, &bytes, &n, &ignored) !=
            0)
            bytes = NULL;
    }
    if (bytes != NULL && planfile_is(bytes, n)) {
        findings->plan_path = options->files.items[0];
        apply_plan(session, bytes, n);
    } else if (asks_nobody(session)) {
        err_set(&findings->error, ERR_USAGE,
                "nobody can be asked here: give -y, a saved PLAN, or --approve sha256:HEX");
    } else {
        apply_manifest(session);
    }
    return session_end(session);
}

int command_wait(struct session *session)
{
    if (session_look(session) == 0) {
        session->findings.before = session->findings.judged;
        carry_out(session, NULL);
    }
    return session_end(session);
}
