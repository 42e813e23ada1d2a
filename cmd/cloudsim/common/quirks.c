/* SPDX-License-Identifier: MIT */
/* The quirks, a sentence for each, and the fact file that leaves the question open. */
#include "cmd/cloudsim/common/quirks.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/text.h"

static const struct {
    const char *name;
    const char *value; /* what stands after "=", NULL: nothing */
    const char *fact;  /* fact file and cloud */
    const char *text;
} rows[QUIRKS] = {
    [QUIRK_DRYRUN_CODE] =
        {"dryrun-code", NULL, "tencent-cvm [U]",
         "a dry run that would succeed answers DryRunOperation, not plain success"},
    [QUIRK_NO_IMAGESET] = {"no-imageset", "missing|null|empty", "tencent-cvm [U]",
                           "SyncImages never returns ids, whatever ImageSetRequired says"},
    [QUIRK_LATE_VISIBILITY] = {"late-visibility", "SECONDS", "tencent-cvm [U], ucloud",
                               "a new copy is listed only after this long"},
    [QUIRK_FAILED_COPY_VANISHES] = {"failed-copy-vanishes", NULL, "tencent-cvm [U]",
                                    "a failed copy disappears; else it stays as a failed image"},
    [QUIRK_DUP_NAME_REFUSED] =
        {"dup-name-refused", NULL, "tencent-cvm [U]",
         "a copy is refused where its name exists already; else it is a second image"},
    [QUIRK_PARTIAL_ON_BAD_REGION] =
        {"partial-on-bad-region", NULL, "tencent-* [U]",
         "bad destinations are passed over and the others copied; else the "
         "whole call fails and nothing starts"},
    [QUIRK_BORDER_CODE] =
        {"border-code", "CODE", "tencent-cvm [U]",
         "the refusal of a copy across the mainland border (UnsupportedOperation.Region "
         "if not set)"},
    [QUIRK_BUSY_CODE] = {"busy-code", "CODE", "tencent-* [U]",
                         "the refusal of a copy from an image that is being copied already"},
    [QUIRK_SOURCE_STAYS_NORMAL] =
        {"source-stays-normal", NULL, "tencent-cvm [C indirectly], baidu-bcc",
         "a source keeps its normal state, and serves, while it is copied"},
    [QUIRK_SIZE_LIMIT] = {"size-limit", "GIB", "tencent-cvm, baidu-bcc (old pages)",
                          "larger images are refused"},
    [QUIRK_MAX_DESTINATIONS] = {"max-destinations", "N", "tencent-cvm, baidu-bcc (unpublished)",
                                "the most regions that one call may name"},
    [QUIRK_CREATED_OFFSET] = {"created-offset", NULL, "tencent-cvm [C]",
                              "CreatedTime ends in +00:00 instead of Z"},
    [QUIRK_NULL_FIELDS] = {"null-fields", NULL, "tencent-* [C]", "optional fields are null"},
    [QUIRK_QUOTA_CALL_FAILS] = {"quota-call-fails", NULL, "tencent-*",
                                "the call that tells the quota is refused"},
    [QUIRK_FREE_QUOTA_LIMITS] = {"free-quota-limits", NULL, "tencent-lighthouse [U]",
                                 "FREE_BLUEPRINT limits copies; else BLUEPRINT does"},
    [QUIRK_REQUEST_ID_SPELLING] = {"request-id-spelling", NULL, "tencent-cvm-legacy [C]",
                                   "the 2017 gateway spells it RequestID"},
    [QUIRK_FLAT_2017_FAILURES] = {"flat-2017-failures", NULL, "tencent-signing [U]",
                                  "gateway failures of Version=2017-03-12 come as {code, message}"},
    [QUIRK_CODE_AS_TEXT] = {"code-as-text", NULL, "tencent-cvm-legacy [C]",
                            "the gateway writes code as text, \"5100\""},
    [QUIRK_CREATEOR] = {"createor", NULL, "tencent-cvm-legacy [C]",
                        "legacy listings spell creator as createor"},
    [QUIRK_PARTLY_DONE] = {"partly-done", NULL, "tencent-cvm-legacy [U]",
                           "SyncCvmImage copies what it can and answers 5400; else it fails whole"},
    [QUIRK_RETCODE_STRING] = {"retcode-string", NULL, "ucloud [C]",
                              "errors carry RetCode as text and no Action"},
    [QUIRK_BATCH_IGNORED] = {"batch-ignored", NULL, "ucloud",
                             "an old gateway that does not know TargetRegionList.N"},
    [QUIRK_BATCH_FORGETS] = {"batch-forgets", "REGION", "ucloud",
                             "this region is neither copied to nor in Infos"},
    [QUIRK_SINGLE_AND_INFOS] = {"single-and-infos", NULL, "ucloud [C]",
                                "answers carry TargetImageId and Infos together"},
    [QUIRK_SHARED_LISTED] = {"shared-listed", NULL, "ucloud",
                             "images shared to the account are listed, with ImageType Shared"},
    [QUIRK_EMPTY_COPY_BODY] = {"empty-copy-body", NULL, "baidu-bcc [C, old]",
                               "remoteCopy answers with an empty body"},
    [QUIRK_COPYING_WORD] =
        {"copying-word", "WORD", "baidu-bcc",
         "status of a copy on its way: dest_copying, Copying, Replicating (Creating if "
         "not set)"},
    [QUIRK_FAILED_WORD] =
        {"failed-word", "WORD", "baidu-bcc",
         "status of a failed copy: CreateFailed, Error (CreatedFailed if not set)"},
    [QUIRK_BUSY_WORD] =
        {"busy-word", "WORD", "baidu-bcc",
         "status of a source that is being copied: NotAvailable (Available if not set)"},
    [QUIRK_GPU_UNDER_CUSTOM] = {"gpu-under-custom", NULL, "baidu-bcc",
                                "GPU images are listed under Custom too"},
    [QUIRK_BAIDU_WHOLE_FAILURE] =
        {"baidu-whole-failure", NULL, "baidu-bcc",
         "one bad destination fails the whole call; else its element of the "
         "result says so"},
    [QUIRK_NULL_LISTS] = {"null-lists", NULL, "ucloud, baidu-bcc", "empty lists are null"},
};

int quirk_set(struct quirks *quirks, const char *text)
{
    size_t length = strcspn(text, "="), i;
    const char *value = text[length] == '=' ? text + length + 1 : "";

    for (i = 0; i < QUIRKS; i++) {
        if (strlen(rows[i].name) != length || strncmp(rows[i].name, text, length) != 0)
            continue;
        if ((rows[i].value != NULL) != (value[0] != '\0'))
            return -1;
        text_set(&quirks->values[i], value);
        return 0;
    }
    return -1;
}

const char *quirk_value(const struct quirks *quirks, enum quirk quirk, const char *otherwise)
{
    return quirks->values[quirk] != NULL ? quirks->values[quirk] : otherwise;
}

long quirk_number(const struct quirks *quirks, enum quirk quirk, long otherwise)
{
    return quirks->values[quirk] != NULL ? strtol(quirks->values[quirk], NULL, 10) : otherwise;
}

void quirks_print(FILE *out)
{
    size_t i;

    fputs(
        "Facts that the vendors' documents leave open.  --quirk NAME turns each to its other side.\n\n",
        out);
    for (i = 0; i < QUIRKS; i++)
        fprintf(out, "  %s%s%s\n      %s\n      open in: %s\n", rows[i].name,
                rows[i].value != NULL ? "=" : "", rows[i].value != NULL ? rows[i].value : "",
                rows[i].text, rows[i].fact);
}

void quirks_free(struct quirks *quirks)
{
    size_t i;

    for (i = 0; i < QUIRKS; i++)
        free(quirks->values[i]);
    *quirks = (struct quirks){0};
}
