/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_CLI_COMMAND_H
#define CMD_FERRY_CLI_COMMAND_H

#include "cmd/ferry/run/session.h"

/*
 * A command is a row of the table in command.c and a function.  Dispatch, help and completion are
 * printed from the table, so nothing can be in one and not in the others.
 */

enum { COMMAND_NO_FINDINGS = -1 }; /* it prints for itself: help, version, … */

struct command {
    const char *name;
    const char *arguments;               /* "[FILE…]" */
    const char *summary;                 /* half a line, for the list */
    const char *text;                    /* paragraphs for `ferry help NAME` */
    const char *codes;                   /* what its exit codes mean, a line each */
    unsigned groups;                     /* of enum option_group: the flags that it takes */
    int kind;                            /* of enum findings_kind, or COMMAND_NO_FINDINGS */
    int (*run)(struct session *session); /* returns the exit code */
};

const struct command *command_table(void); /* ended by a row without a name */
const struct command *command_find(const char *name);

int command_validate(struct session *session);
int command_plan(struct session *session);
int command_apply(struct session *session);
int command_drift(struct session *session);
int command_list(struct session *session);
int command_wait(struct session *session);
int command_whoami(struct session *session);
int command_export(struct session *session);
int command_why(struct session *session);
int command_show(struct session *session);
int command_providers(struct session *session);
int command_explain(struct session *session);
int command_completion(struct session *session);
int command_version(struct session *session);
int command_help(struct session *session);

/* The page of one command, or of all (NULL), on standard output or standard error. */
void help_print(const struct command *command, bool to_stderr);

#endif
