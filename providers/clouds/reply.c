/* SPDX-License-Identifier: MIT */
#include "providers/clouds/reply.h"

#include "providers/clouds/errors.h"
#include "providers/wire/pairs.h"
#include "providers/wire/redact.h"
#include "providers/wire/request.h"
#include "reconcile/base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_MESSAGE = 400, MAX_RETRY_AFTER_S = 3600 };

/* Headers in which the clouds name an exchange. */
static const char *const id_headers[] = {"x-ucloud-request-uuid", "x-bce-request-id",
                                         "x-tc-requestid", "x-request-id"};

/* A stranger's text as one line of at most MAX_MESSAGE bytes, without controls or secrets. */
static const char *one_line(const char *text, struct arena *arena)
{
    struct buf clean cleanup_buf = BUF_INIT(BUF_UNBOUNDED), out cleanup_buf = BUF_INIT(MAX_MESSAGE);
    size_t at, used;
    uint32_t c;

    redact_text(&clean, text, strlen(text));
    for (at = 0; at < clean.len; at += used) {
        used = utf8_decode(clean.ptr + at, clean.len - at, &c);
        if (used == 0) {
            buf_char(&out, '?');
            used = 1;
        } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            buf_char(&out, ' ');
        } else {
            buf_add(&out, clean.ptr + at, used);
        }
    }
    return arena_printf(arena, "%s%s", out.ptr, out.overflow ? "…" : "");
}

static int64_t retry_after_ms(const struct response *response)
{
    const char *text = pairs_find(response->headers, response->n_headers, "retry-after");
    char *end;
    long seconds;

    if (text == NULL || *text < '0' || *text > '9')
        return 0; /* the form with a date needs a clock; ours backs off by itself */
    seconds = strtol(text, &end, 10);
    if (*end != '\0')
        return 0;
    return (int64_t)(seconds > MAX_RETRY_AFTER_S ? MAX_RETRY_AFTER_S : seconds) * 1000;
}

/* "text (HTTP 502, request 1234)" */
static const char *with_status(const struct reply *reply, const char *text)
{
    const char *id = reply->out->request_id;
    bool named = id != NULL && *id != '\0';
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    buf_str(&out, text);
    if (reply->response->status != 0)
        buf_printf(&out, " (HTTP %d%s%s)", reply->response->status, named ? ", request " : "",
                   named ? one_line(id, reply->arena) : "");
    return arena_strndup(reply->arena, out.ptr, out.len);
}

static struct port_failure failure(const struct reply *reply, enum port_class class,
                                   const char *text)
{
    struct port_failure failure = {
        .class = class,
        .message = with_status(reply, text),
        .http_status = reply->response->status,
        .retry_after_ms = retry_after_ms(reply->response),
    };

    return failure;
}

/* Takes back whatever was read so far: a failure stands alone. */
static void fail(struct reply *reply, struct port_failure what)
{
    const char *id = reply->out->request_id;

    memset(reply->out, 0, sizeof *reply->out);
    reply->out->quota_total = reply->out->quota_free = -1;
    reply->out->request_id = id;
    reply->out->failure = what;
}

bool reply_begin(struct reply *reply)
{
    const struct response *response = reply->response;
    bool copy = reply->call->verb == PORT_COPY;
    struct port_failure none = {.class = PORT_FINE};
    const char *id = NULL;
    size_t i;

    for (i = 0; i < sizeof id_headers / sizeof *id_headers && id == NULL; i++)
        id = pairs_find(response->headers, response->n_headers, id_headers[i]);
    reply->out->request_id = id == NULL || *id == '\0' ? NULL : one_line(id, reply->arena);
    fail(reply, none);
    if (response->departure == DEPARTED_ANSWERED)
        return true;
    if (response->departure == DEPARTED_NOT)
        /* A read that cannot succeed ends at once; a copy was preceded by reads that did. */
        fail(reply, failure(reply, response->lasting && !copy ? PORT_PERMANENT : PORT_TRANSIENT,
                            arena_printf(reply->arena, "not sent: %s",
                                         one_line(response->fault, reply->arena))));
    else
        fail(reply, failure(reply, copy ? PORT_LOST : PORT_TRANSIENT,
                            arena_printf(reply->arena, "no whole answer: %s",
                                         one_line(response->fault, reply->arena))));
    return false;
}

void reply_unreadable(struct reply *reply, const char *why)
{
    enum port_class class = reply->call->verb == PORT_COPY ? PORT_LOST : PORT_TRANSIENT;

    if (reply->response->status == 429)
        class = PORT_THROTTLED; /* the one status that says by itself that nothing was done */
    fail(reply, failure(reply, class,
                        arena_printf(reply->arena, "answer not understood: %s",
                                     one_line(why, reply->arena))));
}

struct port_failure reply_refusal(struct reply *reply, const char *code, const char *message,
                                  enum port_class fallback)
{
    const struct error_fact *fact = error_find(reply->provider, code);
    bool copy = reply->call->verb == PORT_COPY;
    struct port_failure what =
        failure(reply, fact != NULL ? error_class(fact, reply->call->verb) : fallback,
                arena_printf(reply->arena, "%s: %s", one_line(code, reply->arena),
                             one_line(message == NULL || *message == '\0' ? "no message" : message,
                                      reply->arena)));

    what.code = arena_strdup(reply->arena, one_line(code, reply->arena));
    what.reason = fact != NULL ? fact->reason : REASON_NONE;
    if (what.class == PORT_REGION && what.reason == REASON_NONE && reply->call->n_targets < 2)
        what.class = PORT_PERMANENT;
    if (what.class == PORT_FINE) /* a dry run's "would have gone well", to something else */
        what.class = PORT_PERMANENT;
    if (copy && fact == NULL && (reply->response->status >= 500 || what.class == PORT_TRANSIENT))
        what.class = PORT_LOST;
    /* Of a code that no table knows only the status can prove that the request was at fault. */
    if (copy && fact == NULL && what.class == PORT_PERMANENT && reply->response->status < 400)
        what.class = PORT_UNCLEAR;
    if (what.class == PORT_AUTH)
        what.reason = REASON_NOT_AUTHORIZED;
    return what;
}

void reply_refuse(struct reply *reply, const char *code, const char *message,
                  enum port_class fallback)
{
    fail(reply, reply_refusal(reply, code, message, fallback));
}

void reply_accept_all(struct reply *reply)
{
    const struct port_call *call = reply->call;
    size_t n = call->n_sources * call->n_targets, i;
    struct port_copied *copied = arena_array(reply->arena, n, sizeof *copied);

    for (i = 0; i < n; i++) {
        copied[i].source = i / call->n_targets;
        copied[i].target = i % call->n_targets;
    }
    reply->out->copied = copied;
    reply->out->n_copied = n;
}

void reply_copied(struct reply *reply, const struct json *body, const char *set, const char *region,
                  const char *id, struct err *err)
{
    struct json list = json_array_maybe(body, set, err), item;
    struct port_copied *copied = arena_array(reply->arena, json_count(&list), sizeof *copied);
    const char *copy_id;
    size_t n = 0, target;

    for (item = json_first(&list); item.node != NULL; item = json_next(&item)) {
        target = request_target(reply->call, json_string(&item, region, err));
        copy_id = json_string_or(&item, id, "", err);
        if (target == reply->call->n_targets)
            continue; /* a region that nobody asked for */
        copied[n].target = target;
        copied[n++].id = *copy_id == '\0' ? NULL : copy_id;
    }
    reply->out->copied = copied;
    reply->out->n_copied = n;
    if (n == 0)
        reply_accept_all(reply);
}

enum image_state reply_state(const struct state_word *words, const char *text)
{
    while (words->text != NULL && strcmp(words->text, text) != 0)
        words++;
    return words->state;
}

const char *reply_id(const struct json *item, const char *key, struct err *err)
{
    const char *id = json_string(item, key, err);

    if (*id == '\0')
        err_set(err, ERR_DATA, "%s: empty", key);
    return id;
}

int64_t reply_offset(const struct port_call *call)
{
    return call->cursor == NULL ? 0 : strtoll(call->cursor, NULL, 10);
}

const char *reply_next_offset(const struct reply *reply, size_t received, int64_t total)
{
    int64_t next = reply_offset(reply->call) + (int64_t)received;

    if (received == 0 || next >= total)
        return NULL;
    return arena_printf(reply->arena, "%" PRId64, next);
}
