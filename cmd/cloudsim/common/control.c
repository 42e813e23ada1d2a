/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/server.h"

#include "cmd/cloudsim/common/world_json.h"
#include "reconcile/base/str.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BODY_MAX = 64 << 20 }; /* a world of a hundred thousand images */

/* A request to the endpoint and its answer. */
struct order {
    struct arena *arena;
    struct pairs query;
    struct buf *body;
    struct buf *text; /* of the answer, if it is no JSON */
    json_t *reply;    /* NULL: the text */
    unsigned status;
};

static void say(struct order *order, unsigned status, const char *error)
{
    order->status = status;
    order->reply = error == NULL ? json_pack("{s:b}", "ok", 1) : json_pack("{s:s}", "error", error);
}

static void say_result(struct order *order, int result, const struct err *err)
{
    say(order, result == 0 ? 200 : 400, result == 0 ? NULL : err->text);
}

/* ---- the world ---- */

static void world_get(struct sim *sim, struct order *order)
{
    world_tick(&sim->world, sim_now(sim));
    order->reply = world_save(&sim->world);
}

static void world_put(struct sim *sim, struct order *order)
{
    json_error_t error;
    json_t *document cleanup_json = json_loads(order->body->ptr, 0, &error);
    struct err err = ERR_INIT;

    if (document == NULL)
        say(order, 400, error.text);
    else
        say_result(order, world_load(&sim->world, document, sim_now(sim), &err), &err);
}

static const struct cloud *cloud_of(const struct sim *sim, const struct order *order)
{
    return cloud_named(sim->clouds, pairs_get(&order->query, "cloud"));
}

/* The image that cloud=, region= and id= or name= point at; else a refusal and NULL. */
static struct image *image_of(struct sim *sim, struct order *order)
{
    const char *region = pairs_get(&order->query, "region"), *id = pairs_get(&order->query, "id");
    const char *name = pairs_get(&order->query, "name");
    const struct cloud *cloud = cloud_of(sim, order);
    struct image *image = NULL;

    if (cloud != NULL)
        image = id != NULL ? world_image(&sim->world, cloud, region, id)
                           : world_image_named(&sim->world, cloud, region, name);
    if (image == NULL)
        say(order, 404, "no such image");
    return image;
}

static void image_get(struct sim *sim, struct order *order)
{
    struct image *image;

    world_tick(&sim->world, sim_now(sim));
    image = image_of(sim, order);
    if (image != NULL)
        order->reply = image_save(image);
}

static void image_delete(struct sim *sim, struct order *order)
{
    struct image *image = image_of(sim, order);

    if (image == NULL)
        return;
    world_remove(&sim->world, image);
    say(order, 200, NULL);
}

static void image_patch(struct sim *sim, struct order *order)
{
    struct image *image = image_of(sim, order);
    json_t *fields cleanup_json = json_loads(order->body->ptr, 0, NULL);
    json_t *whole cleanup_json = image == NULL ? NULL : image_save(image);
    struct err err = ERR_INIT;

    if (image == NULL)
        return;
    if (json_object_update(whole, fields) != 0)
        say(order, 400, "the body is no JSON object");
    else
        say_result(order, image_load(&sim->world, image, whole, sim_now(sim), &err), &err);
}

static void image_post(struct sim *sim, struct order *order)
{
    json_t *fields cleanup_json = json_loads(order->body->ptr, 0, NULL);
    const struct cloud *cloud = cloud_of(sim, order);
    struct err err = ERR_INIT;

    if (cloud == NULL)
        say(order, 400, "cloud= names no cloud");
    else if (!json_is_object(fields))
        say(order, 400, "the body is no JSON object");
    else
        say_result(order, world_insert(&sim->world, cloud, fields, sim_now(sim), &err), &err);
}

static void region_patch(struct sim *sim, struct order *order)
{
    json_t *fields cleanup_json = json_loads(order->body->ptr, 0, NULL);
    const json_t *quota = json_object_get(fields, "quota");
    const json_t *copies = json_object_get(fields, "copies");
    const json_t *offline = json_object_get(fields, "offline");
    const struct cloud *cloud = cloud_of(sim, order);
    struct region *region = NULL;

    if (cloud != NULL)
        region = world_region(&sim->world, cloud, pairs_get(&order->query, "region"));
    if (region == NULL || !json_is_object(fields)) {
        say(order, 404, "no such region, or no JSON object");
        return;
    }
    if (json_is_integer(quota))
        region->quota = (int)json_integer_value(quota);
    if (json_is_boolean(copies))
        region->copies = json_is_true(copies);
    if (json_is_boolean(offline))
        region->offline = json_is_true(offline);
    say(order, 200, NULL);
}

/* ---- what happened ---- */

static void log_get(struct sim *sim, struct order *order)
{
    char chunk[65536];
    size_t got;

    if (sim->log == NULL)
        return;
    fseek(sim->log, 0, SEEK_SET);
    while ((got = fread(chunk, 1, sizeof chunk, sim->log)) > 0)
        buf_add(order->text, chunk, got);
    fseek(sim->log, 0, SEEK_END);
}

static void count(json_t *counts, const char *what)
{
    json_int_t so_far = json_integer_value(json_object_get(counts, what));

    json_object_set_new(counts, what, json_integer(so_far + 1));
}

static void effects_get(struct sim *sim, struct order *order)
{
    json_t *regions = json_object(), *names = json_object(), *copy;
    size_t i;

    json_array_foreach(sim->copies, i, copy) {
        const char *cloud = json_text(copy, "cloud"), *to = json_text(copy, "to");
        const char *name = json_text(copy, "name");

        count(regions, arena_printf(order->arena, "%s %s", cloud, to));
        count(names, arena_printf(order->arena, "%s %s@%s", cloud, name, to));
    }
    order->reply =
        json_pack("{s:I,s:I,s:o,s:o,s:O,s:O}", "started", (json_int_t)json_array_size(sim->copies),
                  "requests", (json_int_t)sim->exchanges, "by_region", regions, "by_image", names,
                  "by_action", sim->per_action, "list", sim->copies);
}

/* ---- time, faults, quirks, the end ---- */

static void advance_post(struct sim *sim, struct order *order)
{
    const char *seconds = pairs_get(&order->query, "seconds");
    double by = seconds == NULL ? -1 : strtod(seconds, NULL);

    if (!sim->virtual_time || !(by >= 0 && by <= 1e9)) {
        say(order, 400, "advance needs --time virtual and seconds=N");
        return;
    }
    sim->virtual_ms += (int64_t)(by * 1000);
    world_tick(&sim->world, sim_now(sim));
    say(order, 200, NULL);
}

static void time_get(struct sim *sim, struct order *order)
{
    order->reply =
        json_pack("{s:I,s:b,s:I}", "now_ms", (json_int_t)sim_now(sim), "virtual", sim->virtual_time,
                  "next_copy_ends_in_ms", (json_int_t)world_next(&sim->world, sim_now(sim)));
}

static void fault_post(struct sim *sim, struct order *order)
{
    struct err err = ERR_INIT;
    char *line, *rest = NULL;
    int result = 0;

    if (order->body->len == 0)
        result = err_set(&err, ERR_USAGE, "the body holds a fault a line");
    for (line = order->body->len == 0 ? NULL : strtok_r(order->body->ptr, "\r\n", &rest);
         line != NULL && result == 0; line = strtok_r(NULL, "\r\n", &rest))
        result = faults_add(&sim->faults, line, &err);
    say_result(order, result, &err);
}

static void fault_get(struct sim *sim, struct order *order)
{
    size_t i;

    order->reply = json_array();
    for (i = 0; i < sim->faults.n; i++)
        json_array_append_new(order->reply,
                              json_pack("{s:s,s:I}", "fault", sim->faults.items[i].text, "applied",
                                        (json_int_t)sim->faults.items[i].applied));
}

static void fault_delete(struct sim *sim, struct order *order)
{
    faults_free(&sim->faults);
    say(order, 200, NULL);
}

static void quirk_post(struct sim *sim, struct order *order)
{
    const char *text = order->body->ptr;
    const char *line = arena_strndup(order->arena, text, strcspn(text, "\r\n"));
    bool known = quirk_turn_on(&sim->quirks, line) == 0;

    say(order, known ? 200 : 400, known ? NULL : "no such quirk");
}

static void quirk_delete(struct sim *sim, struct order *order)
{
    quirks_free(&sim->quirks);
    say(order, 200, NULL);
}

static void quit_post(struct sim *sim, struct order *order)
{
    (void)sim;
    say(order, 200, NULL);
    kill(getpid(), SIGTERM); /* the main thread waits for it */
}

static const struct route {
    const char *method, *path;
    void (*serve)(struct sim *sim, struct order *order);
} routes[] = {
    {"GET", "/world", world_get},       {"PUT", "/world", world_put},
    {"GET", "/image", image_get},       {"POST", "/image", image_post},
    {"PATCH", "/image", image_patch},   {"DELETE", "/image", image_delete},
    {"PATCH", "/region", region_patch}, {"GET", "/log", log_get},
    {"GET", "/effects", effects_get},   {"GET", "/time", time_get},
    {"POST", "/advance", advance_post}, {"GET", "/fault", fault_get},
    {"POST", "/fault", fault_post},     {"DELETE", "/fault", fault_delete},
    {"POST", "/quirk", quirk_post},     {"DELETE", "/quirk", quirk_delete},
    {"POST", "/quit", quit_post},
};

static const struct route *find(const struct http_request *request)
{
    size_t i;

    for (i = 0; i < sizeof routes / sizeof *routes; i++)
        if (str_equal(routes[i].method, request->method) &&
            str_equal(routes[i].path, request->path))
            return &routes[i];
    return NULL;
}

static void serve(void *context, struct http_request *request, struct http_answer *answer)
{
    struct sim *sim = context;
    struct order order = {.arena = &request->arena,
                          .query = {.arena = &request->arena},
                          .body = &request->body,
                          .text = &answer->text,
                          .status = 200};
    const struct route *route = find(request);

    pthread_mutex_lock(&sim->lock);
    if (route == NULL || pairs_parse(&order.query, request->query, true) != 0)
        say(&order, 404, "no such path; see cloudsim --help control");
    else
        route->serve(sim, &order);
    if (order.reply != NULL)
        json_print(order.text, order.reply, JSON_INDENT(1));
    answer->type = order.reply != NULL ? "application/json" : "application/x-ndjson";
    answer->status = order.status;
    json_decref(order.reply);
    pthread_mutex_unlock(&sim->lock);
}

struct http *control_start(struct sim *sim, uint16_t port)
{
    const struct http_options options = {.port = port,
                                         .body_max = BODY_MAX,
                                         .serve = serve,
                                         .context = sim};

    return http_start(&options);
}
