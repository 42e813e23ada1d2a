/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/http.h"

#include "cmd/cloudsim/common/certificates.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { CONNECTIONS_MAX = 256, IDLE_SECONDS = 90, REQUEST_LINE_MAX = 128 << 10 };

struct http {
    struct http_options options;
    struct MHD_Daemon *daemon;
};

/* A request on its way, with its answer. */
struct visit {
    struct http_request request;
    struct http_answer answer;
};

static void *allocate(size_t size)
{
    void *p = calloc(1, size);

    if (p == NULL)
        arena_exhausted();
    return p;
}

/* ---- reading ---- */

/* Called with the target as sent, before anything is decoded: signatures are over these bytes. */
static void *begin(void *context, const char *target, struct MHD_Connection *connection)
{
    const struct http *http = context;
    struct visit *visit = allocate(sizeof *visit);
    struct arena *arena = &visit->request.arena;
    size_t n = strcspn(target, "?");

    (void)connection;
    visit->request.path = arena_strndup(arena, target, n);
    visit->request.query = arena_strdup(arena, target[n] == '?' ? target + n + 1 : "");
    visit->request.headers.arena = visit->answer.headers.arena = arena;
    visit->request.body = BUF_INIT(http->options.body_max);
    visit->answer.text = BUF_INIT(BUF_UNBOUNDED);
    return visit;
}

static enum MHD_Result keep_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    pairs_add(context, name, value == NULL ? "" : value);
    return MHD_YES;
}

static void read_head(struct http_request *request, struct MHD_Connection *connection,
                      const char *method)
{
    const union MHD_ConnectionInfo *uses =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    request->method = arena_strdup(&request->arena, method);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, &request->headers);
    request->on_connection =
        uses != NULL && uses->socket_context != NULL ? ++*(unsigned *)uses->socket_context : 1;
}

static void count_uses(void *context, struct MHD_Connection *connection, void **uses,
                       enum MHD_ConnectionNotificationCode code)
{
    (void)context, (void)connection;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *uses = allocate(sizeof(unsigned));
    } else {
        free(*uses);
        *uses = NULL;
    }
}

/* ---- answering ---- */

static ssize_t read_half(void *context, uint64_t at, char *out, size_t room)
{
    const struct buf *text = context;
    size_t left = text->len / 2 - (size_t)at;

    if (left == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (left > room)
        left = room;
    memcpy(out, text->ptr + at, left);
    return (ssize_t)left;
}

static enum MHD_Result hang_up(struct MHD_Connection *connection, bool reset)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct linger linger = {.l_onoff = 1, .l_linger = 0};

    if (reset && info != NULL)
        setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    return MHD_NO;
}

/* The text stays in the visit, which goes only after all was sent. */
static enum MHD_Result reply(struct MHD_Connection *connection, struct http_answer *answer)
{
    struct MHD_Response *response;
    enum MHD_Result result;
    size_t i;

    assert(answer->status != 0 && answer->type != NULL);
    if (answer->sending == HTTP_HALF && answer->text.len > 1)
        response = MHD_create_response_from_callback(answer->text.len, 1024, read_half,
                                                     &answer->text, NULL);
    else
        response = MHD_create_response_from_buffer(answer->text.len, answer->text.ptr,
                                                   MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", answer->type);
    for (i = 0; i < answer->headers.n; i++)
        MHD_add_response_header(response, answer->headers.items[i].name,
                                answer->headers.items[i].value);
    result = MHD_queue_response(connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *n_upload, void **state)
{
    struct http *http = context;
    struct visit *visit = *state;

    (void)url, (void)version;
    if (visit->request.method == NULL) {
        read_head(&visit->request, connection, method);
        return MHD_YES;
    }
    if (*n_upload > 0) {
        buf_add(&visit->request.body, upload, *n_upload);
        *n_upload = 0;
        return visit->request.body.overflow ? MHD_NO : MHD_YES;
    }
    http->options.serve(http->options.context, &visit->request, &visit->answer);
    if (visit->answer.sending == HTTP_HANG_UP || visit->answer.sending == HTTP_RESET)
        return hang_up(connection, visit->answer.sending == HTTP_RESET);
    return reply(connection, &visit->answer);
}

static void finish(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    struct visit *visit = *state;

    (void)context, (void)connection, (void)code;
    if (visit == NULL)
        return;
    buf_free(&visit->request.body);
    buf_free(&visit->answer.text);
    arena_free(&visit->request.arena);
    free(visit);
    *state = NULL;
}

/* ---- the listener ---- */

struct http *http_start(const struct http_options *options)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(options->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)certificates_choose},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3"},
        {MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, REQUEST_LINE_MAX, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    const struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
    struct http *http = allocate(sizeof *http);

    assert(options->serve != NULL && options->body_max > 0);
    http->options = *options;
    if (options->clouds)
        flags |= MHD_USE_THREAD_PER_CONNECTION | MHD_USE_TLS;
    http->daemon =
        MHD_start_daemon(flags, options->port, NULL, NULL, handle, http, MHD_OPTION_SOCK_ADDR,
                         &address, MHD_OPTION_URI_LOG_CALLBACK, begin, http,
                         MHD_OPTION_NOTIFY_COMPLETED, finish, NULL, MHD_OPTION_NOTIFY_CONNECTION,
                         count_uses, NULL, MHD_OPTION_ARRAY, options->clouds ? tls : plain,
                         MHD_OPTION_END);
    if (http->daemon == NULL) {
        free(http);
        return NULL;
    }
    return http;
}

uint16_t http_port(const struct http *http)
{
    const union MHD_DaemonInfo *info;

    assert(http != NULL);
    info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info == NULL ? 0 : info->port;
}

void http_stop(struct http *http)
{
    if (http == NULL)
        return;
    MHD_stop_daemon(http->daemon);
    free(http);
}
