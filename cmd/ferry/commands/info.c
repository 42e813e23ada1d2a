/* SPDX-License-Identifier: MIT */
/* The commands that tell about ferry itself, its clouds and its files: no manifest's cells are
 * judged. */
#include "cmd/ferry/cli/command.h"
#include "cmd/ferry/run/files.h"
#include "cmd/ferry/saved/planfile.h"
#include "providers/credentials/credentials.h"
#include "providers/registry.h"
#include "reconcile/base/jsonw.h"
#include "reconcile/base/version.h"

#include <stdio.h>
#include <string.h>

int command_providers(struct session *session)
{
    session->findings.caps = registry_caps();
    return session_end(session);
}

int command_show(struct session *session)
{
    struct findings *findings = &session->findings;
    const char *bytes;
    size_t n;

    if (session->options.files.nr != 1)
        err_set(&findings->error, ERR_USAGE, "show takes one PLAN");
    else if (files_read(session->options.files.items[0], ERR_DATA, &session->arena, &bytes, &n,
                        &findings->error) == 0) {
        findings->plan_path = session->options.files.items[0];
        findings->saved = true;
        session_saved_plan(session, bytes, n);
    }
    return session_end(session);
}

int command_version(struct session *session)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct jsonw w = JSONW_INIT(&text);

    if (session->options.json) {
        jsonw_object(&w, NULL);
        jsonw_string(&w, "name", "ferry");
        jsonw_string(&w, "version", FERRY_VERSION);
        jsonw_string(&w, "format_version", FORMAT_VERSION);
        jsonw_close(&w);
    } else {
        buf_str(&text, "ferry " FERRY_VERSION " (JSON format " FORMAT_VERSION ")");
    }
    puts(text.ptr);
    return 0;
}
