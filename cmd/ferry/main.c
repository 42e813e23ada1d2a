/* SPDX-License-Identifier: MIT */
/* ferry: from the command line to a command, and back to an exit code. */
#include "cmd/ferry/cli/help.h"
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/run/output.h"
#include "cmd/ferry/run/process.h"
#include "cmd/ferry/run/session.h"
#include "manifest/suggest.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int usage(const struct command *command, const char *text)
{
    fprintf(stderr, "ferry: error: %s\n", text);
    if (command == NULL) {
        fputs("`ferry help` lists the commands\n", stderr);
        return EXIT_USAGE;
    }
    help_print_usage(command, stderr);
    fprintf(stderr, "   (`ferry help %s` tells more)\n", command->name);
    return EXIT_USAGE;
}

static const struct command *choose(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    if (strcmp(word, "--version") == 0)
        word = "version";
    return command_find(commands_table(), word);
}

static int unknown_command(const char *word)
{
    struct suggest suggest = SUGGEST_INIT(word);
    const struct command *command;
    char text[200];

    for (command = commands_table(); command->name != NULL; command++)
        suggest_offer(&suggest, command->name);
    if (word[0] == '-')
        snprintf(text, sizeof text, "options follow the command, '%.100s' comes first", word);
    else if (suggest.best != NULL)
        snprintf(text, sizeof text, "no command '%.100s': did you mean '%s'?", word, suggest.best);
    else
        snprintf(text, sizeof text, "no command '%.100s'", word);
    return usage(NULL, text);
}

static bool asks_for_help(int argc, char **argv)
{
    int i;

    for (i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int run(const struct command *command, int argc, char **argv)
{
    static struct session session; /* large, and the only one */
    struct err err = ERR_INIT;
    bool reports = command->kind != COMMAND_NO_FINDINGS;
    int code;

    session.commands = commands_table();
    options_default(&session.options);
    if (options_parse(argc, argv, command->groups, environment_variable, NULL, &session.arena,
                      &session.options, &err) != 0 ||
        (reports && output_check(&session.options, (enum findings_kind)command->kind, &err) != 0)) {
        code = usage(command, err.text);
        arena_free(&session.arena);
        return code;
    }
    if (!reports) {
        code = command->run(&session);
        arena_free(&session.arena);
        return code;
    }
    session_begin(&session, (enum findings_kind)command->kind);
    return command->run(&session);
}

int main(int argc, char **argv)
{
    const struct command *command;

    process_harden();
    /* Widths of characters come from the locale; without a UTF-8 one, Chinese names have none. */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        setlocale(LC_CTYPE, "");
    if (argc < 2) {
        help_print_overview(commands_table(), stderr);
        return EXIT_USAGE;
    }
    command = choose(argv[1]);
    if (command == NULL)
        return unknown_command(argv[1]);
    if (asks_for_help(argc - 2, argv + 2)) {
        help_print_page(command, stdout);
        return 0;
    }
    return run(command, argc - 2, argv + 2);
}
