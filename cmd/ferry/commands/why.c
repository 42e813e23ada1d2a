/* SPDX-License-Identifier: MIT */
/* why: one cell, from its manifest line to the action - the whole chain, with the clouds' request
 * ids. */
#include "cmd/ferry/commands/commands.h"

#include <string.h>

int command_why(struct session *session)
{
    struct texts *words = &session->options.files;
    struct findings *findings = &session->findings;

    if (words->nr == 0 || strchr(words->items[0], '@') == NULL) {
        err_set(&findings->error, ERR_USAGE,
                "which cell? ferry why [ACCOUNT/]IMAGE@REGION [FILE…]");
        return session_end(session);
    }
    session->options.only = (struct texts){words->items, 1, 1};
    *words = (struct texts){words->items + 1, words->nr - 1, words->nr - 1};
    if (session_look(session) != 0 && findings->error.code == ERR_USAGE)
        findings->error = (struct err){ERR_USAGE, "the manifest declares no such cell"};
    session->options.verbose = true; /* of the answer, not of the reading */
    return session_end(session);
}
