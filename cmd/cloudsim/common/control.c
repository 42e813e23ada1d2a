/* SPDX-License-Identifier: MIT */
/* The control endpoint: plain HTTP on loopback, for tests and demos.  `cloudsim --help control`
 * lists the paths; the table at the end is what it serves. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <microhttpd.h>

#include "cmd/cloudsim/common/server.h"
#include "cmd/cloudsim/common/sim.h"

#define BODY_MAX ((size_t)64 << 20) /* a world of a hundred thousand images */

struct call {
    struct pairs query;
    struct text body;
    json_t *reply;
    char *text; /* instead of REPLY */
    unsigned status;
};

static void say(struct call *call, unsigned status, const char *error)
{
    call->status = status;
    call->reply = error == NULL ? json_pack("{s:b}", "ok", 1) : json_pack("{s:s}", "error", error);
}

/* Takes WHY over. */
static void say_result(struct call *call, int result, char *why)
{
    say(call, result == 0 ? 200 : 400, result == 0 ? NULL : why);
    free(why);
}

/* ---- the world ---- */

static void world_get(struct sim *sim, struct call *call)
{
    world_tick(&sim->world, sim_now(sim));
    call->reply = world_save(&sim->world);
}

static void world_put(struct sim *sim, struct call *call)
{
    json_error_t error;
    json_t *document = json_loads(call->body.ptr == NULL ? "" : call->body.ptr, 0, &error);
    char *why = NULL;
    int result;

    if (document == NULL) {
        say(call, 400, error.text);
        return;
    }
    result = world_load(&sim->world, document, sim_now(sim), &why);
    say_result(call, result, why);
    json_decref(document);
}

/* The image that cloud=, region= and id= or name= point at; else a refusal and NULL. */
static struct image *pointed_at(struct sim *sim, struct call *call)
{
    const char *region = pairs_get(&call->query, "region"), *id = pairs_get(&call->query, "id");
    const char *name = pairs_get(&call->query, "name"), *cloud = pairs_get(&call->query, "cloud");
    struct image *image = NULL;
    enum cloud which;

    if (cloud_find(cloud, &which))
        image = id != NULL ? world_image(&sim->world, which, region, id)
                           : world_image_named(&sim->world, which, region, name);
    if (image == NULL)
        say(call, 404, "no such image");
    return image;
}

static void image_get(struct sim *sim, struct call *call)
{
    struct image *image;

    world_tick(&sim->world, sim_now(sim));
    image = pointed_at(sim, call);
    if (image != NULL)
        call->reply = image_save(image);
}

static void image_delete(struct sim *sim, struct call *call)
{
    struct image *image = pointed_at(sim, call);

    if (image == NULL)
        return;
    world_remove(&sim->world, image);
    say(call, 200, NULL);
}

static void image_patch(struct sim *sim, struct call *call)
{
    struct image *image = pointed_at(sim, call), changed;
    json_t *fields = json_loads(call->body.ptr == NULL ? "" : call->body.ptr, 0, NULL), *whole;
    char *why = NULL;
    int result = -1;

    if (image != NULL && json_is_object(fields)) {
        whole = image_save(image);
        json_object_update(whole, fields);
        changed = (struct image){.cloud = image->cloud};
        result = image_load(&changed, whole, sim_now(sim), &why);
        if (result == 0) {
            image_free(image);
            *image = changed;
        }
        json_decref(whole);
    }
    if (image != NULL)
        say_result(call, result, why != NULL ? why : text_dup("the body is no JSON object"));
    json_decref(fields);
}

static void image_post(struct sim *sim, struct call *call)
{
    json_t *fields = json_loads(call->body.ptr == NULL ? "" : call->body.ptr, 0, NULL);
    struct image image = {.cloud = CLOUD_CVM};
    char *why = NULL;
    int result = -1;

    if (!cloud_find(pairs_get(&call->query, "cloud"), &image.cloud))
        why = text_dup("cloud= names no cloud");
    else if (!json_is_object(fields))
        why = text_dup("the body is no JSON object");
    else
        result = world_insert(&sim->world, image.cloud, fields, sim_now(sim), &why);
    say_result(call, result, why);
    json_decref(fields);
}

static void region_patch(struct sim *sim, struct call *call)
{
    json_t *fields = json_loads(call->body.ptr == NULL ? "" : call->body.ptr, 0, NULL);
    struct region *region = NULL;
    enum cloud cloud;
    json_t *quota = json_object_get(fields, "quota");

    if (cloud_find(pairs_get(&call->query, "cloud"), &cloud))
        region = (struct region *)(uintptr_t)world_region(&sim->world, cloud,
                                                          pairs_get(&call->query, "region"));
    if (region == NULL || !json_is_object(fields)) {
        say(call, 404, "no such region, or no JSON object");
    } else {
        if (json_is_integer(quota))
            region->quota = (int)json_integer_value(quota);
        if (json_is_boolean(json_object_get(fields, "copies")))
            region->copies = json_is_true(json_object_get(fields, "copies"));
        if (json_is_boolean(json_object_get(fields, "offline")))
            region->offline = json_is_true(json_object_get(fields, "offline"));
        say(call, 200, NULL);
    }
    json_decref(fields);
}

/* ---- what happened ---- */

static void log_get(struct sim *sim, struct call *call)
{
    struct text text = {0};
    char chunk[65536];
    size_t got;

    text_add(&text, "");
    if (sim->log != NULL) {
        fseek(sim->log, 0, SEEK_SET);
        while ((got = fread(chunk, 1, sizeof chunk, sim->log)) > 0)
            text_add_bytes(&text, chunk, got);
        fseek(sim->log, 0, SEEK_END);
    }
    call->text = text.ptr;
}

static void effects_get(struct sim *sim, struct call *call)
{
    json_t *regions = json_object(), *names = json_object(), *copy;
    size_t i;

    json_array_foreach(sim->copies, i, copy) {
        const char *cloud = json_string_value(json_object_get(copy, "cloud"));
        const char *to = json_string_value(json_object_get(copy, "to"));
        TEXT_AUTO region = text_printf("%s %s", cloud, to);
        TEXT_AUTO name =
            text_printf("%s %s@%s", cloud, json_string_value(json_object_get(copy, "name")), to);

        json_object_set_new(regions, region,
                            json_integer(1 + json_integer_value(json_object_get(regions, region))));
        json_object_set_new(names, name,
                            json_integer(1 + json_integer_value(json_object_get(names, name))));
    }
    call->reply =
        json_pack("{s:I,s:I,s:o,s:o,s:O,s:O}", "started", (json_int_t)json_array_size(sim->copies),
                  "requests", (json_int_t)sim->exchanges, "by_region", regions, "by_image", names,
                  "by_action", sim->per_action, "list", sim->copies);
}

/* ---- time, faults, quirks, the end ---- */

static void advance_post(struct sim *sim, struct call *call)
{
    const char *seconds = pairs_get(&call->query, "seconds");
    double by = seconds == NULL ? -1 : strtod(seconds, NULL);

    if (!sim->virtual_time || !(by >= 0 && by <= 1e9)) {
        say(call, 400, "advance needs --time virtual and seconds=N");
        return;
    }
    sim->virtual_ms += (int64_t)(by * 1000);
    world_tick(&sim->world, sim_now(sim));
    say(call, 200, NULL);
}

static void time_get(struct sim *sim, struct call *call)
{
    call->reply =
        json_pack("{s:I,s:b,s:I}", "now_ms", (json_int_t)sim_now(sim), "virtual", sim->virtual_time,
                  "next_copy_ends_in_ms", (json_int_t)world_next(&sim->world, sim_now(sim)));
}

static void fault_post(struct sim *sim, struct call *call)
{
    char *line, *rest = NULL, *why = NULL;
    int result = call->body.ptr == NULL ? -1 : 0;

    for (line = call->body.ptr == NULL ? NULL : strtok_r(call->body.ptr, "\r\n", &rest);
         line != NULL && result == 0; line = strtok_r(NULL, "\r\n", &rest))
        result = faults_add(&sim->faults, line, &why);
    say_result(call, result, why != NULL ? why : text_dup("the body holds a fault a line"));
}

static void fault_get(struct sim *sim, struct call *call)
{
    size_t i;

    call->reply = json_array();
    for (i = 0; i < sim->faults.count; i++)
        json_array_append_new(call->reply,
                              json_pack("{s:s,s:I}", "fault", sim->faults.items[i].text, "applied",
                                        (json_int_t)sim->faults.items[i].applied));
}

static void fault_delete(struct sim *sim, struct call *call)
{
    faults_free(&sim->faults);
    say(call, 200, NULL);
}

static void quirk_post(struct sim *sim, struct call *call)
{
    char *body = call->body.ptr == NULL ? call->body.ptr : strtok(call->body.ptr, "\r\n");
    bool known = body != NULL && quirk_set(&sim->quirks, body) == 0;

    say(call, known ? 200 : 400, known ? NULL : "no such quirk");
}

static void quirk_delete(struct sim *sim, struct call *call)
{
    quirks_free(&sim->quirks);
    say(call, 200, NULL);
}

static void quit_post(struct sim *sim, struct call *call)
{
    (void)sim;
    say(call, 200, NULL);
    kill(getpid(), SIGTERM); /* the main thread waits for it */
}

static const struct {
    const char *method, *path;
    void (*serve)(struct sim *sim, struct call *call);
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

/* ---- the listener ---- */

static enum MHD_Result keep_query(void *context, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    (void)kind;
    pairs_add(context, name, value);
    return MHD_YES;
}

static enum MHD_Result reply(struct MHD_Connection *connection, struct call *call)
{
    char *text = call->text != NULL ? call->text : json_dumps(call->reply, JSON_INDENT(1));
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result result;

    MHD_add_response_header(response, "Content-Type",
                            call->text != NULL ? "application/x-ndjson" : "application/json");
    result = MHD_queue_response(connection, call->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handler(void *context, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *upload,
                               size_t *upload_size, void **state)
{
    struct sim *sim = context;
    struct call *call = *state;
    size_t i;

    (void)version;
    if (call == NULL) {
        *state = call = text_alloc(sizeof *call);
        MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, keep_query, &call->query);
        return MHD_YES;
    }
    if (*upload_size > 0) {
        if (call->body.length + *upload_size > BODY_MAX)
            return MHD_NO;
        text_add_bytes(&call->body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    call->status = 200;
    pthread_mutex_lock(&sim->lock);
    for (i = 0; i < sizeof routes / sizeof *routes; i++)
        if (text_same(routes[i].method, method) && text_same(routes[i].path, url))
            routes[i].serve(sim, call);
    pthread_mutex_unlock(&sim->lock);
    if (call->reply == NULL && call->text == NULL)
        say(call, 404, "no such path; see cloudsim --help control");
    return reply(connection, call);
}

static void finished(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode code)
{
    struct call *call = *state;

    (void)context, (void)connection, (void)code;
    if (call == NULL)
        return;
    pairs_free(&call->query);
    text_release(&call->body);
    json_decref(call->reply);
    free(call);
    *state = NULL;
}

struct MHD_Daemon *control_start(struct sim *sim, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, port, NULL, NULL,
                            handler, sim, MHD_OPTION_SOCK_ADDR, &address,
                            MHD_OPTION_NOTIFY_COMPLETED, finished, NULL, MHD_OPTION_END);
}
