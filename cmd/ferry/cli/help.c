/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/help.h"

#include "cmd/ferry/cli/fold.h"
#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/show/format.h"
#include "reconcile/base/version.h"

#include <assert.h>
#include <string.h>

void help_print_overview(const struct command *table, FILE *out)
{
    const struct command *command;

    assert(table != NULL && out != NULL);
    fputs("ferry " FERRY_VERSION
          " - keeps custom machine images in the cloud regions that a manifest names.\n\n"
          "usage: ferry COMMAND [OPTION…] [FILE…]\n\n"
          "FILE is a manifest, a folder of them, or - for standard input; without one ferry reads\n"
          "images.yaml, or else ferry.yaml.\n\n",
          out);
    for (command = table; command->name != NULL; command++)
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

void help_print_page(const struct command *command, FILE *out)
{
    assert(command != NULL && command->name != NULL);
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

void help_print_formats(const struct command *table)
{
    const struct command *command;
    const struct format *formats;
    size_t n, i;

    assert(table != NULL);
    formats = format_table(&n);
    printf("%-12s", "");
    for (i = 0; i < n; i++)
        printf(" %s", formats[i].name);
    putchar('\n');
    for (command = table; command->name != NULL; command++) {
        if (command->kind == COMMAND_NO_FINDINGS)
            continue;
        printf("%-12s", command->name);
        for (i = 0; i < n; i++)
            printf(" %-*s", (int)strlen(formats[i].name),
                   format_serves(&formats[i], (enum findings_kind)command->kind) ? "x" : "-");
        putchar('\n');
    }
}
