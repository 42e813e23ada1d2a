/* SPDX-License-Identifier: MIT */
/* Events as lines of JSON.  A reader that does not know a `type` can still show `@message`. */
#include "cmd/ferry/show/progress_view.h"
#include "reconcile/base/jsonw.h"
#include "reconcile/base/version.h"

static const char *const type_names[] = {
    [EVENT_REGION_READ] = "region_read",
    [EVENT_CALL_WAITS] = "call_waits",
    [EVENT_CALL_SENT] = "call_sent",
    [EVENT_CALL_ANSWERED] = "call_answered",
    [EVENT_CELL] = "cell",
    [EVENT_RETRY] = "retry",
    [EVENT_SETTLE] = "settle",
    [EVENT_WARNING] = "warning",
    [EVENT_INTERRUPTED] = "interrupted",
};

static void put_head(struct jsonw *w, const char *type, const char *level, const char *message,
                     int64_t now_ms)
{
    jsonw_object(w, NULL);
    jsonw_string(w, "type", type);
    jsonw_string(w, "@level", level);
    jsonw_string(w, "@message", message);
    jsonw_time(w, "@timestamp", now_ms / 1000);
}

void progress_json_version(int64_t now_ms, struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);

    put_head(&w, "version", "info", "ferry " FERRY_VERSION, now_ms);
    jsonw_string(&w, "ferry", FERRY_VERSION);
    jsonw_string(&w, "format_version", FORMAT_VERSION);
    jsonw_close(&w);
    buf_char(out, '\n');
}

static void put_message(const struct progress *progress, const struct event *event, struct buf *out)
{
    const char *text = event->text != NULL ? event->text : "";
    const char *region = event->region != NULL ? event->region : "";
    const char *colon = event->text != NULL ? ": " : "";

    switch (event->kind) {
    case EVENT_REGION_READ:
        buf_printf(out, "%s %s%s%s", event->ok ? "read" : "could not read", region, colon, text);
        break;
    case EVENT_CALL_WAITS:
        buf_printf(out, "call %d waits for %s", event->call, text);
        break;
    case EVENT_CALL_SENT:
        progress_name_call(progress, event->call, out);
        break;
    case EVENT_CALL_ANSWERED:
        buf_printf(out, "call %d %s", event->call, text);
        break;
    case EVENT_CELL:
        buf_printf(out, "%s: %s", event->address != NULL ? event->address : "",
                   event->ok ? "ready" : text);
        break;
    case EVENT_RETRY:
        buf_printf(out, "again later: %s%s%s", region, colon, text);
        break;
    case EVENT_SETTLE:
        buf_printf(out, "the targets of call %d are watched", event->call);
        break;
    case EVENT_WARNING:
        buf_str(out, text);
        break;
    case EVENT_INTERRUPTED:
        buf_str(out, "interrupted: no new calls");
        break;
    }
}

static const char *level_of(const struct event *event)
{
    bool bad =
        (event->kind == EVENT_REGION_READ || event->kind == EVENT_CALL_ANSWERED) && !event->ok;

    return bad || event->kind == EVENT_WARNING || event->kind == EVENT_INTERRUPTED ? "warn"
                                                                                   : "info";
}

/* null below 0: not said */
static void put_number(struct jsonw *w, const char *key, int n)
{
    if (n >= 0)
        jsonw_int(w, key, n);
    else
        jsonw_null(w, key);
}

void progress_json(const struct progress *progress, const struct event *event, int64_t now_ms,
                   struct buf *out)
{
    struct jsonw w = JSONW_INIT(out);
    struct buf message cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    const char *account = progress_account(progress, event->account);

    put_message(progress, event, &message);
    put_head(&w, type_names[event->kind], level_of(event), message.ptr, now_ms);
    jsonw_string(&w, "account", *account != '\0' ? account : NULL);
    jsonw_string(&w, "region", event->region);
    jsonw_string(&w, "address", event->address);
    put_number(&w, "call", event->call);
    put_number(&w, "progress", event->progress);
    jsonw_bool(&w, "ok", event->ok);
    jsonw_string(&w, "text", event->text);
    jsonw_string(&w, "request_id", event->request_id);
    jsonw_time(&w, "at", event->at_ms / 1000);
    jsonw_close(&w);
    buf_char(out, '\n');
}
