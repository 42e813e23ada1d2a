/* SPDX-License-Identifier: MIT */
#include "tests/cmd/ferry/findings/cases.h"

#include <signal.h>
#include <string.h>

static const char checksum[] =
    "sha256:5f1c2b7c6a0e4d3f9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f";

static const struct port_failure auth = {
    PORT_AUTH,
    REASON_NONE,
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SecretIdNotFound: the SecretId is not found (HTTP 200)",
    200,
    0};
static const struct port_failure denied = {
    PORT_AUTH,
    REASON_NOT_AUTHORIZED,
    "UnauthorizedOperation",
    "UnauthorizedOperation: you are not authorized (HTTP 200)",
    200,
    0};
static const char *const request[] = {"7d1c0c2e-0b8c-4b7e-9f5e-5a3e2b1c0d9e"};

static void be_unknown(struct cell *cell, const struct port_failure *failure)
{
    cell->failure = failure;
    cell->detail = "the region was not read completely";
    cell->evidence = request;
    cell->n_evidence = 1;
    cell->read_at_ms = 0;
}

static void be_ready(struct made *made, struct cell *cell, const char *id)
{
    made_there(made, cell, id, IMAGE_READY, "NORMAL");
    cell->evidence = request;
    cell->n_evidence = 1;
}

/* One image, two regions to copy it to. */
static void first_plan(struct made *made)
{
    size_t game, web;
    struct cell *chengdu, *shanghai;
    struct image *busy;

    made_init(made, FINDINGS_PLAN);
    game = made_account(made, "game", "tencent-cvm");
    web = made_image(made, game, "web-base-2026.11", "ap-guangzhou");
    busy = made_there(made, made_cell(made, web, "ap-beijing", VERDICT_IN_PROGRESS), "img-2beijing",
                      IMAGE_SYNCING, "SYNCING");
    busy->progress = 62;
    chengdu = made_cell(made, web, "ap-chengdu", VERDICT_MISSING);
    be_ready(made, made_cell(made, web, "ap-guangzhou", VERDICT_IN_SYNC), "img-8toqc6s3");
    be_ready(made, made_cell(made, web, "ap-hongkong", VERDICT_IN_SYNC), "img-3hongkong");
    shanghai = made_cell(made, web, "ap-shanghai", VERDICT_MISSING);
    made_call(made, "img-8toqc6s3", chengdu, shanghai, NULL);
    made->findings.checksum = checksum;
}

static void nothing_to_do(struct made *made)
{
    size_t web;

    made_init(made, FINDINGS_PLAN);
    web = made_image(made, made_account(made, "game", "tencent-cvm"), "web", "ap-guangzhou");
    be_ready(made, made_cell(made, web, "ap-beijing", VERDICT_IN_SYNC), "img-1");
    be_ready(made, made_cell(made, web, "ap-guangzhou", VERDICT_IN_SYNC), "img-2");
    made->findings.checksum = checksum;
}

/* One cell of each verdict, some in several ways. */
static void all_verdicts(struct made *made)
{
    static const struct difference size[] = {{"size_gib", ">= 60", "50", true},
                                             {"arch", "arm64", "x86_64", false}};
    size_t game, edge, web, node;
    struct cell *cell, *missing;

    made_init(made, FINDINGS_PLAN);
    game = made_account(made, "game", "tencent-cvm");
    edge = made_account(made, "edge", "baidu-bcc");
    node = made_image(made, edge, "game-node-7", "bj");
    web = made_image(made, game, "web", "ap-guangzhou");
    cell = made_cell(made, node, "gz", VERDICT_UNUSABLE);
    made_there(made, cell, "m-failed01", IMAGE_FAILED, "CreateFailed");
    made_call(made, "m-original", cell, NULL)->wave = 2;
    cell->waiting_for = "edge/game-node-7@bj";
    be_ready(made, made_cell(made, node, "su", VERDICT_IN_SYNC), "m-su01");
    be_unknown(made_cell(made, web, "ap-bangkok", VERDICT_UNKNOWN), &auth);
    cell = made_cell(made, web, "ap-beijing", VERDICT_AMBIGUOUS);
    be_ready(made, cell, "img-twin-a");
    be_ready(made, cell, "img-twin-b");
    cell = made_cell(made, web, "ap-chengdu", VERDICT_DIFFERS);
    be_ready(made, cell, "img-small");
    cell->differences = size;
    cell->n_differences = 2;
    cell = made_cell(made, web, "ap-chongqing", VERDICT_DIFFERS);
    be_ready(made, cell, "img-stale");
    cell->stale_from = "img-8toqc6s3";
    be_ready(made, made_cell(made, web, "ap-guangzhou", VERDICT_IN_SYNC), "img-8toqc6s3");
    cell = made_cell(made, web, "ap-hongkong", VERDICT_BLOCKED);
    cell->reason = REASON_CROSS_BORDER;
    cell->detail =
        "ap-guangzhou (mainland) to ap-hongkong (outside) needs the vendor's approval: "
        "once the account has it, say cross_border: true";
    cell = made_cell(made, web, "ap-nanjing", VERDICT_UNUSABLE);
    made_there(made, cell, "img-failed", IMAGE_FAILED, "SYNCFAILED");
    cell = made_cell(made, web, "ap-seoul", VERDICT_IN_PROGRESS);
    made_there(made, cell, "img-slow", IMAGE_SYNCING, "SYNCING")->progress = 97;
    cell->stuck = true;
    missing = made_cell(made, web, "ap-shanghai", VERDICT_MISSING);
    made_call(made, "img-8toqc6s3", missing, NULL);
    made->plan.waves = 2;
    be_ready(made, made_extra(made, game, "web-old", "ap-shanghai"), "img-old");
    made->plan.proved_minimal = false;
    made->plan.lower_bound = 1;
    made->plan.bound_reason = "a call carries one image";
    made->diffed.notices[0] = (struct diff_notice){
        "W201",
        "the original of \"edge/game-node-7\" in bj is gone, healthy copies serve in its place; "
        "the oldest is in su: make it the new `from`",
        {"images.yaml", 12, 11}};
    made->diffed.n_notices = 1;
    made->findings.checksum = checksum;
    made->findings.refusal = REFUSAL_CHANGE_LIMIT;
    made->findings.refusal_text = "2 of 11 cells would be copied, --max-change allows 1";
}

static void all_reasons(struct made *made)
{
    static const char *const regions[] = {"r01", "r02", "r03", "r04", "r05", "r06",
                                          "r07", "r08", "r09", "r10", "r11"};
    enum reason reason;
    size_t web;

    made_init(made, FINDINGS_DRIFT);
    web = made_image(made, made_account(made, "game", "tencent-cvm"), "web", "ap-guangzhou");
    for (reason = REASON_SOURCE_MISSING; reason <= REASON_NOT_AUTHORIZED; reason++)
        made_cell(made, web, regions[reason - 1], VERDICT_BLOCKED)->reason = reason;
}

/* Names that would like to be more than names. */
static void hostile(struct made *made)
{
    static const char *const names[] = {"\x1B[2J\x1B[31mred", "a\r\n::error::forged",
                                        "`a|b` @everyone <img src=x onerror=alert(1)>",
                                        "tab\there \"quoted\" \\ 'single' & more",
                                        "\xE2\x80\xAEgpj.exe"};
    static const struct port_failure failure = {
        PORT_PERMANENT,
        REASON_NONE,
        "Bad\nCode",
        "Bad\nCode: <script>alert('x')</script>\n::set-output::%0A (HTTP 500)",
        500,
        0};
    struct cell *cell;
    size_t account, image, i;

    made_init(made, FINDINGS_DRIFT);
    account = made_account(made, "game", "tencent-cvm");
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        image = made_image(made, account, names[i], "ap-guangzhou");
        cell = made_cell(made, image, i % 2 == 0 ? "ap-tokyo" : "ap-\x07tokyo", VERDICT_UNKNOWN);
        be_unknown(cell, &failure);
    }
    cell->origin.path = "a,b:c%.yaml";
}

/* Chinese names: two columns a character. */
static void wide_names(struct made *made)
{
    size_t account, image;

    made_init(made, FINDINGS_LIST);
    account = made_account(made, "\xE6\xB8\xB8\xE6\x88\x8F", "tencent-cvm");
    image = made_image(made, account, "web-base", "ap-guangzhou");
    be_ready(made, made_cell(made, image, "ap-beijing", VERDICT_IN_SYNC), "img-1");
    made_cell(made, image, "ap-shanghai", VERDICT_MISSING);
    image = made_image(
        made, account,
        "\xE9\x95\x9C\xE5\x83\x8F\xE5\x9F\xBA\xE7\xA1\x80-\xE7\xAC\xAC\xE4\xB8\x83\xE7\x89\x88",
        "ap-guangzhou");
    made_there(made, made_cell(made, image, "ap-beijing", VERDICT_IN_PROGRESS), "img-2",
               IMAGE_SYNCING, "SYNCING")
        ->progress = 7;
    be_ready(made, made_cell(made, image, "ap-shanghai", VERDICT_IN_SYNC), "img-3");
}

static void drift_clean(struct made *made)
{
    nothing_to_do(made);
    made->findings.kind = FINDINGS_DRIFT;
    made->findings.checksum = NULL;
}

static void drift_found(struct made *made)
{
    all_verdicts(made);
    made->findings.kind = FINDINGS_DRIFT;
    made->findings.checksum = NULL;
    made->findings.refusal = REFUSAL_NONE;
    made->findings.refusal_text = NULL;
    made->diffed.cells.items[2].selected = false; /* without the unknown one */
}

static void apply_well(struct made *made)
{
    size_t i;

    first_plan(made);
    made->findings.kind = FINDINGS_APPLY;
    made->findings.checksum = NULL;
    made_done(made, 1);
    made->plan.calls[0].outcome = OUTCOME_ACCEPTED;
    made->plan.calls[0].request_id = request[0];
    for (i = 0; i < made->diffed.cells.nr; i++) {
        struct cell *cell = &made->diffed.cells.items[i];

        if (cell->verdict == VERDICT_MISSING)
            be_ready(made, cell, arena_printf(&made->arena, "img-new%zu", i));
        cell->verdict = VERDICT_IN_SYNC;
    }
}

/* Everything that can go wrong in one run. */
static void apply_badly(struct made *made)
{
    static const struct fact quota = {FACT_QUOTA_FREE, "ap-seoul", NULL, NULL, NULL, 1, 0};
    struct cell *done, *running, *rejected, *stale, *late;
    size_t web;

    made_init(made, FINDINGS_APPLY);
    web = made_image(made, made_account(made, "game", "tencent-cvm"), "web", "ap-guangzhou");
    done = made_cell(made, web, "ap-beijing", VERDICT_IN_SYNC);
    be_ready(made, done, "img-new");
    running = made_cell(made, web, "ap-chengdu", VERDICT_IN_PROGRESS);
    made_there(made, running, "img-slow", IMAGE_SYNCING, "SYNCING")->progress = 97;
    be_ready(made, made_cell(made, web, "ap-guangzhou", VERDICT_IN_SYNC), "img-8toqc6s3");
    rejected = made_cell(made, web, "ap-hongkong", VERDICT_BLOCKED);
    rejected->reason = REASON_NOT_AUTHORIZED;
    rejected->failure = &denied;
    stale = made_cell(made, web, "ap-seoul", VERDICT_MISSING);
    late = made_cell(made, web, "ap-shanghai", VERDICT_MISSING);
    be_unknown(made_cell(made, web, "ap-tokyo", VERDICT_UNKNOWN), &auth);
    made_call(made, "img-8toqc6s3", done, running, NULL)->outcome = OUTCOME_ACCEPTED;
    made_call(made, "img-8toqc6s3", rejected, NULL)->outcome = OUTCOME_REJECTED;
    made_call(made, "img-8toqc6s3", stale, NULL)->outcome = OUTCOME_REFUSED;
    made->plan.calls[2].moved = &quota;
    made->plan.calls[2].moved_now = "room for 0 more";
    made_call(made, "img-8toqc6s3", late, NULL)->outcome = OUTCOME_NOT_SENT;
    made->plan.calls[3].outcome_detail = "interrupted";
    made_done(made, 2);
    made->findings.signal = SIGINT;
}

static void apply_refused(struct made *made)
{
    first_plan(made);
    made->findings.kind = FINDINGS_APPLY;
    made->findings.refusal = REFUSAL_APPROVAL;
    made->findings.refusal_text = "the plan's checksum is not the approved one";
}

static void wait_ended(struct made *made)
{
    static struct made before;

    apply_well(made);
    made->findings.kind = FINDINGS_WAIT;
    made->findings.plan = NULL;
    made->done.calls = NULL;
    made->done.n_calls = 0;
    made_free(&before); /* the one that an earlier case made */
    first_plan(&before);
    before.diffed.cells.items[1].verdict = VERDICT_IN_PROGRESS;
    made->findings.before = &before.diffed;
}

/* A run that stopped before it could judge anything. */
static void failed_early(struct made *made)
{
    made_init(made, FINDINGS_PLAN);
    made->findings.judged = NULL;
    made->findings.plan = NULL;
    made->findings.desired = (struct desired){NULL, 0, NULL, 0};
    err_set(&made->findings.error, ERR_CREDENTIAL, "no credentials for account 'game'");
}

static void nothing_selected(struct made *made)
{
    made_init(made, FINDINGS_DRIFT);
    err_set(&made->findings.error, ERR_USAGE, "--only 'x*' selects no cell");
}

static void why_blocked(struct made *made)
{
    size_t web;
    struct cell *cell;

    made_init(made, FINDINGS_WHY);
    web = made_image(made, made_account(made, "game", "tencent-cvm"), "web", "ap-guangzhou");
    cell = made_cell(made, web, "ap-hongkong", VERDICT_BLOCKED);
    cell->reason = REASON_QUOTA_FULL;
    cell->detail = "ap-hongkong takes no more images";
    cell->evidence = request;
    cell->n_evidence = 1;
}

static void whoami_mixed(struct made *made)
{
    static const struct findings_identity identities[] = {
        {.account = "game",
         .provider = "tencent-cvm",
         .source = "~/.tccli/prod.credential",
         .identity = "100001234567",
         .problem = "others can read ~/.tccli/prod.credential"},
        {.account = "edge",
         .provider = "baidu-bcc",
         .source = "environment",
         .failure = &auth,
         .request_id = "7d1c0c2e"},
        {.account = "uc",
         .provider = "ucloud",
         .missing = true,
         .problem = "UCLOUD_PRIVATE_KEY is set, UCLOUD_PUBLIC_KEY is not"},
    };

    made_init(made, FINDINGS_WHOAMI);
    made->findings.judged = NULL;
    made->findings.identities = identities;
    made->findings.n_identities = sizeof identities / sizeof *identities;
}

static void providers_table(struct made *made)
{
    made_init(made, FINDINGS_PROVIDERS);
    made->findings.judged = NULL;
    made->findings.files = NULL;
    made->findings.n_files = 0;
    made->findings.caps = made_caps;
}

static void add_diag(struct made *made, struct diag diag)
{
    made->findings.diags.items[made->findings.diags.nr++] = diag;
    if (diag.severity == SEVERITY_ERROR)
        made->findings.diags.errors++;
    else
        made->findings.diags.warnings++;
}

static void validate_badly(struct made *made)
{
    static const char line[] = "    to: [mainland, ap-shangai]";
    static const char first[] = "    from: ap-guangzhou";

    made_init(made, FINDINGS_VALIDATE);
    made->findings.judged = NULL;
    made->findings.desired = (struct desired){NULL, 0, NULL, 0};
    add_diag(made, (struct diag){.severity = SEVERITY_ERROR,
                                 .code = "E401",
                                 .summary = "unknown region \"ap-shangai\" for tencent-cvm",
                                 .hint = "did you mean \"ap-shanghai\"?",
                                 .origin = {"images.yaml", 16, 20},
                                 .length = 10,
                                 .line = line,
                                 .n_line = sizeof line - 1});
    add_diag(made, (struct diag){.severity = SEVERITY_WARNING,
                                 .code = "W101",
                                 .summary = "the border lies between \"from\" and \"to\"",
                                 .origin = {"images.yaml", 14, 5},
                                 .length = 4,
                                 .line = first,
                                 .n_line = sizeof first - 1});
}

static void validate_well(struct made *made)
{
    all_verdicts(made);
    made->findings.kind = FINDINGS_VALIDATE;
    made->findings.judged = NULL;
    made->findings.plan = NULL;
    made->findings.checksum = NULL;
    made->findings.refusal = REFUSAL_NONE;
    made->diffed.n_notices = 0;
}

static void export_document(struct made *made)
{
    made_init(made, FINDINGS_EXPORT);
    made->findings.judged = NULL;
    made->findings.document = "version: 1\n\naccounts:\n  game: {provider: tencent-cvm}\n";
}

const struct output_case output_cases[] = {
    {"plan", first_plan},
    {"nothing_to_do", nothing_to_do},
    {"verdicts", all_verdicts},
    {"reasons", all_reasons},
    {"hostile", hostile},
    {"wide_names", wide_names},
    {"drift_clean", drift_clean},
    {"drift", drift_found},
    {"apply", apply_well},
    {"apply_badly", apply_badly},
    {"apply_refused", apply_refused},
    {"wait", wait_ended},
    {"failed_early", failed_early},
    {"nothing_selected", nothing_selected},
    {"why", why_blocked},
    {"whoami", whoami_mixed},
    {"providers", providers_table},
    {"export", export_document},
    {"validate", validate_well},
    {"validate_badly", validate_badly},
};
const size_t n_output_cases = sizeof output_cases / sizeof *output_cases;
