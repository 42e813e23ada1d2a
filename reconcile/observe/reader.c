/* SPDX-License-Identifier: MIT */
#include "reconcile/observe/reader.h"

#include "reconcile/observe/listing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * One job a region, kept for good and used again, so that polling does not grow; what a listing
 * keeps is collected in the arena that the snapshot takes over.
 *
 *   wish → LISTING page by page, kind by kind → [QUOTA] → the snapshot is replaced → idle
 */

enum {
    ATTEMPTS_MAX = 6,            /* of one request that fails for a passing reason */
    ATTEMPTS_THROTTLED_MAX = 12, /* too many requests is no failure: two minutes and more */
    PATIENCE_MS = 90 * 1000,     /* no repeat of it later: a cloud that is silent holds up a run */
};

enum stage { STAGE_IDLE, STAGE_LISTING, STAGE_QUOTA };

struct job {
    size_t tenant;
    char *region;

    /* The wish, and what became of the last one. */
    int64_t wanted_ms;       /* a reading that began at this time or later; INT64_MIN: none */
    int64_t wanted_quota_ms; /* the same, with the quota */
    int64_t done_ms;         /* when the last finished reading began, complete or not */
    int64_t done_quota_ms;   /* … that asked for the quota too */

    enum stage stage;
    bool with_quota;  /* the reading under way asks for the quota as well */
    bool begun;       /* its first request left */
    int listings;     /* so many listings of this reading were thrown away */
    int attempts;     /* of the request under way */
    int64_t asked_ms; /* when it was first sent */
    int64_t start_ms;
    uint64_t ticket; /* of the request in flight; 0: none */
    struct port_call call;

    struct listing listing;
    int64_t quota_total, quota_free; /* as the cloud answered; -1 */

    bool tells; /* the event is to go out */
    struct event event;
    struct arena said; /* the event's text: it outlives the listing */
};

struct reader {
    struct arena arena; /* jobs, and their list */
    const struct desired *desired;
    struct world *world;
    struct sched *sched;
    struct job **jobs;
    size_t nr, cap;
    size_t turn; /* whose job is looked at first, so that none starves */
    bool stopped;
    uint64_t readings; /* finished */
};

struct reader *reader_new(const struct desired *desired, struct world *world, struct sched *sched)
{
    struct reader *reader = arena_must(calloc(1, sizeof *reader));

    assert(desired != NULL && world != NULL && sched != NULL);
    reader->desired = desired;
    reader->world = world;
    reader->sched = sched;
    return reader;
}

void reader_free(struct reader *reader)
{
    size_t i;

    if (reader == NULL)
        return;
    for (i = 0; i < reader->nr; i++) {
        listing_free(&reader->jobs[i]->listing);
        arena_free(&reader->jobs[i]->said);
    }
    arena_free(&reader->arena);
    free(reader);
}

/* ---- wishes ---- */

struct job_key {
    size_t tenant;
    const char *region;
};

static int compare(const void *a, const void *b)
{
    const struct job_key *key = a;
    const struct job *job = *(struct job *const *)b;

    if (key->tenant != job->tenant)
        return key->tenant < job->tenant ? -1 : 1;
    return strcmp(key->region, job->region);
}

static struct job *job_find(const struct reader *reader, size_t tenant, const char *region)
{
    struct job_key key = {tenant, region};
    struct job **found =
        reader->nr == 0 ? NULL
                        : bsearch(&key, reader->jobs, reader->nr, sizeof *reader->jobs, compare);

    return found == NULL ? NULL : *found;
}

/* Kept sorted by tenant, then region. */
static struct job *job_ensure(struct reader *reader, size_t tenant, const char *region)
{
    struct job *job = job_find(reader, tenant, region);
    size_t at = reader->nr;

    if (job != NULL)
        return job;
    ARENA_GROW(&reader->arena, reader->jobs, reader->nr, reader->cap);
    job = arena_alloc(&reader->arena, sizeof *job);
    job->tenant = tenant;
    job->region = arena_strdup(&reader->arena, region);
    job->wanted_ms = job->wanted_quota_ms = INT64_MIN;
    job->done_ms = job->done_quota_ms = INT64_MIN;
    for (; at > 0 && compare(&(struct job_key){tenant, region}, &reader->jobs[at - 1]) < 0; at--)
        reader->jobs[at] = reader->jobs[at - 1];
    reader->jobs[at] = job;
    reader->nr++;
    return job;
}

static bool satisfied(const struct job *job)
{
    return job->done_ms >= job->wanted_ms && job->done_quota_ms >= job->wanted_quota_ms;
}

static void first_page(struct job *job)
{
    listing_begin(&job->listing);
    job->quota_total = job->quota_free = -1;
    job->call = (struct port_call){.verb = PORT_LIST, .region = job->region};
    job->stage = STAGE_LISTING;
    job->begun = false;
    job->attempts = 0;
}

static void reading_begin(struct job *job)
{
    first_page(job);
    job->with_quota = job->wanted_quota_ms > job->done_quota_ms;
    job->listings = 0;
    job->start_ms = INT64_MIN;
}

void reader_want(struct reader *reader, size_t tenant, const char *region, int64_t since_ms,
                 bool quota)
{
    struct job *job = job_ensure(reader, tenant, region);

    assert(tenant < reader->desired->n_accounts && region != NULL);
    if (since_ms > job->wanted_ms)
        job->wanted_ms = since_ms;
    if (quota && since_ms > job->wanted_quota_ms)
        job->wanted_quota_ms = since_ms;
    if (satisfied(job))
        return;
    if (job->stage == STAGE_IDLE)
        reading_begin(job);
    else if (quota)
        job->with_quota = true;
}

bool reader_settled(const struct reader *reader, size_t tenant, const char *region,
                    int64_t since_ms)
{
    const struct job *job = job_find(reader, tenant, region);

    return job == NULL || job->stage == STAGE_IDLE ||
           (job->done_ms >= since_ms && job->done_quota_ms >= job->wanted_quota_ms);
}

int64_t reader_done_ms(const struct reader *reader, size_t tenant, const char *region)
{
    const struct job *job = job_find(reader, tenant, region);

    return job == NULL ? INT64_MIN : job->done_ms;
}

uint64_t reader_readings(const struct reader *reader)
{
    return reader->readings;
}

/* ---- the snapshot ---- */

/* The configured ceiling of a tenant's region, else the published one; -1: none. */
static int64_t ceiling(const struct reader *reader, size_t tenant, const char *region)
{
    const struct desired *desired = reader->desired;
    int set = tenant_lowest(desired, tenant, offsetof(struct account, image_quota));

    if (set == 0)
        set = caps_image_quota(desired->accounts[tenant].caps, region);
    return set > 0 ? set : -1;
}

static void snapshot_quota(const struct reader *reader, const struct job *job,
                           struct snapshot *snapshot)
{
    bool could_ask = reader->desired->accounts[job->tenant].caps->has_quota_call;

    snapshot->quota_asked = job->quota_total >= 0 || job->quota_free >= 0;
    snapshot->quota_free = job->quota_free;
    snapshot->quota_total = job->quota_total;
    if (!snapshot->quota_asked && (job->with_quota || !could_ask))
        snapshot->quota_total = ceiling(reader, job->tenant, job->region);
    if (snapshot->quota_free < 0 && snapshot->quota_total >= 0) {
        snapshot->quota_free = snapshot->quota_total - (int64_t)snapshot->n_images;
        if (snapshot->quota_free < 0)
            snapshot->quota_free = 0;
    }
    if (snapshot->quota_free >= 0)
        snapshot->quota_at_ms = job->listing.began_ms;
}

/* Ends the reading: the region's snapshot is replaced, complete if `failure` is NULL. */
static void job_finish(struct reader *reader, struct job *job, const struct port_failure *failure)
{
    struct snapshot *snapshot = world_ensure(reader->world, job->tenant, job->region);
    const struct port_failure *why = &snapshot->failure;

    listing_fill(&job->listing, failure, snapshot);
    if (snapshot->complete)
        snapshot_quota(reader, job, snapshot);
    reader->readings++;
    job->done_ms = job->listing.began_ms;
    if (job->with_quota)
        job->done_quota_ms = job->listing.began_ms;
    job->stage = STAGE_IDLE;
    job->tells = true;
    job->event = (struct event){.kind = EVENT_REGION_READ,
                                .account = job->tenant,
                                .region = job->region,
                                .call = -1,
                                .progress = -1,
                                .ok = snapshot->complete,
                                .not_offered = why->class == PORT_REGION &&
                                               why->reason == REASON_REGION_UNSUPPORTED,
                                .text = why->message};
    if (!satisfied(job))
        reading_begin(job);
}

/* ---- listings ---- */

static void job_retry(struct job *job, int64_t at_ms, const char *why)
{
    arena_reset(&job->said);
    job->start_ms = at_ms;
    job->tells = true;
    job->event = (struct event){.kind = EVENT_RETRY,
                                .account = job->tenant,
                                .region = job->region,
                                .call = -1,
                                .progress = -1,
                                .text = arena_strdup(&job->said, why),
                                .at_ms = at_ms};
}

/* This listing proves nothing: from the start again, or never. */
static void listing_again(struct reader *reader, struct job *job, int64_t now_ms, const char *why)
{
    struct port_failure failure = {.class = PORT_TRANSIENT, .message = why};

    if (++job->listings >= READER_LISTINGS) {
        job_finish(reader, job, &failure);
        return;
    }
    first_page(job);
    job_retry(job, now_ms + sched_backoff(reader->sched, job->listings, 0), why);
}

static void quota_or_finish(struct reader *reader, struct job *job)
{
    const struct caps *caps = reader->desired->accounts[job->tenant].caps;

    if (!job->with_quota || !caps->has_quota_call) {
        job_finish(reader, job, NULL);
        return;
    }
    job->stage = STAGE_QUOTA;
    job->call = (struct port_call){.verb = PORT_QUOTA, .region = job->region};
    job->start_ms = INT64_MIN;
}

static void take_page(struct reader *reader, struct job *job, int64_t now_ms,
                      const struct port_result *page)
{
    int kinds = reader->desired->accounts[job->tenant].caps->list_kinds;
    const char *why;

    switch (listing_take(&job->listing, kinds, page, &why)) {
    case LISTING_MORE:
        job->call.kind = job->listing.kind;
        job->call.cursor = job->listing.cursor;
        return;
    case LISTING_WHOLE:
        quota_or_finish(reader, job);
        return;
    case LISTING_TORN:
        listing_again(reader, job, now_ms, why);
        return;
    }
}

static void take_quota(struct reader *reader, struct job *job, const struct port_result *result)
{
    listing_evidence(&job->listing, result->request_id);
    job->quota_total = result->quota_total;
    job->quota_free = result->quota_free;
    job_finish(reader, job, NULL);
}

/* Will the same request fare better later? */
static bool passes(enum port_class class)
{
    return class == PORT_THROTTLED || class == PORT_BUSY || class == PORT_TRANSIENT ||
           class == PORT_LOST;
}

static void take_failure(struct reader *reader, struct job *job, int64_t now_ms,
                         const struct port_result *result)
{
    const struct port_failure *failure = &result->failure;
    bool throttled = failure->class == PORT_THROTTLED;
    int most = throttled ? ATTEMPTS_THROTTLED_MAX : ATTEMPTS_MAX;
    int64_t at_ms;

    if (passes(failure->class) && ++job->attempts < most &&
        (throttled || now_ms - job->asked_ms < PATIENCE_MS)) {
        at_ms = now_ms + sched_backoff(reader->sched, job->attempts, failure->retry_after_ms);
        if (throttled)
            sched_hold(reader->sched, job->tenant, false, at_ms);
        job_retry(job, at_ms, failure->message == NULL ? "no answer" : failure->message);
        return;
    }
    listing_evidence(&job->listing, result->request_id);
    /* Without a quota the plan goes on: a refusal for quota is met when it comes. */
    job_finish(reader, job, job->stage == STAGE_QUOTA ? NULL : failure);
}

/* ---- the machine ---- */

static void reader_completed(void *self, uint64_t ticket, int64_t now_ms,
                             const struct port_result *result)
{
    struct reader *reader = self;
    struct job *job = NULL;
    size_t i;

    for (i = 0; i < reader->nr; i++)
        if (reader->jobs[i]->ticket == ticket && ticket != 0)
            job = reader->jobs[i];
    if (job == NULL)
        return;
    sched_done(reader->sched);
    job->ticket = 0;
    if (result->failure.class != PORT_FINE) {
        take_failure(reader, job, now_ms, result);
        return;
    }
    job->attempts = 0;
    if (job->stage == STAGE_QUOTA)
        take_quota(reader, job, result);
    else
        take_page(reader, job, now_ms, result);
}

static void send(struct reader *reader, struct job *job, int64_t now_ms, struct out *out)
{
    sched_take(reader->sched, job->tenant, false, now_ms);
    if (!job->begun)
        job->listing.began_ms = now_ms;
    job->begun = true;
    if (job->attempts == 0)
        job->asked_ms = now_ms;
    job->ticket = sched_ticket(reader->sched);
    *out = (struct out){.kind = OUT_SEND,
                        .ticket = job->ticket,
                        .account = job->tenant,
                        .call = &job->call};
}

/* The next request or event of a job; else when it could be asked again, in *wake_ms. */
static bool job_next(struct reader *reader, struct job *job, int64_t now_ms, struct out *out,
                     int64_t *wake_ms)
{
    int64_t at_ms;

    if (job->tells) {
        job->tells = false;
        *out = (struct out){.kind = OUT_EVENT, .event = &job->event};
        return true;
    }
    if (job->stage == STAGE_IDLE || job->ticket != 0)
        return false;
    at_ms = sched_ready_at(reader->sched, job->tenant, false, now_ms);
    if (job->start_ms > at_ms)
        at_ms = job->start_ms;
    if (at_ms <= now_ms) {
        send(reader, job, now_ms, out);
        return true;
    }
    if (at_ms < *wake_ms)
        *wake_ms = at_ms;
    return false;
}

static void reader_next(void *self, int64_t now_ms, struct out *out)
{
    struct reader *reader = self;
    int64_t wake_ms = INT64_MAX;
    bool busy = false;
    size_t i;

    for (i = 0; i < reader->nr && !reader->stopped; i++) {
        struct job *job = reader->jobs[(reader->turn + i) % reader->nr];

        if (job_next(reader, job, now_ms, out, &wake_ms)) {
            reader->turn = (reader->turn + i + 1) % reader->nr;
            return;
        }
        busy = busy || job->stage != STAGE_IDLE;
    }
    *out = (struct out){.kind = busy ? OUT_SLEEP : OUT_END, .until_ms = wake_ms};
}

/* Reads leave nothing behind: there is nothing to drain. */
static void reader_interrupt(void *self, int64_t now_ms)
{
    struct reader *reader = self;

    (void)now_ms;
    reader->stopped = true;
}

struct machine reader_machine(struct reader *reader)
{
    return (struct machine){
        .self = reader,
        .next = reader_next,
        .completed = reader_completed,
        .interrupt = reader_interrupt,
    };
}
