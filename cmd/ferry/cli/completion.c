/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/help.h"

#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/show/format.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* What comes after an option or a command that takes one of a few words. */
static void complete_bash_words(const struct command *table)
{
    const struct command *command;
    const struct format *formats;
    size_t n, i;

    fputs("    case ${COMP_WORDS[COMP_CWORD-1]} in\n    --format) words='", stdout);
    formats = format_table(&n);
    for (i = 0; i < n; i++)
        printf("%s ", formats[i].name);
    puts(
        "' ;;\n    --color) words='auto always never' ;;\n    --fail-on) words='extra' ;;\n"
        "    completion) words='bash zsh fish' ;;");
    fputs("    help) words='manifest formats ", stdout);
    for (command = table; command->name != NULL; command++)
        printf("%s ", command->name);
    puts("' ;;\n    esac");
}

static void complete_bash(const struct command *table)
{
    const struct command *command;
    const struct option_row *row;

    puts("# bash completion for ferry\n_ferry() {\n    local cur=${COMP_WORDS[COMP_CWORD]} words=");
    complete_bash_words(table);
    fputs("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='", stdout);
    for (command = table; command->name != NULL; command++)
        printf("%s ", command->name);
    puts("'\n    elif [[ -z $words && $cur == -* ]]; then\n        case ${COMP_WORDS[1]} in");
    for (command = table; command->name != NULL; command++) {
        printf("        %s) words='", command->name);
        for (row = option_rows(); row->name != NULL; row++)
            if (row->groups & command->groups)
                printf("--%s ", row->name);
        puts("' ;;");
    }
    puts(
        "        esac\n    elif [[ -z $words ]]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n        return\n    fi\n"
        "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n}\n"
        "complete -o filenames -F _ferry ferry");
}

/* Inside single quotes, for zsh and fish alike; zsh also reads colons and brackets. */
static void put_quoted(const char *text, bool zsh)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            fputs("'\\''", stdout);
        else if (zsh && strchr("[]:", *text) != NULL)
            printf("\\%c", *text);
        else
            putchar(*text);
    }
}

static void complete_zsh(const struct command *table)
{
    const struct command *command;
    const struct option_row *row;

    puts("#compdef ferry\n_ferry() {\n    local -a commands\n    commands=(");
    for (command = table; command->name != NULL; command++) {
        printf("        '%s:", command->name);
        put_quoted(command->summary, true);
        puts("'");
    }
    puts(
        "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n"
        "        return\n    fi\n    case $words[2] in");
    for (command = table; command->name != NULL; command++) {
        printf("    %s) _arguments", command->name);
        for (row = option_rows(); row->name != NULL; row++) {
            if (!(row->groups & command->groups))
                continue;
            printf(" '--%s[", row->name);
            put_quoted(row->help, true);
            printf(row->argument != NULL ? "]:%s:_files'" : "]'", row->name);
        }
        puts(" '*:file:_files' ;;");
    }
    puts("    esac\n}\ncompdef _ferry ferry");
}

static void complete_fish(const struct command *table)
{
    const struct command *command;
    const struct option_row *row;

    for (command = table; command->name != NULL; command++) {
        printf("complete -c ferry -n __fish_use_subcommand -f -a %s -d '", command->name);
        put_quoted(command->summary, false);
        puts("'");
        for (row = option_rows(); row->name != NULL; row++) {
            if (!(row->groups & command->groups))
                continue;
            printf("complete -c ferry -n '__fish_seen_subcommand_from %s' -l %s%s -d '",
                   command->name, row->name, row->argument != NULL ? " -r" : "");
            put_quoted(row->help, false);
            puts("'");
        }
    }
}

int completion_print(const struct command *table, const char *shell)
{
    static const struct {
        const char *shell;
        void (*print)(const struct command *table);
    } shells[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    size_t i;

    assert(table != NULL && shell != NULL);
    for (i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shell, shells[i].shell) == 0) {
            shells[i].print(table);
            return 0;
        }
    }
    return -1;
}
