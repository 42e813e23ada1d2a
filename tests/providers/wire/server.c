/* SPDX-License-Identifier: MIT */
#include "tests/providers/wire/server.h"

#include "tests/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 8, REQUEST = 16384 };

struct client {
    int fd;
    size_t n;
    char bytes[REQUEST];
};

struct server {
    enum server_manner manner;
    const char *answer;
    int listener, port, stop[2];
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    int connections, requests;
    char last[REQUEST];
    struct client clients[CLIENTS]; /* the thread's own */
};

static int open_listener(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t n = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, CLIENTS), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &n), 0);
    server->port = ntohs(address.sin_port);
    return fd;
}

/* The length of the whole request at the start of the bytes; 0 while some is missing. */
static size_t whole_request(const struct client *client)
{
    const char *end = strstr(client->bytes, "\r\n\r\n"), *length;
    size_t n;

    if (end == NULL)
        return 0;
    n = (size_t)(end + 4 - client->bytes);
    length = strstr(client->bytes, "Content-Length: ");
    if (length != NULL && length < end)
        n += (size_t)atoi(length + 16);
    return client->n >= n ? n : 0;
}

static void hang_up(struct client *client)
{
    close(client->fd);
    client->fd = -1;
    client->n = 0;
}

static void serve(struct server *server, struct client *client)
{
    ssize_t got = recv(client->fd, client->bytes + client->n, REQUEST - 1 - client->n, 0);
    size_t n;

    if (got <= 0) {
        hang_up(client);
        return;
    }
    client->n += (size_t)got;
    client->bytes[client->n] = '\0';
    n = whole_request(client);
    if (n == 0)
        return;
    pthread_mutex_lock(&server->lock);
    server->requests++;
    memcpy(server->last, client->bytes, n);
    server->last[n] = '\0';
    pthread_mutex_unlock(&server->lock);
    client->n = 0;
    if (send(client->fd, server->answer, strlen(server->answer), MSG_NOSIGNAL) < 0 ||
        server->manner == SERVER_CLOSE)
        hang_up(client);
}

static void accept_client(struct server *server)
{
    int fd = accept(server->listener, NULL, NULL), i;

    for (i = 0; i < CLIENTS; i++) {
        if (server->clients[i].fd >= 0)
            continue;
        server->clients[i].fd = fd;
        pthread_mutex_lock(&server->lock);
        server->connections++;
        pthread_mutex_unlock(&server->lock);
        return;
    }
    close(fd);
}

static void *run(void *context)
{
    struct server *server = context;
    struct pollfd fds[CLIENTS + 2];
    int i;

    for (;;) {
        fds[CLIENTS] = (struct pollfd){server->listener, POLLIN, 0};
        fds[CLIENTS + 1] = (struct pollfd){server->stop[0], POLLIN, 0};
        for (i = 0; i < CLIENTS; i++)
            fds[i] = (struct pollfd){server->manner == SERVER_STALL ? -1 : server->clients[i].fd,
                                     POLLIN, 0};
        poll(fds, CLIENTS + 2, -1);
        if (fds[CLIENTS + 1].revents != 0)
            return NULL;
        for (i = 0; i < CLIENTS; i++)
            if (fds[i].revents != 0)
                serve(server, &server->clients[i]);
        if (fds[CLIENTS].revents != 0)
            accept_client(server);
    }
}

struct server *server_start(enum server_manner manner, const char *answer)
{
    struct server *server = calloc(1, sizeof *server);
    int i;

    assert_non_null(server);
    server->manner = manner;
    server->answer = answer;
    for (i = 0; i < CLIENTS; i++)
        server->clients[i].fd = -1;
    server->listener = open_listener(server);
    assert_int_equal(pipe(server->stop), 0);
    pthread_mutex_init(&server->lock, NULL);
    assert_int_equal(pthread_create(&server->thread, NULL, run, server), 0);
    return server;
}

int server_port(const struct server *server)
{
    return server->port;
}

int server_connections(struct server *server)
{
    int n;

    pthread_mutex_lock(&server->lock);
    n = server->connections;
    pthread_mutex_unlock(&server->lock);
    return n;
}

int server_requests(struct server *server)
{
    int n;

    pthread_mutex_lock(&server->lock);
    n = server->requests;
    pthread_mutex_unlock(&server->lock);
    return n;
}

const char *server_last_request(struct server *server)
{
    return server->last;
}

void server_stop(struct server *server)
{
    int i;

    assert_int_equal(write(server->stop[1], "x", 1), 1);
    pthread_join(server->thread, NULL);
    for (i = 0; i < CLIENTS; i++)
        if (server->clients[i].fd >= 0)
            close(server->clients[i].fd);
    close(server->listener);
    close(server->stop[0]);
    close(server->stop[1]);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
