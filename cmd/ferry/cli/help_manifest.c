/* SPDX-License-Identifier: MIT */
/* `ferry help manifest`: every key on one page.  A test holds it to manifest/schema.json, and its
 * example to the parser. */
#include "cmd/ferry/cli/command.h"

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
        "an account:\n"
        "  provider      `ferry providers` lists them, and their regions\n"
        "  profile       of the vendor's own command line files\n"
        "  credentials   {file: PATH}, or {env: {id: NAME, secret: NAME, token: NAME}} with names\n"
        "                of variables; with neither, the vendor's usual variables and files\n"
        "  project       UCloud's project; channel_key: of a UCloud white label\n"
        "  site          china or intl (Tencent), ucloud or scloud (UCloud)\n"
        "  gateway       qcloud: the API of 2017 (tencent-cvm)\n"
        "  endpoint      URL, {region} allowed in it; ca_file: authorities to trust there\n"
        "  cross_border  true: the vendor has approved copies across the mainland border\n"
        "  image_quota   images a region may hold, where the cloud does not tell\n"
        "  rate          {read: N, write: N} requests a second; max_copies_per_region: at a time\n"
        "  watch         globs: undeclared images of these names are shown as `extra`\n"
        "  extra_regions ids newer than ferry's tables: an id, or {id: ID, mainland: true}\n"
        "\n"
        "Beside them, `defaults` gives account, from and to for the images of its file.  Several\n"
        "files, or a folder, count as one manifest.\n"
        "\n"
        "`ferry validate` checks it offline; manifest/schema.json lets an editor do so.\n"
        "`ferry export --account PROVIDER` writes one from what exists already.\n",
        stdout);
}
