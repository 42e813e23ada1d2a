/* SPDX-License-Identifier: MIT */
/* What the APIs share: the clock, ids, starting a copy, filling and freeing an exchange. */
#include "cmd/cloudsim/common/sim.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd/cloudsim/common/text.h"

int64_t sim_real(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t sim_now(const struct sim *sim)
{
    return sim->virtual_time ? sim->virtual_ms : sim_real();
}

/* splitmix64: every seed gives a full sequence, and the n-th number needs no history. */
uint64_t sim_draw(struct sim *sim)
{
    uint64_t z = sim->seed + ++sim->drawn * UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

char *sim_id(struct sim *sim, const char *prefix, size_t length, const char *alphabet)
{
    size_t start = strlen(prefix), letters = strlen(alphabet), i;
    char *id = text_alloc(start + length + 1);

    memcpy(id, prefix, start);
    for (i = 0; i < length; i++)
        id[start + i] = alphabet[sim_draw(sim) % letters];
    return id;
}

/* 4 minutes and 4 s a GiB, give or take a fifth: small images take less than the 10 to 30 minutes
 * that the vendors' guides name, and --speed scales it anyway. */
static int64_t copy_duration(struct sim *sim, const struct image *source)
{
    double seconds = sim->copy_seconds;

    if (seconds < 0)
        seconds =
            (240 + 4.0 * source->size_gib) * (0.8 + 0.4 * (double)(sim_draw(sim) % 1000) / 1000);
    return (int64_t)(seconds * 1000 / sim->speed);
}

static void note_copy(struct sim *sim, struct exchange *x, const struct image *source,
                      const struct image *made)
{
    json_t *note = json_pack("{s:i,s:s,s:s,s:s,s:s,s:s,s:s}", "request", (int)x->number, "cloud",
                             x->api->cloud, "source", source->id, "from", source->region, "to",
                             made->region, "id", made->id, "name", made->name);

    if (x->effects == NULL)
        x->effects = json_array();
    json_array_append(x->effects, note);
    json_array_append_new(sim->copies, note);
}

struct image *sim_copy(struct sim *sim, struct exchange *x, struct image *source,
                       const char *region, const char *name, const char *project)
{
    static const char *const prefix[CLOUDS] = {"img-", "lhbp-", "uimage-", "m-"};
    TEXT_AUTO id =
        sim_id(sim, prefix[source->cloud], 8, source->cloud == CLOUD_BAIDU ? SIM_MIXED : SIM_LOWER);
    int64_t now = sim_now(sim);
    int64_t late = quirk_number(&sim->quirks, QUIRK_LATE_VISIBILITY, 0) * 1000;
    struct copy copy = {
        .source = source,
        .region = region,
        .name = name,
        .project = project,
        .id = id,
        .seconds_ms = copy_duration(sim, source),
        .visible_ms = late + x->plan.late_ms,
        .fails = x->plan.fail_copy,
        .vanishes = quirk_on(&sim->quirks, QUIRK_FAILED_COPY_VANISHES),
    };
    struct image *made;

    if (sim->world.image_count >= WORLD_IMAGES_MAX)
        return NULL;
    made = world_copy(&sim->world, &copy, now);
    if (!quirk_on(&sim->quirks, QUIRK_SOURCE_STAYS_NORMAL) && source->busy_ms < made->done_ms)
        source->busy_ms = made->done_ms;
    note_copy(sim, x, source, made);
    return made;
}

void exchange_answer(struct exchange *x, unsigned status, json_t *reply)
{
    x->status = status;
    json_decref(x->reply);
    x->reply = reply;
}

void exchange_failed(struct exchange *x, const char *code)
{
    text_set(&x->code, code);
}

void exchange_free(struct exchange *x)
{
    free(x->method);
    free(x->path);
    free(x->query);
    pairs_free(&x->headers);
    free(x->body);
    free(x->host);
    free(x->name);
    free(x->action);
    free(x->region);
    json_decref(x->params);
    pairs_free(&x->form);
    fault_plan_free(&x->plan);
    json_decref(x->reply);
    free(x->request_id);
    pairs_free(&x->reply_headers);
    free(x->code);
    json_decref(x->effects);
}
