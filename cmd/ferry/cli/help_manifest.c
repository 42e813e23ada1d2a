/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/help_manifest.h"

#include "cmd/ferry/cli/fold.h"
#include "reconcile/model/setting.h"

enum { HELP_COLUMN = 26 };

static void print_mapping(FILE *out, enum setting_kind within, int indent)
{
    const struct setting *row = NULL;

    while ((row = setting_next(row, within)) != NULL) {
        fprintf(out, "%*s%-*s ", indent, "", HELP_COLUMN - indent - 1, row->name);
        fold_print(out, row->help, HELP_COLUMN);
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
