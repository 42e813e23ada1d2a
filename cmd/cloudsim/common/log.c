/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/exchange.h"

#include "reconcile/base/clock.h"

#include <assert.h>
#include <string.h>

enum { ACTIONS_MAX = 1000 };

/* One by one: what is no UTF-8 is left out, and the rest of the line stands. */
static void put(json_t *line, const char *key, const char *value)
{
    json_object_set_new(line, key, value == NULL ? json_null() : json_string(value));
}

static json_t *raw_of(const struct exchange *x)
{
    json_t *headers = json_array();
    size_t i;

    for (i = 0; i < x->in->headers.n; i++)
        json_array_append_new(headers, json_pack("[s,s]", x->in->headers.items[i].name,
                                                 x->in->headers.items[i].value));
    return json_pack("{s:s,s:s,s:s,s:o,s:s*}", "method", x->in->method, "path", x->in->path,
                     "query", x->in->query, "headers", headers, "body", x->in->body.ptr);
}

static void count(const struct exchange *x)
{
    const char *key = arena_printf(x->arena, "%s %s", x->cloud == NULL ? "?" : x->cloud->name,
                                   x->action == NULL ? "?" : x->action);
    json_int_t so_far = json_integer_value(json_object_get(x->sim->per_action, key));

    /* a stranger can invent actions: keep the table small */
    if (so_far > 0 || json_object_size(x->sim->per_action) < ACTIONS_MAX)
        json_object_set_new(x->sim->per_action, key, json_integer(so_far + 1));
}

void log_write(const struct exchange *x, const char *done)
{
    json_t *line cleanup_json = json_object();
    int64_t now = sim_real();
    char second[CLOCK_TEXT];

    assert(done != NULL);
    count(x);
    if (x->sim->log == NULL)
        return;
    clock_format(now / 1000, second);
    json_object_set_new(line, "n", json_integer(x->number));
    put(line, "time", arena_printf(x->arena, "%.19s.%03dZ", second, (int)(now % 1000)));
    put(line, "cloud", x->cloud == NULL ? NULL : x->cloud->name);
    put(line, "host", x->host);
    put(line, "method", x->in->method);
    put(line, "path", x->in->path);
    put(line, "action", x->action);
    put(line, "region", x->region);
    put(line, "account", x->account == NULL ? NULL : x->account->id);
    json_object_set(line, "params", x->params == NULL ? json_null() : x->params);
    put(line, "signature", x->signature);
    json_object_set_new(line, "connection_use", json_integer(x->in->on_connection));
    json_object_set_new(line, "status", json_integer(x->status));
    put(line, "code", x->code);
    put(line, "request_id", x->request_id);
    put(line, "answer", done);
    json_object_set_new(line, "effects", x->effects == NULL ? json_array() : json_copy(x->effects));
    put(line, "fault", x->plan.text);
    if (x->sim->log_raw)
        json_object_set_new(line, "raw", raw_of(x));
    json_dumpf(line, x->sim->log, JSON_COMPACT);
    fputc('\n', x->sim->log);
    fflush(x->sim->log);
}
