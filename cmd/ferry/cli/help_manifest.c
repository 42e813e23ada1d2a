/* SPDX-License-Identifier: MIT */
/* `ferry help manifest`: every key on one page.  A test holds it to manifest/schema.json, and its
 * example to the parser. */
#include "cmd/ferry/cli/command.h"
#include "cmd/ferry/cli/help_settings.h"

#include <stdio.h>

void help_print_manifest(void)
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
        stdout);
    help_settings(stdout);
    fputs(
        "\n"
        "`ferry providers` lists the providers, their regions and their rules.\n"
        "\n"
        "Beside them, `defaults` gives account, from and to for the images of its file.  Several\n"
        "files, or a folder, count as one manifest.\n"
        "\n"
        "`ferry validate` checks it offline; manifest/schema.json lets an editor do so.\n"
        "`ferry export --account PROVIDER` writes one from what exists already.\n",
        stdout);
}
