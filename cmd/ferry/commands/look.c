/* SPDX-License-Identifier: MIT */
/*
 * The commands that only look: validate, plan, drift, list.  A dry run is the absence of the
 * engine, nothing else: there is no engine in this file.
 */
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/run/rehearse.h"
#include "cmd/ferry/show/format.h"

int command_validate(struct session *session)
{
    session_manifest(session);
    return session_end(session);
}

static void save_plan(struct session *session)
{
    static const struct style plain;
    struct buf document cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    session->findings.run.ended_ms = process_now_ms();
    format_find("json")->write(&session->findings, &plain, &document);
    if (files_write(session->options.out, document.ptr, document.len, &session->findings.error) ==
        0)
        session->findings.plan_path = session->options.out; /* what to run next names it */
}

int command_plan(struct session *session)
{
    if (session_look(session) == 0) {
        if (session->options.rehearse)
            rehearse(session);
        session_over_limit(
            session); /* it refuses an apply; the plan is worth reading all the same */
        if (session->options.out != NULL)
            save_plan(session);
    }
    return session_end(session);
}

int command_drift(struct session *session)
{
    session_look(session);
    return session_end(session);
}

int command_list(struct session *session)
{
    session_look(session);
    return session_end(session);
}
