/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/session.h"

#include "cmd/ferry/run/process.h"
#include "cmd/ferry/run/select.h"
#include "cmd/ferry/saved/planfile.h"
#include "reconcile/observe/reader.h"

#include <assert.h>
#include <string.h>

/*
 * Quotas matter only where a copy is needed, so a world in sync costs no call for them.  Where one
 * is needed the region is listed once more with it: absence is confirmed before anything is
 * planned.
 */
static size_t want_quotas(struct session *session, struct reader *reader)
{
    struct diff_input input = session_diff_input(session);
    struct arena scratch cleanup_arena = ARENA_INIT;
    struct diff_output seen;
    int64_t now_ms = process_now_ms();
    size_t i, count = 0;

    memset(&seen, 0, sizeof seen);
    diff(&input, &scratch, &seen);
    for (i = 0; i < seen.cells.nr; i++) {
        const struct cell *cell = &seen.cells.items[i];

        if (!cell->selected || !cell->needs_copy)
            continue;
        count += reader_settled(reader, cell->tenant, cell->region, now_ms); /* each region once */
        reader_want(reader, cell->tenant, cell->region, now_ms, true);
    }
    return count;
}

int session_observe(struct session *session)
{
    struct reader *reader =
        reader_new(&session->findings.desired, &session->findings.world, session->sched);
    struct machine machine = reader_machine(reader);
    size_t i, wanted;

    assert(session->sched != NULL && session->driver.lanes != NULL);
    diff_regions(&session->findings.desired, &session->findings.world);
    for (i = 0; i < session->findings.world.nr; i++)
        reader_want(reader, session->findings.world.snapshots[i]->tenant,
                    session->findings.world.snapshots[i]->region, 1, false);
    session_drive(session, &machine, session->findings.world.nr);
    wanted = session->driver.interrupted ? 0 : want_quotas(session, reader);
    if (wanted > 0)
        session_drive(session, &machine, wanted);
    reader_free(reader);
    if (session->driver.interrupted) {
        session->findings.signal = process_signal();
        return -1;
    }
    return 0;
}

void session_plan(struct session *session)
{
    struct diff_input input = session_diff_input(session);
    struct diff_output *judged = arena_alloc(&session->judged, sizeof *judged);
    struct plan *planned = arena_alloc(&session->judged, sizeof *planned);
    char checksum[PLANFILE_CHECKSUM];
    struct findings *findings = &session->findings;

    diff(&input, &session->judged, judged);
    select_extras(&session->options, &findings->desired, &judged->cells);
    plan(&input, judged, &session->judged, planned);
    planfile_checksum(planned, &findings->desired, checksum);
    findings->judged = judged;
    findings->plan = planned;
    findings->checksum = arena_strdup(&session->arena, checksum);
}

bool session_over_limit(struct session *session)
{
    const struct change_limit *limit = &session->options.max_change;
    struct findings *findings = &session->findings;
    struct findings_counts counts;
    size_t allowed;

    assert(session->findings.judged != NULL);
    if (!limit->set)
        return false;
    findings_count(findings, &counts);
    allowed = limit->percent ? counts.cells * (size_t)limit->value / 100 : (size_t)limit->value;
    if (counts.to_add <= allowed)
        return false;
    findings->refusal = REFUSAL_CHANGE_LIMIT;
    findings->refusal_text =
        arena_printf(&session->arena,
                     "%zu of %zu cells would be copied, --max-change allows %lld%s: raise it, or "
                     "narrow the run with --only",
                     counts.to_add, counts.cells, (long long)limit->value,
                     limit->percent ? "%" : "");
    return true;
}

int session_look(struct session *session)
{
    if (session_manifest(session) != 0 || session_select(session) != 0 ||
        session_credentials(session) != 0 || session_connect(session) != 0 ||
        session_observe(session) != 0)
        return -1;
    session_plan(session);
    return 0;
}
