/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The command line and its environment form, as one struct.
 *
 * One table holds every flag: parsing, help, completion and the environment names are printed from
 * it. Long options are matched exactly; `--name=value` and `--name value` are the same; `--` ends
 * them. The command line beats the environment; a repeatable flag on the command line replaces the
 * environment's whole list, which is written with commas.
 */

struct texts {
    const char **items;
    size_t nr, cap;
};

bool texts_have(const struct texts *texts, const char *text);

struct change_limit { /* --max-change 5 or 10% */
    bool set, percent;
    int64_t value;
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    struct texts files; /* what is not a flag: FILE…, PLAN, CODE, a cell's address, … */

    struct texts only, exclude, accounts, regions; /* selection */

    const char *out; /* plan */
    bool exit_code, rehearse;

    bool yes, no_wait; /* apply */
    const char *approve;
    int64_t copy_timeout_ms, deadline_ms; /* deadline 0: none */
    int64_t parallel;

    struct change_limit max_change; /* guards */
    int64_t lock_timeout_ms;
    struct texts allow_endpoints;
    const char *fail_on; /* NULL or "extra" */

    const char *ca_file; /* network */
    struct texts connect_to;
    int64_t settle_ms, poll_ms, connect_timeout_ms, request_timeout_ms;

    const char *format; /* output; NULL: the command's default */
    struct texts reports;
    enum color color;
    bool quiet, verbose, json; /* --json: of `version` */
    const char *debug;

    const char *state_dir; /* NULL: the default */
};

/* Which commands take a flag. */
enum option_group {
    OPTION_SELECT = 1 << 0,
    OPTION_PLAN = 1 << 1,
    OPTION_APPLY = 1 << 2,
    OPTION_CARE = 1 << 3,  /* waiting for copies: apply, wait */
    OPTION_DRIFT = 1 << 4, /* --fail-on */
    OPTION_ENDPOINT = 1 << 5,
    OPTION_NETWORK = 1 << 6,
    OPTION_OUTPUT = 1 << 7,
    OPTION_STATE = 1 << 8,
    OPTION_VERSION = 1 << 9,
    OPTION_ACCOUNT = 1 << 10, /* --account alone: export, whoami */
};

enum option_kind {
    OPTION_BOOL,
    OPTION_TEXT,
    OPTION_TEXTS,
    OPTION_DURATION,
    OPTION_COUNT,
    OPTION_CHANGE,
    OPTION_COLOR,
};

struct option_row {
    const char *name;     /* without the dashes */
    char letter;          /* 0: none */
    const char *alias;    /* another long name; NULL */
    const char *argument; /* "FILE"; NULL for a switch */
    enum option_kind kind;
    size_t offset; /* into struct options */
    unsigned groups;
    bool env; /* false for what permits writing */
    const char *help;
};

/* Every flag, in the order of the help; ended by a row without a name. */
const struct option_row *option_rows(void);

void options_default(struct options *options);

typedef const char *options_variable(void *context, const char *name);

/*
 * Reads FERRY_… variables, then argv[0..argc), for a command that takes the flags of `groups`.
 * Strings stay where they were.  -1 with ERR_USAGE.
 */
int options_parse(int argc, char **argv, unsigned groups, options_variable *variable, void *context,
                  struct arena *arena, struct options *options, struct err *err);
