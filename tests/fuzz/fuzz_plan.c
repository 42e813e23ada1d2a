/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a saved plan: never a crash, and what is taken can be written and read again.  The
 * fuzzer cannot guess checksums, so a plan that is taken gets its own before it is read.
 */
#include "cmd/ferry/saved/planfile.h"
#include "cmd/ferry/saved/planfile_parts.h"
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

static void write_plan(const struct planfile *plan, struct buf *out)
{
    char checksum[PLANFILE_CHECKSUM];
    struct findings findings = {.kind = FINDINGS_PLAN,
                                .run = plan->run,
                                .files = plan->files,
                                .n_files = plan->n_files,
                                .desired = &plan->desired,
                                .cells = &plan->diffed.cells,
                                .notices = plan->diffed.notices,
                                .n_notices = plan->diffed.n_notices,
                                .plan = &plan->plan,
                                .checksum = checksum};

    planfile_checksum(&plan->plan, &plan->desired, checksum);
    planfile_write(&findings, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cleanup_arena struct arena arena = ARENA_INIT;
    cleanup_buf struct buf first = BUF_INIT(BUF_UNBOUNDED), second = BUF_INIT(BUF_UNBOUNDED);
    struct planfile plan = {.checksum = NULL}, again;
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
