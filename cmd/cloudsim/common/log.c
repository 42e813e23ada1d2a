/* SPDX-License-Identifier: MIT */
/* The request log: one line of JSON an exchange.  Signatures and tokens only with --log-raw. */
#include <string.h>

#include "cmd/cloudsim/common/sim.h"

static void put(json_t *line, const char *key, const char *value)
{
    json_object_set_new(line, key, value == NULL ? json_null() : json_string(value));
}

static json_t *raw_of(const struct exchange *x)
{
    json_t *headers = json_array();
    size_t i;

    for (i = 0; i < x->headers.count; i++)
        json_array_append_new(headers, json_pack("[s,s%]", x->headers.items[i].name,
                                                 x->headers.items[i].value,
                                                 strlen(x->headers.items[i].value)));
    return json_pack("{s:s,s:s,s:s,s:o,s:s*}", "method", x->method, "path", x->path, "query",
                     x->query, "headers", headers, "body", x->body);
}

static void count(struct sim *sim, const struct exchange *x)
{
    TEXT_AUTO key = text_printf("%s %s", x->api == NULL ? "?" : x->api->cloud,
                                x->action == NULL ? "?" : x->action);
    json_int_t so_far = json_integer_value(json_object_get(sim->per_action, key));

    /* a stranger can invent actions: keep the table small */
    if (so_far > 0 || json_object_size(sim->per_action) < 1000)
        json_object_set_new(sim->per_action, key, json_integer(so_far + 1));
}

void log_write(struct sim *sim, const struct exchange *x, const char *done)
{
    json_t *line = json_object();
    int64_t now = sim_real();
    TEXT_AUTO second = time_iso(now / 1000);
    TEXT_AUTO when = text_printf("%.19s.%03dZ", second, (int)(now % 1000));

    count(sim, x);
    json_object_set_new(line, "n", json_integer(x->number));
    put(line, "time", when);
    put(line, "cloud", x->api == NULL ? NULL : x->api->cloud);
    put(line, "host", x->host);
    put(line, "method", x->method);
    put(line, "path", x->path);
    put(line, "action", x->action);
    put(line, "region", x->region);
    put(line, "account", x->account == NULL ? NULL : x->account->id);
    json_object_set(line, "params", x->params == NULL ? json_null() : x->params);
    put(line, "signature", x->signature);
    json_object_set_new(line, "connection_use", json_integer(x->on_connection));
    json_object_set_new(line, "status", json_integer(x->status));
    put(line, "code", x->code);
    put(line, "request_id", x->request_id);
    put(line, "answer", done);
    json_object_set_new(line, "effects", x->effects == NULL ? json_array() : json_copy(x->effects));
    put(line, "fault", x->plan.text);
    if (sim->log_raw)
        json_object_set_new(line, "raw", raw_of(x));
    if (sim->log != NULL) {
        json_dumpf(line, sim->log, JSON_COMPACT);
        fputc('\n', sim->log);
        fflush(sim->log);
    }
    json_decref(line);
}
