/* SPDX-License-Identifier: MIT */
/* The commands that tell about ferry itself, its clouds and its files: no manifest's cells are
 * judged. */
#include "cmd/ferry/cli/help.h"
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/run/files.h"
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

int command_help(struct session *session)
{
    const struct texts *words = &session->options.files;
    const char *word = words->nr > 0 ? words->items[0] : NULL;
    const struct command *command;

    if (word == NULL) {
        help_print_overview(session->commands, stdout);
        fputs(
            "\n`ferry help manifest` shows how to write one, `ferry help formats` which command offers\n"
            "which output.\n",
            stdout);
    } else if (words->nr == 1 && strcmp(word, "formats") == 0) {
        help_print_formats(session->commands);
    } else if (words->nr == 1 && strcmp(word, "manifest") == 0) {
        help_manifest(stdout);
    } else if (words->nr == 1 && (command = command_find(session->commands, word)) != NULL) {
        help_print_page(command, stdout);
    } else {
        fprintf(stderr, "ferry: error: no help for '%s'; `ferry help` lists the commands\n",
                words->items[words->nr - 1]);
        return EXIT_USAGE;
    }
    return 0;
}

int command_completion(struct session *session)
{
    const struct texts *words = &session->options.files;

    if (words->nr == 1 && completion_print(session->commands, words->items[0]) == 0)
        return 0;
    fputs("ferry: error: completion for which shell? bash, zsh or fish\n", stderr);
    return EXIT_USAGE;
}
