/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/sim.h"

#include <assert.h>
#include <string.h>
#include <time.h>

enum { SEEN_MAX = 50000 };

void sim_init(struct sim *sim, const struct cloud *const *clouds)
{
    assert(clouds != NULL && clouds[0] != NULL);
    *sim = (struct sim){.speed = 1, .copy_seconds = -1, .seed = 1, .clouds = clouds};
    sim->world.clouds = sim->quirks.clouds = sim->faults.clouds = clouds;
    pthread_mutex_init(&sim->lock, NULL);
    pthread_cond_init(&sim->wake, NULL);
    sim->copies = json_array();
    sim->per_action = json_object();
    sim->recent = json_object();
    sim->virtual_ms = sim_real();
}

void sim_free(struct sim *sim)
{
    world_free(&sim->world);
    quirks_free(&sim->quirks);
    faults_free(&sim->faults);
    json_decref(sim->copies);
    json_decref(sim->per_action);
    json_decref(sim->recent);
    if (sim->log != NULL)
        fclose(sim->log);
    pthread_mutex_destroy(&sim->lock);
    pthread_cond_destroy(&sim->wake);
}

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

uint64_t sim_draw(struct sim *sim)
{
    uint64_t z = sim->seed + ++sim->drawn * UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

char *sim_id(struct sim *sim, struct arena *arena, const char *prefix, size_t n,
             const char *alphabet)
{
    size_t start = strlen(prefix), letters = strlen(alphabet), i;
    char *id = arena_alloc(arena, start + n + 1);

    memcpy(id, prefix, start);
    for (i = 0; i < n; i++)
        id[start + i] = alphabet[sim_draw(sim) % letters];
    return id;
}

char *sim_uuid(struct sim *sim, struct arena *arena)
{
    uint64_t a = sim_draw(sim), b = sim_draw(sim);

    return arena_printf(arena, "%08x-%04x-%04x-%04x-%012llx", (unsigned)(a >> 32),
                        (unsigned)(a >> 16 & 0xFFFF), (unsigned)(a & 0xFFFF), (unsigned)(b >> 48),
                        (unsigned long long)(b & UINT64_C(0xFFFFFFFFFFFF)));
}

/* 4 minutes and 4 s a GiB, give or take a fifth: small images take less than the 10 to 30 minutes
 * that the vendors' guides name, and --speed scales it anyway. */
int64_t sim_copy_ms(struct sim *sim, const struct image *source)
{
    double seconds = sim->copy_seconds;

    if (seconds < 0)
        seconds =
            (240 + 4.0 * source->size_gib) * (0.8 + 0.4 * (double)(sim_draw(sim) % 1000) / 1000);
    return (int64_t)(seconds * 1000 / sim->speed);
}

bool sim_seen(struct sim *sim, const char *what, int64_t seconds)
{
    int64_t now = sim_real() / 1000;
    const json_t *seen = json_object_get(sim->recent, what);
    bool again = seen != NULL && now - json_integer_value(seen) <= seconds;

    if (json_object_size(sim->recent) >= SEEN_MAX)
        json_object_clear(sim->recent);
    json_object_set_new(sim->recent, what, json_integer((json_int_t)now));
    return again;
}
