/* SPDX-License-Identifier: MIT */
/* The HTTPS listener: reads a request whole, lets its API answer, and applies the faults. */
#include "cmd/cloudsim/common/server.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <microhttpd.h>

#include "cmd/cloudsim/common/certificates.h"
#include "cmd/cloudsim/common/sim.h"

#define CONNECTIONS_MAX  256
#define IDLE_SECONDS     90
#define REQUEST_LINE_MAX ((size_t)128 << 10)

const struct api *const *sim_apis(void)
{
    static const struct api *const apis[] = {&api_cvm,    &api_lighthouse, &api_legacy,
                                             &api_ucloud, &api_baidu,      NULL};

    return apis;
}

/* ---- reading ---- */

static enum MHD_Result keep_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct exchange *x = context;

    (void)kind;
    pairs_add(&x->headers, name, value == NULL ? "" : value);
    return MHD_YES;
}

/* Called with the target as sent, before anything is decoded: signatures are over these bytes. */
static void *begin(void *context, const char *target, struct MHD_Connection *connection)
{
    struct exchange *x = text_alloc(sizeof *x);
    const char *question = strchr(target, '?');

    (void)context, (void)connection;
    x->path = question == NULL ? text_dup(target) : text_cut(target, (size_t)(question - target));
    x->query = text_dup(question == NULL ? "" : question + 1);
    return x;
}

static void read_head(struct exchange *x, struct MHD_Connection *connection, const char *method)
{
    const union MHD_ConnectionInfo *use =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    size_t i;

    x->method = text_dup(method);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, x);
    x->host = text_dup(pairs_get_fold(&x->headers, "Host"));
    if (x->host == NULL)
        x->host = text_dup("");
    x->name = text_cut(x->host, strcspn(x->host, ":"));
    for (i = 0; x->name[i] != '\0'; i++)
        x->name[i] = (char)tolower((unsigned char)x->name[i]);
    x->on_connection =
        use != NULL && use->socket_context != NULL ? ++*(unsigned *)use->socket_context : 1;
    x->body = text_dup("");
}

static void count_uses(void *context, struct MHD_Connection *connection, void **socket_context,
                       enum MHD_ConnectionNotificationCode code)
{
    (void)context, (void)connection;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = text_alloc(sizeof(unsigned));
    } else {
        free(*socket_context);
        *socket_context = NULL;
    }
}

/* ---- answering ---- */

struct half {
    char *text;
    size_t length;
};

static ssize_t half_read(void *context, uint64_t at, char *out, size_t room)
{
    struct half *half = context;
    size_t left = half->length / 2 - (size_t)at;

    if (left == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (left > room)
        left = room;
    memcpy(out, half->text + at, left);
    return (ssize_t)left;
}

static void half_free(void *context)
{
    struct half *half = context;

    free(half->text);
    free(half);
}

static struct MHD_Response *half_response(char *text, size_t length)
{
    struct half *half = text_alloc(sizeof *half);

    *half = (struct half){text, length};
    return MHD_create_response_from_callback(length, 1024, half_read, half, half_free);
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

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct exchange *x)
{
    char *text = x->reply == NULL ? text_dup("") : json_dumps(x->reply, JSON_COMPACT);
    size_t length = strlen(text), i;
    bool html = x->plan.mangle == MANGLE_HTML || (x->plan.status != 0);
    struct MHD_Response *response;
    enum MHD_Result result;

    if (x->plan.status != 0 && x->plan.mangle == MANGLE_NOT)
        fault_mangle(MANGLE_HTML, &text, &length);
    fault_mangle(x->plan.mangle, &text, &length);
    response = x->plan.cut == CUT_REPLY && length > 1
                   ? half_response(text, length)
                   : MHD_create_response_from_buffer(length, text, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, "Content-Type",
                            html ? "text/html" : "application/json;charset=UTF-8");
    for (i = 0; i < x->reply_headers.count; i++)
        MHD_add_response_header(response, x->reply_headers.items[i].name,
                                x->reply_headers.items[i].value);
    result = MHD_queue_response(connection, x->status, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- faults and the API between them ---- */

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

static bool region_down(struct sim *sim, const struct exchange *x)
{
    enum cloud cloud;
    const struct region *region;

    if (!cloud_find(x->api->cloud, &cloud))
        return false;
    region = world_region(&sim->world, cloud, x->region);
    return region != NULL && region->offline;
}

static void take_effect(struct sim *sim, struct exchange *x)
{
    world_tick(&sim->world, sim_now(sim));
    if (region_down(sim, x))
        x->api->refuse(sim, x, x->api->internal, "region is down");
    else
        x->api->answer(sim, x);
}

static void override(struct sim *sim, struct exchange *x)
{
    json_t *wrong;

    if (x->plan.status >= 300 && x->plan.status < 400)
        pairs_add(&x->reply_headers, "Location", "https://redirected.example/");
    if (x->plan.status != 0)
        x->status = x->plan.status;
    else if (x->plan.code != NULL)
        x->api->refuse(sim, x, x->plan.code[0] == '\0' ? x->api->throttled : x->plan.code,
                       x->plan.code[0] == '\0' ? "too many requests" : "a fault said so");
    if (x->plan.mangle == MANGLE_TYPES && x->reply != NULL) {
        wrong = fault_wrong_types(x->reply);
        json_decref(x->reply);
        x->reply = wrong;
    }
}

static void choose_api(struct exchange *x)
{
    const struct api *const *api;

    for (api = sim_apis(); *api != NULL; api++)
        if ((*api)->serves(x->name))
            x->api = *api;
}

/* Does all that happens under the lock; true: an answer is to be sent. */
static bool handle(struct sim *sim, struct exchange *x)
{
    static const char *const cuts[] = {"sent",
                                       "cut before reading",
                                       "reset mid-request, no effect",
                                       "cut after effect",
                                       "reset after effect",
                                       "cut mid-reply"};

    x->number = ++sim->exchanges;
    choose_api(x);
    if (x->api == NULL) {
        exchange_answer(x, 404, json_pack("{s:s}", "error", "cloudsim serves no such host"));
        log_write(sim, x, cuts[0]);
        return true;
    }
    x->api->read(sim, x);
    faults_pick(&sim->faults, x->api->cloud, x->action, x->region, x->on_connection > 1, dice, sim,
                &x->plan);
    if (x->plan.code == NULL &&
        !rates_take(&sim->rates, x->api->cloud, x->action, x->region, sim_real()))
        text_set(&x->plan.code, ""); /* throttled, as if a fault said so */
    if (x->plan.stall_ms > 0 && !x->plan.effect_first)
        stall(sim, x->plan.stall_ms);
    if (x->plan.cut != CUT_BEFORE && x->plan.cut != CUT_DURING) {
        if ((x->plan.status == 0 && x->plan.code == NULL) || x->plan.effect_first)
            take_effect(sim, x);
        override(sim, x);
    }
    log_write(sim, x, cuts[x->plan.cut]);
    if (x->plan.stall_ms > 0 && x->plan.effect_first)
        stall(sim, x->plan.stall_ms);
    return x->plan.cut == CUT_NOT || x->plan.cut == CUT_REPLY;
}

static enum MHD_Result handler(void *context, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *upload,
                               size_t *upload_size, void **state)
{
    struct sim *sim = context;
    struct exchange *x = *state;
    bool answer;

    (void)url, (void)version;
    if (x->method == NULL) {
        read_head(x, connection, method);
        return MHD_YES;
    }
    if (*upload_size > 0) {
        if (x->body_length + *upload_size > SIM_BODY_MAX)
            return MHD_NO;
        x->body = text_realloc(x->body, x->body_length + *upload_size + 1);
        memcpy(x->body + x->body_length, upload, *upload_size);
        x->body_length += *upload_size;
        x->body[x->body_length] = '\0';
        *upload_size = 0;
        return MHD_YES;
    }
    pthread_mutex_lock(&sim->lock);
    answer = handle(sim, x);
    pthread_mutex_unlock(&sim->lock);
    if (!answer)
        return hang_up(connection, x->plan.cut == CUT_DURING || x->plan.cut == CUT_RESET);
    return send_answer(connection, x);
}

static void finished(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode code)
{
    (void)context, (void)connection, (void)code;
    if (*state != NULL) {
        exchange_free(*state);
        free(*state);
        *state = NULL;
    }
}

struct MHD_Daemon *server_start(struct sim *sim, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
                                MHD_USE_POLL | MHD_USE_TLS,
                            port, NULL, NULL, handler, sim, MHD_OPTION_SOCK_ADDR, &address,
                            MHD_OPTION_HTTPS_CERT_CALLBACK, certificates_choose,
                            MHD_OPTION_HTTPS_PRIORITIES,
                            "NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3",
                            MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED,
                            finished, NULL, MHD_OPTION_NOTIFY_CONNECTION, count_uses, NULL,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, REQUEST_LINE_MAX, MHD_OPTION_END);
}

uint16_t server_port(struct MHD_Daemon *daemon)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);

    return info == NULL ? 0 : info->port;
}

void server_stop(struct sim *sim, struct MHD_Daemon *daemon)
{
    if (daemon == NULL)
        return;
    pthread_mutex_lock(&sim->lock);
    sim->quitting = true;
    pthread_cond_broadcast(&sim->wake);
    pthread_mutex_unlock(&sim->lock);
    MHD_stop_daemon(daemon);
}
