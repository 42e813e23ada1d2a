/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/server.h"

#include "cmd/cloudsim/common/exchange.h"

#include <string.h>
#include <time.h>

enum { BODY_MAX = 10 << 20 }; /* 10 MB by TC3: the largest that any of the clouds takes */

/* ---- the exchange of a request ---- */

static char *lower(struct arena *arena, const char *text, size_t n)
{
    char *low = arena_strndup(arena, text, n), *c;

    for (c = low; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return low;
}

static struct exchange exchange_of(struct sim *sim, struct http_request *request,
                                   struct http_answer *answer)
{
    const char *host = pairs_get_fold(&request->headers, "Host");

    if (host == NULL)
        host = "";
    return (struct exchange){
        .sim = sim,
        .world = &sim->world,
        .quirks = &sim->quirks,
        .arena = &request->arena,
        .in = request,
        .out = answer,
        .host = host,
        .name = lower(&request->arena, host, strcspn(host, ":")),
        .form = {.arena = &request->arena},
    };
}

static void fill(struct http_answer *answer, const struct exchange *x)
{
    enum fault_spoil spoil = x->plan.spoil;

    if (x->plan.status != 0 && spoil == SPOIL_NOT)
        spoil = SPOIL_HTML;
    answer->status = x->status;
    answer->type =
        x->plan.status != 0 || spoil == SPOIL_HTML ? "text/html" : "application/json;charset=UTF-8";
    if (x->reply != NULL)
        json_print(&answer->text, x->reply, JSON_COMPACT);
    spoil_text(spoil, &answer->text);
}

/* ---- faults, and the cloud between them ---- */

static double dice(void *context)
{
    return (double)(sim_draw(context) >> 11) / 9007199254740992.0; /* 2^53 */
}

/* Sleeps without the lock; a simulator that ends wakes it. */
static void stall(struct sim *sim, int64_t ms)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    while (!sim->quitting)
        if (pthread_cond_timedwait(&sim->wake, &sim->lock, &until) != 0)
            return;
}

static void pick_faults(struct exchange *x)
{
    const struct fault_target target = {x->cloud->name, x->action, x->region,
                                        x->in->on_connection > 1};

    x->plan = faults_pick(&x->sim->faults, &target, dice, x->sim, x->arena);
    if (x->plan.code == NULL &&
        !rates_take(&x->sim->rates, x->cloud, x->action, x->region, sim_real()))
        x->plan.code = ""; /* throttled, as if a fault said so */
}

static void take_effect(struct exchange *x)
{
    const struct region *region;

    x->now_ms = sim_now(x->sim);
    world_tick(x->world, x->now_ms);
    region = exchange_region(x, x->region);
    if (region != NULL && region->offline)
        x->cloud->refuse(x, x->cloud->internal, "region is down");
    else
        x->cloud->answer(x);
}

/* What the faults put in the place of the answer. */
static void override(struct exchange *x)
{
    const char *code = x->plan.code;

    if (x->plan.status >= 300 && x->plan.status < 400)
        pairs_add(&x->out->headers, "Location", "https://redirected.example/");
    if (x->plan.status != 0)
        x->status = x->plan.status;
    else if (str_equal(code, ""))
        x->cloud->refuse(x, x->cloud->throttled, "too many requests");
    else if (code != NULL)
        x->cloud->refuse(x, code, "a fault said so");
    if (x->plan.spoil == SPOIL_TYPES && x->reply != NULL)
        exchange_answer(x, x->status, spoil_types(x->reply));
}

/* All that happens under the lock, for a host that is served. */
static void handle(struct exchange *x)
{
    static const char *const done[] = {
        [CUT_NOT] = "sent",
        [CUT_BEFORE] = "cut before reading",
        [CUT_DURING] = "reset mid-request, no effect",
        [CUT_AFTER] = "cut after effect",
        [CUT_RESET] = "reset after effect",
        [CUT_REPLY] = "cut mid-reply",
    };

    x->cloud->read(x);
    pick_faults(x);
    if (x->plan.stall_ms > 0 && !x->plan.effect_first)
        stall(x->sim, x->plan.stall_ms);
    if (x->plan.cut != CUT_BEFORE && x->plan.cut != CUT_DURING) {
        if ((x->plan.status == 0 && x->plan.code == NULL) || x->plan.effect_first)
            take_effect(x);
        override(x);
    }
    log_write(x, done[x->plan.cut]);
    if (x->plan.stall_ms > 0 && x->plan.effect_first)
        stall(x->sim, x->plan.stall_ms);
}

static void serve(void *context, struct http_request *request, struct http_answer *answer)
{
    static const enum http_sending sending[] = {
        [CUT_NOT] = HTTP_WHOLE,     [CUT_BEFORE] = HTTP_HANG_UP, [CUT_DURING] = HTTP_RESET,
        [CUT_AFTER] = HTTP_HANG_UP, [CUT_RESET] = HTTP_RESET,    [CUT_REPLY] = HTTP_HALF,
    };
    struct sim *sim = context;
    struct exchange x = exchange_of(sim, request, answer);

    pthread_mutex_lock(&sim->lock);
    x.number = ++sim->exchanges;
    x.cloud = cloud_serving(sim->clouds, x.name);
    if (x.cloud != NULL) {
        handle(&x);
    } else {
        exchange_answer(&x, 404, json_pack("{s:s}", "error", "cloudsim serves no such host"));
        log_write(&x, "sent");
    }
    pthread_mutex_unlock(&sim->lock);
    answer->sending = sending[x.plan.cut];
    if (answer->sending == HTTP_WHOLE || answer->sending == HTTP_HALF)
        fill(answer, &x);
    exchange_free(&x);
}

struct http *server_start(struct sim *sim, uint16_t port)
{
    const struct http_options options = {
        .port = port, .clouds = true, .body_max = BODY_MAX, .serve = serve, .context = sim};

    return http_start(&options);
}

void server_quit(struct sim *sim)
{
    pthread_mutex_lock(&sim->lock);
    sim->quitting = true;
    pthread_cond_broadcast(&sim->wake);
    pthread_mutex_unlock(&sim->lock);
}
