/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/findings/findings.h"

#include <assert.h>
#include <string.h>

static const char *const kind_names[] = {
    [FINDINGS_PLAN] = "plan",     [FINDINGS_DRIFT] = "drift",
    [FINDINGS_APPLY] = "apply",   [FINDINGS_WAIT] = "wait",
    [FINDINGS_LIST] = "list",     [FINDINGS_VALIDATE] = "validate",
    [FINDINGS_EXPORT] = "export", [FINDINGS_WHY] = "why",
    [FINDINGS_WHOAMI] = "whoami", [FINDINGS_PROVIDERS] = "providers",
};

static const char *const refusal_names[] = {
    [REFUSAL_NONE] = NULL,           [REFUSAL_CHANGE_LIMIT] = "change_limit",
    [REFUSAL_APPROVAL] = "approval", [REFUSAL_PROMPT] = "prompt",
    [REFUSAL_LOCK] = "lock",         [REFUSAL_STALE] = "stale",
};

static const char *const class_names[] = {
    [PORT_FINE] = NULL,         [PORT_THROTTLED] = "throttled",
    [PORT_BUSY] = "busy",       [PORT_TRANSIENT] = "transient",
    [PORT_LOST] = "lost",       [PORT_PERMANENT] = "permanent",
    [PORT_AUTH] = "auth",       [PORT_QUOTA_HIT] = "quota",
    [PORT_REGION] = "region",   [PORT_EXISTS] = "exists",
    [PORT_UNCLEAR] = "unclear",
};

const char *findings_kind_name(enum findings_kind kind)
{
    assert(kind < FINDINGS_KINDS);
    return kind_names[kind];
}

const char *refusal_name(enum refusal refusal)
{
    assert(refusal <= REFUSAL_STALE);
    return refusal_names[refusal];
}

const char *findings_class_name(enum port_class class)
{
    assert(class <= PORT_UNCLEAR);
    return class_names[class];
}

/* ---- lookups ---- */

/* The engine has calls of its own, with outcomes; a wait's has none. */
static bool has_own_calls(const struct findings *findings)
{
    return findings->done != NULL && findings->done->calls != NULL;
}

const struct plan_call *findings_calls(const struct findings *findings, size_t *n)
{
    assert(findings != NULL && n != NULL);
    if (has_own_calls(findings)) {
        *n = findings->done->n_calls;
        return findings->done->calls;
    }
    *n = findings->plan != NULL ? findings->plan->nr : 0;
    return findings->plan != NULL ? findings->plan->calls : NULL;
}

size_t findings_outcomes(const struct findings *findings, enum outcome outcome)
{
    size_t i, n, nr = 0;
    const struct plan_call *calls = findings_calls(findings, &n);

    for (i = 0; i < n; i++)
        nr += calls[i].outcome == outcome;
    return nr;
}

int findings_calls_made(const struct findings *findings)
{
    return findings->done != NULL ? findings->done->calls_made : 0;
}

bool findings_timed_out(const struct findings *findings)
{
    return findings->done != NULL && findings->done->timed_out;
}

const struct diff_notice *findings_notices(const struct findings *findings, size_t *n)
{
    *n = findings->judged != NULL ? findings->judged->n_notices : 0;
    return *n > 0 ? findings->judged->notices : NULL;
}

const struct findings_rehearsal *findings_rehearsal_of(const struct findings *findings,
                                                       const struct plan_call *call)
{
    bool planned = findings->kind == FINDINGS_PLAN && findings->plan != NULL && call->id >= 0 &&
                   (size_t)call->id < findings->plan->nr;

    assert(findings != NULL && call != NULL);
    return planned && findings->rehearsals != NULL ? &findings->rehearsals[call->id] : NULL;
}

const struct image *findings_sources(const struct snapshot *snapshot, const struct wanted *wanted,
                                     size_t *n)
{
    const struct image *found = NULL;

    *n = 0;
    if (snapshot != NULL && wanted->from_id == NULL)
        return snapshot_named(snapshot, wanted->name, n);
    if (snapshot != NULL)
        found = snapshot_with_id(snapshot, wanted->from_id);
    *n = found != NULL;
    return found;
}

const struct image *const *findings_originals(const struct findings *findings, struct arena *arena)
{
    const struct desired *desired = &findings->desired;
    const struct image **originals;
    const struct cell *cell;
    size_t i, n;

    assert(findings != NULL && arena != NULL);
    if (findings->originals != NULL)
        return findings->originals;
    originals = arena_array(arena, desired->n_images, sizeof *originals);
    for (i = 0; i < desired->n_images; i++) {
        const struct wanted *wanted = &desired->images[i];
        const struct image *found =
            findings_sources(world_find(&findings->world, desired->accounts[wanted->account].tenant,
                                        wanted->from_region),
                             wanted, &n);

        originals[i] = n == 1 ? found : NULL;
    }
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell))
        if (cell->is_source && cell->n_images == 1)
            originals[cell->image] = cell->images[0];
    return originals;
}

static bool call_covers(const struct plan_call *call, const struct cell *cell)
{
    size_t i, j;

    if (call->tenant != cell->tenant || cell->image == SIZE_MAX)
        return false;
    for (i = 0; i < call->n_sources; i++)
        if (strcmp(call->sources[i].image, cell->name) == 0)
            for (j = 0; j < call->n_regions; j++)
                if (strcmp(call->regions[j], cell->region) == 0)
                    return true;
    return false;
}

/* How far a call got, to choose among several that asked for one cell. */
static int call_rank(const struct plan_call *call)
{
    static const int ranks[] = {
        [OUTCOME_ACCEPTED] = 3, [OUTCOME_SETTLED] = 3, [OUTCOME_REJECTED] = 2,
        [OUTCOME_REFUSED] = 2,  [OUTCOME_LOST] = 2,    [OUTCOME_NONE] = 1,
        [OUTCOME_NOT_SENT] = 1, [OUTCOME_SPLIT] = 0,
    };

    return ranks[call->outcome];
}

const struct plan_call *findings_call_of(const struct findings *findings, const struct cell *cell)
{
    const struct plan_call *best = NULL;
    const struct plan_call *calls;
    size_t i, n;

    assert(findings != NULL && cell != NULL);
    calls = findings_calls(findings, &n);
    if (!has_own_calls(findings)) /* the planner's own calls: it has told the cells theirs */
        return cell->call >= 0 && (size_t)cell->call < n ? &calls[cell->call] : NULL;
    for (i = 0; i < n; i++)
        if (call_covers(&calls[i], cell) &&
            (best == NULL || call_rank(&calls[i]) >= call_rank(best)))
            best = &calls[i];
    return best;
}

const struct cell *findings_next(const struct findings *findings, const struct cell *cell)
{
    const struct cells *cells = findings->judged != NULL ? &findings->judged->cells : NULL;

    assert(findings != NULL);
    if (cells == NULL || cells->nr == 0)
        return NULL;
    assert(cell == NULL || (cell >= cells->items && cell < cells->items + cells->nr));
    for (cell = cell == NULL ? cells->items : cell + 1; cell < cells->items + cells->nr; cell++)
        if (cell->selected)
            return cell;
    return NULL;
}

const struct cell *findings_find(const struct cells *cells, const char *address)
{
    size_t i;

    assert(cells != NULL && address != NULL);
    for (i = 0; i < cells->nr; i++)
        if (strcmp(cells->items[i].address, address) == 0)
            return &cells->items[i];
    return NULL;
}

const struct wanted *findings_wanted(const struct findings *findings, const struct cell *cell)
{
    return cell->image < findings->desired.n_images ? &findings->desired.images[cell->image] : NULL;
}

const char *findings_account(const struct findings *findings, size_t account)
{
    return account < findings->desired.n_accounts ? findings->desired.accounts[account].name : "";
}

const char *findings_provider(const struct findings *findings, size_t account)
{
    if (account >= findings->desired.n_accounts)
        return "";
    return findings->desired.accounts[account].caps->provider;
}

const char *findings_reason(const struct cell *cell)
{
    assert(cell != NULL && cell->verdict < VERDICT_COUNT);
    if (cell->verdict == VERDICT_BLOCKED)
        return reason_name(cell->reason);
    if (cell->verdict == VERDICT_DIFFERS && cell->stale_from != NULL)
        return "older_than_source";
    if (cell->verdict == VERDICT_IN_PROGRESS && cell->stuck)
        return "stuck";
    return NULL;
}

/* ---- counting ---- */

bool findings_succeeded(const struct plan_call *call)
{
    return call != NULL && (call->outcome == OUTCOME_ACCEPTED || call->outcome == OUTCOME_SETTLED);
}

void findings_count(const struct findings *findings, struct findings_counts *counts)
{
    const struct cell *cell;

    assert(findings != NULL && counts != NULL);
    memset(counts, 0, sizeof *counts);
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        counts->verdict[cell->verdict]++;
        counts->cells += cell->verdict != VERDICT_EXTRA;
        counts->stuck += cell->verdict == VERDICT_IN_PROGRESS && cell->stuck;
        counts->to_add += cell->call != CELL_NO_CALL;
        counts->waiting += cell->waiting_for != NULL;
        counts->added += cell->verdict == VERDICT_IN_SYNC &&
                         findings_succeeded(findings_call_of(findings, cell));
    }
}

size_t findings_waited(const struct findings *findings, size_t *well)
{
    const struct cells *before = findings->before != NULL ? &findings->before->cells : NULL;
    size_t i, waited = 0;

    *well = 0;
    for (i = 0; before != NULL && i < before->nr; i++) {
        const struct cell *was = &before->items[i], *is;

        if (!was->selected || was->verdict != VERDICT_IN_PROGRESS)
            continue;
        is = findings_find(&findings->judged->cells, was->address);
        waited++;
        *well += is != NULL && is->verdict == VERDICT_IN_SYNC;
    }
    return waited;
}

bool findings_complete(const struct findings *findings)
{
    struct findings_counts counts;

    if (findings->kind == FINDINGS_EXPORT)
        return findings->document != NULL && findings->regions_unread == 0;
    if (findings->judged == NULL)
        return false;
    findings_count(findings, &counts);
    return counts.verdict[VERDICT_UNKNOWN] == 0;
}

bool findings_errored(const struct findings *findings)
{
    return findings->error.code != ERR_NONE || findings->diags.errors > 0;
}

bool findings_applyable(const struct findings *findings)
{
    return !findings_errored(findings) && findings->refusal == REFUSAL_NONE &&
           findings_outcomes(findings, OUTCOME_NONE) > 0;
}
