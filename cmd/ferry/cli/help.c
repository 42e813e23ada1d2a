/* SPDX-License-Identifier: MIT */
/* Help and completion, printed from the tables that dispatch and parse. */
#include "cmd/ferry/cli/command.h"
#include "cmd/ferry/cli/fold.h"
#include "cmd/ferry/cli/help_manifest.h"
#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/show/format.h"
#include "reconcile/base/version.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void print_overview(FILE *out)
{
    const struct command *command;

    fputs("ferry " FERRY_VERSION
          " - keeps custom machine images in the cloud regions that a manifest names.\n\n"
          "usage: ferry COMMAND [OPTION…] [FILE…]\n\n"
          "FILE is a manifest, a folder of them, or - for standard input; without one ferry reads\n"
          "images.yaml, or else ferry.yaml.\n\n",
          out);
    for (command = command_table(); command->name != NULL; command++)
        fprintf(out, "  %-11s %s\n", command->name, command->summary);
    fputs(
        "\n`ferry help COMMAND` tells its options, formats and exit codes.\n\n"
        "exit codes: 0 fine, 2 differences, 3 incomplete, 4 unread, 5 refused by a guard, 64 usage,\n"
        "65 manifest or plan, 77 credentials, 130/143 interrupted before any write, 1 anything else.\n",
        out);
}

static void print_flags(const struct command *command, FILE *out)
{
    const struct option_row *row;
    bool any = false;

    for (row = option_rows(); row->name != NULL; row++) {
        char flag[80], letter[8] = "    ";

        if (!(row->groups & command->groups))
            continue;
        if (!any)
            fputs("\noptions:\n", out);
        any = true;
        if (row->letter != 0)
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        snprintf(flag, sizeof flag, "%s--%s%s%s", letter, row->name,
                 row->argument != NULL ? " " : "", row->argument != NULL ? row->argument : "");
        fprintf(out, strlen(flag) > 30 ? "  %s\n%34s" : "  %-31s%s", flag, " ");
        fold_print(out, row->help, 34);
    }
    if (any && command->kind != COMMAND_NO_FINDINGS)
        fputs(
            "\nEach option has an environment form, FERRY_ and its name in capitals (FERRY_CA_FILE), a\n"
            "list with commas; not so --yes, --approve and --max-change, which permit writing.\n",
            out);
}

static void print_formats(const struct command *command, FILE *out)
{
    const struct format *formats;
    size_t n, i;

    if (command->kind == COMMAND_NO_FINDINGS)
        return;
    fputs("\nformats (--format, --report):\n", out);
    formats = format_table(&n);
    for (i = 0; i < n; i++)
        if (format_serves(&formats[i], (enum findings_kind)command->kind))
            fprintf(out, "  %-11s %s\n", formats[i].name, formats[i].summary);
}

static void print_indented(FILE *out, const char *text)
{
    while (*text != '\0') {
        int n = (int)strcspn(text, "\n");

        fprintf(out, "  %.*s\n", n, text);
        text += n;
        text += *text == '\n';
    }
}

static void print_page(const struct command *command, FILE *out)
{
    fprintf(out, "usage: ferry %s%s%s%s\n\n%s.\n", command->name,
            command->groups != 0 ? " [OPTION…]" : "", *command->arguments != '\0' ? " " : "",
            command->arguments, command->summary);
    fprintf(out, "\n%s\n", command->text);
    print_flags(command, out);
    print_formats(command, out);
    fputs("\nexit codes:\n", out);
    print_indented(out, command->codes);
    if (command->kind != COMMAND_NO_FINDINGS)
        fputs("  others as `ferry help` lists them\n", out);
}

void help_print(const struct command *command, bool to_stderr)
{
    FILE *out = to_stderr ? stderr : stdout;

    if (command == NULL)
        print_overview(out);
    else
        print_page(command, out);
}

/* The table of commands × formats that the overview of `help formats` shows. */
static void print_format_table(FILE *out)
{
    const struct command *command;
    const struct format *formats;
    size_t n, i;

    formats = format_table(&n);
    fprintf(out, "%-12s", "");
    for (i = 0; i < n; i++)
        fprintf(out, " %s", formats[i].name);
    fputc('\n', out);
    for (command = command_table(); command->name != NULL; command++) {
        if (command->kind == COMMAND_NO_FINDINGS)
            continue;
        fprintf(out, "%-12s", command->name);
        for (i = 0; i < n; i++)
            fprintf(out, " %-*s", (int)strlen(formats[i].name),
                    format_serves(&formats[i], (enum findings_kind)command->kind) ? "x" : "-");
        fputc('\n', out);
    }
}

int command_help(struct session *session)
{
    const struct texts *words = &session->options.files;
    const struct command *command = NULL;

    if (words->nr == 1 && strcmp(words->items[0], "formats") == 0) {
        print_format_table(stdout);
        return 0;
    }
    if (words->nr == 1 && strcmp(words->items[0], "manifest") == 0) {
        help_manifest(stdout);
        return 0;
    }
    if (words->nr > 0) {
        command = command_find(words->items[0]);
        if (command == NULL || words->nr > 1) {
            fprintf(stderr, "ferry: error: no help for '%s'; `ferry help` lists the commands\n",
                    words->items[words->nr - 1]);
            return EXIT_USAGE;
        }
    }
    help_print(command, false);
    if (command == NULL)
        fputs(
            "\n`ferry help manifest` shows how to write one, `ferry help formats` which command offers\n"
            "which output.\n",
            stdout);
    return 0;
}

/* What comes after an option or a command that takes one of a few words. */
static void complete_bash_words(void)
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
    for (command = command_table(); command->name != NULL; command++)
        printf("%s ", command->name);
    puts("' ;;\n    esac");
}

static void complete_bash(void)
{
    const struct command *command;
    const struct option_row *row;

    puts("# bash completion for ferry\n_ferry() {\n    local cur=${COMP_WORDS[COMP_CWORD]} words=");
    complete_bash_words();
    fputs("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='", stdout);
    for (command = command_table(); command->name != NULL; command++)
        printf("%s ", command->name);
    puts("'\n    elif [[ -z $words && $cur == -* ]]; then\n        case ${COMP_WORDS[1]} in");
    for (command = command_table(); command->name != NULL; command++) {
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

static void complete_zsh(void)
{
    const struct command *command;
    const struct option_row *row;

    puts("#compdef ferry\n_ferry() {\n    local -a commands\n    commands=(");
    for (command = command_table(); command->name != NULL; command++) {
        printf("        '%s:", command->name);
        put_quoted(command->summary, true);
        puts("'");
    }
    puts(
        "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n"
        "        return\n    fi\n    case $words[2] in");
    for (command = command_table(); command->name != NULL; command++) {
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

static void complete_fish(void)
{
    const struct command *command;
    const struct option_row *row;

    for (command = command_table(); command->name != NULL; command++) {
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

int command_completion(struct session *session)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } shells[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    size_t i;

    for (i = 0; session->options.files.nr == 1 && i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(session->options.files.items[0], shells[i].shell) == 0) {
            shells[i].print();
            return 0;
        }
    }
    fputs("ferry: error: completion for which shell? bash, zsh or fish\n", stderr);
    return EXIT_USAGE;
}
