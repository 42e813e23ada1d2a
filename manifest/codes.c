/* SPDX-License-Identifier: MIT */
/* What each code means: the text form, and the page of `ferry explain`. */
#include "manifest/codes.h"

#include <assert.h>
#include <string.h>

#define PAGE(code, title, text)                                                                    \
    {                                                                                              \
        code, code ": " title "\n\n" text                                                          \
    }
#define WRONG "\nWrong:\n"
#define RIGHT "\nRight:\n"

/* Pages are laid out as they are read. */
/* clang-format off */
static const struct {
    const char *code;
    const char *page;
} pages[] = {
    [DIAG_TOO_LARGE] = PAGE("E101", "the file is too large",
        "A file may have 8 MiB; a manifest of that size is a mistake, or a trap.\n"
        "Split it: several files, or a folder, are merged.\n"),
    [DIAG_NOT_UTF8] = PAGE("E102", "the file is not UTF-8",
        "The place shows the first byte that belongs to no character. Files from old editors may be\n"
        "in GBK, Latin-1 or UTF-16: save them again as UTF-8.\n"),
    [DIAG_CONTROL] = PAGE("E103", "a control character",
        "Manifests hold no control characters, neither raw (NUL, escape) nor as an escape in quotes\n"
        "(\"\\0\", \"\\e\", \"\\n\"), and no value goes over several lines: they would break addresses,\n"
        "terminals and reports. Remove the character; write the value on one line.\n"
        WRONG "    name: \"web\\tbase\"\n"
        RIGHT "    name: web-base\n"),
    [DIAG_TAB] = PAGE("E104", "a tab indents",
        "YAML is indented with spaces only. Set the editor to write spaces for a tab.\n"),
    [DIAG_SYNTAX] = PAGE("E105", "not YAML",
        "The text breaks YAML's own rules at this place, or just before it: look for a bracket or quote\n"
        "that is not closed, a line that is indented unlike its neighbours, or a value with \": \" or\n"
        "\" #\" in it that needs quotes. What comes after is not read until this is mended.\n"
        WRONG "    images: [{name: web, from: gz}\n"
        RIGHT "    images: [{name: web, from: gz}]\n"),
    [DIAG_DUPLICATE_KEY] = PAGE("E106", "a key twice",
        "One mapping has the same key twice. Most YAML readers take the last one and say nothing;\n"
        "ferry shows both places. Remove one.\n"
        WRONG "    to: [ap-shanghai]\n"
        "    to: [ap-beijing]\n"
        RIGHT "    to: [ap-shanghai, ap-beijing]\n"),
    [DIAG_MERGE_KEY] = PAGE("E107", "\"<<\" does not merge",
        "The merge key left YAML with version 1.2 and hides what a reviewer must see. Write the keys\n"
        "out, or put what several images share into `defaults`.\n"
        WRONG "    - <<: *base\n"
        "      name: web\n"
        RIGHT "    defaults: {from: ap-guangzhou}\n"
        "    images:\n"
        "      - name: web\n"),
    [DIAG_DOCUMENTS] = PAGE("E108", "several documents",
        "A file is one document; after \"---\" a second one would begin, and be forgotten by many\n"
        "readers. Make two files of it: ferry takes several and merges them.\n"),
    [DIAG_DEPTH] = PAGE("E109", "nested too deep",
        "Lists and mappings nest at most 32 deep; a manifest needs 5.\n"),
    [DIAG_CYCLE] = PAGE("E110", "an alias inside what it names",
        "The alias stands inside the value that its anchor names, so the value would have no end.\n"
        WRONG "    to: &all [ap-shanghai, *all]\n"
        RIGHT "    to: [ap-shanghai]\n"),
    [DIAG_NO_ANCHOR] = PAGE("E111", "an alias of nothing",
        "No anchor of this name stands before the alias. If no alias is meant: a value that begins with\n"
        "\"*\" needs quotes.\n"
        WRONG "    watch: [*-base]\n"
        RIGHT "    watch: [\"*-base\"]\n"),
    [DIAG_BOMB] = PAGE("E112", "too many values",
        "Written out, the aliases of the file stand for more values than a manifest can have (a million),\n"
        "or it has over a thousand anchors. A few lines can stand for billions of values that way, so the\n"
        "count is checked before anything is built.\n"),
    [DIAG_TAG] = PAGE("E113", "a tag",
        "Tags (\"!!int\", \"!include\") change what a value is; here values are read as they are written.\n"
        "Remove the tag.\n"
        WRONG "    name: !!binary d2Vi\n"
        RIGHT "    name: web\n"),
    [DIAG_KEY_FORM] = PAGE("E114", "a key that is no word",
        "A key must be written as a word: no list, no mapping, no alias.\n"
        WRONG "    ? [a, b]\n"
        "    : 1\n"
        RIGHT "    a: 1\n"),
    [DIAG_EMPTY_FILE] = PAGE("E115", "an empty file",
        "The file holds no value, only white space or comments. A manifest begins with \"version: 1\".\n"),
    [DIAG_UNKNOWN_KEY] = PAGE("E201", "an unknown key",
        "The key is not one of those that can stand at this place; nothing is ignored silently, since a\n"
        "misspelt key would lose its meaning. The hint names the nearest one, or all.\n"
        WRONG "    - nmae: web\n"
        RIGHT "    - name: web\n"),
    [DIAG_MISSING_KEY] = PAGE("E202", "a key is missing",
        "The mapping that begins at this place needs a key that it does not have. The hint says what the\n"
        "key is for.\n"
        WRONG "    accounts: {game: {profile: prod}}\n"
        RIGHT "    accounts: {game: {provider: tencent-cvm, profile: prod}}\n"),
    [DIAG_WRONG_FORM] = PAGE("E203", "a value of another form",
        "The key wants a word, a list or a mapping, and something else is written.\n"
        WRONG "    to: ap-shanghai\n"
        RIGHT "    to: [ap-shanghai]\n"),
    [DIAG_NO_VALUE] = PAGE("E204", "no value",
        "The key has no value, or null. Write one, or leave the key out. If the text \"null\" is meant, put\n"
        "it in quotes.\n"
        WRONG "    to:\n"
        RIGHT "    to: [ap-shanghai]\n"),
    [DIAG_NUMBER] = PAGE("E205", "not such a number",
        "Counts are whole numbers in decimal digits. Rates may have up to three decimals and are not 0.\n"
        WRONG "    max_copies_per_region: two\n"
        RIGHT "    max_copies_per_region: 2\n"),
    [DIAG_BOOL] = PAGE("E206", "neither true nor false",
        "Switches are written true or false, in small letters.\n"
        WRONG "    cross_border: yes\n"
        RIGHT "    cross_border: true\n"),
    [DIAG_CHOICE] = PAGE("E207", "not one of the words",
        "The key takes one of a few words, which the text names.\n"
        WRONG "    expect: {arch: amd64}\n"
        RIGHT "    expect: {arch: x86_64}\n"),
    [DIAG_RESERVED] = PAGE("E208", "a reserved key",
        "The key is kept for a meaning that ferry does not have. It is refused, so that nobody relies on\n"
        "what does not happen: nothing is ever deleted (`protect`, `prune`), a source is one exact image\n"
        "(`newest`), and copies stay within an account (`account`).\n"
        WRONG "    from: {newest: \"web-*\"}\n"
        RIGHT "    from: ap-guangzhou\n"),
    [DIAG_VERSION] = PAGE("E209", "another version",
        "`version` says which form the manifest is written in. This ferry reads 1. A manifest of a later\n"
        "version needs a later ferry.\n"
        WRONG "    version: 2\n"
        RIGHT "    version: 1\n"),
    [DIAG_SECRET] = PAGE("E210", "a secret in the manifest",
        "Manifests are reviewed, committed and kept; secrets are not. If the file was ever shared, revoke\n"
        "the key first. Then name the place where the secret is: a profile of the vendor's own command\n"
        "line, a credentials file, or environment variables.\n"
        WRONG "    game: {provider: tencent-cvm, secret_key: …}\n"
        RIGHT "    game: {provider: tencent-cvm, profile: prod}\n"),
    [DIAG_EMPTY_LIST] = PAGE("E211", "nothing in it",
        "An empty list or mapping says nothing, and an image with an empty `to` would silently be\n"
        "nowhere. Write what belongs in it, or leave the key out.\n"
        WRONG "    to: []\n"
        RIGHT "    to: [ap-shanghai]\n"),
    [DIAG_WORD] = PAGE("E212", "not a name that can be used",
        "Names of accounts and sets, and what stands in `to`, become parts of addresses and flags: no\n"
        "space and none of / @ * ? , in them. A region's id is small letters, digits and hyphens.\n"
        WRONG "    accounts: {my game: {provider: tencent-cvm}}\n"
        RIGHT "    accounts: {my-game: {provider: tencent-cvm}}\n"),
    [DIAG_EXCLUSIVE] = PAGE("E213", "two keys that exclude each other",
        "Credentials come from one place: a profile, a file or variables. With two, it would be a guess\n"
        "which counts.\n"
        WRONG "    profile: prod\n"
        "    credentials: {file: key.json}\n"
        RIGHT "    profile: prod\n"),
    [DIAG_ENDPOINT] = PAGE("E214", "not an endpoint",
        "An endpoint is https:// and a host, perhaps a port; {region} may stand in the host. Plain\n"
        "http:// goes to this machine only. No path, query, user or password.\n"
        WRONG "    endpoint: cvm.example.com/v3\n"
        RIGHT "    endpoint: https://cvm.example.com\n"),
    [DIAG_VARIABLE] = PAGE("E215", "not the name of a variable",
        "`credentials: {env: …}` holds names of environment variables: letters, digits and underscores,\n"
        "no digit first. It never holds values.\n"
        WRONG "    env: {id: $MY_ID, secret: $MY_KEY}\n"
        RIGHT "    env: {id: FERRY_CRED_ID, secret: FERRY_CRED_KEY}\n"),
    [DIAG_PROVIDER] = PAGE("E216", "an unknown provider",
        "`ferry providers` lists the clouds that ferry knows.\n"
        WRONG "    provider: tencent\n"
        RIGHT "    provider: tencent-cvm\n"),
    [DIAG_TOO_MANY] = PAGE("E217", "too many entries",
        "The list or mapping is longer than any use of it: 1000 accounts, sets, globs or entries of `to`,\n"
        "200 extra regions.\n"),
    [DIAG_ACCOUNT_TWICE] = PAGE("E301", "an account twice",
        "Accounts are shared by all files of a run, so each is declared once. Both places are shown: remove\n"
        "one, or give it another name.\n"),
    [DIAG_SET_TWICE] = PAGE("E302", "a set twice",
        "Sets of regions are shared by all files of a run, so each is declared once. Both places are shown:\n"
        "remove one, or give it another name.\n"),
    [DIAG_IMAGE_TWICE] = PAGE("E303", "an image twice",
        "An image of an account is declared once; two declarations could disagree about its source. Put\n"
        "all its regions into one `to`. (The same name under two accounts is two images: that is fine.)\n"
        WRONG "    - {name: web, from: ap-guangzhou, to: [ap-shanghai]}\n"
        "    - {name: web, from: ap-guangzhou, to: [ap-beijing]}\n"
        RIGHT "    - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}\n"),
    [DIAG_UNKNOWN_ACCOUNT] = PAGE("E304", "an unknown account",
        "No file of this run declares an account of this name. A misspelt name, or a file that was not\n"
        "given?\n"),
    [DIAG_WHICH_ACCOUNT] = PAGE("E305", "which account?",
        "With one account, images need not name it. With several, each names its own, or the file's\n"
        "`defaults` does. Without any, there is nowhere to copy.\n"
        WRONG "    - {name: web, from: ap-guangzhou, to: [ap-shanghai]}\n"
        RIGHT "    - {name: web, account: game, from: ap-guangzhou, to: [ap-shanghai]}\n"),
    [DIAG_SET_IS_REGION] = PAGE("E306", "a set named like a region",
        "In `to`, the word could mean both. Regions of every cloud count, and Tencent's short codes such\n"
        "as \"gz\", so that a manifest keeps its meaning when an account is added.\n"
        WRONG "    regions: {gz: [ap-guangzhou]}\n"
        RIGHT "    regions: {south: [ap-guangzhou]}\n"),
    [DIAG_SET_IN_SET] = PAGE("E307", "a set in a set",
        "A set names regions, not other sets: one look tells what is in it. Name both sets in `to`.\n"
        WRONG "    regions: {north: [ap-beijing], all: [north, ap-tokyo]}\n"
        RIGHT "    to: [north, ap-tokyo]\n"),
    [DIAG_NO_IMAGE] = PAGE("E308", "no image",
        "The files of this run declare no image, so there is nothing to keep in sync. Adopt what exists\n"
        "with `ferry export --account NAME`, or write an image by hand.\n"
        RIGHT "    images:\n"
        "      - name: web-base\n"
        "        from: ap-guangzhou\n"
        "        to: [ap-shanghai]\n"),
    [DIAG_NO_SOURCE] = PAGE("E309", "no source",
        "Every image says where its original is: the region in which it was made, in `from`. It may stand\n"
        "in the file's `defaults`.\n"
        WRONG "    - {name: web, to: [ap-shanghai]}\n"
        RIGHT "    - {name: web, from: ap-guangzhou, to: [ap-shanghai]}\n"),
    [DIAG_NO_TARGET] = PAGE("E310", "no target",
        "Every image says where it must exist: regions and sets, in `to`. It may stand in the file's\n"
        "`defaults`.\n"
        WRONG "    - {name: web, from: ap-guangzhou}\n"
        RIGHT "    - {name: web, from: ap-guangzhou, to: [ap-shanghai]}\n"),
    [DIAG_SIZES] = PAGE("E311", "no size could fit",
        "The least size that is expected is above the largest.\n"
        WRONG "    expect: {min_size_gib: 50, max_size_gib: 20}\n"
        RIGHT "    expect: {min_size_gib: 20, max_size_gib: 50}\n"),
    [DIAG_TOO_MANY_CELLS] = PAGE("E312", "too many cells",
        "An image in a region is a cell; a run has at most 200000 of them. Split the manifest into several\n"
        "runs.\n"),
    [DIAG_UNKNOWN_REGION] = PAGE("E401", "an unknown region",
        "The account's provider has no region of this id in ferry's tables (`ferry providers` prints them).\n"
        "For one that is newer, add its id to the account's `extra_regions`. A set may name regions of\n"
        "several clouds only if no image of another cloud uses it.\n"
        WRONG "    to: [ap-shangai]\n"
        RIGHT "    to: [ap-shanghai]\n"),
    [DIAG_UNSUPPORTED] = PAGE("E402", "a setting that the provider does not have",
        "The key means something for other providers. It is refused and not ignored, since it would look as\n"
        "if it held.\n"
        WRONG "    bd: {provider: baidu-bcc, project: org-1}\n"
        RIGHT "    bd: {provider: baidu-bcc}\n"),
    [DIAG_SETTING_VALUE] = PAGE("E403", "an unknown site or gateway",
        "The provider knows a few values for this key, which the hint names.\n"
        WRONG "    site: international\n"
        RIGHT "    site: intl\n"),
    [DIAG_NAME] = PAGE("E404", "not a name for an image",
        "The provider would refuse copies of this name: too long, or with a character that it does not\n"
        "allow. The image could exist under this name only where nobody can copy it to.\n"),
    [DIAG_ATTRIBUTE] = PAGE("E405", "an expectation that cannot be checked",
        "The provider's listing does not tell this attribute, so the expectation would hold for every\n"
        "image, whatever it is. Leave it out.\n"),
    [DIAG_PREFIX] = PAGE("E406", "a variable that a manifest may not read",
        "A manifest may come from a stranger's pull request. It can name only variables that begin with one\n"
        "of the vendor's prefixes or FERRY_CRED_, so that no other secret of the machine can be sent\n"
        "anywhere.\n"
        WRONG "    env: {id: DEPLOY_ID, secret: DEPLOY_KEY}\n"
        RIGHT "    env: {id: FERRY_CRED_ID, secret: FERRY_CRED_KEY}\n"),
    [DIAG_ENDPOINT_HOST] = PAGE("E407", "an endpoint that the operator has not allowed",
        "The endpoint's host is not one of the vendor's own, so signed requests would go elsewhere. A\n"
        "manifest alone cannot decide that: whoever runs ferry allows the host with\n"
        "`--allow-endpoint HOST` or FERRY_ALLOW_ENDPOINT.\n"),
    [DIAG_BORDER] = PAGE("W101", "a copy across a border",
        "The provider copies between the mainland of China and other places (or finance regions) only with\n"
        "its approval, or never. A healthy copy on the other side can serve its neighbours; without one,\n"
        "these cells end as blocked. Where the vendor has approved it, set `cross_border: true` for the\n"
        "account.\n"),
    [DIAG_NO_COPY] = PAGE("W102", "a region that takes no part in copies",
        "The provider copies nothing to or from this region. An image that was made there by other means\n"
        "still counts as in sync; a missing one is blocked.\n"),
    [DIAG_KNOWN_REGION] = PAGE("W103", "an extra region that is known",
        "ferry's tables have this region already, and what they say of it holds. Leave it out of\n"
        "`extra_regions`.\n"),
    [DIAG_NAMED_TWICE] = PAGE("W104", "named twice",
        "The list names the same region or set twice. It counts once.\n"
        WRONG "    to: [ap-shanghai, ap-shanghai]\n"
        RIGHT "    to: [ap-shanghai]\n"),
    [DIAG_ORIGINAL_GONE] = PAGE("W201", "the original is gone",
        "The region in `from` holds no image of this name any more, while healthy copies exist. They\n"
        "serve as sources, so nothing is blocked; but every run says so until the manifest names a\n"
        "region that has the image. The warning proposes the one with the oldest copy: an original\n"
        "restored from a copy would be younger than the copies, which would then differ.\n"),
    [DIAG_ORIGINAL_UNUSABLE] = PAGE("W202", "the original is unusable",
        "The image in the region of `from` is in a failed state, while healthy copies exist. They serve\n"
        "as sources. Name the region that the warning proposes in `from`, or remove the failed image\n"
        "and make it anew.\n"),
};
/* clang-format on */

_Static_assert(sizeof pages / sizeof *pages == DIAG_CODES, "a page for each code");

const char *diag_code_name(enum diag_code code)
{
    assert(code < DIAG_CODES);
    return pages[code].code;
}

const char *diag_explain(const char *code)
{
    size_t i;

    for (i = 0; i < DIAG_CODES; i++)
        if (strcmp(pages[i].code, code) == 0)
            return pages[i].page;
    return NULL;
}

const char *const *diag_codes(void)
{
    static const char *codes[DIAG_CODES + 1];
    size_t i;

    for (i = 0; i < DIAG_CODES; i++)
        codes[i] = pages[i].code;
    return codes;
}
