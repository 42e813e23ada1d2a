/* SPDX-License-Identifier: MIT */
#include "providers/clouds/reply.h"

#include "providers/wire/pairs.h"
#include "providers/wire/redact.h"
#include "providers/wire/request.h"
#include "reconcile/base/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_MESSAGE = 400, MAX_RETRY_AFTER_S = 3600 };

/* A stranger's text as one line of at most MAX_MESSAGE bytes, without controls or secrets. */
static const char *one_line(const struct reply *reply, const char *text)
{
    struct buf clean cleanup_buf = BUF_INIT(BUF_UNBOUNDED), out cleanup_buf = BUF_INIT(MAX_MESSAGE);
    size_t at, used;
    uint32_t c;

    redact_text(&clean, text, strlen(text), reply->response->secrets);
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
    return arena_printf(reply->arena, "%s%s", out.ptr, out.overflow ? "…" : "");
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
                   named ? one_line(reply, id) : "");
    return arena_strndup(reply->arena, out.ptr, out.len);
}

/* A failure of the message "head: text", the text being a stranger's. */
static struct port_failure failure(const struct reply *reply, enum port_class class,
                                   const char *head, const char *text)
{
    const char *message = arena_printf(reply->arena, "%s: %s", head, one_line(reply, text));

    return (struct port_failure){
        .class = class,
        .message = with_status(reply, message),
        .http_status = reply->response->status,
        .retry_after_ms = retry_after_ms(reply->response),
    };
}

/* Takes back whatever was read so far: a failure stands alone. */
static void fail(struct reply *reply, struct port_failure what)
{
    const char *id = reply->out->request_id;

    *reply->out = (struct port_result){.quota_total = -1,
                                       .quota_free = -1,
                                       .request_id = id,
                                       .failure = what};
}

/* Clears the result, notes the request id of the headers, and looks whether there is a whole reply
 * to read.  False: the failure is set. */
static bool begin(struct reply *reply)
{
    const struct response *response = reply->response;
    const struct pair *headers = response->headers;
    bool copy = reply->call->verb == PORT_COPY;
    struct port_failure none = {.class = PORT_FINE};
    const char *id = reply->provider->request_id;

    id = id == NULL ? NULL : pairs_find(headers, response->n_headers, id);
    if (id == NULL)
        id = pairs_find(headers, response->n_headers, "x-request-id");
    reply->out->request_id = id == NULL || *id == '\0' ? NULL : one_line(reply, id);
    fail(reply, none);
    if (response->departure == DEPARTED_ANSWERED)
        return true;
    if (response->departure == DEPARTED_NOT)
        /* A read that cannot succeed ends at once; a copy was preceded by reads that did. */
        fail(reply, failure(reply, response->lasting && !copy ? PORT_PERMANENT : PORT_TRANSIENT,
                            "not sent", response->fault));
    else
        fail(reply,
             failure(reply, copy ? PORT_LOST : PORT_TRANSIENT, "no whole answer", response->fault));
    return false;
}

/* The failure of a reply that cannot be understood; drops what was read. */
static void unreadable(struct reply *reply, const char *why)
{
    enum port_class class = reply->call->verb == PORT_COPY ? PORT_LOST : PORT_TRANSIENT;

    if (reply->response->status == 429)
        class = PORT_THROTTLED; /* the one status that says by itself that nothing was done */
    fail(reply, failure(reply, class, "answer not understood", why));
}

struct port_failure reply_refusal(struct reply *reply, const char *code, const char *message,
                                  enum port_class fallback)
{
    const struct error_entry *entry = error_find(reply->errors, code);
    bool copy = reply->call->verb == PORT_COPY;
    const char *shown = one_line(reply, code);
    struct port_failure what =
        failure(reply, entry != NULL ? error_class(entry, reply->call->verb) : fallback, shown,
                message == NULL || *message == '\0' ? "no message" : message);

    what.code = shown;
    what.reason = entry != NULL ? entry->reason : REASON_NONE;
    if (what.class == PORT_REGION && what.reason == REASON_NONE && reply->call->n_targets < 2)
        what.class = PORT_PERMANENT;
    if (what.class == PORT_FINE) /* a dry run's "would have gone well", to something else */
        what.class = PORT_PERMANENT;
    if (copy && entry == NULL && (reply->response->status >= 500 || what.class == PORT_TRANSIENT))
        what.class = PORT_LOST;
    /* Of a code that no table knows only the status can prove that the request was at fault. */
    if (copy && entry == NULL && what.class == PORT_PERMANENT && reply->response->status < 400)
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

    assert(call->verb == PORT_COPY);
    for (i = 0; i < n; i++) {
        copied[i].source = i / call->n_targets;
        copied[i].target = i % call->n_targets;
    }
    reply->out->copied = copied;
    reply->out->n_copied = n;
}

void reply_copied(struct reply *reply, const struct json *body, const char *set, const char *region,
                  const char *id, reply_target_reader *read, struct err *err)
{
    struct json list = json_array_maybe(body, set, err), item;
    struct port_copied *copied = arena_array(reply->arena, json_count(&list), sizeof *copied);
    size_t n = 0, target;

    assert(reply->call->verb == PORT_COPY);
    for (item = json_first(&list); item.node != NULL; item = json_next(&item)) {
        const char *copy_id = id == NULL ? "" : json_string_or(&item, id, "", err);

        target = request_target(reply->call, json_string(&item, region, err));
        if (target == reply->call->n_targets)
            continue; /* a region that nobody asked for */
        copied[n].target = target;
        copied[n].id = *copy_id == '\0' ? NULL : copy_id;
        if (read != NULL)
            read(reply, &item, &copied[n], err);
        n++;
    }
    reply->out->copied = copied;
    reply->out->n_copied = n;
    if (n == 0)
        reply_accept_all(reply);
}

/* ---- images ---- */

static const char *next_offset(const struct reply *reply, size_t received)
{
    int64_t next = request_page(reply->call, 0).offset + (int64_t)received;

    if (received == 0 || next >= reply->out->total)
        return NULL;
    return arena_printf(reply->arena, "%" PRId64, next);
}

void reply_images(struct reply *reply, const struct json *body, const char *set, const char *total,
                  reply_image_reader *read, struct err *err)
{
    struct json list = json_array_maybe(body, set, err), item;
    size_t received = json_count(&list);
    struct image *images = arena_array(reply->arena, received, sizeof *images);
    struct port_result *out = reply->out;

    assert(read != NULL);
    out->has_total = total != NULL;
    if (total != NULL)
        out->total = json_int(body, total, err);
    for (item = json_first(&list); item.node != NULL; item = json_next(&item)) {
        if (read(&item, &images[out->n_images], err))
            out->n_images++;
        else
            out->n_foreign++;
    }
    out->images = images;
    if (total != NULL)
        out->cursor = next_offset(reply, received);
}

void reply_state(const struct state_word *words, const char *text, struct image *image,
                 struct err *err)
{
    if (text == NULL)
        err_set(err, ERR_DATA, "an image without a status");
    image->state_text = text == NULL ? "" : text;
    while (words->text != NULL && strcmp(words->text, image->state_text) != 0)
        words++;
    image->state = words->state;
}

void reply_image(const struct json *item, const char *id, const char *name, const char *state,
                 const struct state_word *words, struct image *image, struct err *err)
{
    image->id = json_string(item, id, err);
    if (*image->id == '\0')
        err_set(err, ERR_DATA, "%s: empty", id);
    image->name = json_string(item, name, err);
    image->progress = -1;
    if (state != NULL)
        reply_state(words, json_string(item, state, err), image, err);
}

/* ---- the frame ---- */

bool reply_went_well(const struct reply *reply, struct err *err)
{
    if (err->code == ERR_NONE && reply->response->status != 200)
        err_set(err, ERR_DATA, "no error in it, but the status is not 200");
    return err->code == ERR_NONE;
}

bool reply_open_flat(struct reply *reply, const struct json *root, const char *code,
                     const char *message, struct err *err)
{
    const char *found = json_code_maybe(root, code, err);
    const char *text = json_string_or(root, message, NULL, err);

    if (err->code == ERR_NONE && found == NULL)
        err_set(err, ERR_DATA, "%s: expected a number or a string, found nothing", code);
    if (err->code == ERR_NONE && strcmp(found, "0") != 0) {
        reply_refuse(reply, found, text, PORT_PERMANENT);
        return false;
    }
    return reply_went_well(reply, err);
}

void reply_read(const struct provider *provider, const struct port_call *call,
                const struct response *response, struct arena *arena, struct port_result *out)
{
    struct reply reply = {provider, provider->errors, call, response, arena, out};
    struct json_document *document cleanup_json = NULL;
    struct err err = ERR_INIT;
    struct json root;

    assert(provider->read_json != NULL && call != NULL && arena != NULL && out != NULL);
    assert(response != NULL && response->body != NULL && response->secrets != NULL);
    if (!begin(&reply))
        return;
    document = json_parse(response->body, response->n_body, arena, &err);
    root = json_root(document);
    if (document != NULL)
        provider->read_json(&reply, &root, &err);
    if (err.code != ERR_NONE)
        unreadable(&reply, err.text);
}
