/* SPDX-License-Identifier: MIT */
/* What the engine's parts share: outputs, the journal's queue, cells by pair. */
#include "reconcile/engine/run.h"

#include <stdlib.h>
#include <string.h>

void run_stir(struct engine *engine)
{
    engine->stirred = true;
}

void run_moved(struct engine *engine)
{
    engine->moves++;
    run_stir(engine);
}

void run_wake(struct engine *engine, int64_t at_ms)
{
    if (at_ms < engine->wake_ms)
        engine->wake_ms = at_ms;
}

uint64_t run_ticket(struct engine *engine)
{
    engine->last_ticket += 2; /* odd: even ones are the reader's */
    return engine->last_ticket - 1;
}

static struct queued *queue_add(struct engine *engine)
{
    if (engine->n_queue == engine->cap_queue) {
        engine->cap_queue = engine->cap_queue < 16 ? 16 : engine->cap_queue * 2;
        engine->queue = reallocarray(engine->queue, engine->cap_queue, sizeof *engine->queue);
        if (engine->queue == NULL)
            arena_exhausted();
    }
    memset(&engine->queue[engine->n_queue], 0, sizeof *engine->queue);
    return &engine->queue[engine->n_queue++];
}

void run_out(struct engine *engine, const struct out *out)
{
    queue_add(engine)->out = *out;
}

void run_tell(struct engine *engine, const struct event *event)
{
    struct queued *queued = queue_add(engine);

    queued->out.kind = OUT_EVENT;
    queued->event = *event;
    queued->event.region = arena_strdup(&engine->said, event->region);
    queued->event.address = arena_strdup(&engine->said, event->address);
    queued->event.text = arena_strdup(&engine->said, event->text);
    queued->event.request_id = arena_strdup(&engine->said, event->request_id);
}

void run_warn(struct engine *engine, size_t account, const char *text)
{
    run_tell(engine, &(struct event){.kind = EVENT_WARNING,
                                     .account = account,
                                     .call = -1,
                                     .progress = -1,
                                     .text = text});
}

void run_journal(struct engine *engine, enum journal_kind kind, struct intent *intent,
                 const char *outcome, struct copycall *waits, int64_t now_ms)
{
    struct writing *writing = arena_alloc(&engine->arena, sizeof *writing);

    writing->ticket = run_ticket(engine);
    writing->intent = intent->data;
    writing->record = (struct journal_record){.kind = kind,
                                              .intent = &writing->intent,
                                              .id = intent->data.id,
                                              .at_ms = now_ms,
                                              .outcome = outcome};
    writing->call = waits;
    ARENA_GROW(&engine->arena, engine->writings, engine->n_writings, engine->cap_writings);
    engine->writings[engine->n_writings++] = writing;
    run_out(engine, &(struct out){.kind = OUT_JOURNAL,
                                  .ticket = writing->ticket,
                                  .account = intent->account,
                                  .record = &writing->record});
}

const struct journal_intent *run_open(const struct engine *engine, struct arena *arena, size_t *n)
{
    struct journal_intent *open = arena_array(arena, engine->n_intents, sizeof *open);
    size_t i;

    *n = 0;
    for (i = 0; i < engine->n_intents; i++)
        if (engine->intents[i]->open)
            open[(*n)++] = engine->intents[i]->data;
    return open;
}

void run_want_all(struct engine *engine, int64_t since_ms, bool quota)
{
    size_t i;

    for (i = 0; i < engine->world->nr; i++)
        reader_want(engine->reader, engine->world->snapshots[i]->tenant,
                    engine->world->snapshots[i]->region, since_ms, quota);
}

bool run_reads_all(struct engine *engine, int64_t since_ms)
{
    size_t i;

    for (i = 0; i < engine->world->nr; i++)
        if (!reader_settled(engine->reader, engine->world->snapshots[i]->tenant,
                            engine->world->snapshots[i]->region, since_ms))
            return false;
    return true;
}

bool run_may_plan(const struct engine *engine)
{
    return engine->setup.plan != NULL && !engine->options.exact_calls;
}

const char *run_identity(const struct account *account)
{
    return account->identity == NULL ? account->name : account->identity;
}

/* FNV-1a over a word in a region of a cloud; never 0. */
uint64_t run_hash(size_t tenant, const char *region, const char *word)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ tenant;

    for (; *region != '\0'; region++)
        hash = (hash ^ (unsigned char)*region) * UINT64_C(0x100000001B3);
    for (hash = (hash ^ '/') * UINT64_C(0x100000001B3); *word != '\0'; word++)
        hash = (hash ^ (unsigned char)*word) * UINT64_C(0x100000001B3);
    return hash == 0 ? 1 : hash;
}

/* Where the chain of a pair begins. */
static size_t care_head(const struct engine *engine, size_t tenant, const char *region,
                        const char *name)
{
    uint64_t hash = run_hash(tenant, region, name);

    return (size_t)(hash ^ hash >> 32) & (engine->n_heads - 1);
}

static void add_care(struct engine *engine, const struct cell *cell)
{
    size_t *head = &engine->care_heads[care_head(engine, cell->tenant, cell->region, cell->name)];
    struct care *care = &engine->cares[engine->n_cares];

    *care = (struct care){.tenant = cell->tenant,
                          .name = cell->name,
                          .region = cell->region,
                          .address = cell->address,
                          .account = cell->account,
                          .image = cell->image,
                          .next = *head};
    *head = engine->n_cares++;
    /* Room is the plan's to judge; diff, which has the last word, does not look at it. */
    if (cell->verdict == VERDICT_BLOCKED && cell->reason == REASON_QUOTA_FULL) {
        care->reason = cell->reason;
        care->detail = cell->detail;
    }
}

void run_add_cares(struct engine *engine, const struct cells *cells)
{
    size_t i;

    for (engine->n_heads = 64; engine->n_heads < cells->nr; engine->n_heads *= 2)
        ;
    engine->care_heads = arena_array(&engine->arena, engine->n_heads, sizeof *engine->care_heads);
    for (i = 0; i < engine->n_heads; i++)
        engine->care_heads[i] = SIZE_MAX;
    engine->cares = arena_array(&engine->arena, cells->nr, sizeof *engine->cares);
    for (i = 0; i < cells->nr; i++)
        if (cells->items[i].selected && cells->items[i].image != SIZE_MAX)
            add_care(engine, &cells->items[i]);
}

struct care *run_care(const struct engine *engine, struct care *care, size_t tenant,
                      const char *region, const char *name)
{
    size_t at =
        care != NULL ? care->next : engine->care_heads[care_head(engine, tenant, region, name)];

    for (; at != SIZE_MAX; at = care->next) {
        care = &engine->cares[at];
        if (care->tenant == tenant && strcmp(care->region, region) == 0 &&
            strcmp(care->name, name) == 0)
            return care;
    }
    return NULL;
}

void run_note(struct engine *engine, size_t tenant, const char *region, const char *name,
              enum reason reason, const struct port_failure *failure, const char *detail)
{
    struct care *care = NULL;

    while ((care = run_care(engine, care, tenant, region, name)) != NULL) {
        care->reason = reason;
        care->failure = failure;
        care->detail = detail;
    }
}
