/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/ferry/cli/command.h"
#include "cmd/ferry/run/session.h"

/* All commands, in the order of the help; ended by a row without a name: table.c. */
const struct command *commands_table(void);

/* What its rows call: each takes its session to the end and returns the exit code. */

typedef int command_run(struct session *session);

command_run command_validate, command_plan, command_look, command_why; /* look.c */
command_run command_apply, command_wait;                               /* apply.c */
command_run command_export, command_show, command_whoami;
command_run command_providers, command_version, command_help, command_completion; /* info.c */
command_run command_explain;
