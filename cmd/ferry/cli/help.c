/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/help.h"

#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/show/format.h"
#include "reconcile/base/version.h"
#include "reconcile/model/setting.h"

#include <assert.h>
#include <string.h>

enum { WIDTH = 96, HELP_COLUMN = 26 };

/* Prints text from column `column` on, folded at spaces. */
static void fold(FILE *out, const char *text, int column)
{
    int at = column;

    assert(text != NULL && column >= 0 && column < WIDTH);
    while (*text != '\0') {
        int n = (int)strcspn(text, " ");

        if (at > column && at + 1 + n > WIDTH) {
            fprintf(out, "\n%*s", column, "");
            at = column;
        } else if (at > column) {
            fputc(' ', out);
            at++;
        }
        fprintf(out, "%.*s", n, text);
        at += n;
        text += n;
        text += *text == ' ';
    }
    fputc('\n', out);
}

/* ---- commands ---- */

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
        fold(out, row->help, 34);
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

void help_print_usage(const struct command *command, FILE *out)
{
    assert(command != NULL && command->name != NULL);
    fprintf(out, "usage: ferry %s%s%s%s", command->name, command->groups != 0 ? " [OPTION…]" : "",
            *command->arguments != '\0' ? " " : "", command->arguments);
}

void help_print_page(const struct command *command, FILE *out)
{
    help_print_usage(command, out);
    fprintf(out, "\n\n%s.\n\n%s\n", command->summary, command->text);
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

/* ---- the manifest ---- */

static void print_mapping(FILE *out, enum setting_kind within, int indent)
{
    const struct setting *row = NULL;

    while ((row = setting_next(row, within)) != NULL) {
        fprintf(out, "%*s%-*s ", indent, "", HELP_COLUMN - indent - 1, row->name);
        fold(out, row->help, HELP_COLUMN);
        if (setting_is_mapping(row))
            print_mapping(out, row->kind, indent + 2);
    }
}

void help_settings(FILE *out)
{
    print_mapping(out, SETTING_ACCOUNT, 2);
}

void help_manifest(FILE *out)
{
    fputs(
        "A manifest says which custom images must exist in which cloud regions:\n"
        "\n"
        "  version: 1\n"
        "  accounts:\n"
        "    game: {provider: tencent-cvm, profile: prod}\n"
        "  regions:                              # named sets, if you like\n"
        "    mainland: [ap-shanghai, ap-chengdu]\n"
        "  images:\n"
        "    - name: web-base-2026.11            # exactly as in the cloud\n"
        "      from: ap-guangzhou                # where the original is\n"
        "      to: [mainland, ap-beijing]        # sets and regions mix\n"
        "      expect: {os: linux}\n"
        "\n"
        "an image:\n"
        "  name          exact, also in the source region\n"
        "  account       one of `accounts`; may be left out where there is one\n"
        "  from          REGION, or {region: REGION, id: ID} where the name is not enough\n"
        "  to            regions and sets\n"
        "  expect        os (linux, windows), arch (x86_64, arm64, i386), min_size_gib,\n"
        "                max_size_gib: a copy unlike this `differs`\n"
        "\n"
        "an account:\n",
        out);
    help_settings(out);
    fputs(
        "\n"
        "`ferry providers` lists the providers, their regions and their rules.\n"
        "\n"
        "Beside them, `defaults` gives account, from and to for the images of its file.  Several\n"
        "files, or a folder, count as one manifest.\n"
        "\n"
        "`ferry validate` checks it offline; manifest/schema.json lets an editor do so.\n"
        "`ferry export --account PROVIDER` writes one from what exists already.\n",
        out);
}
