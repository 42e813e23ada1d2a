/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/options.h"

#include "manifest/suggest.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT(field) offsetof(struct options, field)

static const struct option_row rows[] = {
    /* selection */
    {"only", 0, NULL, "GLOB", OPTION_TEXTS, AT(only), OPTION_SELECT, true,
     "only cells that match; a glob is [account/]image[@region], with * and ?; repeatable"},
    {"exclude", 0, NULL, "GLOB", OPTION_TEXTS, AT(exclude), OPTION_SELECT, true,
     "all but the cells that match; repeatable"},
    {"account", 0, NULL, "NAME", OPTION_TEXTS, AT(accounts), OPTION_SELECT | OPTION_ACCOUNT, true,
     "only this account; repeatable"},
    {"region", 0, NULL, "REGION", OPTION_TEXTS, AT(regions), OPTION_SELECT, true,
     "only this region; repeatable"},
    /* plan */
    {"out", 'o', NULL, "PLAN", OPTION_TEXT, AT(out), OPTION_PLAN, true,
     "save the plan; `ferry apply PLAN` carries out exactly this"},
    {"exit-code", 0, "detailed-exitcode", NULL, OPTION_BOOL, AT(exit_code), OPTION_PLAN, true,
     "exit 2 when there is a call to make or a cell that needs a person"},
    {"rehearse", 0, NULL, NULL, OPTION_BOOL, AT(rehearse), OPTION_PLAN, true,
     "ask the cloud's own dry run about each call, where it has one"},
    /* apply */
    {"yes", 'y', NULL, NULL, OPTION_BOOL, AT(yes), OPTION_APPLY, false,
     "do not ask; needed where nobody can be asked"},
    {"approve", 0, NULL, "sha256:HEX", OPTION_TEXT, AT(approve), OPTION_APPLY, false,
     "go ahead only if the fresh plan has this checksum"},
    {"no-wait", 0, NULL, NULL, OPTION_BOOL, AT(no_wait), OPTION_APPLY, true,
     "end when every call is answered; `ferry wait` attaches later"},
    {"max-change", 0, NULL, "N|N%", OPTION_CHANGE, AT(max_change), OPTION_PLAN | OPTION_APPLY,
     false, "refuse the run if more cells (or a larger part of them) would be copied"},
    {"copy-timeout", 0, NULL, "DUR", OPTION_DURATION, AT(copy_timeout_ms), OPTION_CARE, true,
     "how long one copy may take before it counts as stuck (45m)"},
    {"deadline", 0, NULL, "DUR", OPTION_DURATION, AT(deadline_ms), OPTION_CARE, true,
     "how long the whole run may take (none)"},
    {"lock-timeout", 0, NULL, "DUR", OPTION_DURATION, AT(lock_timeout_ms), OPTION_APPLY, true,
     "how long to wait for another run on the same cloud account (0s)"},
    {"fail-on", 0, NULL, "extra", OPTION_TEXT, AT(fail_on), OPTION_DRIFT, true,
     "count undeclared copies that `watch` names as drift"},
    /* network */
    {"parallel", 0, NULL, "N", OPTION_COUNT, AT(parallel), OPTION_NETWORK, true,
     "requests in flight at a time (8)"},
    {"allow-endpoint", 0, NULL, "HOST", OPTION_TEXTS, AT(allow_endpoints),
     OPTION_NETWORK | OPTION_ENDPOINT, true,
     "let a manifest or plan send signed requests to this host outside the vendor's domains; "
     "repeatable"},
    {"ca-file", 0, NULL, "FILE", OPTION_TEXT, AT(ca_file), OPTION_NETWORK, true,
     "trust these certificate authorities instead of the system's"},
    {"connect-to", 0, NULL, "HOST:PORT:HOST:PORT", OPTION_TEXTS, AT(connect_to), OPTION_NETWORK,
     true, "connect elsewhere, as in curl; an empty part means any; repeatable"},
    {"settle", 0, NULL, "DUR", OPTION_DURATION, AT(settle_ms), OPTION_CARE, true,
     "how long a cloud may take to show a copy after its call (120s)"},
    {"poll", 0, NULL, "DUR", OPTION_DURATION, AT(poll_ms), OPTION_CARE, true,
     "how often copies are looked at (5s)"},
    {"connect-timeout", 0, NULL, "DUR", OPTION_DURATION, AT(connect_timeout_ms), OPTION_NETWORK,
     true, "how long a connection may take to come up (10s)"},
    {"request-timeout", 0, NULL, "DUR", OPTION_DURATION, AT(request_timeout_ms), OPTION_NETWORK,
     true, "how long a request may take in all (60s)"},
    /* output */
    {"format", 0, NULL, "FORMAT", OPTION_TEXT, AT(format), OPTION_OUTPUT, true,
     "what standard output gets (text)"},
    {"report", 0, NULL, "FORMAT=FILE", OPTION_TEXTS, AT(reports), OPTION_OUTPUT, true,
     "write another format to a file as well; repeatable"},
    {"color", 0, NULL, "auto|always|never", OPTION_COLOR, AT(color), OPTION_OUTPUT, true,
     "auto: on a terminal, unless NO_COLOR is set"},
    {"quiet", 'q', NULL, NULL, OPTION_BOOL, AT(quiet), OPTION_OUTPUT, true,
     "the closing lines alone: no progress, no details"},
    {"verbose", 'v', NULL, NULL, OPTION_BOOL, AT(verbose), OPTION_OUTPUT, true,
     "cells in sync one by one, facts, request ids"},
    {"debug", 0, NULL, "FILE", OPTION_TEXT, AT(debug), OPTION_NETWORK, true,
     "trace HTTP to a file, secrets left out"},
    {"json", 0, NULL, NULL, OPTION_BOOL, AT(json), OPTION_VERSION, false, "as JSON"},
    /* state */
    {"state-dir", 0, NULL, "DIR", OPTION_TEXT, AT(state_dir), OPTION_STATE, true,
     "where journal and locks are ($XDG_STATE_HOME/ferry)"},
    {NULL, 0, NULL, NULL, OPTION_BOOL, 0, 0, false, NULL},
};

const struct option_row *option_rows(void)
{
    return rows;
}

void options_default(struct options *options)
{
    *options = (struct options){
        .copy_timeout_ms = 45 * 60 * 1000,
        .settle_ms = 120 * 1000,
        .poll_ms = 5 * 1000,
        .connect_timeout_ms = 10 * 1000,
        .request_timeout_ms = 60 * 1000,
        .parallel = 8,
    };
}

bool texts_have(const struct texts *texts, const char *text)
{
    size_t i;

    for (i = 0; i < texts->nr; i++)
        if (strcmp(texts->items[i], text) == 0)
            return true;
    return false;
}

/* "1.5m" → 90000; units ms, s, m, h; a bare number is refused.  False for anything else. */
static bool duration(const char *text, int64_t *ms)
{
    static const struct {
        const char *unit;
        double ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60e3}, {"h", 3600e3}};
    char *end;
    double value;
    size_t i;

    if (!isdigit((unsigned char)text[0]) || strpbrk(text, "xXpPeE") != NULL)
        return false;
    value = strtod(text, &end);
    for (i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(end, units[i].unit) == 0 && value * units[i].ms <= 1e12) {
            *ms = (int64_t)(value * units[i].ms + 0.5);
            return true;
        }
    }
    return false;
}

static bool whole_number(const char *text, int64_t *value, const char **end)
{
    char *stop;

    if (!isdigit((unsigned char)text[0]))
        return false;
    errno = 0;
    *value = strtoll(text, &stop, 10);
    *end = stop;
    return errno == 0;
}

static int set_bool(bool *field, const char *value)
{
    static const char *const words[] = {"1", "true", "yes", "on", "", "0", "false", "no", "off"};
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(value, words[i]) == 0) {
            *field = i < 4;
            return 0;
        }
    }
    return -1;
}

static int set_count(int64_t *field, const char *value)
{
    const char *end;
    int64_t number;

    if (!whole_number(value, &number, &end) || *end != '\0' || number < 1 || number > 1000)
        return -1;
    *field = number;
    return 0;
}

static int set_change(struct change_limit *limit, const char *value)
{
    const char *end;

    if (!whole_number(value, &limit->value, &end))
        return -1;
    limit->percent = strcmp(end, "%") == 0;
    if (!limit->percent && *end != '\0')
        return -1;
    if (limit->percent && limit->value > 100)
        return -1;
    limit->set = true;
    return 0;
}

static int set_color(enum color *color, const char *value)
{
    static const char *const names[] = {"auto", "always", "never"};
    int i;

    for (i = 0; i < 3; i++) {
        if (strcmp(value, names[i]) == 0) {
            *color = (enum color)i;
            return 0;
        }
    }
    return -1;
}

static const char *expectation(enum option_kind kind)
{
    switch (kind) {
    case OPTION_BOOL:
        return "1 or 0";
    case OPTION_DURATION:
        return "a duration like 90s, 1.5m or 2h";
    case OPTION_COUNT:
        return "a whole number from 1 to 1000";
    case OPTION_CHANGE:
        return "a number of cells, or a percentage up to 100%";
    case OPTION_COLOR:
        return "auto, always or never";
    default:
        return "a text";
    }
}

static void append(struct arena *arena, struct texts *texts, const char *value)
{
    ARENA_GROW(arena, texts->items, texts->nr, texts->cap);
    texts->items[texts->nr++] = value;
}

/* Sets one option; `where` names it in an error as the user wrote it. */
static int set(struct options *options, const struct option_row *row, const char *value,
               const char *where, struct arena *arena, struct err *err)
{
    char *field = (char *)options + row->offset;
    int status = 0;

    switch (row->kind) {
    case OPTION_BOOL:
        status = set_bool((bool *)field, value);
        break;
    case OPTION_TEXT:
        *(const char **)field = value;
        break;
    case OPTION_TEXTS:
        append(arena, (struct texts *)field, value);
        break;
    case OPTION_DURATION:
        status = duration(value, (int64_t *)field) ? 0 : -1;
        break;
    case OPTION_COUNT:
        status = set_count((int64_t *)field, value);
        break;
    case OPTION_CHANGE:
        status = set_change((struct change_limit *)field, value);
        break;
    case OPTION_COLOR:
        status = set_color((enum color *)field, value);
        break;
    }
    if (status != 0)
        return err_set(err, ERR_USAGE, "bad value '%s' for %s: expected %s", value, where,
                       expectation(row->kind));
    return 0;
}

/* "max-change" → "FERRY_MAX_CHANGE" */
static void variable_name(const char *option, char *name, size_t size)
{
    snprintf(name, size, "FERRY_%s", option);
    for (; *name != '\0'; name++)
        *name = *name == '-' ? '_' : (char)toupper((unsigned char)*name);
}

static int from_environment(unsigned groups, options_variable *variable, void *context,
                            struct arena *arena, struct options *options, struct err *err)
{
    const struct option_row *row;

    for (row = rows; row->name != NULL; row++) {
        char name[64];
        const char *value;

        if (!row->env || !(row->groups & groups))
            continue;
        variable_name(row->name, name, sizeof name);
        value = variable(context, name);
        if (value == NULL || *value == '\0')
            continue;
        if (row->kind != OPTION_TEXTS) {
            if (set(options, row, value, name, arena, err) != 0)
                return -1;
            continue;
        }
        while (*value != '\0') {
            size_t n = strcspn(value, ",");

            if (n > 0)
                append(arena, (struct texts *)((char *)options + row->offset),
                       arena_strndup(arena, value, n));
            value += n + (value[n] == ',');
        }
    }
    return 0;
}

static const struct option_row *find_long(const char *name, size_t n)
{
    const struct option_row *row;

    for (row = rows; row->name != NULL; row++) {
        if (strlen(row->name) == n && memcmp(row->name, name, n) == 0)
            return row;
        if (row->alias != NULL && strlen(row->alias) == n && memcmp(row->alias, name, n) == 0)
            return row;
    }
    return NULL;
}

static const struct option_row *find_letter(char letter)
{
    const struct option_row *row;

    for (row = rows; row->name != NULL; row++)
        if (row->letter != 0 && row->letter == letter)
            return row;
    return NULL;
}

struct parse {
    int argc, at;
    char **argv;
    unsigned groups;
    struct arena *arena;
    struct options *options;
    bool replaced[sizeof rows / sizeof *rows]; /* the environment's list was dropped */
};

static int unknown_option(const char *where, unsigned groups, struct err *err)
{
    struct suggest suggest = SUGGEST_INIT(where + strspn(where, "-"));
    const struct option_row *row;

    for (row = rows; row->name != NULL; row++)
        if (row->groups & groups)
            suggest_offer(&suggest, row->name);
    if (suggest.best == NULL || strlen(suggest.word) < 2)
        return err_set(err, ERR_USAGE, "unknown option '%s'", where);
    return err_set(err, ERR_USAGE, "unknown option '%s': did you mean '--%s'?", where,
                   suggest.best);
}

/* An option as it was written: its row, the value that is part of the word, its name for errors. */
struct written {
    const struct option_row *row; /* NULL: there is none of that name */
    const char *value;            /* NULL: it may be the next word */
    char where[80];
};

static struct written read_word(const char *word)
{
    struct written option = {NULL, NULL, ""};
    size_t n = strcspn(word, "=");

    if (word[1] == '-') {
        option.row = find_long(word + 2, n - 2);
        option.value = word[n] == '=' ? word + n + 1 : NULL;
        snprintf(option.where, sizeof option.where, "%.*s", (int)(n < 62 ? n : 62), word);
    } else {
        option.row = find_letter(word[1]);
        option.value = word[2] != '\0' ? word + 2 : NULL;
        snprintf(option.where, sizeof option.where, "-%c", word[1]);
    }
    return option;
}

/* Reads the option at argv[at], and its value, which may be the next word. */
static int one_option(struct parse *parse, struct err *err)
{
    struct written option = read_word(parse->argv[parse->at]);
    const struct option_row *row = option.row;

    if (row == NULL)
        return unknown_option(option.where, parse->groups, err);
    if (!(row->groups & parse->groups))
        return err_set(err, ERR_USAGE, "option '%s' does not belong to this command", option.where);
    if (row->kind == OPTION_BOOL && option.value != NULL)
        return err_set(err, ERR_USAGE, "option '%s' takes no value", option.where);
    if (row->kind == OPTION_BOOL)
        option.value = "1";
    else if (option.value == NULL && parse->at + 1 < parse->argc)
        option.value = parse->argv[++parse->at];
    if (option.value == NULL)
        return err_set(err, ERR_USAGE, "option '%s' needs a value: %s", option.where,
                       row->argument);
    if (row->kind == OPTION_TEXTS && !parse->replaced[row - rows]) {
        ((struct texts *)((char *)parse->options + row->offset))->nr = 0;
        parse->replaced[row - rows] = true;
    }
    return set(parse->options, row, option.value, option.where, parse->arena, err);
}

int options_parse(int argc, char **argv, unsigned groups, options_variable *variable, void *context,
                  struct arena *arena, struct options *options, struct err *err)
{
    struct parse parse = {argc, 0, argv, groups, arena, options, {false}};
    bool ended = false;

    assert(variable != NULL && arena != NULL && options != NULL && err != NULL);
    if (from_environment(groups, variable, context, arena, options, err) != 0)
        return -1;
    for (; parse.at < argc; parse.at++) {
        char *word = argv[parse.at];

        if (ended || word[0] != '-' || word[1] == '\0')
            append(arena, &options->files, word);
        else if (strcmp(word, "--") == 0)
            ended = true;
        else if (one_option(&parse, err) != 0)
            return -1;
    }
    if (options->fail_on != NULL && strcmp(options->fail_on, "extra") != 0)
        return err_set(err, ERR_USAGE, "bad value '%s' for --fail-on: expected extra",
                       options->fail_on);
    return 0;
}
