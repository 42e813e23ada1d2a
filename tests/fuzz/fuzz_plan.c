/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a saved plan: never a crash, and what is taken can be written and read again.  The
 * fuzzer cannot guess checksums, so a plan that is taken gets its own before it is read.
 */
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/saved/planfile_parts.h"
#include "cmd/ferry/show/format.h"
#include "providers/registry.h"
#include "providers/wire/digest.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void write_plan(struct findings *findings, struct buf *out)
{
    static const struct style plain;
    char checksum[PLANFILE_CHECKSUM];

    planfile_checksum(findings->plan, &findings->desired, checksum);
    findings->checksum = checksum;
    format_find("json")->write(findings, &plain, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    cleanup_buf struct buf first = BUF_INIT(BUF_UNBOUNDED), second = BUF_INIT(BUF_UNBOUNDED);
    struct findings plan = {.kind = FINDINGS_PLAN}, again = {.kind = FINDINGS_PLAN};
    struct err err = ERR_INIT;

    demand(digest_ready(&err) == 0);
    if (planfile_take((const char *)data, size, registry_caps(), &arena, &plan, &err) != 0) {
        demand(err.code == ERR_DATA && err.text[0] != '\0');
        return 0;
    }
    write_plan(&plan, &first);
    demand(planfile_read(first.ptr, first.len, registry_caps(), &arena, &again, &err) == 0);
    write_plan(&again, &second);
    demand(strcmp(first.ptr, second.ptr) == 0);
    return 0;
}
