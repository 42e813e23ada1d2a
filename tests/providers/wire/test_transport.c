/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "providers/wire/departure.h"
#include "providers/wire/pairs.h"
#include "providers/wire/transport.h"
#include "reconcile/base/buf.h"
#include "tests/providers/wire/server.h"

#include <unistd.h>

static const char good_answer[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Request-ID:  r-1 \r\n\r\n{}";

struct rig {
    struct arena arena;
    struct transport *transport;
    struct buf trace;
};

static void keep_trace(void *context, const char *text, size_t n)
{
    struct rig *rig = context;

    buf_add(&rig->trace, text, n);
}

static const char *const secret_headers[] = {"x-bce-security-token", "X-TC-Token", NULL};
static const char *const secret_parameters[] = {"Signature",     "SecretId",   "PublicKey", "Token",
                                                "SecurityToken", "Credential", NULL};
static const struct secret_names names = {secret_headers, secret_parameters};
static const struct secret_names *const secrets[] = {&names, NULL};

static struct transport_options options_of(struct rig *rig)
{
    struct transport_options options = {.connect_timeout_ms = 300,
                                        .request_timeout_ms = 300,
                                        .max_reply = 1000};

    options.user_agent = "test/1";
    options.secrets = secrets;
    options.trace = keep_trace;
    options.trace_context = rig;
    return options;
}

static int setup(void **state)
{
    static struct rig rig;
    struct transport_options options = options_of(&rig);
    struct buf trace = BUF_INIT(BUF_UNBOUNDED);
    struct err err = ERR_INIT;

    unsetenv("http_proxy");
    unsetenv("https_proxy");
    unsetenv("HTTPS_PROXY");
    unsetenv("all_proxy");
    rig.trace = trace;
    *state = &rig;
    return transport_new(&options, &rig.transport, &err);
}

static int teardown(void **state)
{
    struct rig *rig = *state;

    transport_free(rig->transport);
    buf_free(&rig->trace);
    arena_free(&rig->arena);
    return 0;
}

static struct response exchange_url(struct rig *rig, const char *url, bool writes)
{
    static const struct pair headers[] = {{"Content-Type", "application/json"},
                                          {"Authorization", "SECRET-1"},
                                          {"X-TC-Token", "SECRET-2"}};
    struct wire wire = {.method = "POST", .host = "host.example", .action = "SyncImages"};
    struct transport_done done;

    wire.url = url;
    wire.headers = headers;
    wire.n_headers = 3;
    wire.body = "{\"a\":1}";
    wire.n_body = 7;
    wire.writes = writes;
    transport_send(rig->transport, &wire, NULL, 7);
    assert_int_equal(transport_under_way(rig->transport), 1);
    assert_int_equal(transport_wait(rig->transport, 20000, -1, &rig->arena, &done), 1);
    assert_int_equal(transport_under_way(rig->transport), 0);
    assert_int_equal(done.ticket, 7);
    return done.response;
}

static struct response exchange(struct rig *rig, const struct server *server, bool writes)
{
    return exchange_url(rig,
                        arena_printf(&rig->arena, "http://127.0.0.1:%d/p?q=1", server_port(server)),
                        writes);
}

/* ---- the table ---- */

static void departure_is_decided_by_a_table(void **state)
{
    static const struct {
        const char *what;
        struct departure_signs signs;
        enum departure departure;
    } cases[] = {
        {"a whole reply",
         {.bytes_sent = true, .request_begun = true, .reply_begun = true, .whole_reply = true},
         DEPARTED_ANSWERED},
        {"refused by us", {.never_tried = true}, DEPARTED_NOT},
        {"no such name", {.never_connected = true}, DEPARTED_NOT},
        {"TLS failed behind a proxy", {.never_connected = true, .bytes_sent = true}, DEPARTED_NOT},
        {"the proxy said no", {.tunnel_refused = true, .bytes_sent = true}, DEPARTED_NOT},
        {"timed out before the first byte", {0}, DEPARTED_NOT},
        {"the first write failed half-way", {.bytes_sent = true}, DEPARTED_MAYBE},
        {"sent, then silence", {.bytes_sent = true, .request_begun = true}, DEPARTED_MAYBE},
        {"nothing counted, but begun", {.request_begun = true}, DEPARTED_MAYBE},
        {"TLS broke while the answer was read",
         {.never_connected = true, .bytes_sent = true, .request_begun = true},
         DEPARTED_MAYBE},
        {"cut in the reply",
         {.bytes_sent = true, .request_begun = true, .reply_begun = true},
         DEPARTED_MAYBE},
        {"an early reply and a fault", {.reply_begun = true}, DEPARTED_MAYBE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        if (transport_departure(&cases[i].signs) != cases[i].departure)
            fail_msg("%s", cases[i].what);
}

/* ---- the real thing ---- */

static void an_answer_comes_whole(void **state)
{
    struct server *server = server_start(SERVER_ANSWER, good_answer);
    struct response response = exchange(*state, server, true);
    const char *request = server_last_request(server);

    assert_int_equal(response.departure, DEPARTED_ANSWERED);
    assert_int_equal(response.status, 200);
    assert_string_equal(response.body, "{}");
    assert_null(response.fault);
    assert_string_equal(pairs_find(response.headers, response.n_headers, "x-request-id"), "r-1");
    assert_non_null(strstr(request, "POST /p?q=1 HTTP/1.1\r\n"));
    assert_non_null(strstr(request, "\r\nHost: host.example\r\n"));
    assert_non_null(strstr(request, "\r\nContent-Type: application/json\r\n"));
    assert_null(strstr(request, "Expect"));
    assert_non_null(strstr(request, "\r\n\r\n{\"a\":1}"));
    server_stop(server);
}

static void what_never_connected_did_not_leave(void **state)
{
    struct server *server = server_start(SERVER_STALL, "");
    const char *stalled =
        arena_printf(&((struct rig *)*state)->arena, "https://127.0.0.1:%d/", server_port(server));
    struct response response;

    response = exchange_url(*state, stalled, true); /* TCP stands, TLS never */
    assert_int_equal(response.departure, DEPARTED_NOT);
    server_stop(server);
    response = exchange_url(*state, stalled, true); /* nobody listens now */
    assert_int_equal(response.departure, DEPARTED_NOT);
    assert_false(response.lasting); /* somebody may, a little later */
    response = exchange_url(*state, "https://nowhere.invalid/", true);
    assert_int_equal(response.departure, DEPARTED_NOT);
    assert_non_null(response.fault);
    assert_int_equal(response.status, 0);
}

static void tls_that_fails_proves_that_nothing_left(void **state)
{
    struct server *server = server_start(SERVER_CLOSE, "this is no TLS\r\n\r\n");
    struct response response =
        exchange_url(*state,
                     arena_printf(&((struct rig *)*state)->arena, "https://127.0.0.1:%d/",
                                  server_port(server)),
                     true);

    assert_int_equal(response.departure, DEPARTED_NOT);
    server_stop(server);
}

static void plain_http_leaves_only_for_loopback(void **state)
{
    struct response response = exchange_url(*state, "http://example.com/", false);

    assert_int_equal(response.departure, DEPARTED_NOT);
    assert_string_equal(response.fault, "plain \"http://\" goes to this machine only");
    assert_true(response.lasting);
    response = exchange_url(*state, "ftp://127.0.0.1/", false);
    assert_int_equal(response.departure, DEPARTED_NOT);
}

static void a_line_break_in_a_header_does_not_leave(void **state)
{
    static const struct pair evil = {"X-TC-Region", "a\r\nX-Evil: 1"};
    struct rig *rig = *state;
    struct wire wire = {.method = "GET", .url = "http://127.0.0.1:1/", .host = "h", .action = "x"};
    struct transport_done done;

    wire.headers = &evil;
    wire.n_headers = 1;
    transport_send(rig->transport, &wire, NULL, 1);
    assert_int_equal(transport_wait(rig->transport, 0, -1, &rig->arena, &done), 1);
    assert_int_equal(done.response.departure, DEPARTED_NOT);
    assert_string_equal(done.response.fault, "control characters in a header");
}

static void silence_after_the_request_may_hide_an_effect(void **state)
{
    struct server *server = server_start(SERVER_CLOSE, "");
    struct response response = exchange(*state, server, true);

    assert_int_equal(response.departure, DEPARTED_MAYBE);
    assert_int_equal(server_requests(server), 1);
    server_stop(server);

    server = server_start(SERVER_ANSWER, ""); /* holds the line and says nothing */
    response = exchange(*state, server, true);
    assert_int_equal(response.departure, DEPARTED_MAYBE);
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

static void a_cut_answer_keeps_its_status_and_headers(void **state)
{
    struct server *server =
        server_start(SERVER_CLOSE,
                     "HTTP/1.1 502 Bad\r\nX-Request-Id: r-2\r\nContent-Length: 100\r\n\r\n{\"Re");
    struct response response = exchange(*state, server, true);

    assert_int_equal(response.departure, DEPARTED_MAYBE);
    assert_int_equal(response.status, 502);
    assert_string_equal(pairs_find(response.headers, response.n_headers, "x-request-id"), "r-2");
    assert_string_equal(response.body, "");
    server_stop(server);
}

static void a_huge_answer_is_dropped(void **state)
{
    char answer[3000] = "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n";
    struct server *server;
    struct response response;

    memset(answer + strlen(answer), 'x', 2000);
    server = server_start(SERVER_ANSWER, answer);
    response = exchange(*state, server, true);
    assert_int_equal(response.departure, DEPARTED_MAYBE);
    assert_true(response.too_large);
    assert_string_equal(response.fault, "the reply passes the limit of 1000 bytes");
    server_stop(server);
}

static void a_redirect_is_an_answer_and_is_not_followed(void **state)
{
    struct server *server = server_start(
        SERVER_ANSWER,
        "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    struct response response = exchange(*state, server, true);

    assert_int_equal(response.departure, DEPARTED_ANSWERED);
    assert_int_equal(response.status, 307);
    assert_int_equal(server_requests(server), 1);
    server_stop(server);
}

static void writes_never_share_a_connection(void **state)
{
    struct server *server = server_start(SERVER_ANSWER, good_answer);

    exchange(*state, server, false);
    exchange(*state, server, false);
    assert_int_equal(server_connections(server), 1); /* reads do */
    exchange(*state, server, true);
    assert_int_equal(server_connections(server), 2);
    exchange(*state, server, true);
    assert_int_equal(server_connections(server), 3);
    exchange(*state, server, false);
    assert_int_equal(server_connections(server), 3);
    assert_int_equal(server_requests(server), 5);
    server_stop(server);
}

static void a_proxy_that_refuses_proves_that_nothing_left(void **state)
{
    struct server *proxy =
        server_start(SERVER_ANSWER, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    struct rig *rig = *state;
    struct response response;

    setenv("https_proxy", arena_printf(&rig->arena, "http://127.0.0.1:%d", server_port(proxy)), 1);
    response = exchange_url(rig, "https://cvm.example.com/", true);
    assert_int_equal(response.departure, DEPARTED_NOT);
    assert_non_null(strstr(server_last_request(proxy), "CONNECT cvm.example.com:443"));
    assert_null(strstr(server_last_request(proxy), "SECRET"));
    unsetenv("https_proxy");
    server_stop(proxy);
}

/* Else "only for loopback" would still carry a signature over the network, in plain sight. */
static void plain_http_goes_to_no_proxy(void **state)
{
    struct server *proxy = server_start(SERVER_ANSWER, good_answer);
    struct server *server = server_start(SERVER_ANSWER, good_answer);
    struct rig *rig = *state;
    struct response response;

    setenv("http_proxy", arena_printf(&rig->arena, "http://127.0.0.1:%d", server_port(proxy)), 1);
    response = exchange(rig, server, false);
    unsetenv("http_proxy");
    assert_int_equal(response.status, 200);
    assert_int_equal(server_requests(server), 1);
    assert_int_equal(server_connections(proxy), 0);
    server_stop(server);
    server_stop(proxy);
}

static void the_trace_shows_the_exchange_without_secrets(void **state)
{
    struct server *server = server_start(SERVER_ANSWER, good_answer);
    struct rig *rig = *state;

    exchange_url(rig,
                 arena_printf(&rig->arena, "http://127.0.0.1:%d/?Action=X&Signature=SECRET-3",
                              server_port(server)),
                 false);
    assert_non_null(strstr(rig->trace.ptr, "Action=X&Signature=***"));
    assert_non_null(strstr(rig->trace.ptr, "> Authorization: ***\n"));
    assert_non_null(strstr(rig->trace.ptr, "< HTTP 200"));
    assert_null(strstr(rig->trace.ptr, "SECRET"));
    server_stop(server);
}

static void the_trace_hides_a_signature_that_comes_back_in_a_header(void **state)
{
    struct server *server =
        server_start(SERVER_ANSWER,
                     "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                     "https://elsewhere.test/?SecretId=SECRET-1&Signature=SECRET-2&x=1\r\n\r\n");
    struct rig *rig = *state;

    exchange(rig, server, false);
    assert_non_null(strstr(rig->trace.ptr, "?SecretId=***&Signature=***&x=1\n"));
    assert_null(strstr(rig->trace.ptr, "SECRET"));
    server_stop(server);
}

static void a_readable_descriptor_ends_the_wait(void **state)
{
    struct rig *rig = *state;
    struct transport_done done;
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(transport_wait(rig->transport, 0, ends[0], &rig->arena, &done), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(transport_wait(rig->transport, INT64_C(3600000), ends[0], &rig->arena, &done),
                     0);
    close(ends[0]);
    close(ends[1]);
}

static void what_is_under_way_is_dropped_at_the_end(void **state)
{
    struct server *server = server_start(SERVER_STALL, "");
    struct rig *rig = *state;
    struct wire wire = {.method = "GET", .host = "h", .action = "List"};
    struct transport_done done;

    wire.url = arena_printf(&rig->arena, "http://127.0.0.1:%d/", server_port(server));
    transport_send(rig->transport, &wire, NULL, 1);
    transport_send(rig->transport, &wire, NULL, 2);
    assert_int_equal(transport_wait(rig->transport, 0, -1, &rig->arena, &done), 0);
    assert_int_equal(transport_under_way(rig->transport), 2);
    server_stop(server);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(departure_is_decided_by_a_table),
        TEST(an_answer_comes_whole),
        TEST(what_never_connected_did_not_leave),
        TEST(tls_that_fails_proves_that_nothing_left),
        TEST(plain_http_leaves_only_for_loopback),
        TEST(a_line_break_in_a_header_does_not_leave),
        TEST(silence_after_the_request_may_hide_an_effect),
        TEST(a_cut_answer_keeps_its_status_and_headers),
        TEST(a_huge_answer_is_dropped),
        TEST(a_redirect_is_an_answer_and_is_not_followed),
        TEST(writes_never_share_a_connection),
        TEST(a_proxy_that_refuses_proves_that_nothing_left),
        TEST(plain_http_goes_to_no_proxy),
        TEST(the_trace_shows_the_exchange_without_secrets),
        TEST(the_trace_hides_a_signature_that_comes_back_in_a_header),
        TEST(a_readable_descriptor_ends_the_wait),
        TEST(what_is_under_way_is_dropped_at_the_end),
    };

    return cmocka_run_group_tests_name("transport", tests, NULL, NULL);
}
