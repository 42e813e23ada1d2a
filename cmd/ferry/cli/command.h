/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/findings/findings.h"

/*
 * A command is a row of the table in commands/table.c and a function.  Dispatch, help and
 * completion go by the table that they are handed, so nothing can be in one and not in the others.
 */

struct session;

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

/* In a table that a row without a name ends; NULL: it is not there. */
const struct command *command_find(const struct command *table, const char *name);
