/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/options.h"
#include "cmd/ferry/commands/commands.h"

/* Flags of every command that reads the clouds. */
#define READS (OPTION_SELECT | OPTION_NETWORK | OPTION_OUTPUT | OPTION_STATE)

static const struct command commands[] = {
    {"validate", "[FILE…]", "check manifests offline: syntax, schema, provider rules",
     "Reads the manifests and tells every mistake at its character, with the way out.  Needs no\n"
     "network and no credentials.",
     "0   the manifest is fine\n"
     "65  it is not, or it names an endpoint that was not allowed\n",
     OPTION_OUTPUT | OPTION_ENDPOINT, FINDINGS_VALIDATE, command_validate},
    {"plan", "[FILE…]", "read the clouds and show what apply would do",
     "Lists the regions that the manifest names and shows each cell that is not in sync, the fewest\n"
     "calls that would put that right, and why other cells cannot be helped.  Writes nothing.\n\n"
     "A plan saved with --out is a contract: `ferry apply PLAN` makes exactly its calls, and refuses\n"
     "a call whose facts have moved.  It holds no secret and can be kept as a CI artifact.",
     "0   a plan was made, whatever it holds; --max-change shows that apply would refuse it\n"
     "2   with --exit-code: there is a call to make, or a cell that needs a person\n"
     "4   a selected cell could not be read\n",
     READS | OPTION_PLAN, FINDINGS_PLAN, command_plan},
    {"apply", "[FILE… | PLAN]", "carry it out, wait for the copies, verify",
     "Plans, asks, copies, waits and looks again.  On a terminal it asks for a yes; elsewhere it needs\n"
     "-y, a saved PLAN, or --approve with the checksum of the plan that was reviewed.\n\n"
     "Interrupt it once and it starts nothing new and waits for the answers it is owed; twice and it\n"
     "leaves at once.  Run it again after anything at all: it never copies twice.",
     "0   every selected cell is in sync (--no-wait: every call was accepted)\n"
     "3   anything else at the end; running it again is safe\n"
     "4   nothing wrong, but some cells could not be read\n"
     "5   refused: the change limit, the approval, the prompt, a stale plan, a lock\n",
     READS | OPTION_APPLY | OPTION_CARE, FINDINGS_APPLY, command_apply},
    {"drift", "[FILE…]", "a read-only verdict for schedulers",
     "Looks, says what is not as declared, and exits with a code that a scheduler can act on.",
     "0   only cells in sync, in progress, or extra\n"
     "2   drift\n"
     "4   a selected cell could not be read\n",
     READS | OPTION_DRIFT, FINDINGS_DRIFT, command_look},
    {"wait", "[FILE…]", "attach to copies in progress",
     "Waits for every copy that is on its way, whoever started it.  Starts none.",
     "0   every copy ended well, or none was on its way\n"
     "3   one did not, or the time was up\n"
     "4   a selected cell could not be read\n",
     READS | OPTION_CARE, FINDINGS_WAIT, command_wait},
    {"list", "[FILE…]", "a matrix of images and regions: verdict, id, age",
     "Shows every declared image in every region that it is declared for.",
     "0   shown\n"
     "4   a selected cell could not be read\n",
     READS, FINDINGS_LIST, command_look},
    {"export", "[FILE…]", "a manifest of what exists, for adoption",
     "Reads every region of the chosen accounts and writes a manifest of the custom images in them.\n"
     "--account names an account of the manifest or, without one, a provider.  Which copy is the\n"
     "original no cloud tells: the oldest becomes `from`, marked as a guess.",
     "0   written\n"
     "4   written, but some regions could not be read\n",
     OPTION_ACCOUNT | OPTION_NETWORK | OPTION_OUTPUT, FINDINGS_EXPORT, command_export},
    {"why", "[ACCOUNT/]IMAGE@REGION [FILE…]",
     "one cell: manifest line, source, facts, rule, action",
     "Reads what the cell depends on and tells how its verdict came about, with the request ids that\n"
     "a vendor's support asks for.",
     "0   told\n"
     "4   the cell could not be read\n"
     "64  the manifest declares no such cell\n",
     OPTION_NETWORK | OPTION_OUTPUT | OPTION_STATE, FINDINGS_WHY, command_why},
    {"show", "PLAN", "render a saved plan, a stale one too",
     "Prints a plan that `ferry plan --out` saved, as it was made, in any format.  Reads no cloud.",
     "0   shown\n"
     "65  the file is no sound plan\n",
     OPTION_OUTPUT | OPTION_ENDPOINT, FINDINGS_PLAN, command_show},
    {"whoami", "[FILE…]", "which credentials, from where, and do they work",
     "Finds the credentials of each account and tries them with a harmless signed read.  Never shows\n"
     "a value.",
     "0   all of them work\n"
     "4   some were refused\n"
     "77  some are missing or half set, or all were refused\n",
     OPTION_ACCOUNT | OPTION_NETWORK | OPTION_OUTPUT, FINDINGS_WHOAMI, command_whoami},
    {"providers", "", "what each cloud can do: limits, regions, rules",
     "Prints ferry's own capability tables, the ones that plan and validate go by.", "0   shown\n",
     OPTION_OUTPUT, FINDINGS_PROVIDERS, command_providers},
    {"explain", "[CODE]", "what an error code means, and what to do",
     "CODE is one of ferry's own (E112, W201) or a vendor's (InvalidImageId.TooLarge, 8961).\n"
     "Without CODE it lists them all.",
     "0   explained\n"
     "64  no such code\n",
     0, COMMAND_NO_FINDINGS, command_explain},
    {"completion", "bash|zsh|fish", "a completion script for your shell",
     "Prints a script: source it, or put it where your shell looks for completions.",
     "0   printed\n", 0, COMMAND_NO_FINDINGS, command_completion},
    {"version", "", "the version of ferry and of its JSON",
     "Prints the version of ferry and of the format of its JSON documents.", "0   printed\n",
     OPTION_VERSION, COMMAND_NO_FINDINGS, command_version},
    {"help", "[COMMAND | manifest | formats]", "this list, or the page of a command",
     "Prints the list of commands, the page of one, how to write a manifest, or which command offers\n"
     "which output.",
     "0   printed\n64  no such page\n", 0, COMMAND_NO_FINDINGS, command_help},
    {NULL, NULL, NULL, NULL, NULL, 0, 0, NULL},
};

const struct command *commands_table(void)
{
    return commands;
}
