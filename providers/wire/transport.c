/* SPDX-License-Identifier: MIT */
#include "providers/wire/transport.h"

#include "providers/wire/departure.h"
#include "providers/wire/pairs.h"
#include "providers/wire/redact.h"
#include "reconcile/base/buf.h"
#include "reconcile/base/endpoint.h"

#include <curl/curl.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MAX_REPLY = 64 << 20,
    MAX_HEADERS = 64 << 10,
};

struct exchange {
    struct exchange *next;
    struct transport *transport;
    struct arena arena; /* of the copied wire */
    struct wire wire;
    uint64_t ticket;
    CURL *easy; /* NULL: refused before curl saw it, see `refusal` */
    struct curl_slist *headers;
    struct buf reply_headers, reply;
    bool too_large;
    bool finished;
    CURLcode result;
    const char *refusal;
    char fault[CURL_ERROR_SIZE];
};

struct transport {
    struct transport_options options;
    struct arena arena; /* of the options */
    CURLM *multi;
    struct curl_slist *connect_to;
    struct exchange *exchanges;
    size_t under_way;
};

/* ---- life ---- */

int transport_new(const struct transport_options *options, struct transport **out, struct err *err)
{
    struct transport *transport;
    size_t i;

    assert(options != NULL && options->secrets != NULL && out != NULL);
    /* Here and not at the start of the program: it costs milliseconds that `validate` must not pay.
     * libcurl counts the calls itself. */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_UNEXPECTED, "cannot start libcurl");
    transport = calloc(1, sizeof *transport);
    if (transport == NULL)
        arena_exhausted();
    transport->multi = curl_multi_init();
    if (transport->multi == NULL)
        arena_exhausted();
    transport->options = *options;
    if (transport->options.max_reply == 0)
        transport->options.max_reply = MAX_REPLY;
    transport->options.ca_file = arena_strdup(&transport->arena, options->ca_file);
    transport->options.user_agent = arena_strdup(&transport->arena, options->user_agent);
    for (i = 0; i < options->n_connect_to; i++)
        transport->connect_to = curl_slist_append(transport->connect_to, options->connect_to[i]);
    *out = transport;
    return 0;
}

static void exchange_free(struct exchange *exchange)
{
    if (exchange->easy != NULL) {
        curl_multi_remove_handle(exchange->transport->multi, exchange->easy);
        curl_easy_cleanup(exchange->easy);
    }
    curl_slist_free_all(exchange->headers);
    buf_free(&exchange->reply_headers);
    buf_free(&exchange->reply);
    arena_free(&exchange->arena);
    free(exchange);
}

void transport_free(struct transport *transport)
{
    struct exchange *exchange, *next;

    if (transport == NULL)
        return;
    for (exchange = transport->exchanges; exchange != NULL; exchange = next) {
        next = exchange->next;
        exchange_free(exchange);
    }
    curl_multi_cleanup(transport->multi);
    curl_slist_free_all(transport->connect_to);
    arena_free(&transport->arena);
    free(transport);
    curl_global_cleanup();
}

size_t transport_under_way(const struct transport *transport)
{
    assert(transport != NULL);
    return transport->under_way;
}

/* ---- what curl hands us ---- */

static size_t take_body(char *bytes, size_t size, size_t n, void *context)
{
    struct exchange *exchange = context;

    buf_add(&exchange->reply, bytes, size * n);
    if (!exchange->reply.overflow)
        return size * n;
    exchange->too_large = true;
    return 0; /* ends the exchange with CURLE_WRITE_ERROR */
}

static size_t take_header(char *bytes, size_t size, size_t n, void *context)
{
    struct exchange *exchange = context;

    /* Each "HTTP/1.1 100 Continue" or the like begins anew; the last answer counts. */
    if (size * n >= 5 && memcmp(bytes, "HTTP/", 5) == 0)
        buf_reset(&exchange->reply_headers);
    buf_add(&exchange->reply_headers, bytes, size * n);
    if (!exchange->reply_headers.overflow)
        return size * n;
    exchange->too_large = true;
    return 0;
}

/* ---- sending ---- */

static void copy_wire(struct exchange *exchange, const struct wire *wire)
{
    struct arena *arena = &exchange->arena;
    struct pairs headers = PAIRS_INIT(arena);
    size_t i;

    exchange->wire = *wire;
    exchange->wire.method = arena_strdup(arena, wire->method);
    exchange->wire.url = arena_strdup(arena, wire->url);
    exchange->wire.host = arena_strdup(arena, wire->host);
    exchange->wire.action = arena_strdup(arena, wire->action);
    if (wire->body != NULL)
        exchange->wire.body = arena_strndup(arena, wire->body, wire->n_body);
    for (i = 0; i < wire->n_headers; i++)
        pairs_add(&headers, arena_strdup(arena, wire->headers[i].name),
                  arena_strdup(arena, wire->headers[i].value));
    exchange->wire.headers = headers.items;
}

static void add_header(struct exchange *exchange, const char *line)
{
    exchange->headers = curl_slist_append(exchange->headers, line);
}

static void set_headers(struct exchange *exchange)
{
    const struct wire *wire = &exchange->wire;
    struct arena *arena = &exchange->arena;
    size_t i;

    for (i = 0; i < wire->n_headers; i++)
        add_header(exchange,
                   arena_printf(arena, "%s: %s", wire->headers[i].name, wire->headers[i].value));
    add_header(exchange, arena_printf(arena, "Host: %s", wire->host));
    /* Without these libcurl would add its own: "Expect: 100-continue" makes it send the request
     * twice after a 417, and a Content-Type would not be the signed one. */
    add_header(exchange, "Expect:");
    if (pairs_find(wire->headers, wire->n_headers, "Content-Type") == NULL)
        add_header(exchange, "Content-Type:");
    curl_easy_setopt(exchange->easy, CURLOPT_HTTPHEADER, exchange->headers);
}

static void set_method(struct exchange *exchange)
{
    const struct wire *wire = &exchange->wire;
    CURL *easy = exchange->easy;

    if (strcmp(wire->method, "GET") == 0) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, wire->method);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)wire->n_body);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, wire->body == NULL ? "" : wire->body);
}

static void set_security(struct exchange *exchange, const char *ca_file)
{
    CURL *easy = exchange->easy;

    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
    if (ca_file != NULL)
        curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
}

static void set_options(struct exchange *exchange, const char *ca_file)
{
    const struct transport_options *options = &exchange->transport->options;
    CURL *easy = exchange->easy;

    curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->fault);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_URL, exchange->wire.url);
    if (strncmp(exchange->wire.url, "http://", 7) == 0) /* for loopback alone: see refuse() */
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    /* Not HTTP/2: libcurl sends again by itself what a server answers with REFUSED_STREAM. */
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)options->request_timeout_ms);
    if (options->user_agent != NULL)
        curl_easy_setopt(easy, CURLOPT_USERAGENT, options->user_agent);
    if (exchange->transport->connect_to != NULL)
        curl_easy_setopt(easy, CURLOPT_CONNECT_TO, exchange->transport->connect_to);
    if (exchange->wire.writes) { /* see transport.h */
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    }
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
    set_security(exchange, ca_file != NULL ? ca_file : options->ca_file);
}

static bool has_controls(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    return false;
}

/* Why a request must not leave; NULL if it may. */
static const char *refuse(const struct wire *wire)
{
    size_t i;

    for (i = 0; i < wire->n_headers; i++) /* a line break would begin another header */
        if (has_controls(wire->headers[i].name) || has_controls(wire->headers[i].value))
            return "control characters in a header";
    if (has_controls(wire->url) || has_controls(wire->host))
        return "control characters in the URL";
    return endpoint_url_fault(wire->url);
}

void transport_send(struct transport *transport, const struct wire *wire, const char *ca_file,
                    uint64_t ticket)
{
    struct exchange *exchange = calloc(1, sizeof *exchange);

    assert(wire != NULL && wire->url != NULL && wire->host != NULL && wire->method != NULL);
    if (exchange == NULL)
        arena_exhausted();
    *exchange = (struct exchange){
        .next = transport->exchanges,
        .transport = transport,
        .ticket = ticket,
        .reply_headers = BUF_INIT(MAX_HEADERS),
        .reply = BUF_INIT(transport->options.max_reply),
    };
    transport->exchanges = exchange;
    transport->under_way++;
    copy_wire(exchange, wire);

    exchange->refusal = refuse(wire);
    if (exchange->refusal != NULL) {
        exchange->finished = true;
        return;
    }
    exchange->easy = curl_easy_init();
    if (exchange->easy == NULL)
        arena_exhausted();
    set_options(exchange, ca_file);
    set_method(exchange);
    set_headers(exchange);
    curl_multi_add_handle(transport->multi, exchange->easy);
}

/* ---- a finished exchange ---- */

static const char *fault_text(const struct exchange *exchange, struct arena *arena)
{
    const struct transport_options *options = &exchange->transport->options;

    if (exchange->refusal != NULL)
        return exchange->refusal;
    if (exchange->too_large)
        return arena_printf(arena, "the reply passes the limit of %zu bytes", options->max_reply);
    if (exchange->result == CURLE_GOT_NOTHING)
        return "the server closed the connection without an answer";
    return exchange->fault[0] != '\0' ? exchange->fault : curl_easy_strerror(exchange->result);
}

/* A header's value may repeat our URL with its signature: "Location: https://…?Signature=…". */
static void trace(const struct exchange *exchange, const struct response *response)
{
    const struct transport_options *options = &exchange->transport->options;
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (options->trace == NULL)
        return;
    redact_exchange(&out, &exchange->wire, response);
    options->trace(options->trace_context, out.ptr, out.len);
}

/* Codes that libcurl gives only before a connection stands. */
static bool never_connected(CURLcode code)
{
    switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_PROXY:
        return true;
    default:
        return false;
    }
}

static struct departure_signs signs_of(const struct exchange *exchange)
{
    struct departure_signs signs = {.never_tried = exchange->easy == NULL};
    long sent = 0, tunnel = 0;
    curl_off_t begun_us = 0;

    if (signs.never_tried)
        return signs;
    curl_easy_getinfo(exchange->easy, CURLINFO_PRETRANSFER_TIME_T, &begun_us);
    curl_easy_getinfo(exchange->easy, CURLINFO_REQUEST_SIZE, &sent);
    curl_easy_getinfo(exchange->easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
    signs.never_connected = never_connected(exchange->result);
    signs.tunnel_refused = tunnel >= 300;
    signs.bytes_sent = sent > 0;
    signs.request_begun = begun_us > 0;
    signs.reply_begun = exchange->reply_headers.len > 0;
    signs.whole_reply = exchange->result == CURLE_OK;
    return signs;
}

/* Of what proves that nothing was sent: what the next try meets again. */
static bool is_lasting(const struct exchange *exchange)
{
    switch (exchange->result) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
        return true;
    default:
        return exchange->refusal != NULL;
    }
}

static void finish(struct exchange *exchange, struct arena *arena, struct transport_done *done)
{
    struct departure_signs signs = signs_of(exchange);
    struct response *response = &done->response;
    long status = 0;
    struct pairs headers;

    memset(done, 0, sizeof *done);
    done->ticket = exchange->ticket;
    if (exchange->easy != NULL)
        curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &status);
    response->departure = transport_departure(&signs);
    response->status = (int)status;
    response->too_large = exchange->too_large;
    headers = pairs_of_headers(exchange->reply_headers.ptr, exchange->reply_headers.len, arena);
    response->headers = headers.items;
    response->n_headers = headers.nr;
    response->secrets = exchange->transport->options.secrets;
    response->body = "";
    if (response->departure == DEPARTED_ANSWERED) {
        response->body = arena_strndup(arena, exchange->reply.ptr, exchange->reply.len);
        response->n_body = exchange->reply.len;
    } else {
        response->fault = arena_strdup(arena, fault_text(exchange, arena));
        response->lasting = response->departure == DEPARTED_NOT && is_lasting(exchange);
    }
    trace(exchange, response);
}

/* ---- waiting ---- */

static void collect(struct transport *transport)
{
    struct exchange *exchange;
    const CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(transport->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (void *)&exchange);
        exchange->finished = true;
        exchange->result = message->data.result;
    }
}

/* Hands out one finished exchange, the one sent first. */
static int take_finished(struct transport *transport, struct arena *arena,
                         struct transport_done *done)
{
    struct exchange **at, **found = NULL, *exchange;

    for (at = &transport->exchanges; *at != NULL; at = &(*at)->next)
        if ((*at)->finished)
            found = at;
    if (found == NULL)
        return 0;
    exchange = *found;
    *found = exchange->next;
    transport->under_way--;
    finish(exchange, arena, done);
    exchange_free(exchange);
    return 1;
}

static int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int transport_wait(struct transport *transport, int64_t timeout_ms, int wake_fd,
                   struct arena *arena, struct transport_done *done)
{
    struct curl_waitfd wake = {wake_fd, CURL_WAIT_POLLIN, 0};
    int64_t end = monotonic_ms() + timeout_ms, left = timeout_ms;
    int running;

    assert(transport != NULL && arena != NULL && done != NULL);
    for (;;) {
        curl_multi_perform(transport->multi, &running);
        collect(transport);
        if (take_finished(transport, arena, done))
            return 1;
        if (left <= 0 || wake.revents != 0)
            return 0;
        /* With no handle this sleeps for its whole timeout, which is what a retry timer wants. */
        curl_multi_poll(transport->multi, &wake, wake_fd >= 0 ? 1 : 0,
                        left < INT32_MAX ? (int)left : INT32_MAX, NULL);
        left = end - monotonic_ms();
    }
}
